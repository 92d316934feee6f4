package shape

import "github.com/unswag/unswagc/onnxio"

// order returns the nodes of g such that what a node reads, itself or through the
// graphs inside it, comes before it. Nodes on a cycle come last, in file order.
func order(g *onnxio.Graph) []*onnxio.Node {
	nodes := g.Nodes()
	if inOrder(g) {
		return nodes
	}
	waits := make([]int32, len(nodes))
	eachEdge(g, func(_, to *onnxio.Node) { waits[to.Pos]++ })
	out := make([]*onnxio.Node, 0, len(nodes))
	for _, n := range nodes {
		if waits[n.Pos] == 0 {
			out = append(out, n)
		}
	}
	for i := 0; i < len(out); i++ {
		for _, v := range out[i].Outputs() {
			eachReader(g, v, func(to *onnxio.Node) {
				if waits[to.Pos]--; waits[to.Pos] == 0 {
					out = append(out, to)
				}
			})
		}
	}
	for _, n := range nodes {
		if waits[n.Pos] > 0 {
			out = append(out, n)
		}
	}
	return out
}

// inOrder reports whether every node of g stands behind what it reads.
func inOrder(g *onnxio.Graph) bool {
	for _, n := range g.Nodes() {
		if !readsBefore(g, n, n.Pos) {
			return false
		}
	}
	return true
}

// readsBefore reports whether n and the graphs inside it read only what nodes of g
// before pos produce.
func readsBefore(g *onnxio.Graph, n *onnxio.Node, pos int32) bool {
	for _, v := range n.Inputs() {
		if v != nil && v.Producer != nil && v.Graph() == g && v.Producer.Pos >= pos {
			return false
		}
	}
	for _, inner := range n.Graphs() {
		for _, m := range inner.Nodes() {
			if !readsBefore(g, m, pos) {
				return false
			}
		}
	}
	return true
}

// eachEdge calls f for each use of a value of g that a node of g produces.
func eachEdge(g *onnxio.Graph, f func(from, to *onnxio.Node)) {
	for _, n := range g.Nodes() {
		for _, v := range n.Outputs() {
			eachReader(g, v, func(to *onnxio.Node) { f(n, to) })
		}
	}
}

// eachReader calls f for each use of v with the node of g that makes it: the reader,
// or the node of g around the graph in which the reader stands.
func eachReader(g *onnxio.Graph, v *onnxio.Value, f func(*onnxio.Node)) {
	if v == nil {
		return
	}
	for _, u := range v.Uses() {
		n := u.Node
		for n != nil && n.Graph() != g {
			n = n.Graph().Owner
		}
		if n != nil {
			f(n)
		}
	}
}
