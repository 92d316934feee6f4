package memory

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
)

const smallNet = `
in x:16 w1:64 w2:64 one:4
Gemm x w1 -> v:320
Relu v -> y:320
MaxPool y -> p:32 k:32
SoftmaxCrossEntropyLoss p -> loss:4 q:32
ms.SoftmaxCrossEntropyLossGrad one q -> dp:32
MaxPoolGrad dp k -> dy:320
ms.ReluGrad dy v -> dx:320
Gemm dx x -> dw:64
out loss dw`

// TestPatchMadeAfterFlow: the values of a patch may be younger than the flow.
func TestPatchMadeAfterFlow(t *testing.T) {
	g := build(t, smallNet)
	f := flow(t, g, "")
	b := &netBuilder{builder: &builder{t: t, g: g}}
	patch := b.early(g.Nodes()[1], g.Nodes()[6])
	choices, m, err := f.Choose(context.Background(), []Candidate{{Early: patch}})
	if err != nil {
		t.Fatal(err)
	}
	if choices[0].Strategy != Early {
		t.Errorf("choice %v", choices[0])
	}
	// Held: v, the pooling's k and the loss's q and loss: 320+32+32+4; a mask of 40.
	want := [4]string{"108", "428", "108", "428"}
	if d := cmp.Diff(want, text(m)); d != "" {
		t.Error(d)
	}
}

// TestArrangement: the overlay's order is that of Graph.Arrange, with edits and
// captures, several patches at one anchor, and anchors that are replaced.
func TestArrangement(t *testing.T) {
	g := build(t, "in x:8\nAbs x -> a:8\nNeg a -> b:8\nExp b -> c:8\nout c")
	n := g.Nodes()
	fresh := func(op string) *onnxio.Node {
		out := g.NewValue(op)
		out.Type = bytesType("8")
		return g.NewNode("", op, "", []*onnxio.Value{g.Value("a")}, []*onnxio.Value{out})
	}
	f := New(g, noTypes(t), nil)
	patches := []*onnxio.Patch{
		{Insert: []onnxio.Insertion{{Anchor: n[1], Nodes: []*onnxio.Node{fresh("A1"), fresh("A2")}}, {Anchor: n[1], Before: true, Nodes: []*onnxio.Node{fresh("B1")}}}},
		{Replace: []onnxio.Replacement{{Old: n[1], New: []*onnxio.Node{g.NewNode("", "R", "", n[1].Inputs(), n[1].Outputs())}}}},
		{Insert: []onnxio.Insertion{{Anchor: n[1], Nodes: []*onnxio.Node{fresh("A3")}}, {Anchor: n[1], Nodes: []*onnxio.Node{fresh("A4")}}}},
		{Inputs: []onnxio.InputEdit{{Node: n[2], Index: 0, Value: g.Value("a")}, {Node: n[2], Index: 7}}},
		{Insert: []onnxio.Insertion{{Anchor: fresh("not in the graph"), Nodes: []*onnxio.Node{fresh("lost")}}}},
	}
	p := f.program(patches)
	var got, want []string
	for _, id := range p.order {
		got = append(got, p.nodes[id].OpType)
	}
	for _, m := range g.Arrange(patches) {
		want = append(want, m.OpType)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if v := p.reads(2)[0]; v != g.Value("a").ID {
		t.Errorf("the edited input is value %d", v)
	}
	if n[2].Input(0) != g.Value("b") {
		t.Error("the graph was changed")
	}
}

// TestCancelled: a cancelled context ends the work with its error.
func TestCancelled(t *testing.T) {
	f := flow(t, build(t, smallNet), "")
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Measure(ctx); err != context.Canceled {
		t.Errorf("Measure: %v", err)
	}
	if _, _, err := f.Choose(ctx, nil); err != context.Canceled {
		t.Errorf("Choose: %v", err)
	}
}
