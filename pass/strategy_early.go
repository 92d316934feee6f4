package pass

import (
	"github.com/unswag/unswagc/onnxio"
)

// buildEarly makes the early patch of every site where it is legal:
//
//	Y = Relu(X)                   M, Y = UnSwagPack(X)
//	...                           ...
//	dX = ReluGrad(dY, A)          dX = UnSwagGradMask(dY, M)
//
// The mask is a second output of the node that makes Y, so that no scheduler can move
// it behind the last reader of the stash. Y is left out if only gradients read it. A
// fused producer stays as it is, and its readers get the pack's Y instead:
//
//	Y = FusedGemm<Relu>(...)      Y = FusedGemm<Relu>(...); M, Y' = UnSwagPack(Y)
//
// which is the same to the bit, since Relu(Relu(x)) is Relu(x). Not made where the
// stash is a graph input or an initializer: a mask frees nothing there. Nor, under
// auto, where something else keeps the stash: a mask would only add to it.
func buildEarly(c *Context) error {
	for _, s := range c.Sites {
		if outside(s.stash) {
			s.EarlyReason = s.pinned
			continue
		}
		if !s.Dies && c.Options.Policy == Auto {
			s.EarlyReason = "something else keeps " + quote(s.stash.Name) + ": a mask beside it would add 1/32"
			continue
		}
		m := newMask(c, s, s.stash)
		if isFusedRelu(s.Relu) {
			s.Early = earlyFused(c, s, m)
		} else {
			s.Early = earlyRelu(c, s, m)
		}
	}
	return nil
}

func earlyRelu(c *Context, s *Site, m *onnxio.Value) *onnxio.Patch {
	g := c.Model.Graph
	y := s.Y
	if !neededBeside(s, y) {
		y = nil
	}
	p := &onnxio.Patch{}
	p.Replace = append(p.Replace, onnxio.Replacement{Old: s.Relu,
		New: []*onnxio.Node{newPack(g, s, s.Relu.Name, s.X, m, y)}})
	replaceGradients(p, g, s, m)
	return p
}

// earlyFused packs behind the fused node. A graph output keeps the fused node's value,
// whose name it has.
func earlyFused(c *Context, s *Site, m *onnxio.Value) *onnxio.Patch {
	g := c.Model.Graph
	p := &onnxio.Patch{}
	y := g.NewValue(s.Y.Name + "_packed")
	c.Types.Declare(y, c.Types.Of(s.Y))
	gone := goneNodes(s)
	for _, u := range s.Y.Uses() {
		if !gone[u.Node] {
			p.Inputs = append(p.Inputs, onnxio.InputEdit{Node: u.Node, Index: int(u.Index), Value: y})
		}
	}
	if len(p.Inputs) == 0 {
		y = nil
	}
	p.Insert = append(p.Insert, onnxio.Insertion{Anchor: s.Relu,
		Nodes: []*onnxio.Node{newPack(g, s, nodeName(s, "_pack"), s.Y, m, y)}})
	replaceGradients(p, g, s, m)
	return p
}

// goneNodes is the set of nodes that the rewrite takes out.
func goneNodes(s *Site) map[*onnxio.Node]bool {
	gone := make(map[*onnxio.Node]bool, len(s.Gradients)+len(s.removed))
	for _, gr := range s.Gradients {
		gone[gr.Node] = true
	}
	for _, n := range s.removed {
		gone[n] = true
	}
	return gone
}

// neededBeside reports whether anything but the nodes that go reads v. A gradient
// that reads v as its dY still does.
func neededBeside(s *Site, v *onnxio.Value) bool {
	if v.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0 {
		return true
	}
	gone := goneNodes(s)
	for _, u := range v.Uses() {
		if !gone[u.Node] {
			return true
		}
	}
	for _, gr := range s.Gradients {
		if gr.DY == v {
			return true
		}
	}
	return false
}
