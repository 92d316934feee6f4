package onnxio

// captured calls do for each value of g that the graphs inside n read.
func captured(g *Graph, n *Node, do func(*Value)) {
	for _, a := range n.Attrs {
		for _, in := range a.graphs {
			capturedBy(g, in, do)
		}
	}
}

func capturedBy(g, in *Graph, do func(*Value)) {
	for _, n := range in.nodes {
		for _, v := range n.inputs {
			if v != nil && v.graph == g {
				do(v)
			}
		}
		captured(g, n, do)
	}
	for _, v := range in.Outputs {
		if v.graph == g {
			do(v)
		}
	}
}

// capturesLater reports whether in, a graph inside n, reads a value of g that n or a
// node behind it computes.
func capturesLater(g *Graph, n *Node, in *Graph) (later bool) {
	capturedBy(g, in, func(v *Value) {
		later = later || v.Producer != nil && v.Producer.Pos >= n.Pos
	})
	return later
}

// findCycle returns a node of g that depends on itself, or nil.
func findCycle(g *Graph) *Node {
	needs := make([]int32, len(g.nodes)) // inputs that are not there yet
	readers := make([][]int32, len(g.nodes))
	for i, n := range g.nodes {
		need := func(v *Value) {
			if v != nil && v.graph == g && v.Producer != nil {
				needs[i]++
				readers[v.Producer.Pos] = append(readers[v.Producer.Pos], int32(i))
			}
		}
		for _, v := range n.inputs {
			need(v)
		}
		captured(g, n, need)
	}
	var ready []int32
	for i, k := range needs {
		if k == 0 {
			ready = append(ready, int32(i))
		}
	}
	for len(ready) > 0 {
		i := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		for _, r := range readers[i] {
			if needs[r]--; needs[r] == 0 {
				ready = append(ready, r)
			}
		}
	}
	return onCycle(g, needs)
}

// onCycle walks from a node that never becomes ready to what it waits for, until one
// comes up again: that one lies on a cycle, the first not necessarily.
func onCycle(g *Graph, needs []int32) *Node {
	seen := map[*Node]bool{}
	var n *Node
	for i, k := range needs {
		if k > 0 {
			n = g.nodes[i]
			break
		}
	}
	for n != nil && !seen[n] {
		seen[n] = true
		var next *Node
		wait := func(v *Value) {
			if v != nil && v.graph == g && v.Producer != nil && needs[v.Producer.Pos] > 0 {
				next = v.Producer
			}
		}
		for _, v := range n.inputs {
			wait(v)
		}
		captured(g, n, wait)
		n = next
	}
	return n
}
