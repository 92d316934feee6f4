package sym

import (
	"strconv"
	"strings"
)

// String prints like "128*batch*seq + 4", biggest degree first. A symbol that could
// be mistaken for an expression is quoted. The overflowed Poly prints "overflow".
func (p Poly) String() string {
	if p.over {
		return "overflow"
	}
	if len(p.terms) == 0 {
		return strconv.FormatInt(p.c, 10)
	}
	b := make([]byte, 0, 32)
	for i, t := range p.terms {
		b = appendTerm(b, t.coef, t.m, i == 0)
	}
	if p.c != 0 {
		b = appendTerm(b, p.c, nil, false)
	}
	return string(b)
}

// appendTerm appends one term with its sign; a nil monomial is 1.
func appendTerm(b []byte, coef int64, m *mono, first bool) []byte {
	switch {
	case first && coef < 0:
		b = append(b, '-')
	case first:
	case coef < 0:
		b = append(b, " - "...)
	default:
		b = append(b, " + "...)
	}
	if m == nil {
		return strconv.AppendUint(b, magnitude(coef), 10)
	}
	if k := magnitude(coef); k != 1 {
		b = append(strconv.AppendUint(b, k, 10), '*')
	}
	return m.append(b)
}

func (a *mono) append(b []byte) []byte {
	for i, f := range a.factors {
		if i > 0 {
			b = append(b, '*')
		}
		b = append(b, f.atom.name...)
		if f.exp > 1 {
			b = strconv.AppendInt(append(b, '^'), int64(f.exp), 10)
		}
	}
	return b
}

// printed returns how the symbol called name prints.
func printed(name string) string {
	if plain(name) {
		return name
	}
	return strconv.Quote(name)
}

// plain reports whether a symbol can stand in an expression without quotes.
func plain(name string) bool {
	if name == "" || name[0] >= '0' && name[0] <= '9' || name[0] == '-' || name == "overflow" {
		return false
	}
	return !strings.ContainsAny(name, "*+^()/\", \t\r\n")
}

// inner prints p as the dividend of a ceil.
func (p Poly) inner() string {
	s := p.String()
	if len(p.terms) > 1 || p.c != 0 {
		return "(" + s + ")"
	}
	return s
}

// Term is one term of a polynomial.
type Term struct {
	Coef int64
	// Key is the monomial as it prints, "batch*seq"; "" for the constant term. Equal
	// keys are equal monomials.
	Key string
}

// Terms lists the terms in canonical order, the constant last; none has coefficient
// 0, and the overflowed Poly has none.
func (p Poly) Terms() []Term {
	out := make([]Term, 0, len(p.terms)+1)
	for _, t := range p.terms {
		out = append(out, Term{t.coef, string(t.m.append(nil))})
	}
	if p.c != 0 {
		out = append(out, Term{Coef: p.c})
	}
	return out
}

// Degree returns the degree of p, 0 for constants; an atom ceil(p/k) counts as p.
func (p Poly) Degree() int {
	if len(p.terms) == 0 {
		return 0
	}
	return p.terms[0].m.degree
}
