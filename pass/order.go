package pass

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// topological returns the nodes of g in a topological order that is the file order
// wherever that is topological already: a node moves only behind what it needs. The
// error names a node on a cycle.
func topological(g *onnxio.Graph) ([]*onnxio.Node, error) {
	nodes := g.Nodes()
	if _, ok := levels(g, nodes); ok {
		return nodes, nil
	}
	out := make([]*onnxio.Node, 0, len(nodes))
	state := make([]uint8, len(nodes)) // 0 new, 1 open, 2 done
	type frame struct {
		n    *onnxio.Node
		need []*onnxio.Node
	}
	var stack []frame
	for _, root := range nodes {
		if state[root.Pos] != 0 {
			continue
		}
		state[root.Pos] = 1
		stack = append(stack, frame{root, producers(g, root)})
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if len(f.need) == 0 {
				state[f.n.Pos] = 2
				out = append(out, f.n)
				stack = stack[:len(stack)-1]
				continue
			}
			p := f.need[0]
			f.need = f.need[1:]
			switch state[p.Pos] {
			case 1:
				return nil, fmt.Errorf("the graph has a cycle through node %q", p.Label())
			case 0:
				state[p.Pos] = 1
				stack = append(stack, frame{p, producers(g, p)})
			}
		}
	}
	return out, nil
}

// eachInput calls f for every value of g that n reads, those that graphs inside n
// capture included.
func eachInput(g *onnxio.Graph, n *onnxio.Node, f func(*onnxio.Value)) {
	for _, v := range n.Inputs() {
		if v != nil && v.Graph() == g {
			f(v)
		}
	}
	for _, sub := range n.Graphs() {
		for _, in := range sub.Nodes() {
			eachInput(g, in, f)
		}
		for _, o := range sub.Outputs {
			if o != nil && o.Graph() == g {
				f(o)
			}
		}
	}
}

// producers lists the nodes of g that compute what n reads.
func producers(g *onnxio.Graph, n *onnxio.Node) []*onnxio.Node {
	var out []*onnxio.Node
	eachInput(g, n, func(v *onnxio.Value) {
		if v.Producer != nil {
			out = append(out, v.Producer)
		}
	})
	return out
}

// levels returns for each node position the length of the longest path to the node:
// a node's level is above the level of everything it needs, in any file order. It
// fails if a node of order stands before the producer of what it reads.
func levels(g *onnxio.Graph, order []*onnxio.Node) (level []int32, inOrder bool) {
	level = make([]int32, len(order))
	made := make([]int32, len(g.Values())) // one more than the producer's level
	inOrder = true
	for _, n := range order {
		l := int32(0)
		eachInput(g, n, func(v *onnxio.Value) {
			l = max(l, made[v.ID])
			inOrder = inOrder && (made[v.ID] > 0 || v.Producer == nil)
		})
		if !inOrder {
			return nil, false
		}
		level[n.Pos] = l
		for _, o := range n.Outputs() {
			if o != nil {
				made[o.ID] = l + 1
			}
		}
	}
	return level, true
}
