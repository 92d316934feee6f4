package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// program is the graph as some patches would leave it: the order of its nodes is the
// one that Graph.Arrange gives, made topological where it is not.
type program struct {
	arrays
	order []int32
	// producer is the node that produces a value, or -1.
	producer []int32
	forward  []bool // by node number
	base     int
	sizes    snapshot
}

// program is the graph as the patches would leave it.
func (f *Flow) program(patches []*onnxio.Patch) *program {
	return f.universe(patches).program(identity(len(patches)))
}

// program is the graph as the patches with the given numbers would leave it.
func (u *universe) program(use []int32) *program {
	p := &program{arrays: u.arrays, forward: u.forward, base: u.base, sizes: u.sizes}
	p.edit(u, use)
	p.arrange(u, use)
	p.producer = p.producers(p.order)
	p.order = p.topological(p.order, p.producer)
	return p
}

// edit carries out the input edits, on copies of the nodes' values.
func (p *program) edit(u *universe, use []int32) {
	shared := int32(len(u.pool))
	for _, k := range use {
		for _, e := range u.patches[k].edits {
			if int(shared) == len(p.pool) {
				p.recs, p.pool = slices.Clone(p.recs), slices.Clip(p.pool)
			}
			r := &p.recs[e.node]
			if r.in < shared {
				shift := int32(len(p.pool)) - r.in
				p.pool = append(p.pool, p.pool[r.in:r.end]...)
				r.in, r.cap, r.out, r.end = r.in+shift, r.cap+shift, r.out+shift, r.end+shift
			}
			p.pool[r.in+e.index] = e.value
		}
	}
}

// arrange is Graph.Arrange on numbers.
func (p *program) arrange(u *universe, use []int32) {
	if len(use) == 0 {
		p.order = identity(u.base)
		return
	}
	// The tables hold, by position, 1 + the index of the first placement there; next
	// leads on to those that follow at the same place, and last is the last of them.
	put := make([]placed, 0, 3*len(use))
	for _, k := range use {
		put = append(put, u.patches[k].put...)
	}
	var first [behind + 1][]int32
	next, last := make([]int32, len(put)), make([]int32, len(put))
	for w := range first {
		first[w] = make([]int32, u.base)
	}
	size := u.base
	for i, x := range put {
		size += int(x.to - x.from)
		at := &first[x.where][x.pos]
		if *at == 0 || x.where == instead { // of two replacements the last one counts
			*at, last[i] = int32(i+1), int32(i)
			continue
		}
		head := *at - 1
		next[last[head]], last[head] = int32(i+1), int32(i)
	}
	out := make([]int32, 0, size)
	add := func(i int32) {
		for ; i > 0; i = next[i-1] {
			for id := put[i-1].from; id < put[i-1].to; id++ {
				out = append(out, id)
			}
		}
	}
	for pos := range int32(u.base) {
		add(first[ahead][pos])
		if first[instead][pos] > 0 {
			add(first[instead][pos])
		} else {
			out = append(out, pos)
		}
		add(first[behind][pos])
	}
	p.order = out
}
