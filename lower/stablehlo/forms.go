package stablehlo

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// form is how a mask is written.
type form struct {
	name string
	kind kind
	// wide and pinned steer tiled masks. wide masks the gradient in the four dims of the
	// mask and makes both wait for each other; pinned makes the unpacked bools wait for
	// the mask, in four dims, and then masks in the gradient's own shape.
	wide, pinned bool
	// fences ties the mask to the products beside it (see sites).
	fences bool
	reason string
}

// kind is what a mask is made of.
type kind uint8

const (
	tiled   kind = iota // 32-bit words over tiles of 256 rows
	flat                // 32-bit words in the order of the elements, for FFI calls
	bools               // a bool for each element
	nothing             // the activation itself, which is compared again
)

// situation is what the choice of a form looks at.
type situation struct {
	form, device string
	rows         int64
	elem         onnxio.DType
	// late tells that a weight's gradient reads the activation before it is packed, dot
	// that a product or convolution makes the gradient or reads the activation.
	late, dot bool
	// packs is how many masks the graph has.
	packs int
}

func (s situation) narrow() bool { return newType(s.elem).half() }

// forms is the table of forms: the first whose condition holds is taken. The reasons were
// measured on networks of linear layers, compiled ahead of time for TPUs and run on an
// H200 (docs/STABLEHLO.md).
var forms = []struct {
	when func(s situation) bool
	form form
}{
	{func(s situation) bool { return s.form == FFI },
		form{name: "ffi", kind: flat, fences: true, reason: "asked for"}},
	{func(s situation) bool { return s.rows <= 32 },
		form{name: "bools", kind: bools, reason: "a word spans 32 rows: of so few rows the words take as much memory as bools"}},
	{func(s situation) bool { return s.device == "tpu" && s.narrow() && s.late },
		form{name: "kept", kind: nothing, reason: "the weight's gradient keeps the activation in 16 bits anyway, and every mask beside it costs memory on a TPU"}},
	{func(s situation) bool { return s.device == "tpu" && s.narrow() && s.packs == 1 },
		form{name: "kept", kind: nothing, reason: "one layer of 16 bits alone never pays on a TPU"}},
	{func(s situation) bool { return s.device == "tpu" && s.dot },
		form{name: "pinned", kind: tiled, pinned: true, fences: true, reason: "beside a product it takes the least memory on TPUs: 675 of 4,228 MB in float32"}},
	{func(s situation) bool { return true },
		form{name: "wide", kind: tiled, wide: true, fences: true, reason: "on GPUs it takes the least memory and time, and beside no product it is one pass over the memory"}},
}

// choose takes a form from the table.
func choose(s situation) form {
	for _, f := range forms {
		if f.when(s) {
			return f.form
		}
	}
	return form{}
}

func (t Target) check() error {
	known := func(v string, all []string) bool {
		for _, a := range all {
			if a == v {
				return true
			}
		}
		return false
	}
	switch {
	case !known(t.Form, Forms()):
		return fmt.Errorf("there is no form %q of the UnSwag operators, only %v", t.Form, Forms())
	case !known(t.Device, Devices()):
		return fmt.Errorf("a module cannot be written for %q, only for %v", t.Device, Devices())
	case t.Form == FFI && t.Device == "tpu":
		return fmt.Errorf("the form ffi calls functions that a plugin registers, and TPUs take none: choose composite or inline")
	}
	return nil
}
