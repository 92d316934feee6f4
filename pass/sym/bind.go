package sym

import (
	"slices"
	"strings"
)

// Bind replaces the symbols that have a value; atoms of which all symbols are bound
// become numbers, exactly.
func (p Poly) Bind(values map[string]int64) Poly {
	if len(values) == 0 || p.over || len(p.terms) == 0 {
		return p
	}
	return p.Replace(func(name string) (Poly, bool) {
		v, ok := values[name]
		return Const(v), ok
	})
}

// Replace puts the polynomial that with returns in the place of each symbol for which
// it returns true.
func (p Poly) Replace(with func(name string) (Poly, bool)) Poly {
	if !p.mentions(with) {
		return p
	}
	out := Const(p.c)
	for _, t := range p.terms {
		product := Const(t.coef)
		for _, f := range t.m.factors {
			by := f.atom.replace(with)
			for range f.exp {
				product = product.Mul(by)
			}
		}
		out = out.Add(product)
	}
	return out
}

// mentions reports whether p has a symbol that with replaces.
func (p Poly) mentions(with func(string) (Poly, bool)) bool {
	for _, t := range p.terms {
		for _, f := range t.m.factors {
			if f.atom.k > 0 {
				if f.atom.p.mentions(with) {
					return true
				}
			} else if _, ok := with(f.atom.symbol); ok {
				return true
			}
		}
	}
	return false
}

func (a *atom) replace(with func(string) (Poly, bool)) Poly {
	if a.k > 0 {
		return a.p.Replace(with).CeilDiv(a.k)
	}
	if q, ok := with(a.symbol); ok {
		return q
	}
	m := &mono{factors: []factor{{a, 1}}, degree: 1}
	return Poly{terms: []term{{1, m}}}
}

// Symbols lists the symbols, sorted.
func (p Poly) Symbols() []string {
	names := p.symbols(nil)
	slices.SortFunc(names, strings.Compare)
	return slices.Compact(names)
}

func (p Poly) symbols(names []string) []string {
	for _, t := range p.terms {
		for _, f := range t.m.factors {
			if f.atom.k > 0 {
				names = f.atom.p.symbols(names)
			} else {
				names = append(names, f.atom.symbol)
			}
		}
	}
	return names
}

// IsSymbol returns the name of a polynomial that is just one symbol.
func (p Poly) IsSymbol() (string, bool) {
	if p.over || p.c != 0 || len(p.terms) != 1 || p.terms[0].coef != 1 {
		return "", false
	}
	f := p.terms[0].m.factors
	if len(f) != 1 || f[0].exp != 1 || f[0].atom.k > 0 {
		return "", false
	}
	return f[0].atom.symbol, true
}

// Has reports whether the symbol name occurs in p.
func (p Poly) Has(name string) bool {
	return p.mentions(func(s string) (Poly, bool) { return Poly{}, s == name })
}
