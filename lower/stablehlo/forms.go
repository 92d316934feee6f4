package stablehlo

import (
	"fmt"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// form is how masks are written.
type form struct {
	name string
	kind *kind
	// wide and pinned steer tiled masks. wide masks the gradient in the four dims of the
	// mask and makes both wait for each other; pinned makes the unpacked bools wait for
	// the mask, in four dims, and then masks in the gradient's own shape.
	wide, pinned bool
}

// kind is what a mask is made of: what packs it, and what masks a gradient of the
// activation's number of elements by it. layout names it in composite operations; fits
// tells the activations that it is for, nil all.
type kind struct {
	layout   string
	fits     func(s situation) bool
	pack     func(c *call, v *value, m *mask) *value
	gradMask func(c *call, dy, packed *value, m *mask, combine string) *value
}

// The forms.
var (
	formFFI    = form{name: "ffi", kind: flat}
	formBools  = form{name: "bools", kind: bools}
	formKept   = form{name: "kept", kind: nothing}
	formPinned = form{name: "pinned", kind: tiled, pinned: true}
	formWide   = form{name: "wide", kind: tiled, wide: true}
	formLean   = form{name: "lean", kind: tiled}
	formPlanes = form{name: "planes", kind: planes}
	formMosaic = form{name: "mosaic", kind: kernel}
)

// masks are the forms that Target.Mask can name.
var masks = []form{formKept, formBools, formPinned, formWide, formLean, formPlanes, formMosaic}

// situation is what the choice of a form looks at.
type situation struct {
	device string
	// rows are those of one device, cols the last dim. scattered tells that rows do not lie
	// together.
	rows, cols int64
	scattered  bool
	elem       onnxio.DType
	// channels are the second of four dims; 0 for an activation that has not four.
	channels int64
	// late tells that a weight's gradient reads the activation before it is packed, dot
	// that a product or convolution makes the gradient or reads the activation.
	late, dot bool
	// form is that of the operators.
	form string
}

func (s situation) narrow() bool { return newType(s.elem).half() }

// padded tells that the words, with their columns padded to the 128 lanes of a TPU, have
// more than half the bits of the activation.
func (s situation) padded() bool { return s.cols < 128 && 2*128 > s.cols*int64(s.elem.Bits()) }

// planes tells that words of 32 channels have at most half the bits of the activation.
func (s situation) planes() bool { return s.channels*int64(s.elem.Bits()) >= 2*32 }

func (s situation) few() bool { return s.rows <= 32 || s.scattered }

// rules are the table of forms: the first whose condition holds is taken. The reasons were
// measured on networks that were compiled ahead of time for TPUs and run on an H100
// (docs/TPU.md, docs/BENCHMARKS.md).
var rules = []struct {
	when   func(s situation) bool
	form   form
	reason string
}{
	{func(s situation) bool { return s.scattered }, formBools,
		"words would have rows of several devices, which would have to talk to each other"},
	{func(s situation) bool { return s.few() }, formBools,
		"a word spans 32 rows: of so few rows the words take as much memory as bools"},
	{func(s situation) bool { return s.device == "tpu" && s.channels > 0 && s.late }, formKept,
		"with such a mask of rows a step of ResNet-50 takes 1,540 MB in place of 1,286 (batch 16, v5e)"},
	{func(s situation) bool { return s.device == "tpu" && s.padded() }, formKept,
		"a TPU pads columns to 128, and of so few the words, and what packs them, take more memory than the activation"},
	{func(s situation) bool { return s.device == "tpu" && s.cols < 64 && s.planes() }, formPlanes,
		"TPUs lay images out by channels: Inception takes 74 MB in place of 80, and 83 with words of rows, whose columns would be padded to 128; SqueezeNet moves 11 GB, and 19 with those (v5e)"},
	{func(s situation) bool { return s.device == "tpu" && s.narrow() && s.late }, formKept,
		"the weight's gradient keeps the activation in 16 bits anyway, and every mask beside it costs memory on a TPU"},
	{func(s situation) bool { return s.form == Mosaic && s.kernel() }, formMosaic,
		"a kernel reads the activation or the gradient once and needs no memory of its own"},
	{func(s situation) bool { return s.device == "tpu" && s.dot }, formPinned,
		"beside a product it takes the least memory on TPUs: 675 of 4,228 MB in float32"},
	{func(s situation) bool { return true }, formWide,
		"on GPUs it takes the least memory and time, and beside no product it is one pass over the memory"},
}

// choose takes the form that the target asks for, or that of the table.
func (t Target) choose(s situation) form {
	if t.Form == FFI {
		return formFFI
	}
	for _, f := range masks {
		if f.name == t.Mask && !s.few() && (f.kind.fits == nil || f.kind.fits(s)) {
			return f
		}
	}
	for _, r := range rules {
		if r.when(s) {
			return r.form
		}
	}
	return form{}
}

func (t Target) check() error {
	switch {
	case !slices.Contains(Forms(), t.Form):
		return fmt.Errorf("there is no form %q of the UnSwag operators, only %v", t.Form, Forms())
	case !slices.Contains(Devices(), t.Device):
		return fmt.Errorf("a module cannot be written for %q, only for %v", t.Device, Devices())
	case t.Form == Mosaic && t.Device != "tpu":
		return fmt.Errorf("the form mosaic calls kernels for TPUs, and no other device has them: choose the device tpu, or the form composite or inline")
	case t.Mask != "" && !slices.Contains(t.Masks(), t.Mask):
		return fmt.Errorf("masks cannot be written as %q for the device %s, only as %v", t.Mask, t.Device, t.Masks())
	case t.Form == FFI && t.Mask != "":
		return fmt.Errorf("the form ffi has masks of its own, and none written as %q: leave one of the two out", t.Mask)
	case t.Form == FFI && len(t.Sharding.Mesh) > 0:
		return fmt.Errorf("the form ffi calls functions whose masks cannot be split among devices: choose composite or inline, or leave the mesh out")
	case t.Form == Mosaic && len(t.Sharding.Mesh) > 0:
		return fmt.Errorf("the form mosaic calls kernels that XLA cannot split among devices: choose composite or inline, or leave the mesh out")
	case t.Form == FFI && t.Device == "tpu":
		return fmt.Errorf("the form ffi calls functions that a plugin registers, and TPUs take none: choose composite or inline")
	}
	return nil
}
