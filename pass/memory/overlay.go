package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// universe is the graph's arrays with the nodes of some patches numbered behind the
// graph's own, so that any subset of the patches can be looked at without reading
// them again.
type universe struct {
	arrays
	base    int    // how many nodes are the graph's
	forward []bool // by node number
	patches []numbered
	sizes   snapshot
}

// numbered is a patch in numbers.
type numbered struct {
	// from and to delimit its new nodes.
	from, to int32
	put      []placed
	edits    []edit
}

// placed puts the nodes [from, to) where base node pos stands, or before or behind it.
type placed struct {
	pos, from, to int32
	where         place
}

type place int8

const (
	instead place = iota
	ahead
	behind
)

// edit makes value the input at index of a node.
type edit struct{ node, index, value int32 }

// universe numbers the patches.
func (f *Flow) universe(patches []*onnxio.Patch) *universe {
	values := f.g.Values()
	n := len(f.a.nodes)
	u := &universe{arrays: *f.a, base: n, sizes: f.sizes.grow(values)}
	fresh := 0
	for _, p := range patches {
		fresh += countNodes(p)
	}
	u.nodes, u.recs, u.pool = slices.Clip(u.nodes), slices.Clip(u.recs), slices.Clip(u.pool)
	if fresh > 0 {
		u.nodes = append(make([]*onnxio.Node, 0, n+fresh), u.nodes...)
		u.recs = append(make([]rec, 0, n+fresh), u.recs...)
		u.pool = append(make([]int32, 0, len(u.pool)+4*fresh), u.pool...)
	}
	u.kept = make([]bool, len(values))
	copy(u.kept, f.a.kept)
	for i := len(f.a.kept); i < len(values); i++ { // made since the flow was built
		u.kept[i] = values[i].Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
	}
	u.forward = make([]bool, n, n+fresh)
	for i := range u.forward {
		u.forward[i] = f.b == nil || i < len(f.b.Forward) && f.b.Forward[i]
	}
	u.patches = make([]numbered, len(patches))
	for i, p := range patches {
		u.patches[i] = u.number(p)
	}
	u.numberEdits(patches)
	return u
}

// countNodes counts the new nodes of a patch.
func countNodes(p *onnxio.Patch) int {
	k := 0
	for _, r := range p.Replace {
		k += len(r.New)
	}
	for _, in := range p.Insert {
		k += len(in.Nodes)
	}
	return k
}

// numberEdits numbers the input edits, which may concern the new nodes of any patch.
func (u *universe) numberEdits(patches []*onnxio.Patch) {
	var fresh map[*onnxio.Node]int32
	for i, p := range patches {
		for _, e := range p.Inputs {
			id, ok := u.position(e.Node)
			if !ok {
				if fresh == nil {
					fresh = u.fresh()
				}
				id, ok = fresh[e.Node]
			}
			if !ok || e.Index < 0 || e.Index >= len(e.Node.Inputs()) {
				continue
			}
			x := edit{id, int32(e.Index), -1}
			if e.Value != nil && e.Value.Graph() == u.g {
				x.value = e.Value.ID
			}
			u.patches[i].edits = append(u.patches[i].edits, x)
		}
	}
}

// fresh numbers the new nodes by themselves.
func (u *universe) fresh() map[*onnxio.Node]int32 {
	m := map[*onnxio.Node]int32{}
	for i, n := range u.nodes[u.base:] {
		m[n] = int32(u.base + i)
	}
	return m
}

// position returns the position of a node of the graph, false for any other.
func (u *universe) position(n *onnxio.Node) (int32, bool) {
	if n == nil || n.Pos < 0 || int(n.Pos) >= u.base || u.nodes[n.Pos] != n {
		return 0, false
	}
	return n.Pos, true
}

// number appends the patch's new nodes. A new node has the direction of the node that
// it replaces or stands beside.
func (u *universe) number(p *onnxio.Patch) numbered {
	out := numbered{from: int32(len(u.nodes)), put: make([]placed, 0, len(p.Replace)+len(p.Insert))}
	put := func(at *onnxio.Node, nodes []*onnxio.Node, where place) {
		pos, ok := u.position(at)
		if !ok {
			return
		}
		x := placed{pos: pos, from: int32(len(u.nodes)), where: where}
		for _, n := range nodes {
			u.add(n)
			u.nodes = append(u.nodes, n)
			u.forward = append(u.forward, u.forward[pos])
		}
		x.to = int32(len(u.nodes))
		out.put = append(out.put, x)
	}
	for _, r := range p.Replace {
		put(r.Old, r.New, instead)
	}
	for _, in := range p.Insert {
		if in.Before {
			put(in.Anchor, in.Nodes, ahead)
		} else {
			put(in.Anchor, in.Nodes, behind)
		}
	}
	out.to = int32(len(u.nodes))
	return out
}
