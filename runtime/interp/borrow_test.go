package interp_test

import (
	"bytes"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// TestMemoryIsUsedAgain: what an earlier run left in the memory that operators borrow
// changes nothing, NaN included, and what they borrow counts as scratch.
func TestMemoryIsUsedAgain(t *testing.T) {
	m := parsed(t, `g (float[3,4,9,8] x, float[6,2,3,3] w, float[3,6,5,4] d) => (float[3,6,5,4] y, float[3,4,9,8] dx, float[6,2,3,3] dw, float[6] db) {
		y = Conv <group = 2, pads = [1, 1, 1, 1], strides = [2, 2]> (x, w)
		dx, dw, db = com.microsoft.ConvGrad <group = 2, pads = [1, 1, 1, 1], strides = [2, 2]> (d, x, w)
	}`)
	feed := func(special bool) map[string]*tensor.Tensor {
		in := map[string]*tensor.Tensor{}
		for name, shape := range map[string][]int64{"x": {3, 4, 9, 8}, "w": {6, 2, 3, 3}, "d": {3, 6, 5, 4}} {
			in[name] = tensor.New(onnxio.Float, shape...)
			for i := range tensor.As[float32](in[name]) {
				tensor.As[float32](in[name])[i] = float32(i*7%11) - 4
				if special && i%5 == 0 {
					tensor.Bits[uint32](in[name])[i] = 0x7fc00001 // NaN
				}
			}
		}
		return in
	}
	want := ran(t, program(t, m, interp.Options{}), feed(false))
	p := program(t, m, interp.Options{})
	ran(t, p, feed(true))
	got := ran(t, p, feed(false))
	for i, o := range got.Outputs {
		if !bytes.Equal(o.Tensor.Data, want.Outputs[i].Tensor.Data) {
			t.Errorf("%s differs behind another run", o.Name)
		}
	}
	if got.ScratchPeak == 0 || got.ScratchPeak != want.ScratchPeak || got.Peak != want.Peak {
		t.Errorf("scratch %d, peak %d bytes behind another run, %d and %d before", got.ScratchPeak, got.Peak, want.ScratchPeak, want.Peak)
	}
}
