package memory

import (
	"math"
	"math/bits"
	"slices"

	"github.com/unswag/unswagc/pass/sym"
)

// basis numbers the monomials of polynomials in which every symbol s is written as
// 1+t. In these a polynomial is a vector, and p <= q is certain if no coordinate of p
// is above that of q, as no t and no atom is negative.
type basis struct{ dim map[string]int32 }

// sparse lists the coordinates of a vector that are not 0.
type sparse []coordinate

type coordinate struct {
	dim  int32
	coef int64
}

func newBasis() *basis { return &basis{dim: map[string]int32{"": 0}} }

// vector returns the coordinates of p, false where p or they have overflowed.
func (b *basis) vector(p sym.Poly) (sparse, bool) {
	p = p.Replace(func(name string) (sym.Poly, bool) { return sym.Symbol(name).Add(sym.Const(1)), true })
	if p.Overflowed() {
		return nil, false
	}
	var out sparse
	for _, t := range p.Terms() {
		d, ok := b.dim[t.Key]
		if !ok {
			d = int32(len(b.dim))
			b.dim[t.Key] = d
		}
		out = append(out, coordinate{d, t.Coef})
	}
	return out, true
}

// maxCoordinate bounds coordinates, so that the differences of two fit.
const maxCoordinate = math.MaxInt64 / 4

// vectors returns the vectors of polys, of which n can be added up; false where they
// cannot be had.
func (b *basis) vectors(polys []sym.Poly, n int) ([]sparse, bool) {
	out := make([]sparse, len(polys))
	limit := int64(maxCoordinate / max(n, 1))
	for i, p := range polys {
		v, ok := b.vector(p)
		if !ok || slices.ContainsFunc(v, func(c coordinate) bool { return c.coef > limit || c.coef < -limit }) {
			return nil, false
		}
		out[i] = v
	}
	return out, true
}

// dense returns s with all coordinates.
func (b *basis) dense(s sparse) []int64 {
	v := make([]int64, len(b.dim))
	s.add(v, 1)
	return v
}

// add adds k times s to v.
func (s sparse) add(v []int64, k int64) {
	for _, c := range s {
		v[c.dim] += k * c.coef
	}
}

// front is a maximum of vectors: of those that were included it keeps the ones that
// are not certainly at most another, or the larger of two others.
type front struct {
	vecs [][]int64
	ids  []int32
	// q and r covered the last vector. The next one is often much like it.
	q, r int
	// work is how many coordinates may still be looked at; more, that a vector was
	// left out because they were used up or maxTerms were kept.
	work int
	more bool
}

const (
	// maxTerms bounds the terms of a maximum, and with them the time that comparing
	// takes: a graph of many sizes that nothing relates has one at every node.
	maxTerms = 64
	// maxFrontWork is enough for a million nodes with a dozen terms.
	maxFrontWork = 1 << 30
)

// include makes f the maximum of f and v, which is called id.
func (f *front) include(v []int64, id int32) {
	if f.work < 0 {
		f.more = true
		return
	}
	if f.covers(v) {
		return
	}
	kept := 0
	for i, old := range f.vecs {
		if !f.obsolete(old, v, i, kept) {
			f.vecs[kept], f.ids[kept] = old, f.ids[i]
			kept++
		}
	}
	if f.vecs, f.ids = f.vecs[:kept], f.ids[:kept]; kept == maxTerms {
		f.more = true
		return
	}
	f.vecs, f.ids = append(f.vecs, slices.Clone(v)), append(f.ids, id)
	f.q, f.r = kept, kept
}

// obsolete reports whether vector i is not needed beside v and the others: those
// before kept and those behind i.
func (f *front) obsolete(old, v []int64, i, kept int) bool {
	f.work -= len(v) * len(f.vecs)
	if atMost(old, v) {
		return true
	}
	with := func(q []int64) bool { return between(old, v, q) }
	return slices.ContainsFunc(f.vecs[:kept], with) || slices.ContainsFunc(f.vecs[i+1:], with)
}

// covers reports whether v is certainly at most f.
func (f *front) covers(v []int64) bool {
	f.work -= len(v)
	if f.q < len(f.vecs) && f.r < len(f.vecs) && between(v, f.vecs[f.q], f.vecs[f.r]) {
		return true
	}
	f.work -= len(v) * len(f.vecs)
	for i, q := range f.vecs {
		if atMost(v, q) {
			f.q, f.r = i, i
			return true
		}
	}
	f.work -= len(v) * len(f.vecs) * len(f.vecs) / 2
	for i, q := range f.vecs {
		for j, r := range f.vecs[:i] {
			if between(v, q, r) {
				f.q, f.r = i, j
				return true
			}
		}
	}
	return false
}

// atMost reports whether p <= q in every coordinate.
func atMost(p, q []int64) bool {
	for i, x := range p {
		if x > q[i] {
			return false
		}
	}
	return true
}

// between reports whether p <= l*q + (1-l)*r in every coordinate for some l from 0 to
// 1: then p is certainly at most the larger of q and r.
func between(p, q, r []int64) bool {
	low, high := fraction{0, 1}, fraction{1, 1}
	for i, x := range p {
		d, e := q[i]-r[i], x-r[i] // l*d must be at least e
		switch {
		case d == 0 || e > 0 && d < 0:
			if e > 0 {
				return false
			}
		case d > 0 && e > 0:
			if f := (fraction{uint64(e), uint64(d)}); low.less(f) {
				low = f
			}
		case d < 0:
			if f := (fraction{uint64(-e), uint64(-d)}); f.less(high) {
				high = f
			}
		}
	}
	return !high.less(low)
}

// fraction is num/den, den > 0.
type fraction struct{ num, den uint64 }

func (a fraction) less(b fraction) bool {
	h1, l1 := bits.Mul64(a.num, b.den)
	h2, l2 := bits.Mul64(b.num, a.den)
	return h1 < h2 || h1 == h2 && l1 < l2
}
