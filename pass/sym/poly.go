// Package sym computes with polynomials over symbolic dimensions: element counts
// and bytes of tensors whose dims are not all numbers. It imports nothing of the
// project.
package sym

// Poly is an immutable polynomial with int64 coefficients over symbols, each of
// which stands for an integer >= 1, and over atoms ceil(p/k) of a polynomial p that
// counts something, so that an atom is never negative. The zero Poly is 0.
// Canonical: equal polynomials have the same terms in the same order and print
// alike.
//
// A result that does not fit into int64 coefficients, or a product that grows beyond
// some hundred terms, is the one overflowed Poly: every operation on it gives it
// again, and every Poly is AtMost it.
type Poly struct {
	c     int64  // the constant term
	terms []term // the other terms, in canonical order, none with coefficient 0
	over  bool
}

// term is coef times a monomial of degree >= 1.
type term struct {
	coef int64
	m    *mono
}

// maxProduct bounds the terms of a product, which grow exponentially in a chain.
const maxProduct = 1 << 10

var overflowed = Poly{over: true}

// Const returns the constant c.
func Const(c int64) Poly { return Poly{c: c} }

// Symbol returns the polynomial that is just the symbol name.
func Symbol(name string) Poly {
	m := &mono{factors: []factor{{&atom{name: printed(name), symbol: name, degree: 1}, 1}}, degree: 1}
	return Poly{terms: []term{{1, m}}}
}

// Add returns p + q.
func (p Poly) Add(q Poly) Poly { return p.plus(q, 1) }

// Sub returns p - q.
func (p Poly) Sub(q Poly) Poly { return p.plus(q, -1) }

// plus returns p + s*q for s = 1 or -1.
func (p Poly) plus(q Poly, s int64) Poly {
	if p.over || q.over {
		return overflowed
	}
	k, ok := mulInt(q.c, s)
	c, ok2 := addInt(p.c, k)
	if !ok || !ok2 {
		return overflowed
	}
	if len(q.terms) == 0 {
		return Poly{c: c, terms: p.terms}
	}
	if len(p.terms) == 0 && s == 1 {
		return Poly{c: c, terms: q.terms}
	}
	terms, ok := merge(p.terms, q.terms, s)
	if !ok {
		return overflowed
	}
	return Poly{c: c, terms: terms}
}

// merge returns the sorted terms of a + s*b, false on overflow.
func merge(a, b []term, s int64) ([]term, bool) {
	out := make([]term, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch order := a[0].m.compare(b[0].m); {
		case order < 0:
			out = append(out, a[0])
			a = a[1:]
		case order > 0:
			k, ok := mulInt(b[0].coef, s)
			if !ok {
				return nil, false
			}
			out = append(out, term{k, b[0].m})
			b = b[1:]
		default:
			k, ok := mulInt(b[0].coef, s)
			k, ok2 := addInt(a[0].coef, k)
			if !ok || !ok2 {
				return nil, false
			}
			if k != 0 {
				out = append(out, term{k, a[0].m})
			}
			a, b = a[1:], b[1:]
		}
	}
	out = append(out, a...)
	for _, t := range b {
		k, ok := mulInt(t.coef, s)
		if !ok {
			return nil, false
		}
		out = append(out, term{k, t.m})
	}
	return out, true
}

// Mul returns p * q.
func (p Poly) Mul(q Poly) Poly {
	if p.over || q.over {
		return overflowed
	}
	if len(p.terms) == 0 {
		p, q = q, p
	}
	if len(q.terms) > 0 && (len(p.terms)+1)*(len(q.terms)+1) > maxProduct {
		return overflowed
	}
	out := p.times(term{coef: q.c})
	for _, t := range q.terms {
		out = out.Add(p.times(t))
	}
	return out
}

// times returns p * t; a nil monomial is 1.
func (p Poly) times(t term) Poly {
	if t.coef == 0 {
		return Poly{}
	}
	if t.coef == 1 && t.m == nil {
		return p
	}
	c, ok := mulInt(p.c, t.coef)
	if !ok {
		return overflowed
	}
	out := Poly{c: c, terms: make([]term, 0, len(p.terms)+1)}
	for _, u := range p.terms {
		k, ok := mulInt(u.coef, t.coef)
		if !ok {
			return overflowed
		}
		out.terms = append(out.terms, term{k, u.m.times(t.m)})
	}
	// The order of monomials is multiplicative, so the products are sorted, and the
	// constant's product comes last.
	if t.m != nil && c != 0 {
		out.c, out.terms = 0, append(out.terms, term{c, t.m})
	}
	return out
}

// Int returns the value of a constant polynomial, false if p has symbols or has
// overflowed.
func (p Poly) Int() (int64, bool) {
	if p.over || len(p.terms) > 0 {
		return 0, false
	}
	return p.c, true
}

// Overflowed reports whether p stands for a result that int64 coefficients cannot
// hold.
func (p Poly) Overflowed() bool { return p.over }

// Equal reports whether p and q are the same polynomial. Two overflowed ones are.
func (p Poly) Equal(q Poly) bool {
	if p.c != q.c || p.over != q.over || len(p.terms) != len(q.terms) {
		return false
	}
	for i, t := range p.terms {
		if u := q.terms[i]; t.coef != u.coef || t.m.compare(u.m) != 0 {
			return false
		}
	}
	return true
}
