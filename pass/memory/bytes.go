package memory

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/pass/sym"
)

// Bytes is a symbolic maximum: the largest of Terms, none of which is certainly at
// most another, or at most the larger of two others. One term where all dims are bound.
type Bytes struct {
	Terms []sym.Poly
	// More tells that there were too many terms to keep: the maximum may be larger
	// than Terms, and is not certainly at most anything.
	More bool
}

// String prints one term, or "max(a, b)"; "max(a, b, ...)" where there are more.
func (b Bytes) String() string {
	switch {
	case b.More:
	case len(b.Terms) == 0:
		return "0"
	case len(b.Terms) == 1:
		return b.Terms[0].String()
	}
	text := make([]string, len(b.Terms))
	for i, t := range b.Terms {
		text[i] = t.String()
	}
	if b.More {
		text = append(text, "...")
	}
	return "max(" + strings.Join(text, ", ") + ")"
}

// Int returns the value where no dim is symbolic.
func (b Bytes) Int() (int64, bool) {
	switch {
	case b.More:
	case len(b.Terms) == 0:
		return 0, true
	case len(b.Terms) == 1:
		return b.Terms[0].Int()
	}
	return 0, false
}

// Bind replaces the symbols that have a value; terms that are then certainly at most
// others disappear.
func (b Bytes) Bind(values map[string]int64) Bytes {
	bound := make([]sym.Poly, len(b.Terms))
	for i, t := range b.Terms {
		bound[i] = t.Bind(values)
	}
	out := maximum(bound)
	out.More = out.More || b.More
	return out
}

// AtMost reports whether b <= c is certain: every term of b is certainly at most some
// term of c, or at most the larger of two.
func (b Bytes) AtMost(c Bytes) bool {
	if b.More {
		return false
	}
	for _, t := range b.Terms {
		if !slices.ContainsFunc(c.Terms, t.AtMost) && !t.AtMost(sym.Const(0)) && !belowTwo(t, c.Terms) {
			return false
		}
	}
	return true
}

// Equal reports whether b and c are the same terms.
func (b Bytes) Equal(c Bytes) bool {
	return b.More == c.More && slices.EqualFunc(b.Terms, c.Terms, sym.Poly.Equal)
}

// maximum returns the largest of polys.
func maximum(polys []sym.Poly) Bytes {
	var b Bytes
	for _, p := range polys {
		if slices.ContainsFunc(b.Terms, p.AtMost) {
			continue
		}
		b.Terms = append(slices.DeleteFunc(b.Terms, func(t sym.Poly) bool { return t.AtMost(p) }), p)
		if len(b.Terms) > maxTerms {
			b.Terms, b.More = b.Terms[:maxTerms], true
		}
	}
	for i := 0; i < len(b.Terms) && len(b.Terms) > 2; {
		if others := slices.Delete(slices.Clone(b.Terms), i, i+1); belowTwo(b.Terms[i], others) {
			b.Terms = others
		} else {
			i++
		}
	}
	return b.ordered()
}

// belowTwo reports whether p is certainly at most the larger of two of the terms.
func belowTwo(p sym.Poly, terms []sym.Poly) bool {
	if len(terms) < 2 {
		return false
	}
	base := newBasis()
	v, ok := base.vectors(append([]sym.Poly{p}, terms...), 1)
	if !ok {
		return false
	}
	f := front{work: maxFrontWork}
	for _, t := range v[1:] {
		f.vecs = append(f.vecs, base.dense(t))
	}
	return f.covers(base.dense(v[0]))
}

// ordered sorts the terms by their text, so that equal maxima print alike.
func (b Bytes) ordered() Bytes {
	if len(b.Terms) > 1 {
		slices.SortFunc(b.Terms, func(x, y sym.Poly) int { return strings.Compare(x.String(), y.String()) })
	}
	return b
}
