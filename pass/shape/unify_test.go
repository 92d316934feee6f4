package shape

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

func TestSymbolsTakeTheNameOfTheFirstInput(t *testing.T) {
	m := parse(t, "float[batch,16] x, int64[n] labels, float[hidden,10] w", "", "z = Gemm (x, w)\nloss = SoftmaxCrossEntropyLoss (z, labels)")
	r := inferAll(t, m, nil)
	if diff := cmp.Diff("z float[batch, 10]\nlabels int64[batch]\nw float[16, 10]\n", typesOf(t, m, r, "z", "labels", "w")); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"batch"}, r.Symbols()); diff != "" {
		t.Errorf("symbols (-want +got):\n%s", diff)
	}
}

func TestBindReachesUnifiedSymbols(t *testing.T) {
	for _, bound := range []string{"batch", "n"} {
		m := parse(t, "float[batch,16] x, int64[n] labels, float[16,10] w", "", "z = Gemm (x, w)\nloss = SoftmaxCrossEntropyLoss (z, labels)")
		r := inferAll(t, m, map[string]int64{bound: 32})
		if got := typesOf(t, m, r, "z", "labels"); got != "z float[32, 10]\nlabels int64[32]\n" || len(r.Symbols()) > 0 {
			t.Errorf("%s bound: %s, free %v", bound, got, r.Symbols())
		}
	}
}

func TestLongChainsOfUnification(t *testing.T) {
	m := onnxio.NewModel(8, onnxio.OpsetImport{Version: 17})
	g := m.Graph
	const n = 3000
	vector := func(i int) *onnxio.TensorType {
		name := "s" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		return &onnxio.TensorType{Elem: onnxio.Float, HasShape: true, Shape: []onnxio.Dim{{Value: -1, Param: name}}}
	}
	var in []*onnxio.Value
	for i := range n {
		in = append(in, g.AddInput("x"+vector(i).Shape[0].Param, vector(i)))
	}
	var nodes []*onnxio.Node
	for i := n - 2; i >= 0; i-- { // from the last to the first, so that each root gives way
		out := g.NewValue("y" + vector(i).Shape[0].Param)
		nodes = append(nodes, g.NewNode(ms, "ReluGrad", "", []*onnxio.Value{in[i], in[i+1]}, []*onnxio.Value{out}))
	}
	g.SetNodes(nodes)
	r := inferAll(t, m, nil)
	if !r.SameShape(in[0], in[n-1]) || len(r.Symbols()) != 1 || r.Symbols()[0] != "saaa" {
		t.Errorf("%s and %s, free %v", r.Of(in[0]), r.Of(in[n-1]), r.Symbols())
	}
}

func TestStatedShapesFillInAndAreChecked(t *testing.T) {
	dims := func(d ...onnxio.Dim) *onnxio.TensorType {
		return &onnxio.TensorType{Elem: onnxio.Float, HasShape: true, Shape: d}
	}
	batch := onnxio.Dim{Value: -1, Param: "batch"}
	k := func(v int64) onnxio.Dim { return onnxio.Dim{Value: v} }
	for _, c := range []struct {
		name, body string
		stated     *onnxio.TensorType
		want       string
		conflicts  int
	}{
		{"unknown operator", "y = local.Mystery (x)", dims(batch, k(3)), "y float[batch, 3]\n", 0},
		{"two symbols that meet", "y = Add (x, z)", dims(batch, k(8)), "y float[batch, 8]\n", 0},
		{"agrees", "y = Relu (x)", dims(batch, k(8)), "y float[batch, 8]\n", 0},
		{"another number", "y = Relu (x)", dims(batch, k(9)), "y float[batch, 8]\n", 1},
		{"another rank", "y = Relu (x)", dims(k(8)), "y float[batch, 8]\n", 1},
		{"a number for a symbol of the inputs", "y = Relu (x)", dims(k(4), k(8)), "y float[batch, 8]\n", 1},
		{"another type", "y = Relu (x)", &onnxio.TensorType{Elem: onnxio.Float16}, "y float[batch, 8]\n", 1},
		{"a symbol of its own", "y = Relu (x)", dims(onnxio.Dim{Value: -1, Param: "fresh"}, k(8)), "y float[batch, 8]\n", 0},
		{"nothing stated", "y = Relu (x)", dims(onnxio.Dim{Value: -1}, onnxio.Dim{Value: -1, Param: "?"}), "y float[batch, 8]\n", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := parse(t, "float[batch,8] x, float[seq,8] z", "", c.body)
			m.Graph.Value("y").Type = c.stated
			r := inferAll(t, m, nil)
			if got := typesOf(t, m, r, "y"); got != c.want || len(r.Conflicts()) != c.conflicts {
				t.Errorf("%s and conflicts %v, want %s and %d", got, r.Conflicts(), c.want, c.conflicts)
			}
		})
	}
}

func TestBytes(t *testing.T) {
	m := parse(t, "float[N,3] f, float16[5] h, bool[N] b, double d, string[4] s, uint8[] u", "", "")
	r := inferAll(t, m, nil)
	for name, want := range map[string]string{"f": "12*N", "h": "10", "b": "N", "d": "8", "s": "unknown", "u": "unknown"} {
		got := "unknown"
		if p, ok := r.Bytes(m.Graph.Value(name)); ok {
			got = p.String()
		}
		if got != want {
			t.Errorf("%s: %s bytes, want %s", name, got, want)
		}
	}
	packed := Type{Elem: onnxio.Int4, Ranked: true, Dims: []sym.Poly{sym.Const(3), sym.Symbol("N")}}
	if p, ok := packed.Bytes(); !ok || p.String() != "ceil(3*N/2)" {
		t.Errorf("int4[3, N]: %s", p)
	}
	huge := Type{Elem: onnxio.Float, Ranked: true, Dims: []sym.Poly{sym.Const(1 << 40), sym.Const(1 << 40)}}
	if p, ok := huge.Bytes(); ok {
		t.Errorf("a size beyond int64 is %s", p)
	}
}

func TestDeclare(t *testing.T) {
	m := parse(t, "float[N,3] x", "", "y = Relu (x)")
	r := inferAll(t, m, nil)
	v := m.Graph.NewValue("mask")
	if r.Of(v).Ranked {
		t.Error("a new value has a type")
	}
	r.Declare(v, Type{Elem: onnxio.Uint32, Ranked: true, Dims: []sym.Poly{sym.Const(7)}})
	if got := r.Of(v).String(); got != "uint32[7]" {
		t.Errorf("declared type %s", got)
	}
	if r.SameShape(v, m.Graph.Value("x")) || !r.SameShape(m.Graph.Value("x"), m.Graph.Value("y")) {
		t.Error("SameShape is wrong")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	m := parse(t, "float[N,3] x", "", "y = Relu (x)")
	if _, err := Infer(ctx, m, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}
