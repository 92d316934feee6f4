package pass

import "github.com/unswag/unswagc/onnxio"

// components numbers the strongly connected components of the backward pass (Tarjan,
// without recursion). A forward node needs nothing that the backward pass makes, so no
// cycle goes through one.
type components struct {
	g     *onnxio.Graph
	facts *facts
	waits map[*onnxio.Node][]*onnxio.Node
	comp  []int32
}

// inside lists the components in which the plan's waits lie.
func (w *components) inside(p *latePlan) []int32 {
	var out []int32
	for _, t := range p.slots {
		for _, r := range p.s.readers {
			if w.comp[t.n.Pos] == w.comp[r.Pos] {
				out = append(out, w.comp[r.Pos])
			}
		}
	}
	return out
}

type tarjanFrame struct {
	n    *onnxio.Node
	need []*onnxio.Node
}

func (w *components) need(n *onnxio.Node) []*onnxio.Node {
	waits := w.waits[n]
	out := make([]*onnxio.Node, 0, len(n.Inputs())+len(waits))
	eachInput(w.g, n, func(v *onnxio.Value) {
		if p := v.Producer; p != nil && w.facts.inBackward(p) {
			out = append(out, p)
		}
	})
	return append(out, waits...)
}

func (w *components) run() {
	nodes := w.g.Nodes()
	w.comp = make([]int32, len(nodes))
	index, low := make([]int32, len(nodes)), make([]int32, len(nodes))
	var next, comps int32
	var open []*onnxio.Node
	var stack []tarjanFrame
	push := func(n *onnxio.Node) {
		next++
		index[n.Pos], low[n.Pos] = next, next
		open = append(open, n)
		stack = append(stack, tarjanFrame{n, w.need(n)})
	}
	for _, root := range nodes {
		if index[root.Pos] == 0 && w.facts.inBackward(root) {
			push(root)
		}
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if len(f.need) > 0 {
				p := f.need[0]
				f.need = f.need[1:]
				if index[p.Pos] == 0 {
					push(p)
				} else if w.comp[p.Pos] == 0 {
					low[f.n.Pos] = min(low[f.n.Pos], index[p.Pos])
				}
				continue
			}
			n := f.n
			stack = stack[:len(stack)-1]
			if len(stack) > 0 {
				up := stack[len(stack)-1].n
				low[up.Pos] = min(low[up.Pos], low[n.Pos])
			}
			if low[n.Pos] == index[n.Pos] {
				comps++
				for {
					m := open[len(open)-1]
					open = open[:len(open)-1]
					w.comp[m.Pos] = comps
					if m == n {
						break
					}
				}
			}
		}
	}
}
