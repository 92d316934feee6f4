package memory

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// timeline is what is allocated and freed along an order, as size classes: node i of
// the order allocates ev[free[i-1]:full[i]], is charged, and then frees
// ev[full[i]:free[i]].
type timeline struct {
	ev         []int32
	full, free []int32
}

// bodies tells what a function body costs: see Flow.MeasureBodies.
type bodies func(n *onnxio.Node) (scratch sym.Poly, ok bool)

const (
	external = -1 // root of a value in a buffer that is not counted
	forever  = math.MaxInt32
)

// buffers are those of a program along one order.
type buffers struct {
	p     *program
	order []int32
	// root is the value that a value's buffer was allocated for, or external.
	root []int32
	// last is, by root, the position after which the buffer is free; made is the
	// node that allocated it.
	last []int32
	made []int32
}

func newBuffers(p *program, order []int32) buffers {
	n := len(p.kept)
	b := buffers{p: p, order: order, root: make([]int32, n), last: make([]int32, n), made: make([]int32, n)}
	for i := range b.root {
		b.root[i] = external
	}
	return b
}

// lives are buffers that are free as soon as nothing reads them any more.
type lives struct{ buffers }

// newLives finds every value's buffer and how long it is read.
func newLives(p *program, order []int32) *lives {
	l := &lives{newBuffers(p, order)}
	for pos, id := range order {
		r := &p.recs[id]
		if !r.shapeOnly {
			for _, v := range p.pool[r.in:r.out] {
				if v >= 0 && l.root[v] >= 0 {
					b := l.root[v]
					l.last[b] = max(l.last[b], int32(pos))
				}
			}
		}
		for k, v := range p.pool[r.out:r.end] {
			if v >= 0 {
				l.place(r, k, v, id, int32(pos))
			}
		}
	}
	return l
}

// place gives output k of a node, value v, its buffer, unless it overwrites one.
func (l *lives) place(r *rec, k int, v, id, pos int32) {
	switch {
	case int(r.view) == k && r.in < r.cap && l.p.pool[r.in] >= 0:
		l.root[v] = l.root[l.p.pool[r.in]]
	case r.constant:
	default:
		l.root[v], l.last[v], l.made[v] = v, pos, id
	}
	if b := l.root[v]; b >= 0 && l.p.kept[v] {
		l.last[b] = forever
	}
}

// timeline runs the order. Where body returns true for a node, its outputs overwrite
// nothing and it has scratch of its own.
func (l *lives) timeline(body func(id int32) (class int32, ok bool)) *timeline {
	return l.run(body, l.overwrite)
}

// run allocates and frees. An output for which overwrite returns true takes over a buffer.
func (b *buffers) run(body func(id int32) (class int32, ok bool), overwrite func(r *rec, k int, v, pos int32) bool) *timeline {
	n := len(b.order)
	t := &timeline{ev: make([]int32, 0, 4*n), full: make([]int32, n), free: make([]int32, n)}
	for i, id := range b.order {
		r := &b.p.recs[id]
		pos := int32(i)
		scratch, own := int32(-1), false
		if body != nil {
			scratch, own = body(id)
		}
		for k, v := range b.p.pool[r.out:r.end] {
			if v < 0 || b.root[v] != v || b.made[v] != id {
				continue
			}
			if own || !overwrite(r, k, v, pos) {
				t.ev = append(t.ev, b.p.sizes.class[v])
			}
		}
		if own && scratch >= 0 {
			t.ev = append(t.ev, scratch)
		}
		t.full[i] = int32(len(t.ev))
		if own && scratch >= 0 {
			t.ev = append(t.ev, scratch)
		}
		for _, v := range b.p.pool[r.in:r.end] {
			if v < 0 || b.root[v] < 0 {
				continue
			}
			if root := b.root[v]; b.last[root] == pos {
				b.last[root] = -1
				t.ev = append(t.ev, b.p.sizes.class[root])
			}
		}
		t.free[i] = int32(len(t.ev))
	}
	return t
}

// overwrite reports whether output k of a node, value v, takes over the buffer of an
// input. That buffer then counts as freed, and v's as allocated, without either.
func (l *lives) overwrite(r *rec, k int, v, pos int32) bool {
	b := l.overwritten(r, k, v, pos)
	if b >= 0 {
		l.last[b] = -1
	}
	return b >= 0
}

// overwritten returns the buffer that output k of a node, value v, takes over, or -1.
func (l *lives) overwritten(r *rec, k int, v, pos int32) int32 {
	if r.alias == 0 {
		return -1
	}
	for _, o := range aliases[r.alias-1].Overs {
		if o.Output != k || r.in+int32(o.Input) >= r.cap {
			continue
		}
		in := l.p.pool[r.in+int32(o.Input)]
		if in < 0 || l.root[in] < 0 {
			continue
		}
		b := l.root[in]
		if l.last[b] == pos && b != v && l.p.sizes.class[b] == l.p.sizes.class[v] {
			return b
		}
	}
	return -1
}

// held lists the buffers, by root, that the backward pass takes over from the forward
// pass or that a forward node leaves to the end of the step.
func (l *lives) held() []int32 {
	seen := make([]bool, len(l.root))
	var out []int32
	add := func(b int32) {
		if b >= 0 && !seen[b] && l.p.forward[l.made[b]] {
			seen[b] = true
			out = append(out, b)
		}
	}
	for _, id := range l.order {
		r := &l.p.recs[id]
		for _, v := range l.p.pool[r.out:r.end] {
			if v >= 0 && l.p.kept[v] {
				add(l.root[v])
			}
		}
		if l.p.forward[id] || r.shapeOnly {
			continue
		}
		for _, v := range l.p.pool[r.in:r.out] {
			if v >= 0 {
				add(l.root[v])
			}
		}
	}
	return out
}
