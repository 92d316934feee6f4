package sym

import "strings"

// mono is a product of powers of atoms, sorted by atom; never empty.
type mono struct {
	factors []factor
	degree  int
}

type factor struct {
	atom *atom
	exp  int
}

// atom is a symbol, or ceil(p/k) where k > 0.
type atom struct {
	name   string // how it prints; equal names are equal atoms
	symbol string // the symbol's own name
	degree int    // 1 for a symbol, p's degree for a ceil
	p      Poly
	k      int64
}

// compare orders monomials: bigger degree first, then by the first atom (in name
// order) whose exponents differ, bigger exponent first. The order is multiplicative:
// a < b implies a*c < b*c.
func (a *mono) compare(b *mono) int {
	if a == b {
		return 0
	}
	if a.degree != b.degree {
		return b.degree - a.degree
	}
	for i, f := range a.factors {
		if i == len(b.factors) {
			return -1
		}
		g := b.factors[i]
		if f.atom != g.atom {
			if order := strings.Compare(f.atom.name, g.atom.name); order != 0 {
				return order
			}
		}
		if f.exp != g.exp {
			return g.exp - f.exp
		}
	}
	if len(b.factors) > len(a.factors) {
		return 1
	}
	return 0
}

// times returns a * b; nil is 1.
func (a *mono) times(b *mono) *mono {
	if b == nil {
		return a
	}
	if a == nil {
		return b
	}
	out := &mono{factors: make([]factor, 0, len(a.factors)+len(b.factors)), degree: a.degree + b.degree}
	x, y := a.factors, b.factors
	for len(x) > 0 && len(y) > 0 {
		switch order := strings.Compare(x[0].atom.name, y[0].atom.name); {
		case order < 0:
			out.factors, x = append(out.factors, x[0]), x[1:]
		case order > 0:
			out.factors, y = append(out.factors, y[0]), y[1:]
		default:
			out.factors = append(out.factors, factor{x[0].atom, x[0].exp + y[0].exp})
			x, y = x[1:], y[1:]
		}
	}
	out.factors = append(append(out.factors, x...), y...)
	return out
}

// over returns a / b and whether b divides a; the quotient 1 is nil.
func (a *mono) over(b *mono) (*mono, bool) {
	if b == nil {
		return a, true
	}
	if a == nil {
		return nil, false
	}
	out := &mono{degree: a.degree - b.degree}
	y := b.factors
	for _, f := range a.factors {
		if len(y) > 0 && y[0].atom.name == f.atom.name {
			if f.exp < y[0].exp {
				return nil, false
			}
			f.exp -= y[0].exp
			y = y[1:]
		}
		if f.exp > 0 {
			out.factors = append(out.factors, f)
		}
	}
	if len(y) > 0 {
		return nil, false
	}
	if len(out.factors) == 0 {
		return nil, true
	}
	return out, true
}
