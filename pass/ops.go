package pass

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// newMask makes the value that holds the packed mask of v: uint32[ceil(N/32)].
func newMask(c *Context, s *Site, v *onnxio.Value) *onnxio.Value {
	m := c.Model.Graph.NewValue(s.Y.Name + "_mask")
	if n, ok := c.Types.Elements(v); ok {
		c.Types.Declare(m, shape.Type{Elem: onnxio.Uint32, Ranked: true, Dims: []sym.Poly{c.words(n)}})
	}
	s.masks = append(s.masks, m)
	return m
}

// words is the number of mask words of n elements. Sites in a row often have one size.
func (c *Context) words(n sym.Poly) sym.Poly {
	if c.lastWords[1].Equal(sym.Const(0)) || !c.lastWords[0].Equal(n) {
		c.lastWords = [2]sym.Poly{n, n.CeilDiv(32)}
	}
	return c.lastWords[1]
}

// maskBytes is the size of the mask of v, 0 where the shape is unknown.
func maskBytes(c *Context, v *onnxio.Value) sym.Poly {
	n, ok := c.Types.Elements(v)
	if !ok {
		return sym.Const(0)
	}
	return c.words(n).Mul(sym.Const(4))
}

// newPack makes UnSwagPack(v) -> (m, y). Both outputs are listed even where y is nil:
// engines that run function bodies want every declared output at the call.
func newPack(g *onnxio.Graph, s *Site, name string, v, m, y *onnxio.Value) *onnxio.Node {
	n := g.NewNode(Domain, OpPack, name, []*onnxio.Value{v}, []*onnxio.Value{m, y})
	if p := s.Gradients[0].Predicate; p != predGt0 {
		n.Attrs = append(n.Attrs, onnxio.StringAttr("predicate", p))
	}
	return n
}

// newGradMask makes the UnSwagGradMask that takes the place of gr's node and keeps its
// name and its output.
func newGradMask(g *onnxio.Graph, gr *Gradient, m *onnxio.Value) *onnxio.Node {
	n := g.NewNode(Domain, OpGradMask, gr.Node.Name, []*onnxio.Value{gr.DY, m}, []*onnxio.Value{gr.DX})
	if gr.Combine != combSelect {
		n.Attrs = append(n.Attrs, onnxio.StringAttr("combine", gr.Combine))
	}
	return n
}

// replaceGradients puts UnSwagGradMask in the place of the site's gradients and takes
// out the nodes that only they needed.
func replaceGradients(p *onnxio.Patch, g *onnxio.Graph, s *Site, m *onnxio.Value) {
	for _, gr := range s.Gradients {
		p.Replace = append(p.Replace, onnxio.Replacement{Old: gr.Node, New: []*onnxio.Node{newGradMask(g, gr, m)}})
	}
	for _, n := range s.removed {
		p.Replace = append(p.Replace, onnxio.Replacement{Old: n})
	}
}

// nodeName derives the name of a node that has no predecessor; an unnamed Relu gives
// unnamed nodes.
func nodeName(s *Site, suffix string) string {
	if s.Relu.Name == "" {
		return ""
	}
	return s.Relu.Name + suffix
}
