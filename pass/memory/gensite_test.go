package memory

import (
	"math/rand/v2"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

func fields(s string) []string { return strings.Fields(s) }

// relu adds Y = Relu(X) and ReluGrad on X or Y, and the patches of the site.
func (b *netBuilder) relu(x *onnxio.Value) *onnxio.Value {
	relu := b.emit("Relu %s -> %s:%s", x.Name, b.name("y"), size(x))
	y := relu.Output(0)
	a := y
	if b.r.IntN(3) == 0 {
		a = x
	}
	b.back = append(b.back, func() {
		dy := b.gradient(y)
		if dy == nil {
			return
		}
		grad := b.emit("ms.ReluGrad %s %s -> %s:%s", dy.Name, a.Name, b.name("dx"), size(x))
		b.grads[x] = append(b.grads[x], grad.Output(0))
		b.cands = append(b.cands, Candidate{b.early(relu, grad), b.late(relu, grad)})
	})
	return y
}

// mask makes the value of the mask of v.
func (b *netBuilder) mask(v *onnxio.Value) *onnxio.Value {
	m := b.g.NewValue(b.name("m"))
	shape := append([]onnxio.Dim(nil), v.Type.Shape...)
	last := &shape[len(shape)-1]
	last.Value /= b.share()
	m.Type = &onnxio.TensorType{Elem: onnxio.Uint8, HasShape: true, Shape: shape}
	return m
}

func (b *netBuilder) early(relu, grad *onnxio.Node) *onnxio.Patch {
	x, y, m := relu.Input(0), relu.Output(0), b.mask(relu.Output(0))
	pack := b.g.NewNode(us, "UnSwagPack", "", []*onnxio.Value{x}, []*onnxio.Value{m, y})
	mask := b.g.NewNode(us, "UnSwagGradMask", "", []*onnxio.Value{grad.Input(0), m}, grad.Outputs())
	return &onnxio.Patch{Replace: []onnxio.Replacement{{Old: relu, New: []*onnxio.Node{pack}}, {Old: grad, New: []*onnxio.Node{mask}}}}
}

// late makes the late patch: where dY is one Gemm and the weight gradient that reads Y
// stands before it. The nodes are not linked yet, so it looks at the list.
func (b *netBuilder) late(relu, grad *onnxio.Node) *onnxio.Patch {
	y, dy := relu.Output(0), grad.Input(0)
	var dw, dx *onnxio.Node
	views := map[*onnxio.Value]bool{y: true}
	for _, n := range b.nodes {
		if IsView(n) && views[n.Input(0)] {
			views[n.Output(0)] = true
		}
		switch {
		case n.OpType == "Gemm" && n.Output(0) == dy:
			dx = n
		case n.OpType == "Gemm" && views[n.Input(1)]:
			if dx != nil {
				return nil
			}
			dw = n
		}
	}
	if dw == nil || dx == nil || dw.Input(0) != dx.Input(0) {
		return nil
	}
	return b.latePatch(relu, grad, dw, dx)
}

// latePatch packs Y behind dw and ties dx to that.
func (b *netBuilder) latePatch(relu, grad, dw, dx *onnxio.Node) *onnxio.Patch {
	y, dy := relu.Output(0), grad.Input(0)
	m, tied := b.mask(y), b.g.NewValue(b.name("tied"))
	tied.Type = dx.Input(0).Type
	pack := b.g.NewNode(us, "UnSwagPack", "", []*onnxio.Value{y}, []*onnxio.Value{m})
	tie := b.g.NewNode(us, "UnSwagTie", "", []*onnxio.Value{dx.Input(0), m, dw.Output(0)}, []*onnxio.Value{tied})
	mask := b.g.NewNode(us, "UnSwagGradMask", "", []*onnxio.Value{dy, m}, grad.Outputs())
	return &onnxio.Patch{
		Replace: []onnxio.Replacement{{Old: grad, New: []*onnxio.Node{mask}}},
		Insert:  []onnxio.Insertion{{Anchor: dw, Nodes: []*onnxio.Node{pack, tie}}},
		Inputs:  []onnxio.InputEdit{{Node: dx, Index: 0, Value: tied}},
	}
}

// shuffleNodes gives g another topological order of the nodes.
func shuffleNodes(g *onnxio.Graph, nodes []*onnxio.Node, r *rand.Rand) {
	made := map[*onnxio.Value]bool{}
	for _, n := range nodes {
		for _, v := range n.Outputs() {
			made[v] = true
		}
	}
	var out []*onnxio.Node
	rest := append([]*onnxio.Node(nil), nodes...)
	for len(rest) > 0 {
		r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		var next []*onnxio.Node
		for _, n := range rest {
			ready := true
			for _, v := range n.Inputs() {
				ready = ready && (v == nil || !made[v])
			}
			if !ready {
				next = append(next, n)
				continue
			}
			out = append(out, n)
			for _, v := range n.Outputs() {
				delete(made, v)
			}
		}
		rest = next
	}
	g.SetNodes(out)
}

// widths draws activation sizes.
func widths(r *rand.Rand) string {
	return []string{"32", "64", "96", "160", "320"}[r.IntN(5)]
}

// share is how many bytes of an activation one byte of its mask stands for.
func (b *netBuilder) share() int64 {
	if b.float32 {
		return 32
	}
	return 8
}
