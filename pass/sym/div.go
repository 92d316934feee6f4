package sym

import "strconv"

// maxAtomName bounds the length of an atom in print, and with it the nesting of ceils.
const maxAtomName = 1 << 10

// CeilDiv returns ceil(p / k) for a p that counts something, and k > 0: exact where k
// divides every coefficient of a symbol, otherwise an atom. A k that is not positive
// gives the overflowed Poly.
func (p Poly) CeilDiv(k int64) Poly {
	if p.over || k <= 0 {
		return overflowed
	}
	if q, ok := scaleDown(p.terms, k); ok {
		return Poly{c: ceilInt(p.c, k), terms: q}
	}
	if a := p.terms[0].m.factors[0]; len(p.terms) == 1 && p.terms[0].coef == 1 &&
		len(p.terms[0].m.factors) == 1 && a.exp == 1 && a.atom.k > 0 {
		// ceil((ceil(x/j) + c) / k) is ceil((x + c*j) / (j*k)).
		jk, ok := mulInt(a.atom.k, k)
		if !ok {
			return overflowed
		}
		return a.atom.p.Add(Const(p.c).Mul(Const(a.atom.k))).CeilDiv(jk)
	}
	a := &atom{name: "ceil(" + p.inner() + "/" + strconv.FormatInt(k, 10) + ")", p: p, k: k}
	a.degree = p.terms[0].m.degree
	if len(a.name) > maxAtomName {
		return overflowed
	}
	m := &mono{factors: []factor{{a, 1}}, degree: a.degree}
	return Poly{terms: []term{{1, m}}}
}

// scaleDown divides every coefficient by k, false where one is not a multiple.
func scaleDown(terms []term, k int64) ([]term, bool) {
	for _, t := range terms {
		if t.coef%k != 0 {
			return nil, false
		}
	}
	if k == 1 || len(terms) == 0 {
		return terms, true
	}
	out := make([]term, len(terms))
	for i, t := range terms {
		out[i] = term{t.coef / k, t.m}
	}
	return out, true
}

// divSteps bounds the long division, whose intermediate remainders can grow.
const divSteps = 256

// DivExact returns p / q where q divides p as a polynomial, and false where that is
// not certain (or q is 0).
func (p Poly) DivExact(q Poly) (Poly, bool) {
	if p.over || q.over {
		return Poly{}, false
	}
	lead, isZero := q.lead()
	if isZero {
		return Poly{}, false
	}
	var quotient Poly
	for range divSteps {
		t, done := p.lead()
		if done {
			return quotient, true
		}
		m, ok := t.m.over(lead.m)
		if !ok || t.coef%lead.coef != 0 || lead.coef == -1 && t.coef == -t.coef {
			return Poly{}, false
		}
		step := Poly{c: 1}.times(term{t.coef / lead.coef, m})
		quotient = quotient.Add(step)
		p = p.Sub(step.Mul(q))
		if p.over || quotient.over {
			return Poly{}, false
		}
	}
	return Poly{}, false
}

// lead returns the first term in canonical order and whether p is 0.
func (p Poly) lead() (term, bool) {
	if len(p.terms) > 0 {
		return p.terms[0], false
	}
	return term{coef: p.c}, p.c == 0
}

// Cancel divides two single terms by their common factors; other polynomials come
// back as they are. What is left is equal where p and q are, and the other way round,
// since symbols are at least 1. Atoms, which may be 0, are not cancelled.
func Cancel(p, q Poly) (Poly, Poly) {
	if p.over || q.over || p.c != 0 || q.c != 0 || len(p.terms) != 1 || len(q.terms) != 1 {
		return p, q
	}
	t, u := p.terms[0], q.terms[0]
	if t.coef <= 0 || u.coef <= 0 {
		return p, q
	}
	common := &mono{}
	for _, f := range t.m.factors {
		for _, g := range u.m.factors {
			if f.atom.name == g.atom.name && f.atom.k == 0 {
				e := min(f.exp, g.exp)
				common.factors = append(common.factors, factor{f.atom, e})
				common.degree += e
			}
		}
	}
	k := gcd(t.coef, u.coef)
	return t.without(k, common), u.without(k, common)
}

func (t term) without(k int64, common *mono) Poly {
	m, _ := t.m.over(common)
	return Poly{c: 1}.times(term{t.coef / k, m})
}

// gcd returns the greatest common divisor of positive numbers.
func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
