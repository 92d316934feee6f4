package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// reuse is the plan that ONNX Runtime 1.19.2 makes before the first run, with the
// options that it has by default: which value lies in which other one's buffer.
// It goes through the nodes in their order and gives every output a buffer:
//
//   - A graph output has one of its own.
//   - A view, and an output that overwrites an input, lie where the input lies. An
//     input is overwritten only if nothing else reads its buffer any more, and if the
//     engine knows that both shapes are the same.
//   - Any other output takes, of the buffers that nothing reads any more, the one that
//     was given up last among those that were allocated for a value of the same shape.
//   - Otherwise it has a new one.
//
// A shape that the engine does not know equals no other. When the plan is
// carried out, a buffer is allocated for the value that it was new for, and freed
// behind the last reader of the last value in it. In between it may lie idle for long:
// that is why this peak is at least the one that lives have, and often far above it. A
// buffer that nothing reads is never freed.
type reuse struct {
	buffers
	// shape is the number of the shape that the engine knows, by value.
	shape []int32
	// due counts what still has to read a value's buffer or to write it, by root.
	due []int32
	// sealed marks buffers that are neither taken nor given up: what a function body gives
	// is a view of a tensor inside it whose shape the engine does not know.
	sealed map[int32]bool
	// spare are the buffers that may be taken, by size class.
	spare [][]spare
}

// spare are the buffers of one shape that nothing reads any more, the last given up last.
type spare struct {
	shape   int32
	buffers []int32
}

// newReuse plans the buffers of p along an order; body is that of lives.timeline.
func newReuse(p *program, order []int32, body func(id int32) (class int32, ok bool)) *reuse {
	u := &reuse{buffers: newBuffers(p, order), shape: slices.Clone(p.sizes.stated[:len(p.kept)]), due: make([]int32, len(p.kept)),
		sealed: map[int32]bool{}, spare: make([][]spare, len(p.sizes.polys))}
	for i := range u.last {
		u.last[i] = forever
	}
	for _, id := range order {
		for _, v := range p.pool[p.recs[id].in:p.recs[id].end] {
			if v >= 0 {
				u.due[v]++
			}
		}
	}
	for pos, id := range order {
		r, own := &p.recs[id], false
		if body != nil {
			_, own = body(id)
		}
		u.infer(r, id)
		for k, v := range p.pool[r.out:r.end] {
			if v >= 0 && !r.constant {
				u.place(r, k, v, id, own)
			}
		}
		u.finish(r, int32(pos))
	}
	return u
}

// infer finds the shapes of the outputs of node id that the file does not state: the
// engine knows one if it knows the inputs' and has a rule.
func (u *reuse) infer(r *rec, id int32) {
	p, first, known := u.p, int32(unknownShape), true
	var in *onnxio.Value
	for k, v := range p.pool[r.out:r.end] {
		if v < 0 || u.shape[v] != unknownShape {
			continue
		}
		if in == nil {
			for _, x := range p.pool[r.in:r.out] {
				known = known && (x < 0 || u.shape[x] != unknownShape)
			}
			if r.in < r.cap && p.pool[r.in] >= 0 {
				first, in = u.shape[p.pool[r.in]], p.g.Values()[p.pool[r.in]]
			}
		}
		if known && knowsShape(p.nodes[id], k, func() bool { return p.sizes.shapes.fixed(first) }) {
			u.shape[v] = p.sizes.shapes.infer(p.g.Values()[v], in, first)
		}
	}
}

// same reports whether the engine knows that a and b have the same shape. The sizes can
// differ only where the file states something wrong.
func (u *reuse) same(a, b int32) bool {
	return u.shape[a] == u.shape[b] && u.shape[a] != unknownShape && u.p.sizes.class[a] == u.p.sizes.class[b]
}

// place finds a buffer for output k of node id, value v.
func (u *reuse) place(r *rec, k int, v, id int32, own bool) {
	b := int32(external)
	switch in := u.p.pool[r.in:r.cap]; {
	case u.p.kept[v]:
	case int(r.view) == k && len(in) > 0 && in[0] >= 0:
		if b = u.root[in[0]]; b < 0 {
			return // not counted, like what it shows
		}
	case own:
		u.sealed[v] = true
	default:
		if b = u.overwritten(r, k, v); b < 0 {
			b = u.take(v)
		}
	}
	if b < 0 {
		u.root[v], u.made[v] = v, id
		return
	}
	u.root[v] = b
	u.due[b] += u.due[v]
}

// overwritten returns the buffer of an input that output k, value v, takes over, or
// external.
func (u *reuse) overwritten(r *rec, k int, v int32) int32 {
	if r.alias == 0 {
		return external
	}
	for _, o := range aliases[r.alias-1].Overs {
		if o.Output != k || r.in+int32(o.Input) >= r.cap {
			continue
		}
		in := u.p.pool[r.in+int32(o.Input)]
		if in < 0 || u.root[in] < 0 || u.p.kept[u.root[in]] {
			continue
		}
		if b := u.root[in]; u.due[b] == 1 && u.same(in, v) {
			return b
		}
	}
	return external
}

// take returns a buffer that nothing reads any more, or external. Scalars take none.
func (u *reuse) take(v int32) int32 {
	if u.shape[v] <= scalarShape {
		return external
	}
	s := u.spares(v)
	n := len(s.buffers) - 1
	if n < 0 {
		return external
	}
	b := s.buffers[n]
	s.buffers = s.buffers[:n]
	return b
}

// spares are the buffers that v may take.
func (u *reuse) spares(v int32) *spare {
	all := &u.spare[u.p.sizes.class[v]]
	for i := range *all {
		if (*all)[i].shape == u.shape[v] {
			return &(*all)[i]
		}
	}
	*all = append(*all, spare{shape: u.shape[v]})
	return &(*all)[len(*all)-1]
}

// finish notes that a node has run: what nobody has to read any more may be taken.
func (u *reuse) finish(r *rec, pos int32) {
	for i, v := range u.p.pool[r.in:r.end] {
		if v < 0 || u.root[v] < 0 {
			continue
		}
		b := u.root[v]
		if (r.in+int32(i) < r.out || b != v) && !u.p.kept[b] {
			u.last[b] = pos
		}
		u.due[b]--
		if u.due[b] == 0 && !u.p.kept[b] && !u.sealed[b] && u.shape[b] > scalarShape {
			s := u.spares(b)
			s.buffers = append(s.buffers, b)
		}
	}
}

// timeline carries the plan out. What overwrites an input or takes a buffer lies in that
// one already.
func (u *reuse) timeline(body func(id int32) (class int32, ok bool)) *timeline {
	return u.run(body, func(*rec, int, int32, int32) bool { return false })
}
