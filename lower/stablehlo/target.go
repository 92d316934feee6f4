// Package stablehlo lowers a whole training graph to one StableHLO module, in text, that
// XLA compiles for CPU, GPU and TPU (docs/STABLEHLO.md). It may import lower, kernels,
// onnxio, pass/shape and pass/sym.
package stablehlo

import (
	"bytes"
	"context"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/onnxio"
)

// Suffix of the artifact.
const Suffix = ".mlir"

// Forms in which the operators of ai.unswag are written.
const (
	// Composite writes stablehlo.composite operations with their decompositions.
	Composite = "composite"
	// Inline writes what the decompositions hold in their place.
	Inline = "inline"
	// FFI writes calls of functions that a plugin of XLA registers. TPUs have none.
	FFI = "ffi"
	// Mosaic writes calls of kernels that libtpu compiles, and what has no kernel as
	// Composite does. Only TPUs have them.
	Mosaic = "mosaic"
)

// Forms lists the forms, the default first.
func Forms() []string { return []string{Composite, Inline, FFI, Mosaic} }

// CallsFFI tells whether a module calls functions that a plugin must be given.
func CallsFFI(module []byte) bool { return bytes.Contains(module, []byte("custom_call @unswag.")) }

// Devices lists the kinds of devices that a module can be written for, the default
// first. Every module runs on all of them, but for the forms FFI and Mosaic; they differ
// in what the masks cost.
func Devices() []string { return []string{"cuda", "cpu", "tpu"} }

// Target is the target "stablehlo". The zero Target has the default form and device.
type Target struct {
	Form, Device string
	// Mask is how masks of more than 32 rows are written, one of Masks(); where it is empty a
	// table chooses for each site.
	Mask string
	// Sharding splits the module among devices.
	Sharding Sharding
}

// Masks lists how masks can be written for the device, apart from the form FFI. The first
// keeps the activations and makes no masks. docs/STABLEHLO.md describes them.
func (t Target) Masks() []string {
	var out []string
	for _, f := range masks {
		if f.kind != kernel || t.Device == "tpu" && len(t.Sharding.Mesh) == 0 {
			out = append(out, f.name)
		}
	}
	return out
}

// Module is a lowered graph.
type Module struct {
	Text []byte
	// Arguments and Results say how each of them is split among the devices of the Sharding's
	// mesh; without one they are nil.
	Arguments, Results []Split
}

// Name is what -target calls it.
func (Target) Name() string { return "stablehlo" }

// Lower makes the module: one function @main with the inputs and outputs of the graph in
// their order. All dims of the inputs must be numbers, or bound by o.Dims. Behind the
// graph's inputs stand the gradients that YieldOps return, and behind its outputs what
// YieldOps hand out and the sums of the accumulation buffers, whose inputs are donated.
// An operator that cannot be lowered is an error that lists all of them.
func (t Target) Lower(ctx context.Context, m *onnxio.Model, o lower.Options) ([]lower.Artifact, error) {
	out, err := t.Module(ctx, m, o)
	if err != nil {
		return nil, err
	}
	return []lower.Artifact{{Suffix: Suffix, Data: out.Text}}, nil
}

// Module is Lower for those who run the module, and need to know how its arguments and
// results are split.
func (t Target) Module(ctx context.Context, m *onnxio.Model, o lower.Options) (*Module, error) {
	if t.Form == "" {
		t.Form = Composite
	}
	if t.Device == "" {
		t.Device = Devices()[0]
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	return newModule(t, m).lower(ctx, o.Dims)
}
