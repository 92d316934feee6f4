package stablehlo_test

import (
	"math"
	"testing"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// TestFunctions checks that a call of the model's own function becomes the function's body,
// with the call's attributes.
func TestFunctions(t *testing.T) {
	c := client(t)
	m := parse(t, `<ir_version: 8, opset_import: ["" : 17, "own" : 1]>
g (float[2,3] x, float[3] b) => (float[2,3] y, float[2,3] z) {
   y = own.Twice <axis: int = 1, alpha: float = 0.5> (x, b)
   z = own.Twice <axis: int = 0, alpha: float = 2.0> (x, b)
}
<domain: "own", opset_import: ["" : 17, "own" : 1]>
Leaky <alpha> (x, b) => (y) {
   s = Add (x, b)
   y = LeakyRelu <alpha: float = @alpha> (s)
}
<domain: "own", opset_import: ["" : 17, "own" : 1]>
Twice <axis, alpha> (x, b) => (y) {
   h = own.Leaky <alpha: float = @alpha> (x, b)
   y = Softmax <axis: int = @axis> (h)
}
`)
	x, b := tensor.Of([]float32{-3, 1, 2, 0.5, -1, 4}, 2, 3), tensor.Of([]float32{0.25, -0.5, 1}, 3)
	got, err := execute(c, lowerAs(t, m, lower.Options{}, "functions", stablehlo.Target{Device: "cpu"}), []*tensor.Tensor{x, b}, pjrt.CompileOptions{})
	if err != nil {
		t.Fatal(err)
	}
	leaky := func(alpha float32) (out [6]float32) {
		for i, v := range tensor.As[float32](x) {
			if out[i] = v + tensor.As[float32](b)[i%3]; out[i] < 0 {
				out[i] *= alpha
			}
		}
		return out
	}
	rows, columns := leaky(0.5), leaky(2)
	for i := range 6 {
		r, k := 0.0, 0.0
		for j := range 6 {
			if j/3 == i/3 {
				r += math.Exp(float64(rows[j]))
			}
			if j%3 == i%3 {
				k += math.Exp(float64(columns[j]))
			}
		}
		want := [2]float64{math.Exp(float64(rows[i])) / r, math.Exp(float64(columns[i])) / k}
		for o, w := range want {
			if g := float64(tensor.As[float32](got[o])[i]); math.Abs(g-w) > 1e-6 {
				t.Errorf("output %d, element %d: got %g, want %g", o, i, g, w)
			}
		}
	}
}
