package pass

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// answer is what a bounded search can say.
type answer int

const (
	no answer = iota
	yes
	unknown
)

// searchLimit bounds one search for a path, in nodes, so that the whole stays linear.
// A reader of the stash is two or three nodes away from the gradient it shares with dY.
const searchLimit = 512

// reaches tells whether to needs something that from computes. Only nodes above
// from's level can lie between.
func reaches(c *Context, from, to *onnxio.Node) answer {
	g, level := c.Model.Graph, c.facts.level
	floor := level[from.Pos]
	if level[to.Pos] <= floor {
		return no
	}
	seen := map[*onnxio.Node]bool{to: true}
	work := []*onnxio.Node{to}
	for len(work) > 0 {
		n := work[len(work)-1]
		work = work[:len(work)-1]
		for _, p := range producers(g, n) {
			if p == from {
				return yes
			}
			if level[p.Pos] <= floor || seen[p] {
				continue
			}
			seen[p] = true
			work = append(work, p)
		}
		if len(seen) > searchLimit {
			return unknown
		}
	}
	return no
}

// breakCycles drops plans until no set of the rest can close a cycle. A plan makes the
// tied node wait for the site's readers; two plans can wait for each other (the
// operands of one MatMul). In every strongly connected component of the graph with all
// waits added, one plan stays: alone it closes no cycle.
func breakCycles(c *Context, plans []*latePlan) []*latePlan {
	if len(plans) == 0 {
		return nil
	}
	w := &components{g: c.Model.Graph, facts: c.facts, waits: map[*onnxio.Node][]*onnxio.Node{}}
	for _, p := range plans {
		for _, t := range p.slots {
			w.waits[t.n] = append(w.waits[t.n], p.s.readers...)
		}
	}
	w.run()
	// The plan with the smallest name stays, whatever the file order.
	sorted := slices.Clone(plans)
	slices.SortStableFunc(sorted, func(a, b *latePlan) int { return strings.Compare(a.s.Y.Name, b.s.Y.Name) })
	kept := map[int32]bool{}
	dropped := map[*latePlan]bool{}
	for _, p := range sorted {
		in := w.inside(p)
		if slices.ContainsFunc(in, func(k int32) bool { return kept[k] }) {
			dropped[p] = true
			p.s.LateReason = "its order and that of another site would wait for each other"
			continue
		}
		for _, k := range in {
			kept[k] = true
		}
	}
	return slices.DeleteFunc(plans, func(p *latePlan) bool { return dropped[p] })
}
