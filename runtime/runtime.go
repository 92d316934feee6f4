// Package runtime says what a machine has to run UnSwag graphs on, and opens it. The
// packages below it do the work: interp is the embedded engine, verify compares graphs on
// it, cuda runs the mask kernels on NVIDIA's GPUs, pjrt runs lowered graphs on XLA.
//
// The package may import kernels, golang.org/x/sys and packages below itself.
package runtime

import (
	"fmt"
	goruntime "runtime"
	"slices"
	"strings"

	"golang.org/x/sys/cpu"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/runtime/interp/blas"
)

// Device is something that graphs run on.
type Device struct {
	// Kind is "cpu", "cuda" or "pjrt".
	Kind string
	// Name is what the device calls itself: the architecture of a CPU, the model of a GPU,
	// the name of a PJRT plugin.
	Name string
	// Ordinal is the number of a GPU among those that CUDA sees, and of a plugin among those
	// of its name.
	Ordinal int
	// Cores is how many goroutines compute at once by default, on a CPU.
	Cores int
	// Memory is the bytes of a GPU's memory.
	Memory int64
	// Driver is the version of CUDA that the driver of a GPU is for, such as "12.4", and of
	// a plugin that of PJRT's API.
	Driver string
	// Features are those that a choice may depend on.
	Features []string
	// Kernels names the implementation of the mask operations that the engine uses.
	Kernels string
	// BLAS names the library that multiplies matrices on the CPU.
	BLAS string
	// Path is the library of a PJRT plugin, and Found by which variable or in which folder
	// it was found.
	Path, Found string
}

// ID is what Open takes: "cpu", "cuda:0", "pjrt:cpu" ...
func (d Device) ID() string {
	switch {
	case d.Kind == "cuda":
		return fmt.Sprintf("%s:%d", d.Kind, d.Ordinal)
	case d.Kind == pjrtKind && d.Ordinal > 0:
		return d.Kind + ":" + d.Path
	case d.Kind == pjrtKind:
		return d.Kind + ":" + d.Name
	}
	return d.Kind
}

// String prints the device in a few lines.
func (d Device) String() string {
	if d.Kind == pjrtKind {
		return fmt.Sprintf("%s: XLA by %s\n  PJRT API: %s, found by %s\n", d.ID(), d.Path, d.Driver, d.Found)
	}
	features := strings.Join(d.Features, " ")
	if features == "" {
		features = "none that matters"
	}
	size, last := cores(d.Cores), "matrix products: "+d.BLAS
	if d.Kind == "cuda" {
		size, last = fmt.Sprintf("%.1f GiB", float64(d.Memory)/(1<<30)), "driver: CUDA "+d.Driver
	}
	return fmt.Sprintf("%s: %s, %s\n  features: %s\n  mask kernels: %s\n  %s\n", d.ID(), d.Name, size, features, d.Kernels, last)
}

// Detect lists the devices of this machine that this version can use, the CPU first, and
// says for what it cannot use why.
func Detect() (devices []Device, missing []error) {
	gpus, missing := detectCUDA()
	plugins, without := detectPJRT()
	return slices.Concat([]Device{detectCPU()}, gpus, plugins), append(missing, without...)
}

func detectCPU() Device {
	return Device{
		Kind: "cpu", Name: goruntime.GOARCH, Cores: goruntime.GOMAXPROCS(0),
		Features: features(), Kernels: kernels.Best().Name(), BLAS: blas.Default().String(),
	}
}

// features lists the CPU's vector extensions. Off their own architecture all are false.
func features() []string {
	var out []string
	for _, f := range []struct {
		name string
		has  bool
	}{
		{"sse4.1", cpu.X86.HasSSE41}, {"avx", cpu.X86.HasAVX}, {"avx2", cpu.X86.HasAVX2}, {"bmi2", cpu.X86.HasBMI2}, {"fma", cpu.X86.HasFMA},
		{"avx512f", cpu.X86.HasAVX512F}, {"avx512bw", cpu.X86.HasAVX512BW}, {"avx512dq", cpu.X86.HasAVX512DQ}, {"avx512vl", cpu.X86.HasAVX512VL},
		{"asimd", cpu.ARM64.HasASIMD}, {"fphp", cpu.ARM64.HasFPHP}, {"sve", cpu.ARM64.HasSVE},
	} {
		if f.has {
			out = append(out, f.name)
		}
	}
	return out
}

func cores(n int) string {
	if n == 1 {
		return "1 core"
	}
	return fmt.Sprint(n, " cores")
}
