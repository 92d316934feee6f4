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
	p := &program{arrays: f.a, sizes: f.sizes.grow(f.g.Values())}
	n := len(f.a.nodes)
	p.base = n
	p.forward = make([]bool, n, n+n/2)
	for i := range p.forward {
		p.forward[i] = f.b == nil || i < len(f.b.Forward) && f.b.Forward[i]
	}
	if len(patches) == 0 {
		p.order = identity(n)
	} else {
		p.overlay(f.a, patches)
	}
	p.producer = p.producers(p.order)
	p.order = p.topological(p.order, p.producer)
	return p
}

// overlay copies what the patches change, and arranges the nodes.
func (p *program) overlay(base *arrays, patches []*onnxio.Patch) {
	n := len(base.nodes)
	a := &arrays{g: base.g, nodes: base.nodes[:n:n], recs: slices.Clone(base.recs), pool: slices.Clip(base.pool)}
	a.kept = make([]bool, len(base.g.Values()))
	copy(a.kept, base.kept)
	for i, v := range base.g.Values()[len(base.kept):] {
		a.kept[len(base.kept)+i] = v.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
	}
	p.arrays = a
	o := &overlayer{p: p, base: n, basePool: int32(len(base.pool)),
		replaced: make([][]int32, 0, len(patches)), at: make([]int32, n)}
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
	// replaced, before and after are lists of new nodes; the tables at, beforeAt and
	// afterAt hold 1 + the index of a base node's list, 0 where it has none.
	replaced, before, after [][]int32
	at, beforeAt, afterAt   []int32
	// fresh numbers the new nodes, built when an edit asks for one.
	fresh map[*onnxio.Node]int32
}

// position returns the position of a node of the base graph, false for any other.
func (o *overlayer) position(n *onnxio.Node) (int32, bool) {
	if n == nil || n.Pos < 0 || int(n.Pos) >= o.base || o.p.nodes[n.Pos] != n {
		return 0, false
	}
	return n.Pos, true
}

// number appends nodes that are not in the graph yet, of the class of node at.
func (o *overlayer) number(nodes []*onnxio.Node, at int32) []int32 {
	ids := make([]int32, len(nodes))
	for i, n := range nodes {
		ids[i] = o.p.add(n)
		o.p.nodes = append(o.p.nodes, n)
		o.p.forward = append(o.p.forward, o.p.forward[at])
	}
	return ids
}

func (o *overlayer) add(patch *onnxio.Patch) {
	for _, r := range patch.Replace {
		if pos, ok := o.position(r.Old); ok {
			o.replaced = append(o.replaced, o.number(r.New, pos))
			o.at[pos] = int32(len(o.replaced))
		}
	}
	for _, in := range patch.Insert {
		pos, ok := o.position(in.Anchor)
		if !ok {
			continue
		}
		lists, table := &o.after, &o.afterAt
		if in.Before {
			lists, table = &o.before, &o.beforeAt
		}
		if *table == nil {
			*table = make([]int32, o.base)
		}
		ids := o.number(in.Nodes, pos)
		if k := (*table)[pos]; k > 0 {
			(*lists)[k-1] = append((*lists)[k-1], ids...)
			continue
		}
		*lists = append(*lists, ids)
		(*table)[pos] = int32(len(*lists))
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
	for i := range o.base {
		if o.beforeAt != nil && o.beforeAt[i] > 0 {
			out = append(out, o.before[o.beforeAt[i]-1]...)
		}
		if k := o.at[i]; k > 0 {
			out = append(out, o.replaced[k-1]...)
		} else {
			out = append(out, int32(i))
		}
		if o.afterAt != nil && o.afterAt[i] > 0 {
			out = append(out, o.after[o.afterAt[i]-1]...)
		}
	}
	o.p.order = out
}
