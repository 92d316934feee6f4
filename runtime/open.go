package runtime

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/runtime/cuda"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// Backend is an open device. It must be closed.
type Backend struct {
	// Device describes it.
	Device Device
	// Kernels computes on slices of the host. On a GPU every call copies them there and
	// back: programs with memory on the device use CUDA.
	Kernels kernels.Kernels
	// CUDA is the context of a GPU, nil for the CPU.
	CUDA *cuda.Context
	// PJRT has the devices of a PJRT plugin, nil for others. It runs lowered graphs; Kernels
	// are those of the host.
	PJRT *pjrt.Client
}

// Close releases the device.
func (b *Backend) Close() error {
	switch {
	case b.CUDA != nil:
		return b.CUDA.Close()
	case b.PJRT != nil:
		return b.PJRT.Close()
	}
	return nil
}

// Open opens a device by its name: "cpu", "cuda" for the first GPU, "cuda:1" for another,
// or "auto" for the first GPU that the kernels run on, else the CPU; "pjrt:cpu", "pjrt:cuda",
// "pjrt:tpu" or "pjrt:PATH" for a PJRT plugin. The error of a GPU or a plugin says what is
// missing (cuda.ErrNoDriver, cuda.ErrNoDevice, pjrt.ErrNoPlugin ...).
func Open(name string) (*Backend, error) {
	switch {
	case name == "cpu":
		return &Backend{Device: detectCPU(), Kernels: kernels.Best()}, nil
	case name == "auto":
		return openAuto()
	case name == "cuda":
		return openCUDA(0)
	}
	if number, ok := strings.CutPrefix(name, "cuda:"); ok {
		if n, err := strconv.ParseUint(number, 10, 16); err == nil {
			return openCUDA(int(n))
		}
	}
	if strings.HasPrefix(name, pjrtKind+":") && name != pjrtKind+":" {
		return OpenSeveral(name, 1)
	}
	return nil, fmt.Errorf("there is no device %q: give auto, cpu, cuda or cuda:N, or pjrt:NAME", name)
}

// OpenSeveral is Open for a PJRT plugin that runs programs on several devices: XLA for CPUs
// makes that many, and other plugins have the machine's.
func OpenSeveral(name string, devices int) (*Backend, error) {
	plugin, ok := strings.CutPrefix(name, pjrtKind+":")
	if !ok || plugin == "" {
		return nil, fmt.Errorf("the device %q is one: give pjrt:NAME to run on several", name)
	}
	return openPJRT(plugin, devices)
}

// openAuto passes over GPUs that do not open: other programs may have filled them.
func openAuto() (*Backend, error) {
	gpus, _ := detectCUDA()
	for _, d := range gpus {
		if b, err := openCUDA(d.Ordinal); err == nil {
			return b, nil
		}
	}
	return Open("cpu")
}

func openCUDA(ordinal int) (*Backend, error) {
	c, err := cuda.Open(ordinal)
	if err != nil {
		return nil, err
	}
	k, err := c.Kernels()
	if err != nil {
		return nil, errors.Join(err, c.Close())
	}
	return &Backend{Device: gpu(c.Device()), Kernels: k, CUDA: c}, nil
}

// detectCUDA lists the GPUs that the kernels run on, and why others are not among them.
func detectCUDA() (gpus []Device, missing []error) {
	all, err := cuda.Devices()
	if err != nil {
		return nil, []error{fmt.Errorf("cuda: %w", err)}
	}
	for _, d := range all {
		if err := d.Usable(); err != nil {
			missing = append(missing, fmt.Errorf("cuda: %w", err))
			continue
		}
		gpus = append(gpus, gpu(d))
	}
	return gpus, missing
}

func gpu(d cuda.Device) Device {
	return Device{Kind: "cuda", Name: d.Name, Ordinal: d.Ordinal, Memory: d.Memory, Driver: d.DriverVersion(),
		Features: []string{fmt.Sprintf("sm_%d%d", d.Major, d.Minor)}, Kernels: "ptx"}
}
