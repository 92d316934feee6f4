package memory

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// Flow is the dataflow of a main graph as arrays. It never changes the graph, and it
// stays valid only while the graph stays as it is. Its methods may run concurrently.
type Flow struct {
	g     *onnxio.Graph
	sh    *shape.Result
	b     *Boundary
	a     *arrays
	sizes *sizes
	// producer is by value ID, rank by position in the file.
	producer, rank []int32
}

// New builds the flow of g in linear time. b may be nil: then every node counts as
// forward.
func New(g *onnxio.Graph, sh *shape.Result, b *Boundary) *Flow {
	return newFlow(g, sh, b, newSizes(sh))
}

// Again builds the flow of f's graph anew, after the graph was changed; b is its new
// boundary. The sizes of the values that f has measured are not looked up again.
func (f *Flow) Again(b *Boundary) *Flow { return newFlow(f.g, f.sh, b, f.sizes) }

func newFlow(g *onnxio.Graph, sh *shape.Result, b *Boundary, s *sizes) *Flow {
	f := &Flow{g: g, sh: sh, b: b, sizes: s}
	if b != nil && b.arrays != nil && b.arrays.g == g {
		f.a = b.arrays
	} else {
		f.a = newArrays(g)
	}
	f.sizes.grow(g.Values())
	order := identity(len(f.a.nodes))
	f.producer = f.a.producers(order)
	f.rank = make([]int32, len(order))
	for i, id := range f.a.topological(order, f.producer) {
		f.rank[id] = int32(i)
	}
	return f
}

// rec is one node: where its values stand in the pool, and what its operator does.
type rec struct {
	// pool[in:cap] are the inputs, pool[cap:out] the captures, pool[out:end] the
	// outputs.
	in, cap, out, end int32
	// alias is 1 + the index in aliases, or 0. A record holds no pointer, so that the
	// collector need not look at it.
	alias int8
	// view is the output that is a view of input 0, or -1.
	view int8
	// constant marks Constant, shapeOnly Shape and Size.
	constant, shapeOnly bool
}

// arrays are the nodes and values of a graph by number: a node's number is its
// position, a value's its ID.
type arrays struct {
	g     *onnxio.Graph
	nodes []*onnxio.Node
	recs  []rec
	pool  []int32 // value IDs, -1 for an omitted input or output
	// kept marks values that live to the end of the step.
	kept []bool
}

// newArrays builds the arrays of g.
func newArrays(g *onnxio.Graph) *arrays {
	nodes := g.Nodes()
	a := &arrays{g: g, nodes: nodes, recs: make([]rec, 0, len(nodes)), pool: make([]int32, 0, 4*len(nodes)), kept: make([]bool, len(g.Values()))}
	for _, n := range nodes {
		a.add(n)
	}
	for i, v := range g.Values() {
		a.kept[i] = v.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
	}
	for _, v := range g.Outputs {
		if v != nil && v.Graph() == g {
			a.kept[v.ID] = true
		}
	}
	return a
}

// add appends the record of n and returns its number.
func (a *arrays) add(n *onnxio.Node) int32 {
	al := aliasOf(n)
	r := rec{in: int32(len(a.pool)), alias: al, view: int8(viewOutput(al))}
	r.constant = n.OpType == "Constant" && n.Domain == ""
	r.shapeOnly = !HoldsInput(n, 0)
	a.pool = a.appendIDs(a.pool, n.Inputs())
	r.cap = int32(len(a.pool))
	for _, inner := range n.Graphs() {
		a.capture(inner)
	}
	r.out = int32(len(a.pool))
	a.pool = a.appendIDs(a.pool, n.Outputs())
	r.end = int32(len(a.pool))
	a.recs = append(a.recs, r)
	return int32(len(a.recs) - 1)
}

func (a *arrays) appendIDs(to []int32, values []*onnxio.Value) []int32 {
	for _, v := range values {
		if v == nil || v.Graph() != a.g {
			to = append(to, -1)
		} else {
			to = append(to, v.ID)
		}
	}
	return to
}

// capture appends what inner, and the graphs inside it, read of a's graph.
func (a *arrays) capture(inner *onnxio.Graph) {
	work := []*onnxio.Graph{inner}
	for len(work) > 0 {
		g := work[len(work)-1]
		work = work[:len(work)-1]
		for _, n := range g.Nodes() {
			a.captured(n.Inputs())
			work = append(work, n.Graphs()...)
		}
		a.captured(g.Outputs)
	}
}

func (a *arrays) captured(values []*onnxio.Value) {
	for _, v := range values {
		if v != nil && v.Graph() == a.g {
			a.pool = append(a.pool, v.ID)
		}
	}
}

// reads lists the values that node id reads, captures included.
func (a *arrays) reads(id int32) []int32 { r := &a.recs[id]; return a.pool[r.in:r.out] }

// makes lists the values that node id produces.
func (a *arrays) makes(id int32) []int32 { r := &a.recs[id]; return a.pool[r.out:r.end] }

// producers returns for every value the node that produces it, or -1, looking at the
// given nodes only.
func (a *arrays) producers(nodes []int32) []int32 {
	p := make([]int32, len(a.kept))
	for i := range p {
		p[i] = -1
	}
	for _, id := range nodes {
		for _, v := range a.makes(id) {
			if v >= 0 {
				p[v] = id
			}
		}
	}
	return p
}

// identity returns 0, 1 ... n-1.
func identity(n int) []int32 {
	o := make([]int32, n)
	for i := range o {
		o[i] = int32(i)
	}
	return o
}
