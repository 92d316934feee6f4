package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// program is the graph as some patches would leave it: the flow's arrays with new
// records behind them, and the file order that Graph.Arrange would give.
type program struct {
	*arrays
	order []int32
	// producer is the node that produces a value, or -1.
	producer []int32
	forward  []bool // by node number
	// owner is the index of the patch that a new node comes from, by node number
	// minus base.
	owner []int32
	base  int
	sizes snapshot
}

// program builds the overlay. The flow's own arrays are not changed.
func (f *Flow) program(patches []*onnxio.Patch) *program {
	values := f.g.Values()
	a := *f.a
	a.kept = make([]bool, len(values))
	copy(a.kept, f.a.kept)
	for i := len(f.a.kept); i < len(values); i++ { // made since the flow was built
		a.kept[i] = values[i].Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
	}
	p := &program{arrays: &a, sizes: f.sizes.grow(values)}
	n := len(f.a.nodes)
	p.base = n
	p.forward = make([]bool, n, n+n/2)
	for i := range p.forward {
		p.forward[i] = f.b == nil || i < len(f.b.Forward) && f.b.Forward[i]
	}
	if len(patches) == 0 {
		p.order = identity(n)
	} else {
		p.overlay(patches)
	}
	p.producer = p.producers(p.order)
	p.order = p.topological(p.order, p.producer)
	return p
}

// overlay copies what the patches change, and arranges the nodes.
func (p *program) overlay(patches []*onnxio.Patch) {
	n := len(p.nodes)
	p.nodes, p.recs, p.pool = p.nodes[:n:n], slices.Clone(p.recs), slices.Clip(p.pool)
	o := &overlayer{p: p, base: n, basePool: int32(len(p.pool)), spans: make([]span, 0, 2*len(patches)),
		replaced: make([]int32, n), before: make([]int32, n), after: make([]int32, n)}
	for i, patch := range patches {
		o.add(patch)
		for len(p.owner) < len(p.nodes)-n {
			p.owner = append(p.owner, int32(i))
		}
	}
	for _, patch := range patches {
		for _, e := range patch.Inputs {
			o.edit(e)
		}
	}
	o.arrange()
}

// overlayer carries patches out on a program.
type overlayer struct {
	p        *program
	base     int
	basePool int32
	// spans are runs of new nodes. The tables hold, by position of a base node, 1 +
	// the index of the first span that replaces it or stands before or after it, 0
	// where there is none.
	spans                   []span
	replaced, before, after []int32
	// fresh numbers the new nodes, built when an edit asks for one.
	fresh map[*onnxio.Node]int32
}

// span is the new nodes [from, to); next is 1 + the index of the span that follows at
// the same place, 0 where none does, and tail of a first span 1 + that of the last.
type span struct{ from, to, next, tail int32 }

// position returns the position of a node of the base graph, false for any other.
func (o *overlayer) position(n *onnxio.Node) (int32, bool) {
	if n == nil || n.Pos < 0 || int(n.Pos) >= o.base || o.p.nodes[n.Pos] != n {
		return 0, false
	}
	return n.Pos, true
}

// number appends nodes that are not in the graph yet, of the class of node at, as a
// span, and returns 1 + its index.
func (o *overlayer) number(nodes []*onnxio.Node, at int32) int32 {
	s := span{from: int32(len(o.p.nodes))}
	for _, n := range nodes {
		o.p.add(n)
		o.p.nodes = append(o.p.nodes, n)
		o.p.forward = append(o.p.forward, o.p.forward[at])
	}
	s.to = int32(len(o.p.nodes))
	o.spans = append(o.spans, s)
	return int32(len(o.spans))
}

func (o *overlayer) add(patch *onnxio.Patch) {
	for _, r := range patch.Replace {
		if pos, ok := o.position(r.Old); ok {
			o.replaced[pos] = o.number(r.New, pos)
		}
	}
	for _, in := range patch.Insert {
		pos, ok := o.position(in.Anchor)
		if !ok {
			continue
		}
		table := o.after
		if in.Before {
			table = o.before
		}
		s := o.number(in.Nodes, pos)
		if table[pos] == 0 {
			table[pos] = s
			continue
		}
		first := &o.spans[table[pos]-1]
		if first.tail == 0 {
			first.tail = table[pos]
		}
		o.spans[first.tail-1].next = s
		first.tail = s
	}
}

// edit makes the value the input of the node, on a copy of the node's values.
func (o *overlayer) edit(e onnxio.InputEdit) {
	id, ok := o.position(e.Node)
	if !ok {
		id, ok = o.freshID(e.Node)
	}
	if !ok || e.Index < 0 || e.Index >= len(e.Node.Inputs()) {
		return
	}
	r := &o.p.recs[id]
	if r.in < o.basePool {
		shift := int32(len(o.p.pool)) - r.in
		o.p.pool = append(o.p.pool, o.p.pool[r.in:r.end]...)
		r.in, r.cap, r.out, r.end = r.in+shift, r.cap+shift, r.out+shift, r.end+shift
	}
	o.p.pool[r.in+int32(e.Index)] = -1
	if e.Value != nil && e.Value.Graph() == o.p.g {
		o.p.pool[r.in+int32(e.Index)] = e.Value.ID
	}
}

func (o *overlayer) freshID(n *onnxio.Node) (int32, bool) {
	if o.fresh == nil {
		o.fresh = map[*onnxio.Node]int32{}
		for i, m := range o.p.nodes[o.base:] {
			o.fresh[m] = int32(o.base + i)
		}
	}
	id, ok := o.fresh[n]
	return id, ok
}

// arrange is Graph.Arrange on numbers.
func (o *overlayer) arrange() {
	out := make([]int32, 0, len(o.p.nodes))
	put := func(s int32) {
		for s > 0 {
			x := o.spans[s-1]
			for id := x.from; id < x.to; id++ {
				out = append(out, id)
			}
			s = x.next
		}
	}
	for i := range o.base {
		put(o.before[i])
		if o.replaced[i] > 0 {
			put(o.replaced[i])
		} else {
			out = append(out, int32(i))
		}
		put(o.after[i])
	}
	o.p.order = out
}
