package ops_test

import (
	"bytes"
	"context"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// TestDropout: what is kept is scaled, the rest is 0, as both kinds of masks say; the
// gradient goes where the mask lets it; and every run draws the same.
func TestDropout(t *testing.T) {
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
	g (float[1000] x, float r, bool on) => (float[1000] y, bool[1000] k, float[1000] dx, float[1000] z, uint32[32] b, float[1000] dz) {
		y, k = Dropout <seed = 7> (x, r, on)
		dx = com.microsoft.DropoutGrad(x, k, r, on)
		z, b = com.microsoft.BitmaskDropout <seed = 7> (x, r, on)
		dz = com.microsoft.BitmaskDropoutGrad(x, b, r, on)
	}`)
	if err != nil {
		t.Fatal(err)
	}
	x := floats([]int64{1000}, slices.Repeat([]float32{3}, 1000)...)
	var first []byte
	for range 2 {
		p, err := interp.New(context.Background(), m, interp.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := p.Run(context.Background(), interp.Feeds{Tensors: map[string]*tensor.Tensor{"x": x, "r": tensor.Scalar(float32(0.25)), "on": tensor.Scalar(true)}})
		if err != nil {
			t.Fatal(err)
		}
		out := func(i int) []float32 { return tensor.As[float32](r.Outputs[i].Tensor) }
		keep, bits := tensor.As[bool](r.Outputs[1].Tensor), tensor.As[uint32](r.Outputs[4].Tensor)
		kept := 0
		for i := range 1000 {
			want := map[bool]float32{true: 4}
			bit := bits[i/32]>>(i%32)&1 != 0
			if out(0)[i] != want[keep[i]] || out(2)[i] != want[keep[i]] || out(3)[i] != want[bit] || out(5)[i] != want[bit] {
				t.Fatalf("element %d: %v and %v with the mask %v, %v and %v with the bit %v", i, out(0)[i], out(2)[i], keep[i], out(3)[i], out(5)[i], bit)
			}
			if keep[i] {
				kept++
			}
		}
		if kept < 650 || kept > 850 {
			t.Errorf("%d of 1000 are kept at a ratio of 1/4", kept)
		}
		if first == nil {
			first = r.Outputs[0].Tensor.Data
		}
		if !bytes.Equal(first, r.Outputs[0].Tensor.Data) {
			t.Error("a second run draws other numbers")
		}
	}
}
