package onnxgo_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owulveryck/onnx-go"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/topo"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/onnxgo"
)

// encode encodes a model in ONNX text syntax.
func encode(t *testing.T, text string) []byte {
	t.Helper()
	m, err := onnxio.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	data, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decodePlain decodes a model by onnx-go itself.
func decodePlain(t *testing.T, text string, o onnxgo.Options) (*onnx.Model, *onnxgo.Backend) {
	t.Helper()
	b := onnxgo.New(o)
	m := onnx.NewModel(b)
	if err := m.UnmarshalBinary(encode(t, text)); err != nil {
		t.Fatal(err)
	}
	return m, b
}

func floats(v []float32, shape ...int) tensor.Tensor {
	if len(shape) == 0 {
		shape = []int{len(v)}
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(v))
}

// outputs sets the inputs, runs and returns the elements of the outputs.
func outputs(t *testing.T, m *onnx.Model, b *onnxgo.Backend, in ...tensor.Tensor) []any {
	t.Helper()
	for i, x := range in {
		if err := m.SetInput(i, x); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Run(); err != nil {
		t.Fatal(err)
	}
	got, err := m.GetOutputTensors()
	if err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, x := range got {
		out = append(out, x.Data())
	}
	return out
}

// TestUnSwagOperators runs the operators of ai.unswag in both spellings of their
// variants. NaN is positive for not_le0 only, and mul keeps the sign of a zero.
func TestUnSwagOperators(t *testing.T) {
	text := `<ir_version: 8, opset_import: ["" : 17, "ai.unswag" : 1]>
g (float[4] v, float[4] dy) => (uint32[1] a, float[4] y, uint32[1] b, uint32[1] c, float[4] p, float[4] q, float[4] r) {
	a, y = ai.unswag.UnSwagPack(v)
	b = ai.unswag.UnSwagPack <predicate = "not_le0"> (v)
	c = ai.unswag.UnSwagPack_not_le0(v)
	p = ai.unswag.UnSwagGradMask(dy, a)
	q = ai.unswag.UnSwagGradMask <combine = "mul"> (dy, a)
	tied = ai.unswag.UnSwagTie(dy, p)
	r = ai.unswag.UnSwagGradMask_mul(tied, a)
}`
	nan, minusZero := float32(math.NaN()), float32(math.Copysign(0, -1))
	m, b := decodePlain(t, text, onnxgo.Options{})
	got := outputs(t, m, b, floats([]float32{1, -1, nan, 2}), floats([]float32{5, -6, 7, -8}))
	want := []any{[]uint32{0b1001}, []uint32{0b1101}, []uint32{0b1101}, []float32{5, 0, 0, -8}}
	if diff := cmp.Diff(want, []any{got[0], got[2], got[3], got[4]}); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for _, i := range []int{5, 6} {
		if bits := raw(t, floats(got[i].([]float32))); !slices.Equal(bits, raw(t, floats([]float32{5, minusZero, 0, -8}))) {
			t.Errorf("output %d is %v", i, got[i])
		}
	}
}

// TestSetInputCountsInputs: onnx-go takes the index of an input for the ID of a node,
// which is another one where an initializer stands among the inputs.
func TestSetInputCountsInputs(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 3, opset_import: ["" : 17]>
g (float[2] w, float[2] x, float[2] z) => (float[2] y)
<float[2] w = {10, 20}>
{
	s = Sub(x, w)
	y = Mul(s, z)
}`, onnxgo.Options{})
	got := outputs(t, m, b, floats([]float32{11, 23}), floats([]float32{2, 3}))
	if diff := cmp.Diff([]any{[]float32{2, 9}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	w, _ := m.GetNodeByName("w")
	if err := w.(onnx.DataCarrier).SetTensor(floats([]float32{1, 3})); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]any{[]float32{20, 60}}, outputs(t, m, b)); diff != "" {
		t.Errorf("with another initializer: -want +got\n%s", diff)
	}
	if got := len(m.GetInputTensors()); got != 2 {
		t.Errorf("%d input tensors, want 2", got)
	}
}

// TestOmitted: an omitted input and output have no name, and a node without inputs gets
// an invented one.
func TestOmitted(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]>
g (float[B,2] x) => (float[B,2] y, float[B,2] x2)
<float hi = {3}>
{
	c = Clip(x, "", hi)
	one = Constant <value = float {1}> ()
	two = Constant <value = float {2}> ()
	d, "" = Dropout(c)
	e = Add(d, one)
	y = Mul(e, two)
	x2 = Mul(x, x)
}`, onnxgo.Options{})
	got := outputs(t, m, b, floats([]float32{-1, 2, 5, 9}, 2, 2))
	if diff := cmp.Diff([]any{[]float32{0, 6, 8, 8}, []float32{1, 4, 25, 81}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	got = outputs(t, m, b, floats([]float32{0, 1}, 1, 2)) // another size of B
	if diff := cmp.Diff([]any{[]float32{2, 4}, []float32{0, 1}}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestPassedThrough: an output may be an input or an initializer, for which onnx-go makes a
// second node or sets a declared one; only x has to be set.
func TestPassedThrough(t *testing.T) {
	text := `<ir_version: 8, opset_import: ["" : 17]>
g (float[2] x) => (float[2] y, float[2] w, float[2] x)
<float[2] w = {3, 4}, float[2] u = {1, 1}>
{
	z = Add(x, w)
	y = Add(z, u)
}`
	want := []any{[]float32{5, 7}, []float32{3, 4}, []float32{1, 2}}
	m, b := decodePlain(t, text, onnxgo.Options{})
	wantError(t, b.Run(), `input "x" is not set`)
	if diff := cmp.Diff(want, outputs(t, m, b, floats([]float32{1, 2}))); diff != "" {
		t.Errorf("decoded by onnx-go: -want +got\n%s", diff)
	}
	m, b, err := onnxgo.Decode(encode(t, text), onnxgo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, outputs(t, m, b, floats([]float32{1, 2}))); diff != "" {
		t.Errorf("decoded by Decode: -want +got\n%s", diff)
	}
}

// TestBuffer: a graph sums gradients in an input, over several runs, and the program's own
// tensor is not touched.
func TestBuffer(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
g (float[2] sum, float[2] g, bool[1] reset) => (bool[1] done) { done = com.microsoft.InPlaceAccumulatorV2(sum, g, reset) }`, onnxgo.Options{})
	zero := floats([]float32{0, 0})
	flag := func(v bool) tensor.Tensor { return tensor.New(tensor.WithShape(1), tensor.WithBacking([]bool{v})) }
	for i, want := range [][]float32{{1, 2}, {2, 4}, {3, 6}, {1, 2}} {
		in := []tensor.Tensor{zero, floats([]float32{1, 2}), flag(i == 3)}
		if i > 0 {
			in[0] = m.GetInputTensors()[0]
		}
		outputs(t, m, b, in...)
		if diff := cmp.Diff(want, m.GetInputTensors()[0].Data()); diff != "" {
			t.Errorf("run %d: -want +got\n%s", i, diff)
		}
	}
	if diff := cmp.Diff([]float32{0, 0}, zero.Data()); diff != "" {
		t.Errorf("the program's tensor: -want +got\n%s", diff)
	}
}

// TestPoolGradient: what a pooling cut off at the end is told by the type of the gradient
// alone, of which onnx-go leaves out the batch.
func TestPoolGradient(t *testing.T) {
	text := `<ir_version: 8, opset_import: ["" : 17]>
g (float[B,1,5] x) => (float[B,1,5] dx, float[B,1,5] da, float[B,1,5] dg) {
	y, i = MaxPool <kernel_shape = [2], strides = [2]> (x)
	dx = MaxPoolGrad <kernel_shape = [2], strides = [2]> (y, i)
	a = AveragePool <kernel_shape = [2], strides = [2]> (x)
	da = AveragePoolGrad <kernel_shape = [2], strides = [2]> (a)
	m = GlobalAveragePool(x)
	dg = GlobalAveragePoolGrad(m)
}`
	want := []any{[]float32{0, 5, 7, 0, 0}, []float32{1.5, 1.5, 3.5, 3.5, 0}, []float32{0.2, 0.2, 0.2, 0.2, 0.2}}
	in := floats([]float32{1, 5, 7, 7, -15}, 1, 1, 5)
	m, b := decodePlain(t, text, onnxgo.Options{})
	if diff := cmp.Diff(want, outputs(t, m, b, in)); diff != "" {
		t.Errorf("decoded by onnx-go: -want +got\n%s", diff)
	}
	m, b, err := onnxgo.Decode(encode(t, text), onnxgo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, outputs(t, m, b, in)); diff != "" {
		t.Errorf("decoded by Decode: -want +got\n%s", diff)
	}
}

// TestOpset: Softmax flattens before opset 13.
func TestOpset(t *testing.T) {
	text := func(opset string) string {
		return `<ir_version: 7, opset_import: ["" : ` + opset + `]> g (float[2,1,2] x) => (float[2,1,2] y) { y = Softmax <axis = 0> (x) }`
	}
	x := floats([]float32{0, 0, 0, 0}, 2, 1, 2)
	for _, c := range []struct {
		name   string
		o      onnxgo.Options
		decode bool
		want   float32
	}{
		{"the default", onnxgo.Options{}, false, 0.5},
		{"an option", onnxgo.Options{Opset: 12}, false, 0.25},
		{"that of the model", onnxgo.Options{}, true, 0.25},
		{"an option against the model", onnxgo.Options{Opset: 13}, true, 0.5},
	} {
		m, b := decodePlain(t, text("12"), c.o)
		if c.decode {
			var err error
			if m, b, err = onnxgo.Decode(encode(t, text("12")), c.o); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff([]any{[]float32{c.want, c.want, c.want, c.want}}, outputs(t, m, b, x)); diff != "" {
			t.Errorf("%s: -want +got\n%s", c.name, diff)
		}
	}
}

func TestDomainOf(t *testing.T) {
	for op, want := range map[string]string{
		"UnSwagPack": "ai.unswag", "UnSwagPack_not_le0": "ai.unswag", "UnSwagGradMask_mul": "ai.unswag", "UnSwagTie": "ai.unswag", "UnSwagNext": "ai.unswag",
		"Relu": "", "Gelu": "", "MaxPoolGrad": "", "ReluGrad": "com.microsoft", "InPlaceAccumulatorV2": "com.microsoft", "YieldOp": "com.microsoft",
		"Adam": "ai.onnx.preview.training", "Unheard": "",
	} {
		if got := onnxgo.DomainOf(op); got != want {
			t.Errorf("%s is of %q, want %q", op, got, want)
		}
	}
}

// TestMissing: all operators that the engine lacks are in one error of onnx-go's, before
// any input is asked for.
func TestMissing(t *testing.T) {
	_, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17, "my" : 1]>
g (float[2] x) => (float[2] y) { a = my.Unheard(x) b = UnSwagNext(a) y = Unheard(b) }`, onnxgo.Options{Domains: map[string]string{"Unheard": "my"}})
	err := b.Run()
	var missing *onnx.ErrNotImplemented
	if !errors.As(err, &missing) || missing.Operator != "ai.unswag.UnSwagNext, my.Unheard" {
		t.Errorf("got %v", err)
	}
}

// TestGraph: gonum's algorithms work on the backend.
func TestGraph(t *testing.T) {
	m, b := decodePlain(t, `<ir_version: 8, opset_import: ["" : 17]>
g (float[2] x) => (float[2] z) { y = Relu(x) z = Sub(x, y) }`, onnxgo.Options{})
	id := func(name string) int64 {
		n, _ := m.GetNodeByName(name)
		return n.ID()
	}
	sorted, err := topo.Sort(b)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, n := range sorted {
		names = append(names, n.(onnx.Namer).GetName())
	}
	if diff := cmp.Diff([]string{"z", "y", "x"}, names); diff != "" {
		t.Errorf("from outputs to inputs: -want +got\n%s", diff)
	}
	x, y, z := id("x"), id("y"), id("z")
	if w, ok := b.Weight(z, y); !ok || w != 1 {
		t.Errorf("y is input %v of z", w)
	}
	_, found := b.Weight(x, z)
	if found || b.Edge(x, z) != nil || b.WeightedEdge(x, z) != nil || b.HasEdgeFromTo(x, z) || !b.HasEdgeBetween(x, z) {
		t.Error("there is an edge from x to z")
	}
	if b.To(x).Len() != 2 || b.From(x).Len() != 0 || len(graph.NodesOf(b.Nodes())) != 3 || b.Node(y+1) != nil || b.Node(-1) != nil || b.Node(1) != nil {
		t.Error("the graph has other nodes or edges than the model")
	}
}
