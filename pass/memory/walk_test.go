package memory

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
)

const viewNet = `
in x:8
Exp x -> a:8
Reshape a x -> r:8
Identity r -> i:8
Shape i -> s:8
Gemm a i -> g:8
ms.ConvGrad g r x -> dx:8
ms.ConvGrad g a x -> dx2:8 dw:8
out g dx dx2 dw s`

// TestWalk: roots, views, readers and the end of the step.
func TestWalk(t *testing.T) {
	g := build(t, viewNet)
	v := g.Value
	if ViewRoot(v("i")) != v("a") || ViewRoot(v("a")) != v("a") || ViewRoot(v("x")) != v("x") {
		t.Error("ViewRoot does not lead through Identity and Reshape to a")
	}
	var views, readers []string
	for _, w := range Views(v("a")) {
		views = append(views, w.Name)
	}
	for _, r := range Readers(v("a")) {
		s := r.Node.OpType + " " + r.Value.Name
		if !r.Data() {
			s += " (shape)"
		}
		readers = append(readers, s)
	}
	if d := cmp.Diff([]string{"a", "r", "i"}, views); d != "" {
		t.Error(d)
	}
	want := []string{"Shape i (shape)", "Gemm a", "Gemm i", "ConvGrad r (shape)", "ConvGrad a"}
	if d := cmp.Diff(want, readers); d != "" {
		t.Error(d)
	}
	if Kept(v("a")) || !Kept(v("g")) {
		t.Error("Kept")
	}
	f := New(g, noTypes(t), nil)
	if r, ok := f.LastReader(Readers(v("a")), g.Nodes()[6]); !ok || r.Node != g.Nodes()[5] {
		t.Errorf("the last reader but one is %v", r)
	}
	if _, ok := f.LastReader(nil); ok {
		t.Error("nobody reads nothing")
	}
}

// TestBackwardReaders leaves out the forward pass and who reads no data.
func TestBackwardReaders(t *testing.T) {
	g := build(t, strings.Replace(smallNet, "Gemm dx x", "Gemm dx y", 1))
	var got []string
	for _, r := range flow(t, g, "").BackwardReaders(g.Value("y")) {
		got = append(got, r.Node.Output(0).Name)
	}
	if d := cmp.Diff([]string{"dw"}, got); d != "" {
		t.Error(d)
	}
}

// TestDependsOn compares with the transitive closure, in and out of order.
func TestDependsOn(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 8))
		n := randomNet(t, r, netSpec{layers: 3, dim: widths, pooled: 0.3, shuffle: true})
		nodes := append([]*onnxio.Node(nil), n.g.Nodes()...)
		if seed%2 == 0 { // not even topological
			r.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
			n.g.SetNodes(nodes)
		}
		reach := New(n.g, noTypes(t), nil).NewReach()
		for _, a := range nodes {
			needs := closure(a)
			for _, b := range nodes {
				if got := reach.DependsOn(a, b); got != needs[b] {
					t.Fatalf("seed %d: %s on %s: %v, want %v", seed, a.Label(), b.Label(), got, needs[b])
				}
			}
		}
	}
}

func closure(a *onnxio.Node) map[*onnxio.Node]bool {
	needs := map[*onnxio.Node]bool{}
	work := []*onnxio.Node{a}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, v := range n.Inputs() {
			if v != nil && v.Producer != nil && !needs[v.Producer] {
				needs[v.Producer] = true
				work = append(work, v.Producer)
			}
		}
	}
	return needs
}

// TestAliasTable: what the table says of an operator, and that it cannot be changed.
func TestAliasTable(t *testing.T) {
	g := build(t, "in x:8\nRelu x -> a:8\nms.InPlaceAccumulatorV2 x a x -> f:1 o:8\nReshape a x -> r:8\nms.ReluGrad a x -> q:8\nus.UnSwagTie a r -> t:8")
	a, ok := AliasOf(g.Nodes()[0])
	if !ok || len(a.Overs) != 1 {
		t.Fatalf("Relu: %v", a)
	}
	a.Overs[0].Input = 9
	if again, _ := AliasOf(g.Nodes()[0]); again.Overs[0].Input != 0 {
		t.Error("the table was changed from outside")
	}
	var got []int
	for _, n := range g.Nodes() {
		got = append(got, ViewOutput(n))
	}
	if d := cmp.Diff([]int{-1, 1, 0, -1, 0}, got); d != "" {
		t.Error(d)
	}
	if IsView(g.Nodes()[4]) || !IsView(g.Nodes()[2]) {
		t.Error("IsView: a tie is no view of its shape, a Reshape is")
	}
}

// TestWalkCycle: views that read each other end.
func TestWalkCycle(t *testing.T) {
	g := build(t, "in x:8\nIdentity b -> a:8\nIdentity a -> b:8\nExp a -> c:8\nout c")
	if r := ViewRoot(g.Value("a")); r == nil {
		t.Error("no root")
	}
	if n := len(Views(g.Value("a"))); n != 2 {
		t.Errorf("%d views", n)
	}
	measure(t, New(g, noTypes(t), nil))
}
