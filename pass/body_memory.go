package pass

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/sym"
)

// measureBodies measures the graph of f, as patches would leave it, as an engine
// without kernels for our operators runs it. The Relu of a pack is then a node of its
// own, so that ONNX Runtime's order may make the mask only when the backward pass needs
// it.
func measureBodies(c *Context, f *memory.Flow, patches []*onnxio.Patch) error {
	if c.bodies == nil {
		return nil
	}
	g := c.Model.Graph
	all := make([]*onnxio.Patch, 0, len(patches)+1)
	for _, p := range patches {
		all = append(all, inlinePacks(g, p))
	}
	here := &onnxio.Patch{}
	for _, n := range g.Nodes() {
		if isPack(n) && n.Output(1) != nil {
			here.Replace = append(here.Replace, onnxio.Replacement{Old: n, New: splitPacks(g, []*onnxio.Node{n})})
		}
	}
	var err error
	c.Bodies, err = f.MeasureBodies(c, c.bodyScratch, append(all, here)...)
	return err
}

// predict measures what a rewrite that is not made would leave, as far as the choice has
// not done so.
func predict(c *Context) error {
	if c.rewrote {
		return nil
	}
	patches := chosen(c)
	if len(patches) == 0 {
		c.After.Reuse = c.Before.Reuse
		return nil
	}
	m, err := c.Flow.Measure(c, patches...)
	if err != nil {
		return err
	}
	c.After.Reuse = m.Reuse
	c.bodies, _ = newVariant(c.Model, c.Types, slices.Concat(c.Model.Graph.Nodes(), newNodes(patches)))
	return measureBodies(c, c.Flow, patches)
}

// inlinePacks returns p with the packs of its new nodes split.
func inlinePacks(g *onnxio.Graph, p *onnxio.Patch) *onnxio.Patch {
	out := &onnxio.Patch{Inputs: p.Inputs}
	for _, r := range p.Replace {
		out.Replace = append(out.Replace, onnxio.Replacement{Old: r.Old, New: splitPacks(g, r.New)})
	}
	for _, i := range p.Insert {
		i.Nodes = splitPacks(g, i.Nodes)
		out.Insert = append(out.Insert, i)
	}
	return out
}

// splitPacks returns nodes with the packs that give Y in parts, in the order of their
// body.
func splitPacks(g *onnxio.Graph, nodes []*onnxio.Node) []*onnxio.Node {
	var out []*onnxio.Node
	for _, n := range nodes {
		if !isPack(n) || n.Output(1) == nil {
			out = append(out, n)
			continue
		}
		v := []*onnxio.Value{n.Input(0)}
		out = append(out,
			g.NewNode(Domain, n.OpType, "", v, []*onnxio.Value{n.Output(0), nil}),
			g.NewNode("", "Relu", "", v, []*onnxio.Value{n.Output(1)}))
	}
	return out
}

// bodyScratch returns the bytes of the tensors inside the body of n that are alive
// beside its inputs and outputs where it needs most, without the few bytes of shapes,
// scalars and padding.
func (c *Context) bodyScratch(n *onnxio.Node) (sym.Poly, bool) {
	if n.Domain != Domain || n.OpType == OpTie {
		return sym.Poly{}, false
	}
	in := n.Input(0)
	elements, ok := c.Types.Elements(in)
	if !ok {
		return sym.Const(0), true
	}
	words := c.words(elements)
	size := int64(c.Types.Of(in).Elem.Bits() / 8)
	times := func(p sym.Poly, k int64) sym.Poly { return p.Mul(sym.Const(k)) }
	switch {
	case isPack(n):
		if w := c.bodies.compareSize(); w > 0 { // the wide copy and the bits; no M yet
			return times(elements, w+1).Sub(times(words, 4)), true
		}
		return elements.Add(times(words, 32-4)), true // bytes and padded bytes; no M yet
	case n.OpType == OpGradMask && attrOr(n, "combine", combSelect) == combSelect:
		// choices of 9 for 8, indices of 4 bytes, what is selected; no dX yet
		return times(words, 36*size+4*32+32*size).Sub(times(elements, size)), true
	}
	if c.bodies.CastLike || c.bodies.Element != 0 {
		return times(elements, size), true // the factor
	}
	return times(elements, max(size, 4)), true // that, or the indices that it is gathered by
}
