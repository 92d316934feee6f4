package memory

import (
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// TestCaptures: what a graph inside a node reads is read by that node.
func TestCaptures(t *testing.T) {
	m, err := onnxio.ParseText(`
<ir_version: 8, opset_import: ["" : 17]>
g (uint8[9] x, bool c) => (uint8[8] out) <uint8[8] a, uint8[8] b, uint8[4] d> {
  a = Exp (x)
  b = Relu (a)
  d = Exp (x)
  out = If (c) <then_branch = t () => (uint8[8] s) { s = Add (a, b) }, else_branch = e () => (uint8[8] q) { q = Exp (b) }>
}`)
	if err != nil {
		t.Fatal(err)
	}
	g := m.Graph
	f := New(g, noTypes(t), nil)
	// a and b are both read by If, so Relu is not in place and both are alive there.
	if got := measure(t, f).File.Peak.String(); got != "24" {
		t.Errorf("peak %s, by hand 8 + 8 + 8", got)
	}
	captured := 0
	for _, r := range Readers(g.Value("b")) {
		if r.Node == g.Nodes()[3] && r.Index == -1 && r.Data() {
			captured++
		}
	}
	if captured != 2 {
		t.Errorf("b is captured %d times, want once per branch", captured)
	}
	reach := f.NewReach()
	if !reach.DependsOn(g.Nodes()[3], g.Nodes()[0]) || reach.DependsOn(g.Nodes()[3], g.Nodes()[2]) {
		t.Error("If depends on what it captures, and on nothing else")
	}
}
