package main

import (
	"os"
	"strings"

	"github.com/unswag/unswagc/runtime"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// place is what XLA compiles for: TPUs that need not be there, or the devices of a PJRT
// plugin. One of topology and device is set.
type place struct {
	topology, device string
	// plugin is the path of the library for the topology; empty is libtpu where it is found.
	plugin string
	// ffi is the path of the library for the form ffi; empty is the one that is found.
	ffi string
}

// devicePrefix is how the names of PJRT plugins start.
const devicePrefix = "pjrt:"

// compiler is a topology or a client.
type compiler interface {
	Compile([]byte, pjrt.CompileOptions) (*pjrt.Executable, error)
	Devices() []pjrt.Device
	Close() error
}

func (c place) String() string { return c.topology + c.device }

// kind is what StableHLO's forms are chosen for.
func (c place) kind() string {
	switch {
	case c.topology != "":
		return "tpu"
	case strings.Contains(c.device, "cpu"):
		return "cpu"
	}
	return "cuda"
}

// open opens the compiler.
func (c place) open(partitions int) (compiler, *pjrt.Plugin, error) {
	if err := quiet(); err != nil {
		return nil, nil, err
	}
	if c.device != "" {
		b, err := runtime.OpenSeveral(c.device, partitions)
		if err != nil {
			return nil, nil, err
		}
		return b.PJRT, b.PJRT.Plugin(), nil
	}
	path := c.plugin
	if path == "" {
		var err error
		if path, err = pjrt.Named("tpu"); err != nil {
			return nil, nil, err
		}
	}
	if err := pjrt.PrepareTPU(); err != nil {
		return nil, nil, err
	}
	plugin, err := pjrt.Open(path)
	if err != nil {
		return nil, nil, err
	}
	grid, options, err := pjrt.TPUTopology(c.topology)
	if err != nil {
		return nil, nil, err
	}
	t, err := plugin.Topology(grid, options...)
	return t, plugin, err
}

// quiet keeps XLA from logging on stderr, unless the user wants that.
func quiet() error {
	const variable = "TF_CPP_MIN_LOG_LEVEL"
	if os.Getenv(variable) != "" {
		return nil
	}
	return os.Setenv(variable, "3")
}
