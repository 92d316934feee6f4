package onnxgo_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/runtime/onnxgo"
)

// span is a slice of one axis.
type span struct{ start, end, step int }

func (s span) Start() int { return s.start }
func (s span) End() int   { return s.end }
func (s span) Step() int  { return s.step }

// TestLayouts feeds tensors whose elements do not lie one behind another.
func TestLayouts(t *testing.T) {
	grid := func() *tensor.Dense {
		return tensor.New(tensor.WithShape(2, 3), tensor.WithBacking([]float32{1, 2, 3, 4, 5, 6}))
	}
	transposed := grid()
	if err := transposed.T(); err != nil {
		t.Fatal(err)
	}
	slice := func(by ...tensor.Slice) tensor.Tensor {
		s, err := grid().Slice(by...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	for _, c := range []struct {
		name string
		in   tensor.Tensor
		want []float32
	}{
		{"rows", grid(), []float32{1, 2, 3, 4, 5, 6}},
		{"transposed", transposed, []float32{1, 4, 2, 5, 3, 6}},
		{"columns", tensor.New(tensor.WithShape(2, 3), tensor.AsFortran([]float32{1, 2, 3, 4, 5, 6})), []float32{1, 2, 3, 4, 5, 6}},
		{"a part", slice(nil, span{1, 3, 1}), []float32{2, 3, 5, 6}},
		{"a row", slice(span{1, 2, 1}), []float32{4, 5, 6}},
		{"a column", slice(nil, span{1, 2, 1}), []float32{2, 5}},
		{"one", tensor.New(tensor.WithShape(1), tensor.WithBacking([]float32{7})), []float32{7}},
		{"one in one", tensor.New(tensor.WithShape(1, 1), tensor.WithBacking([]float32{7})), []float32{7}},
		{"sparse", tensor.CSRFromCoord(tensor.Shape{2, 2}, []int{0, 1}, []int{1, 0}, []float32{8, 9}), []float32{0, 8, 9, 0}},
	} {
		m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]> g (float x) => (float y, int64[R] s) { y = Identity(x) s = Shape(x) }`, onnxgo.Options{})
		got := outputs(t, m, b, c.in)
		if diff := cmp.Diff(c.want, got[0]); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
		if y := b.Node(m.Output[0]).(interface{ GetTensor() tensor.Tensor }).GetTensor(); !y.Shape().Eq(c.in.Shape()) {
			t.Errorf("%s: the shape is %v, want %v", c.name, y.Shape(), c.in.Shape())
		}
	}
}

// TestScalar: a tensor without dims stays one.
func TestScalar(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]> g (float[] x) => (float y, int64[R] s) { y = Neg(x) one = Constant <value = float {1}> () z = Add(y, one) s = Size(z) }`, onnxgo.Options{})
	if got := outputs(t, m, b, tensor.New(tensor.FromScalar(float32(3)))); got[0] != any(float32(-3)) || got[1] != any(int64(1)) {
		t.Errorf("got %v", got)
	}
}

// TestTypes feeds and returns every type that both sides have, at its ends.
func TestTypes(t *testing.T) {
	for name, data := range map[string]any{
		"float": []float32{float32(math.Inf(1)), math.SmallestNonzeroFloat32}, "double": []float64{math.MaxFloat64, -0.5}, "bool": []bool{true, false},
		"int8": []int8{-128, 127}, "int16": []int16{-32768, 32767}, "int32": []int32{math.MinInt32, math.MaxInt32}, "int64": []int64{math.MinInt64, math.MaxInt64},
		"uint8": []uint8{0, 255}, "uint16": []uint16{0, 65535}, "uint32": []uint32{0, math.MaxUint32}, "uint64": []uint64{0, math.MaxUint64},
	} {
		m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]> g (`+name+`[2] x) => (`+name+`[2] y) { y = Identity(x) }`, onnxgo.Options{})
		if diff := cmp.Diff([]any{data}, outputs(t, m, b, tensor.New(tensor.WithBacking(data)))); diff != "" {
			t.Errorf("%s: -want +got\n%s", name, diff)
		}
	}
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]> g (x) => (float[2] y) { y = Cast <to = 1> (x) }`, onnxgo.Options{})
	if err := m.SetInput(0, tensor.New(tensor.WithBacking([]int{1, 2}))); err != nil {
		t.Fatal(err)
	}
	wantError(t, b.Run(), "the tensor's elements are of Go's type int, which is none that ONNX and the engine have")
}

// TestEmpty: a tensor without elements may be fed.
func TestEmpty(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]> g (float[N,2] x, float[1,2] z) => (float[M,2] y) { y = Concat <axis = 0> (x, z) }`, onnxgo.Options{})
	got := outputs(t, m, b, tensor.New(tensor.WithShape(0, 2), tensor.Of(tensor.Float32)), floats([]float32{1, 2}, 1, 2))
	if diff := cmp.Diff([]any{[]float32{1, 2}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
