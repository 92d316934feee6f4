package onnxio

// Node is one operator call. Inputs and outputs are nil where an optional one
// is omitted. The fields of a node that was read from a model are read only; see
// SetInput, SetDoc and SetMetadata.
type Node struct {
	Name, Domain, OpType string
	// Overload selects among functions of one domain and name (IR version 10).
	Overload string
	Attrs    []*Attr
	// Pos is the position in Graph.Nodes; undefined while the node is detached.
	Pos int32

	linked          bool
	holds           bool // an attribute holds a graph
	inputs, outputs []*Value
	graph           *Graph
	wire            nodeWire
}

// Graph returns the graph that the node belongs to, or was made for.
func (n *Node) Graph() *Graph { return n.graph }

// Inputs lists the inputs; nil stands for an omitted one. Read only.
func (n *Node) Inputs() []*Value { return n.inputs }

// Outputs lists the outputs; nil stands for an omitted one. Read only.
func (n *Node) Outputs() []*Value { return n.outputs }

// Input returns input i, or nil if it is omitted or there are fewer.
func (n *Node) Input(i int) *Value {
	if i < len(n.inputs) {
		return n.inputs[i]
	}
	return nil
}

// Output returns output i, or nil if it is omitted or there are fewer.
func (n *Node) Output(i int) *Value {
	if i < len(n.outputs) {
		return n.outputs[i]
	}
	return nil
}

// Is reports whether the node is domain's operator opType; "ai.onnx" is "".
func (n *Node) Is(domain, opType string) bool {
	return n.OpType == opType && n.Domain == domain
}

// Label names the node for people: its name, or else its first output.
func (n *Node) Label() string {
	if n.Name != "" {
		return n.Name
	}
	for _, o := range n.outputs {
		if o != nil {
			return o.Name
		}
	}
	return n.OpType
}

// Graphs lists the graphs in the attributes, in their order: those of an If, a Loop or
// a Scan, none in most nodes.
func (n *Node) Graphs() []*Graph {
	if !n.holds {
		return nil
	}
	var all []*Graph
	for _, a := range n.Attrs {
		all = append(all, a.graphs...)
	}
	return all
}

// Attr returns the attribute called name, or nil.
func (n *Node) Attr(name string) *Attr {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a
		}
	}
	return nil
}

// SetInput makes v (nil: omitted) input i, which must exist.
func (n *Node) SetInput(i int, v *Value) {
	old := n.inputs[i]
	if old == v {
		return
	}
	n.wire.changed()
	n.graph.touch()
	n.inputs[i] = v
	if !n.linked {
		return
	}
	if old != nil {
		old.removeUse(n, i)
	}
	if v != nil {
		v.uses = append(v.uses, Use{n, int32(i)})
	}
}

// touch marks g and every graph around it as changed.
func (g *Graph) touch() {
	for ; g != nil; g = g.Outer {
		g.wire.changed = true
		if g.Owner != nil {
			g.Owner.wire.changed()
		}
	}
}

// link enters the node, and the nodes of the graphs inside it, into the def-use links.
func (n *Node) link() {
	n.linked = true
	for i, v := range n.inputs {
		if v != nil {
			v.uses = append(v.uses, Use{n, int32(i)})
		}
	}
	for i, v := range n.outputs {
		if v != nil {
			v.Producer, v.Index = n, int32(i)
		}
	}
	n.eachInner(func(in *Node) {
		if !in.linked {
			in.link()
		}
	})
}

// unlink takes the node, and the nodes of the graphs inside it, out of the def-use
// links, except for the uses of the values that it marks stale and appends to read: to
// filter those once for all nodes that go away keeps that linear.
func (n *Node) unlink(read []*Value) []*Value {
	n.linked = false
	for _, v := range n.inputs {
		if v != nil && !v.stale {
			v.stale = true
			read = append(read, v)
		}
	}
	for _, v := range n.outputs {
		if v != nil && v.Producer == n {
			v.Producer = nil
		}
	}
	n.eachInner(func(in *Node) { read = in.unlink(read) })
	return read
}

// eachInner calls do for the nodes of the graphs in n's attributes.
func (n *Node) eachInner(do func(in *Node)) {
	for _, g := range n.Graphs() {
		for _, in := range g.nodes {
			do(in)
		}
	}
}
