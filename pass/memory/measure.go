package memory

import (
	"context"
	"math"
	"slices"
	"sync"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// Figures are the bytes along one order.
type Figures struct{ Held, Peak Bytes }

// Memory is the figures along both orders. Reuse is the peak along ONNX Runtime's order
// with the reuse of buffers that it plans by default; Choose leaves it out.
type Memory struct {
	File, ORT Figures
	Reuse     Bytes
}

// AtMost reports whether each figure of m but Reuse is certainly at most that of o.
func (m Memory) AtMost(o Memory) bool {
	return m.File.AtMost(o.File) && m.ORT.AtMost(o.ORT)
}

// AtMost reports whether both figures of f are certainly at most those of o.
func (f Figures) AtMost(o Figures) bool { return f.Held.AtMost(o.Held) && f.Peak.AtMost(o.Peak) }

// Measure returns the figures of the graph as the patches would leave it; none: as
// it is. The graph is not changed. A node that a patch puts in has the direction
// (forward, backward) of the node that it replaces or stands beside.
func (f *Flow) Measure(ctx context.Context, patches ...*onnxio.Patch) (Memory, error) {
	return f.measure(ctx, nil, patches)
}

// MeasureBodies is Measure for an engine that has no kernels for some nodes and runs
// their function bodies. For such a node body returns true and the bytes of all
// intermediate tensors that are alive beside its inputs and outputs where the body
// needs most; its outputs then overwrite no input. In ONNX Runtime's order ties are gone,
// since their body, an Identity, is inlined.
func (f *Flow) MeasureBodies(ctx context.Context, body func(n *onnxio.Node) (scratch sym.Poly, ok bool), patches ...*onnxio.Patch) (Memory, error) {
	return f.measure(ctx, body, patches)
}

func (f *Flow) measure(ctx context.Context, body bodies, patches []*onnxio.Patch) (Memory, error) {
	if err := ctx.Err(); err != nil {
		return Memory{}, err
	}
	p := f.program(patches)
	scratch := f.scratch(p, body)
	var held, file Bytes
	var wg sync.WaitGroup
	wg.Go(func() {
		l := newLives(p, p.order)
		held = Bytes{Terms: []sym.Poly{p.sizes.total(l.held())}}
		file = p.sizes.peak(l.timeline(scratch))
	})
	q := p
	if body != nil {
		q = p.untied()
	}
	order := q.ortOrderInlined(q.order, q.producer, q.fixedBody(scratch))
	var reused Bytes
	wg.Go(func() { reused = q.sizes.peak(newReuse(q, order, scratch).timeline(scratch)) })
	ort := q.sizes.peak(newLives(q, order).timeline(scratch))
	wg.Wait()
	return Memory{Figures{held, file}, Figures{held, ort}, reused}, ctx.Err()
}

// fixedBody tells of the nodes with a body whose input has a shape without names. With
// names the body of UnSwagGradMask asks for the shape of dY, which therefore comes before
// the mask, as it does where the nodes stand.
func (p *program) fixedBody(body func(id int32) (int32, bool)) func(id int32) bool {
	if body == nil {
		return nil
	}
	return func(id int32) bool {
		_, ok := body(id)
		in := p.pool[p.recs[id].in]
		return ok && in >= 0 && p.sizes.shapes.fixed(p.sizes.stated[in])
	}
}

// scratch classes what the bodies of p's nodes need.
func (f *Flow) scratch(p *program, body bodies) func(id int32) (int32, bool) {
	if body == nil {
		return nil
	}
	class := make([]int32, len(p.nodes)) // by node number, 1 higher; 0: no body
	for _, id := range p.order {
		if s, ok := body(p.nodes[id]); ok {
			class[id] = f.sizes.add(s) + 1
		}
	}
	now := f.sizes.again()
	now.class = p.sizes.class
	p.sizes = now
	return func(id int32) (int32, bool) { return class[id] - 1, class[id] > 0 }
}

// total adds up the bytes of buffers.
func (s snapshot) total(roots []int32) sym.Poly {
	count := make([]int64, len(s.polys))
	for _, b := range roots {
		count[s.class[b]]++
	}
	return s.sum(count)
}

// sum adds up the bytes of so many buffers of each class.
func (s snapshot) sum(count []int64) sym.Poly {
	var p sym.Poly
	for c, k := range count {
		if k > 0 {
			p = p.Add(s.polys[c].Mul(sym.Const(k)))
		}
	}
	return p
}

// peak returns the maximum of the live bytes.
func (s snapshot) peak(t *timeline) Bytes {
	if s.small(len(t.ev)) {
		var most int64
		t.sweep(s.ints, func(_ int, live int64) { most = max(most, live) })
		return Bytes{Terms: []sym.Poly{sym.Const(most)}}
	}
	base := newBasis()
	vecs, ok := base.vectors(s.polys, len(t.ev))
	if !ok {
		return s.plainPeak(t)
	}
	f := front{work: maxFrontWork}
	live := make([]int64, len(base.dim))
	from := int32(0)
	for i := range t.full {
		for _, c := range t.ev[from:t.full[i]] {
			vecs[c].add(live, 1)
		}
		if t.full[i] > from {
			f.include(live, int32(i))
		}
		for _, c := range t.ev[t.full[i]:t.free[i]] {
			vecs[c].add(live, -1)
		}
		from = t.free[i]
	}
	slices.Sort(f.ids)
	b := maximum(s.at(t, f.ids))
	b.More = b.More || f.more
	return b
}

// plainPositions is how many positions are looked at without vectors.
const plainPositions = 1 << 10

// plainPeak is peak for sizes that are too large for vectors.
func (s snapshot) plainPeak(t *timeline) Bytes {
	positions := make([]int32, min(len(t.full), plainPositions))
	for i := range positions {
		positions[i] = int32(i)
	}
	b := maximum(s.at(t, positions))
	b.More = b.More || len(t.full) > plainPositions
	return b
}

// at returns the live bytes at positions, which are sorted.
func (s snapshot) at(t *timeline, positions []int32) []sym.Poly {
	var out []sym.Poly
	count := make([]int64, len(s.polys))
	from := int32(0)
	for i := range t.full {
		if len(out) == len(positions) {
			break
		}
		for _, c := range t.ev[from:t.full[i]] {
			count[c]++
		}
		if positions[len(out)] == int32(i) {
			out = append(out, s.sum(count))
		}
		for _, c := range t.ev[t.full[i]:t.free[i]] {
			count[c]--
		}
		from = t.free[i]
	}
	return out
}

// small reports whether all sizes are numbers of which n can be added up in an int64.
func (s snapshot) small(n int) bool {
	return s.allInt && (n == 0 || s.largest <= math.MaxInt64/int64(n))
}

// sweep calls at for every position with the live bytes there, given the bytes of
// each size class.
func (t *timeline) sweep(bytes []int64, at func(i int, live int64)) {
	live, from := int64(0), int32(0)
	for i := range t.full {
		for _, c := range t.ev[from:t.full[i]] {
			live += bytes[c]
		}
		at(i, live)
		for _, c := range t.ev[t.full[i]:t.free[i]] {
			live -= bytes[c]
		}
		from = t.free[i]
	}
}
