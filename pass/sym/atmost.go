package sym

// maxShiftDegree bounds the expansion of s = 1+t, which has up to 2^degree terms.
const maxShiftDegree = 12

// AtMost reports whether p <= q is certain for all symbols >= 1: with every symbol s
// replaced by 1+t, q-p has no negative coefficient. Atoms are replaced by bounds:
// an atom that is subtracted by (p+k-1)/k, or by the sum of ceil(c/k)*m over the
// terms c*m of p where no c is negative; an atom that is added by p/k, or by 0.
func (p Poly) AtMost(q Poly) bool {
	if p.over || q.over {
		return q.over
	}
	d := q.Sub(p)
	if d.over {
		return false
	}
	if d.c >= 0 && d.plainlyPositive() {
		return true
	}
	if len(d.terms) == 0 || d.terms[0].coef < 0 && len(d.terms) == 1 && d.c <= 0 {
		return false
	}
	for _, b := range [...]bounds{{false, false}, {true, false}, {false, true}, {true, true}} {
		e, had := d.withoutAtoms(b)
		if e.nonNegative() {
			return true
		}
		if !had {
			return false
		}
	}
	return false
}

// plainlyPositive reports whether no coefficient of a symbol or atom is negative.
func (p Poly) plainlyPositive() bool {
	for _, t := range p.terms {
		if t.coef < 0 {
			return false
		}
	}
	return true
}

// nonNegative reports whether p >= 0 is certain; p has no atoms.
func (p Poly) nonNegative() bool {
	if p.over || p.atOne() < 0 {
		return false
	}
	if p.plainlyPositive() { // p is increasing, and not negative where all symbols are 1
		return true
	}
	if p.terms[0].coef < 0 || p.Degree() > maxShiftDegree {
		return false
	}
	shifted := p.Replace(func(name string) (Poly, bool) { return Symbol(name).Add(Const(1)), true })
	return !shifted.over && shifted.c >= 0 && shifted.plainlyPositive()
}

// atOne returns the value where all symbols are 1, -1 if that overflows.
func (p Poly) atOne() int64 {
	sum, ok := p.c, true
	for _, t := range p.terms {
		if sum, ok = addInt(sum, t.coef); !ok {
			return -1
		}
	}
	return sum
}

// bounds chooses between the two bounds that atoms have on either side.
type bounds struct{ termwise, zero bool }

// withoutAtoms returns a polynomial without atoms that is >= 0 only where p is, and
// whether p had atoms. Each round removes one atom of each term.
func (p Poly) withoutAtoms(b bounds) (Poly, bool) {
	had := false
	for range maxShiftDegree {
		k, any := p.atomScale()
		if !any {
			return p, had
		}
		if k == 0 {
			break
		}
		had = true
		out := Const(p.c).Mul(Const(k))
		for _, t := range p.terms {
			out = out.Add(t.bound(b, k))
		}
		if p = out; p.over {
			return p, had
		}
	}
	return overflowed, had
}

// atomScale returns a common multiple of the divisors of each term's first atom (0 if
// it overflows), and whether there is an atom at all.
func (p Poly) atomScale() (int64, bool) {
	k, any := int64(1), false
	for _, t := range p.terms {
		if a := t.m.firstAtom(); a != nil {
			any = true
			if k = lcm(k, a.k); k == 0 {
				return 0, true
			}
		}
	}
	return k, any
}

// bound returns a lower bound of scale*t in which the first atom is gone.
func (t term) bound(b bounds, scale int64) Poly {
	a := t.m.firstAtom()
	one := Poly{terms: []term{t}}
	if a == nil {
		return one.Mul(Const(scale))
	}
	if t.coef > 0 && b.zero {
		return Poly{}
	}
	rest, _ := t.m.over(&mono{factors: []factor{{a, 1}}, degree: a.degree})
	others := Poly{c: 1}.times(term{t.coef, rest})
	switch {
	case t.coef > 0:
		return others.Mul(a.p).Mul(Const(scale / a.k))
	case b.termwise && a.p.c >= 0 && a.p.plainlyPositive():
		up := Const(ceilInt(a.p.c, a.k))
		for _, u := range a.p.terms {
			up = up.Add(Poly{c: 1}.times(term{ceilInt(u.coef, a.k), u.m}))
		}
		return others.Mul(up).Mul(Const(scale))
	default:
		return others.Mul(a.p.Add(Const(a.k - 1))).Mul(Const(scale / a.k))
	}
}

func (a *mono) firstAtom() *atom {
	for _, f := range a.factors {
		if f.atom.k > 0 {
			return f.atom
		}
	}
	return nil
}

// lcm returns the least common multiple of positive numbers, 0 on overflow.
func lcm(a, b int64) int64 {
	k, ok := mulInt(a/gcd(a, b), b)
	if !ok {
		return 0
	}
	return k
}
