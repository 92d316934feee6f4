package shape

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
)

func TestFunctionsAreInferredAtTheirCalls(t *testing.T) {
	m := parseAll(t, `g (float[N,16] x, float[M,8] z) => () {
   y = local.twice <rows: int = 0> (x)
   w = local.twice <rows: int = 1> (z)
}
<domain: "local", opset_import: ["" : 17]>
twice <rows> (a) => (b)
{
   c = Concat <axis: int = @rows> (a, a)
   s = Shape (c)
   zero = Constant <value_float: float = 0.0> ()
   b = Expand (zero, s)
}`)
	r := inferAll(t, m, nil)
	if diff := cmp.Diff("y float[2*N, 16]\nw float[M, 16]\n", typesOf(t, m, r, "y", "w")); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
	if got := r.Of(m.Functions[0].Body.Value("c")).String(); got != "float[2*N, 16]" {
		t.Errorf("inside the first call: %s", got)
	}
}

func TestNestedCallsStayBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("g (float[N,16] x) => () {\n y = local.f40 (x)\n z = local.loop (x)\n}\n")
	for i := range 41 {
		call := "b = Relu (a)\nc = Relu (b)\n"
		if i > 0 {
			call = fmt.Sprintf("b = local.f%d (a)\nc = local.f%d (b)\n", i-1, i-1)
		}
		fmt.Fprintf(&b, "<domain: \"local\", opset_import: [\"\" : 17, \"local\" : 1]>\nf%d (a) => (c)\n{\n%s}\n", i, call)
	}
	b.WriteString("<domain: \"local\", opset_import: [\"\" : 17, \"local\" : 1]>\nloop (a) => (b)\n{\n b = local.loop (a)\n}\n")
	m := parseAll(t, b.String())
	r := inferAll(t, m, nil)
	if r.Of(m.Graph.Value("y")).Ranked {
		t.Error("2^40 calls were followed")
	}
	if !slices.Contains(r.Unknown(), "local.loop") {
		t.Errorf("a function that calls itself is not listed: %v", r.Unknown())
	}
}

func TestGraphsInsideFunctionsCountToo(t *testing.T) {
	var calls strings.Builder
	for i := range 400 {
		fmt.Fprintf(&calls, " y%d = local.h (c, x)\n", i)
	}
	m := parseAll(t, "g (bool c, float[N,16] x) => () {\n"+calls.String()+`}
<domain: "local", opset_import: ["" : 17]>
h (c, a) => (b)
{
   b = If (c) <
      then_branch = p () => (q) { q = Relu (a) },
      else_branch = r () => (s) { s0 = Relu (a)
 `+manyRelus(4000)+` s = Neg (s0) }
   >
}`)
	r := inferAll(t, m, nil)
	if got := r.Of(m.Graph.Value("y0")).String(); got != "float[N, 16]" {
		t.Errorf("the first call gives %s", got)
	}
	if r.Of(m.Graph.Value("y399")).Ranked || !slices.Contains(r.Unknown(), "local.h") {
		t.Errorf("1.6 million nodes were visited; without a rule: %v", r.Unknown())
	}
}

func manyRelus(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "t%d = Relu (s0)\n", i)
	}
	return b.String()
}

func TestIfJoinsItsBranches(t *testing.T) {
	m := parseAll(t, `g (bool c, float[N,16] x, float[M,16] z) => () {
   y = If (c) <
      then_branch = a () => (p) { p = Relu (x) },
      else_branch = b () => (q) { q = Neg (z) }
   >
   s = If (c) <
      then_branch = a2 () => (p2) { p2 = Relu (x) },
      else_branch = b2 () => (q2) { q2 = Neg (x) }
   >
}`)
	r := inferAll(t, m, nil)
	if diff := cmp.Diff("y float[?1, 16]\ns float[N, 16]\n", typesOf(t, m, r, "y", "s")); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
	inner := m.Graph.Value("y").Producer.Attr("then_branch").Graphs()[0]
	if got := r.Of(inner.Value("p")).String(); got != "float[N, 16]" {
		t.Errorf("inside the branch: %s", got)
	}
}

func TestLoopAndScan(t *testing.T) {
	m := parseAll(t, `g (int64 n, bool c, float[N,16] x, float[T,N,4] seq) => () {
   y, all = Loop (n, c, x) <
      body = b (int64 i, bool go, float[N,16] a) => (go2, a2, a3) { go2 = Identity (go)
 a2 = Relu (a)
 a3 = Neg (a2) }
   >
   state, outs = Scan <num_scan_inputs: int = 1,
      body = d (float[N,16] s, float[N,4] e) => (s2, e2) { s2 = Relu (s)
 e2 = Relu (e) }
   > (x, seq)
}`)
	r := inferAll(t, m, nil)
	want := "y float[N, 16]\nall float[?1, N, 16]\nstate float[N, 16]\nouts float[T, N, 4]\n"
	if diff := cmp.Diff(want, typesOf(t, m, r, "y", "all", "state", "outs")); diff != "" {
		t.Errorf("types (-want +got):\n%s", diff)
	}
}

func TestNodesInAnyOrder(t *testing.T) {
	m := parseAll(t, `g (bool c, float[N,16] x, float[16,4] w) => () {
   y = Gemm (x, w)
   s = Shape (y)
   z = If (c) <
      then_branch = a () => (p) { p = Relu (y) },
      else_branch = b () => (q) { q = Neg (y) }
   >
   e = ConstantOfShape (s)
   u = Add (z, e)
}`)
	want := typesOf(t, m, inferAll(t, m, nil), "y", "s", "z", "e", "u")
	nodes := slices.Clone(m.Graph.Nodes())
	slices.Reverse(nodes)
	m.Graph.SetNodes(nodes)
	if diff := cmp.Diff(want, typesOf(t, m, inferAll(t, m, nil), "y", "s", "z", "e", "u")); diff != "" {
		t.Errorf("types of the reversed file (-want +got):\n%s", diff)
	}
}

func TestCyclesEnd(t *testing.T) {
	m := onnxio.NewModel(8, onnxio.OpsetImport{Version: 17})
	g := m.Graph
	a, b := g.NewValue("a"), g.NewValue("b")
	g.SetNodes([]*onnxio.Node{
		g.NewNode("", "Relu", "", []*onnxio.Value{b}, []*onnxio.Value{a}),
		g.NewNode("", "Relu", "", []*onnxio.Value{a}, []*onnxio.Value{b}),
	})
	if r := inferAll(t, m, nil); r.Of(a).Ranked || r.Of(b).Ranked {
		t.Errorf("a value on a cycle has the type %s", r.Of(a))
	}
}
