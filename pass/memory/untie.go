package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// untied returns the program with no node but those that compute: readers of a tie
// read what it ties. That is what is left of a tie whose body, an Identity, is inlined;
// the nodes still stand in the file where the ties put them.
func (p *program) untied() *program {
	var what map[int32]int32 // the output of a tie -> what it ties
	order := make([]int32, 0, len(p.order))
	for _, id := range p.order {
		if r := &p.recs[id]; isTie(p.nodes[id]) && !p.kept[p.pool[r.out]] {
			if what == nil {
				what = map[int32]int32{}
			}
			a := p.pool[r.in]
			if b, ok := what[a]; ok {
				a = b
			}
			what[p.pool[r.out]] = a
			continue
		}
		order = append(order, id)
	}
	if what == nil {
		return p
	}
	q := *p
	q.order, q.pool = order, slices.Clone(p.pool)
	for _, id := range order {
		reads := q.reads(id)
		for i, v := range reads {
			if a, ok := what[v]; ok {
				reads[i] = a
			}
		}
	}
	q.producer = q.producers(order)
	return &q
}

func isTie(n *onnxio.Node) bool {
	return n.Domain == us && n.OpType == "UnSwagTie" && n.Input(0) != nil && n.Output(0) != nil
}
