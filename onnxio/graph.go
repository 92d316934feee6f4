package onnxio

import (
	"slices"
	"strconv"
)

// Graph is a list of nodes in topological order over named values. It is the
// main graph of a model, the body of a function, or the body of a control-flow
// attribute (If, Loop, Scan). Def-use links are kept up to date by the methods
// that change the graph; nothing else may change them.
type Graph struct {
	Name string
	// Inputs and Outputs in declared order. An input may also be an initializer
	// (Value.Init), as IR versions below 4 require.
	Inputs, Outputs []*Value
	// Owner is the node whose attribute holds this graph; nil for the main graph
	// and for function bodies.
	Owner *Node
	// Outer is the graph that encloses Owner; nil where Owner is nil.
	Outer *Graph

	nodes  []*Node
	values []*Value // by Value.ID
	names  nameTable
	// suffix is from which number on NewValue looks for a free name, by base. Names
	// never become free again.
	suffix map[string]int
	wire   graphWire
	// fresh holds what is added after reading.
	fresh struct {
		nodes  slab[Node]
		values slab[Value]
	}
}

// NewGraph returns an empty graph.
func NewGraph(name string) *Graph {
	return &Graph{Name: name, wire: graphWire{changed: true}}
}

// Nodes lists the nodes in file order. The caller must not change the slice.
func (g *Graph) Nodes() []*Node { return g.nodes }

// Values lists every value of this graph (not of the graphs inside it); the
// position of a value is its ID. The caller must not change the slice.
func (g *Graph) Values() []*Value { return g.values }

// Value returns the value called name that is defined in this graph, or nil.
func (g *Graph) Value(name string) *Value { return g.names.find(g.values, name) }

// Lookup returns the value called name in this graph or the nearest enclosing
// one, or nil.
func (g *Graph) Lookup(name string) *Value {
	for ; g != nil; g = g.Outer {
		if v := g.Value(name); v != nil {
			return v
		}
	}
	return nil
}

// NewValue adds a value that nothing produces yet. If base is taken, here, in an
// enclosing graph or in a graph inside, the first free name of base_1, base_2 ...
// is used, so that equal calls on equal graphs give equal names.
func (g *Graph) NewValue(base string) *Value {
	name := base
	if g.taken(name) {
		i := g.suffix[base]
		for g.taken(name) {
			i++
			name = base + "_" + strconv.Itoa(i)
		}
		if g.suffix == nil {
			g.suffix = map[string]int{}
		}
		g.suffix[base] = i
	}
	return g.define(name)
}

func (g *Graph) taken(name string) bool {
	return g.Lookup(name) != nil || g.wire.inner[name]
}

// define adds the value called name, which must be free.
func (g *Graph) define(name string) *Value {
	v := g.fresh.values.next()
	*v = Value{Name: name, ID: int32(len(g.values)), graph: g}
	g.values = append(g.values, v)
	g.names.add(g.values, v)
	g.tellOuter(name)
	return v
}

// tellOuter notes in the enclosing graphs that name is taken in a graph inside them.
func (g *Graph) tellOuter(name string) {
	for o := g.Outer; o != nil; o = o.Outer {
		if o.wire.inner == nil {
			o.wire.inner = map[string]bool{}
		}
		o.wire.inner[name] = true
	}
}

// NewNode returns a node that is not in the graph yet: a Patch or SetNodes puts
// it there. A nil input is an omitted optional input.
func (g *Graph) NewNode(domain, opType, name string, inputs, outputs []*Value, attrs ...*Attr) *Node {
	n := g.fresh.nodes.next()
	*n = Node{Name: name, Domain: domain, OpType: opType, Attrs: attrs, inputs: inputs, outputs: outputs, graph: g}
	n.holds = slices.ContainsFunc(attrs, func(a *Attr) bool { return len(a.graphs) > 0 })
	return n
}

// SetNodes makes nodes the node list of the graph: nodes that are not listed any
// more lose their links, new ones gain theirs. The order must be topological.
func (g *Graph) SetNodes(nodes []*Node) {
	var added []*Node
	for i, n := range nodes {
		n.Pos = int32(i)
		if !n.linked {
			added = append(added, n)
		}
	}
	var read []*Value // what the nodes that go away read, each once
	next := 0         // most nodes stay in their order: those are told without a look at them
	for _, n := range g.nodes {
		if next < len(nodes) && nodes[next] == n {
			next++
		} else if int(n.Pos) < len(nodes) && nodes[n.Pos] == n {
			next = int(n.Pos) + 1
		} else {
			read = n.unlink(read)
		}
	}
	for _, v := range read {
		v.stale = false
		v.uses = slices.DeleteFunc(v.uses, func(u Use) bool { return !u.Node.linked })
	}
	for _, n := range added {
		n.link()
	}
	g.nodes = nodes
	g.touch()
}

// Changed reports whether the graph differs from what was read.
func (g *Graph) Changed() bool { return g.wire.changed }
