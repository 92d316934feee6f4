package onnxgo

import (
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/iterator"
)

// edges are the edges of the graph in both directions. Where an operation reads a value
// twice the first edge counts.
type edges struct {
	from, to map[int64][]graph.WeightedEdge
}

func newEdges() edges {
	return edges{map[int64][]graph.WeightedEdge{}, map[int64][]graph.WeightedEdge{}}
}

func (e *edges) add(w graph.WeightedEdge) {
	u, v := w.From().ID(), w.To().ID()
	if e.find(u, v) == nil {
		e.from[u] = append(e.from[u], w)
		e.to[v] = append(e.to[v], w)
	}
}

func (e *edges) find(u, v int64) graph.WeightedEdge {
	for _, w := range e.from[u] {
		if w.To().ID() == v {
			return w
		}
	}
	return nil
}

// Node returns the node of an ID, nil if there is none. An ID below the number of inputs
// is the node of that input: onnx.Model.SetInput asks for the index of an input where
// it means the ID of its node, which are not the same in a model that lists an
// initializer among its inputs.
func (b *Backend) Node(id int64) graph.Node {
	if id >= 0 && id < firstID {
		if in := b.inputs(); id < int64(len(in)) {
			return b.nodes[in[id].first]
		}
		return nil
	}
	if i := id - firstID; i >= 0 && i < int64(len(b.nodes)) {
		return b.nodes[i]
	}
	return nil
}

// Nodes implements graph.Graph.
func (b *Backend) Nodes() graph.Nodes {
	if len(b.nodes) == 0 {
		return graph.Empty
	}
	all := make([]graph.Node, len(b.nodes))
	for i, n := range b.nodes {
		all[i] = n
	}
	return iterator.NewOrderedNodes(all)
}

// From implements graph.Graph: what the operation that gives a node's value reads.
func (b *Backend) From(id int64) graph.Nodes {
	return ends(b.edges.from[id], graph.WeightedEdge.To)
}

// To implements graph.Directed: what the operations that read a node's value give.
func (b *Backend) To(id int64) graph.Nodes {
	return ends(b.edges.to[id], graph.WeightedEdge.From)
}

func ends(list []graph.WeightedEdge, end func(graph.WeightedEdge) graph.Node) graph.Nodes {
	if len(list) == 0 {
		return graph.Empty
	}
	out := make([]graph.Node, len(list))
	for i, e := range list {
		out[i] = end(e)
	}
	return iterator.NewOrderedNodes(out)
}

// HasEdgeBetween implements graph.Graph.
func (b *Backend) HasEdgeBetween(x, y int64) bool {
	return b.HasEdgeFromTo(x, y) || b.HasEdgeFromTo(y, x)
}

// HasEdgeFromTo implements graph.Directed.
func (b *Backend) HasEdgeFromTo(u, v int64) bool { return b.edges.find(u, v) != nil }

// Edge implements graph.Graph.
func (b *Backend) Edge(u, v int64) graph.Edge {
	if e := b.edges.find(u, v); e != nil {
		return e
	}
	return nil
}

// WeightedEdge implements graph.Weighted.
func (b *Backend) WeightedEdge(u, v int64) graph.WeightedEdge { return b.edges.find(u, v) }

// Weight implements graph.Weighted.
func (b *Backend) Weight(u, v int64) (float64, bool) {
	if e := b.edges.find(u, v); e != nil {
		return e.Weight(), true
	}
	return 0, false
}
