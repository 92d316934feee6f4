package runtime

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/runtime/pjrt"
)

const pjrtKind = "pjrt"

// detectPJRT lists the PJRT plugins that are found, with their versions. Their devices are
// not opened: that may take most of a GPU's memory.
func detectPJRT() (plugins []Device, missing []error) {
	files := pjrt.Find()
	if len(files) == 0 {
		return nil, []error{errors.New("pjrt: no plugin of XLA was found: set " + pjrt.EnvCPU + ", _CUDA or _TPU")}
	}
	seen := map[string]int{}
	for _, f := range files {
		v, err := pjrt.Peek(f.Path)
		if err != nil {
			missing = append(missing, fmt.Errorf("pjrt:%s: %w", f.Name, err))
			continue
		}
		plugins = append(plugins, Device{Kind: pjrtKind, Name: f.Name, Ordinal: seen[f.Name], Driver: v.String(), Path: f.Path, Found: f.From})
		seen[f.Name]++
	}
	return plugins, missing
}

// openPJRT opens a plugin by its name or path. XLA for CPUs makes as many devices as it is
// told to.
func openPJRT(name string, devices int) (*Backend, error) {
	path, err := pjrt.Named(name)
	if err != nil {
		return nil, err
	}
	p, err := pjrt.Open(path)
	if err != nil {
		return nil, err
	}
	options := pjrt.Sparing(path)
	if devices > 1 && strings.Contains(name, "cpu") {
		options = append(options, pjrt.Option{Name: "cpu_device_count", Value: int64(devices)})
	}
	c, err := p.Client(options...)
	if err != nil {
		return nil, err
	}
	d := Device{Kind: pjrtKind, Name: name, Driver: p.Version().String(), Path: path, Found: "its name"}
	return &Backend{Device: d, Kernels: kernels.Best(), PJRT: c}, nil
}
