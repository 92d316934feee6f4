package memory

import "github.com/unswag/unswagc/onnxio"

// Rank returns the position of n, a node of the graph, in a topological order: the
// file order where that is one. It is -1 for any other node.
func (f *Flow) Rank(n *onnxio.Node) int32 {
	if n.Pos < 0 || int(n.Pos) >= len(f.a.nodes) || f.a.nodes[n.Pos] != n {
		return -1
	}
	return f.rank[n.Pos]
}

// Reach answers whether nodes depend on each other. It holds scratch space: use one
// per goroutine.
type Reach struct {
	f     *Flow
	stamp []int32
	round int32
	stack []int32
}

// NewReach returns a Reach over f.
func (f *Flow) NewReach() *Reach { return &Reach{f: f, stamp: make([]int32, len(f.a.nodes))} }

// DependsOn reports whether node a needs, directly or not, an output of node b
// (captures count). A node does not depend on itself. The search visits only nodes
// that stand between the two in topological order.
func (r *Reach) DependsOn(a, b *onnxio.Node) bool {
	floor, top := r.f.Rank(b), r.f.Rank(a)
	if floor < 0 || top <= floor {
		return false
	}
	r.round++
	r.stack = append(r.stack[:0], a.Pos)
	for len(r.stack) > 0 {
		id := r.stack[len(r.stack)-1]
		r.stack = r.stack[:len(r.stack)-1]
		for _, v := range r.f.a.reads(id) {
			if v < 0 || r.f.producer[v] < 0 {
				continue
			}
			p := r.f.producer[v]
			if p == b.Pos {
				return true
			}
			if r.f.rank[p] > floor && r.stamp[p] != r.round {
				r.stamp[p] = r.round
				r.stack = append(r.stack, p)
			}
		}
	}
	return false
}
