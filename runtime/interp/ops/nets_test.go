package ops_test

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// nodeCase is one node with inputs and outputs computed by hand. The node reads a, b, c,
// d and e, and makes y, z and so on, whose types are stated only where types says so.
type nodeCase struct {
	name  string
	opset int
	node  string // in ONNX text
	types string // of the outputs, as the graph states them
	in    []*tensor.Tensor
	want  []*tensor.Tensor
	err   string // a part of the error that is wanted
}

func (n *nodeCase) run(t *testing.T) {
	opset := n.opset
	if opset == 0 {
		opset = 17
	}
	text := fmt.Sprintf(`<ir_version: 8, opset_import: ["" : %d, "com.microsoft" : 1]> g (`, opset)
	feeds := map[string]*tensor.Tensor{}
	for i, x := range n.in {
		if x == nil {
			continue
		}
		name := string(rune('a' + i))
		if feeds[name] = x; len(feeds) > 1 {
			text += ", "
		}
		text += x.String() + " " + name
	}
	outs := n.types
	if outs == "" {
		for i, w := range n.want {
			outs += ", "[:min(2*i, 2)] + w.Elem.String() + " " + string(rune('y'+i))
		}
	}
	if outs == "" {
		outs = "float y"
	}
	m, err := onnxio.ParseText(text + ") => (" + outs + ") {\n" + n.node + "\n}")
	if err != nil {
		t.Fatal(err)
	}
	p, err := interp.New(context.Background(), m, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(context.Background(), interp.Feeds{Tensors: feeds})
	if n.err != "" || err != nil {
		if n.err == "" || err == nil || !strings.Contains(err.Error(), n.err) {
			t.Fatalf("the error is %v, want one with %q", err, n.err)
		}
		return
	}
	for i, w := range n.want {
		if err := equal(r.Outputs[i].Tensor, w); err != nil {
			t.Errorf("output %d: %v", i, err)
		}
	}
}

// equal wants the same type, shape and bits.
func equal(got, want *tensor.Tensor) error {
	if got.String() != want.String() {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	if string(got.Data) == string(want.Data) {
		return nil
	}
	if want.Elem == onnxio.Float {
		return fmt.Errorf("got %v, want %v", tensor.As[float32](got), tensor.As[float32](want))
	}
	return fmt.Errorf("got bytes %x, want %x", got.Data, want.Data)
}

func floats(shape []int64, v ...float32) *tensor.Tensor { return tensor.Of(v, shape...) }

func half(shape []int64, v ...float32) *tensor.Tensor {
	out := make([]tensor.Float16, len(v))
	for i, x := range v {
		out[i] = tensor.ToFloat16(x)
	}
	return tensor.Of(out, shape...)
}

func brain(shape []int64, v ...float32) *tensor.Tensor {
	out := make([]tensor.BFloat16, len(v))
	for i, x := range v {
		out[i] = tensor.ToBFloat16(x)
	}
	return tensor.Of(out, shape...)
}

type dims = []int64

func runCases(t *testing.T, cases []nodeCase) {
	for _, c := range cases {
		t.Run(c.name, c.run)
	}
}

func TestProducts(t *testing.T) {
	ones := dims{3, 1}
	runCases(t, []nodeCase{
		{name: "float16 is rounded once", node: "y = Gemm(a, b)",
			in: []*tensor.Tensor{half(dims{1, 3}, 2048, 1, 1), half(ones, 1, 1, 1)}, want: []*tensor.Tensor{half(dims{1, 1}, 2050)}},
		{name: "bfloat16 is rounded once", node: "y = MatMul(a, b)",
			in: []*tensor.Tensor{brain(dims{1, 3}, 256, 1, 1), brain(ones, 1, 1, 1)}, want: []*tensor.Tensor{brain(dims{1, 1}, 258)}},
		{name: "double", node: "y = Gemm(a, b, c)", in: []*tensor.Tensor{tensor.Of([]float64{1, 0x1p-40}, 1, 2),
			tensor.Of([]float64{1, 1}, 2, 1), tensor.Of([]float64{2})}, want: []*tensor.Tensor{tensor.Of([]float64{3 + 0x1p-40}, 1, 1)}},
		{name: "int32", node: "y = Gemm <alpha = 2.0, beta = 3.0, transA = 1> (a, b, c)", in: []*tensor.Tensor{
			tensor.Of([]int32{1, 2}, 2, 1), tensor.Of([]int32{3, 4}, 2, 1), tensor.Of([]int32{5})}, want: []*tensor.Tensor{tensor.Of([]int32{37}, 1, 1)}},
		{name: "uint32 wraps around", node: "y = MatMul(a, b)", in: []*tensor.Tensor{tensor.Of([]uint32{1 << 31, 1}, 1, 2),
			tensor.Of([]uint32{2, 7}, 2, 1)}, want: []*tensor.Tensor{tensor.Of([]uint32{7}, 1, 1)}},
		{name: "no terms", node: "y = MatMul(a, b)",
			in: []*tensor.Tensor{floats(dims{2, 0}), floats(dims{0, 2})}, want: []*tensor.Tensor{floats(dims{2, 2}, 0, 0, 0, 0)}},
		{name: "beta 0 ignores NaN", node: "y = Gemm <beta = 0.0> (a, b, c)", in: []*tensor.Tensor{floats(dims{1, 1}, 2), floats(dims{1, 1}, 3),
			floats(dims{1, 1}, float32(math.NaN()))}, want: []*tensor.Tensor{floats(dims{1, 1}, 6)}},
		{name: "fused activation", node: `y = com.microsoft.FusedGemm <activation = "LeakyRelu", activation_alpha = 0.5> (a, b)`,
			in: []*tensor.Tensor{floats(dims{2, 1}, 2, -2), floats(dims{1, 1}, 3)}, want: []*tensor.Tensor{floats(dims{2, 1}, 6, -3)}},
		{name: "shapes", node: "y = Gemm(a, b)", in: []*tensor.Tensor{floats(dims{1, 2}, 1, 2), floats(dims{1, 2}, 1, 2)},
			err: "float[1,2] and float[1,2] do not fit together: one sums over 2 elements, the other over 1"},
		{name: "bias", node: "y = Gemm(a, b, c)", in: []*tensor.Tensor{floats(dims{1, 1}, 1), floats(dims{1, 1}, 1), floats(dims{2}, 1, 2)},
			err: "cannot be broadcast to the result's shape [1,1]"},
		{name: "bool", node: "y = MatMul(a, b)", in: []*tensor.Tensor{tensor.Of([]bool{true}, 1, 1), tensor.Of([]bool{true}, 1, 1)},
			err: "MatMul of bool[1,1] is not supported"},
		{name: "activation", node: `y = com.microsoft.FusedGemm <activation = "Erf"> (a, b)`,
			in: []*tensor.Tensor{floats(dims{1, 1}, 1), floats(dims{1, 1}, 1)}, err: `the activation "Erf" is not supported`},
	})
}

func TestConvolutions(t *testing.T) {
	line, tens := floats(dims{1, 1, 4}, 1, 2, 3, 4), floats(dims{1, 1, 2}, 1, 10)
	grad := floats(dims{1, 1, 3}, 1, 2, 3)
	runCases(t, []nodeCase{
		{name: "line", node: "y = Conv(a, b, c)", in: []*tensor.Tensor{line, tens, floats(dims{1}, 100)},
			want: []*tensor.Tensor{floats(dims{1, 1, 3}, 121, 132, 143)}},
		{name: "float16", node: "y = Conv <pads = [1, 0]> (a, b)", in: []*tensor.Tensor{half(dims{1, 1, 2}, 1, 2), half(dims{1, 1, 2}, 1, 10)},
			want: []*tensor.Tensor{half(dims{1, 1, 2}, 10, 21)}},
		{name: "gradient of the input", node: "y = ConvGradX(a, b)", in: []*tensor.Tensor{grad, tens},
			want: []*tensor.Tensor{floats(dims{1, 1, 4}, 1, 12, 23, 30)}},
		{name: "gradient of the filters", node: "y = ConvGradW <kernel_shape = [2]> (a, b)", in: []*tensor.Tensor{grad, line},
			want: []*tensor.Tensor{floats(dims{1, 1, 2}, 14, 20)}},
		{name: "gradient of the bias alone", node: `"", "", y = com.microsoft.ConvGrad(a, b, c)`, in: []*tensor.Tensor{grad, line, tens},
			want: []*tensor.Tensor{floats(dims{1}, 6)}},
		{name: "depthwise gradient", node: "y, z = com.microsoft.ConvGrad <group = 2> (a, b, c)",
			in:   []*tensor.Tensor{floats(dims{1, 2, 1}, 1, 2), floats(dims{1, 2, 2}, 1, 2, 3, 4), floats(dims{2, 1, 2}, 5, 6, 7, 8)},
			want: []*tensor.Tensor{floats(dims{1, 2, 2}, 5, 6, 14, 16), floats(dims{2, 1, 2}, 1, 2, 6, 8)}},
		{name: "no images", node: "y = com.microsoft.ConvGrad(a, b, c)", in: []*tensor.Tensor{floats(dims{0, 1, 3}), floats(dims{0, 1, 4}), tens},
			want: []*tensor.Tensor{floats(dims{0, 1, 4})}},
		{name: "groups", node: "y = Conv <group = 2> (a, b)", in: []*tensor.Tensor{line, tens}, err: "2 groups do not divide"},
		{name: "kernel too large", node: "y = Conv(a, b)", in: []*tensor.Tensor{tens, line}, err: "the kernel [4] reaches beyond the dims [2]"},
		{name: "wrong gradient", node: "y = com.microsoft.ConvGrad(a, b, c)", in: []*tensor.Tensor{line, line, tens},
			err: "the gradient is float[1,1,4], want the shape of the output, [1 1 3]"},
	})
}

func TestPools(t *testing.T) {
	nan := float32(math.NaN())
	square := floats(dims{1, 1, 2, 2}, 1, 9, 3, 4)
	runCases(t, []nodeCase{
		{name: "the first of equal ones", node: "y, z = MaxPool <kernel_shape = [3]> (a)", in: []*tensor.Tensor{floats(dims{1, 1, 3}, 5, 7, 7)},
			want: []*tensor.Tensor{floats(dims{1, 1, 1}, 7), tensor.Of([]int64{1}, 1, 1, 1)}},
		{name: "NaN yields", node: "y = MaxPool <kernel_shape = [2]> (a)", in: []*tensor.Tensor{floats(dims{1, 1, 3}, nan, -1, nan)},
			want: []*tensor.Tensor{floats(dims{1, 1, 2}, -1, -1)}},
		{name: "column major", node: "y, z = MaxPool <kernel_shape = [2, 2], storage_order = 1> (a)", in: []*tensor.Tensor{square},
			want: []*tensor.Tensor{floats(dims{1, 1, 1, 1}, 9), tensor.Of([]int64{2}, 1, 1, 1, 1)}},
		{name: "gradients add up", node: "y = MaxPoolGrad <kernel_shape = [2]> (a, b)", in: []*tensor.Tensor{floats(dims{1, 1, 2}, 3, 4),
			tensor.Of([]int64{1, 1}, 1, 1, 2)}, want: []*tensor.Tensor{floats(dims{1, 1, 3}, 0, 7, 0)}},
		{name: "index", node: "y = MaxPoolGrad <kernel_shape = [2]> (a, b)", in: []*tensor.Tensor{floats(dims{1, 1, 2}, 3, 4),
			tensor.Of([]int64{1, 3}, 1, 1, 2)}, err: "index 3 lies beyond the input's 3 elements"},
		{name: "stated length", node: "y = AveragePoolGrad <kernel_shape = [2], strides = [2]> (a)", types: "float[1,1,5] y",
			in: []*tensor.Tensor{floats(dims{1, 1, 2}, 4, 6)}, want: []*tensor.Tensor{floats(dims{1, 1, 5}, 2, 2, 3, 3, 0)}},
		{name: "global gradient", node: "y = GlobalAveragePoolGrad <kernel_shape = [2, 2]> (a)", in: []*tensor.Tensor{floats(dims{1, 1, 1, 1}, 8)},
			want: []*tensor.Tensor{floats(dims{1, 1, 2, 2}, 2, 2, 2, 2)}},
		{name: "bfloat16 average", node: "y = GlobalAveragePool(a)", in: []*tensor.Tensor{brain(dims{1, 1, 4}, 256, 2, 2, 2)},
			want: []*tensor.Tensor{brain(dims{1, 1, 1}, 65.5)}},
		{name: "no spatial dims", node: "y = AveragePool <kernel_shape = [2]> (a)", in: []*tensor.Tensor{floats(dims{1, 1}, 3)},
			err: "has no spatial dims"},
	})
}

func TestNorms(t *testing.T) {
	one, zero := floats(dims{1}, 1), floats(dims{1}, 0)
	runCases(t, []nodeCase{
		{name: "float16 with float statistics", opset: 15, node: "y, z = BatchNormalization <training_mode = 1, epsilon = 0.0, momentum = 0.5> (a, b, c, d, e)",
			in:   []*tensor.Tensor{half(dims{2, 1}, 1, 3), half(dims{1}, 1), half(dims{1}, 0), floats(dims{1}, 4), one},
			want: []*tensor.Tensor{half(dims{2, 1}, -1, 1), floats(dims{1}, 3)}},
		{name: "not spatial", opset: 7, node: "y = BatchNormalization <spatial = 0, epsilon = 0.0> (a, b, c, d, e)",
			in:   []*tensor.Tensor{floats(dims{1, 1, 2}, 3, 8), floats(dims{2}, 1, 2), floats(dims{2}, 0, 1), floats(dims{2}, 1, 2), floats(dims{2}, 4, 9)},
			want: []*tensor.Tensor{floats(dims{1, 1, 2}, 1, 5)}},
		{name: "double layer", node: "y = LayerNormalization <epsilon = 0.0> (a, b)",
			in: []*tensor.Tensor{tensor.Of([]float64{1, 3}, 1, 2), tensor.Of([]float64{1, 2})}, want: []*tensor.Tensor{tensor.Of([]float64{-1, 2}, 1, 2)}},
		{name: "float16 layer", node: "y, z = LayerNormalization <epsilon = 0.0> (a, b)",
			in: []*tensor.Tensor{half(dims{1, 2}, 1, 3), half(dims{2}, 1, 2)}, want: []*tensor.Tensor{half(dims{1, 2}, -1, 2), floats(dims{1, 1}, 2)}},
		{name: "groups of version 18", opset: 18, node: "y = GroupNormalization <num_groups = 1, epsilon = 0.0> (a, b, c)",
			in: []*tensor.Tensor{floats(dims{1, 2, 1}, 1, 3), one, zero}, want: []*tensor.Tensor{floats(dims{1, 2, 1}, -1, 1)}},
		{name: "scale", node: "y = LayerNormalization(a, b)", in: []*tensor.Tensor{floats(dims{1, 2}, 1, 3), floats(dims{3}, 1, 2, 3)},
			err: "cannot be broadcast to the normalized dims [2]"},
		{name: "channels", opset: 15, node: "y = BatchNormalization(a, b, c, d, e)", in: []*tensor.Tensor{floats(dims{1, 2}, 1, 3), one, one, one, one},
			err: "input 1 is float[1], want 2 elements of float, one for each channel"},
	})
}
