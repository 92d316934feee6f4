package pass

import "github.com/unswag/unswagc/onnxio"

// nameVariants gives the non-default ops of a model that mixes predicates, or
// combines, their own names: one operator name has one function body. Such a node has
// no attribute, its name says what it does. A model that uses one variant only keeps
// the plain name and the attribute.
func nameVariants(c *Context) error {
	packs, masks := mixed{attr: "predicate", def: predGt0}, mixed{attr: "combine", def: combSelect}
	for _, n := range c.Model.Graph.Nodes() {
		packs.see(n, OpPack, OpPackNotLe0)
		masks.see(n, OpGradMask, OpGradMaskMul)
	}
	nodes := newNodes(chosen(c))
	for _, n := range nodes {
		packs.see(n, OpPack, OpPackNotLe0)
		masks.see(n, OpGradMask, OpGradMaskMul)
	}
	for _, n := range nodes {
		packs.rename(n, OpPack, OpPackNotLe0)
		masks.rename(n, OpGradMask, OpGradMaskMul)
	}
	return nil
}

// mixed counts the variants of one op.
type mixed struct {
	attr, def      string
	plain, variant bool
}

func (m *mixed) see(n *onnxio.Node, op, other string) {
	if n.Domain != Domain {
		return
	}
	switch {
	case n.OpType == other, n.OpType == op && attrOr(n, m.attr, m.def) != m.def:
		m.variant = true
	case n.OpType == op:
		m.plain = true
	}
}

func (m *mixed) rename(n *onnxio.Node, op, other string) {
	if m.plain && m.variant && n.Domain == Domain && n.OpType == op && attrOr(n, m.attr, m.def) != m.def {
		n.OpType, n.Attrs = other, nil
	}
}

// attrOr returns a string attribute, or def where the node has none.
func attrOr(n *onnxio.Node, name, def string) string {
	if a := n.Attr(name); a != nil {
		return a.Str()
	}
	return def
}

// chosen lists the patches of the chosen strategies in site order.
func chosen(c *Context) []*onnxio.Patch {
	var out []*onnxio.Patch
	for _, s := range c.Sites {
		if p := s.patch(); p != nil {
			out = append(out, p)
		}
	}
	return out
}

// newNodes lists the nodes that the patches make.
func newNodes(patches []*onnxio.Patch) []*onnxio.Node {
	var out []*onnxio.Node
	for _, p := range patches {
		for _, r := range p.Replace {
			out = append(out, r.New...)
		}
		for _, in := range p.Insert {
			out = append(out, in.Nodes...)
		}
	}
	return out
}
