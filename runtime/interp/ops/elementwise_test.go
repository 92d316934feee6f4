package ops_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// compute runs a graph with inputs of its own names and returns its first output.
func compute(t *testing.T, opset, graph string, in map[string]*tensor.Tensor) *tensor.Tensor {
	t.Helper()
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : ` + opset + `, "com.microsoft" : 1, "ai.unswag" : 1]> g ` + graph)
	if err != nil {
		t.Fatal(err)
	}
	p, err := interp.New(context.Background(), m, interp.Options{Threads: 3})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(context.Background(), interp.Feeds{Tensors: in})
	if err != nil {
		t.Fatal(err)
	}
	return r.Outputs[0].Tensor
}

var special = []uint32{0, 0x80000000, 1, 0x80000001, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000,
	0x7f800001, 0xff800001, 0x7fc12345, 0xffc12345, 0x7fffffff, 0xffffffff}

// floatsOf makes a tensor of bit patterns.
func floatsOf(bits []uint32) *tensor.Tensor {
	x := tensor.New(onnxio.Float, int64(len(bits)))
	copy(tensor.Bits[uint32](x), bits)
	return x
}

// TestReluBits: negative numbers become +0; -0 and every NaN keep their bits.
func TestReluBits(t *testing.T) {
	got := compute(t, "17", `(float[n] x) => (float[n] y) { y = Relu(x) }`, map[string]*tensor.Tensor{"x": floatsOf(special)})
	want := []uint32{0, 0x80000000, 1, 0, 0x3f800000, 0, 0x7f800000, 0,
		0x7f800001, 0xff800001, 0x7fc12345, 0xffc12345, 0x7fffffff, 0xffffffff}
	if g := tensor.Bits[uint32](got); !slices.Equal(g, want) {
		t.Errorf("got %x, want %x", g, want)
	}
}

// TestReluGradBits: the gradient's bits pass where the activation is positive, and so
// does the mask of it.
func TestReluGradBits(t *testing.T) {
	dy := slices.Repeat([]uint32{0xffc00077}, len(special))
	want := make([]uint32, len(special))
	for i, v := range special {
		if math.Float32frombits(v) > 0 {
			want[i] = dy[i]
		}
	}
	in := map[string]*tensor.Tensor{"x": floatsOf(special), "d": floatsOf(dy)}
	for _, graph := range []string{
		`(float[n] d, float[n] x) => (float[n] y) { y = com.microsoft.ReluGrad(d, x) }`,
		`(float[n] d, float[n] x) => (float[n] y) { m = ai.unswag.UnSwagPack(x) y = ai.unswag.UnSwagGradMask(d, m) }`,
	} {
		if g := tensor.Bits[uint32](compute(t, "17", graph, in)); !slices.Equal(g, want) {
			t.Errorf("%s: got %x, want %x", graph, g, want)
		}
	}
}

// TestBroadcasts takes every way that two inputs may lie along the output.
func TestBroadcasts(t *testing.T) {
	shapes := [][]int64{{2, 3, 4}, {4}, {3, 1}, {2, 1, 1}, {1}, {2, 1, 4}}
	for _, sa := range shapes {
		for _, sb := range shapes {
			a, b := tensor.New(onnxio.Float, sa...), tensor.New(onnxio.Float, sb...)
			for i, v := 0, tensor.As[float32](a); i < len(v); i++ {
				v[i] = float32(100 * i)
			}
			for i, v := 0, tensor.As[float32](b); i < len(v); i++ {
				v[i] = float32(i + 1)
			}
			got := compute(t, "17", `(float[] a, float[] b) => (float[] y) { y = Sub(a, b) }`, operands(a, b))
			checkSub(t, got, a, b)
		}
	}
}

func operands(a, b *tensor.Tensor) map[string]*tensor.Tensor {
	return map[string]*tensor.Tensor{"a": a, "b": b}
}

// checkSub looks up both operands of every element.
func checkSub(t *testing.T, got, a, b *tensor.Tensor) {
	t.Helper()
	for i, g := range tensor.As[float32](got) {
		want := at(a, got.Shape, int64(i)) - at(b, got.Shape, int64(i))
		if g != want {
			t.Errorf("%s - %s: element %d is %v, want %v", a, b, i, g, want)
			return
		}
	}
}

// at is the element of t, broadcast to shape, at linear index i.
func at(t *tensor.Tensor, shape []int64, i int64) float32 {
	off, step := int64(0), int64(1)
	for d := len(shape) - 1; d >= 0; d-- {
		k := d - len(shape) + len(t.Shape)
		x := i % shape[d]
		i /= shape[d]
		if k < 0 {
			continue
		}
		if t.Shape[k] != 1 {
			off += x * step
		}
		step *= t.Shape[k]
	}
	return tensor.As[float32](t)[off]
}

// TestReductions of a tensor whose element i is i, shape [2,3,4].
func TestReductions(t *testing.T) {
	x := tensor.New(onnxio.Float, 2, 3, 4)
	for i, v := 0, tensor.As[float32](x); i < len(v); i++ {
		v[i] = float32(i)
	}
	for _, c := range []struct {
		node string
		want []float32
	}{
		{"ReduceSum <keepdims = 0> (x, axes)", []float32{60, 66, 72, 78}},
		{"ReduceMean <axes = [1], keepdims = 0> (x)", []float32{4, 5, 6, 7, 16, 17, 18, 19}},
		{"ReduceMax <axes = [-1], keepdims = 0> (x)", []float32{3, 7, 11, 15, 19, 23}},
		{"ReduceMin <keepdims = 0> (x)", []float32{0}},
		{"ReduceL1 <axes = [0, 2], keepdims = 0> (x)", []float32{60, 92, 124}},
	} {
		got := compute(t, "17", `(float[2,3,4] x, int64[2] axes) => (float y) { y = `+c.node+` }`,
			map[string]*tensor.Tensor{"x": x, "axes": tensor.Of([]int64{0, 1})})
		if g := tensor.As[float32](got); !slices.Equal(g, c.want) {
			t.Errorf("%s: got %v, want %v", c.node, g, c.want)
		}
	}
	big := tensor.Of([]int64{1 << 60, 1})
	if g := compute(t, "17", `(int64[2] x) => (int64 y) { y = ReduceSum <keepdims = 0> (x) }`, map[string]*tensor.Tensor{"x": big}); tensor.As[int64](g)[0] != 1<<60+1 {
		t.Errorf("the sum of large integers is %d", tensor.As[int64](g)[0])
	}
}

// TestSoftmaxFlattens before opset 13.
func TestSoftmaxFlattens(t *testing.T) {
	x := tensor.New(onnxio.Float, 1, 2, 2)
	for opset, want := range map[string]float32{"12": 0.25, "13": 0.5} {
		got := compute(t, opset, `(float[1,2,2] x) => (float[1,2,2] y) { y = Softmax(x) }`, map[string]*tensor.Tensor{"x": x})
		if g := tensor.As[float32](got); g[0] != want || g[3] != want {
			t.Errorf("opset %s: got %v, want %v", opset, g, want)
		}
	}
}
