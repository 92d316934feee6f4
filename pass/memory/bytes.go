package memory

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/pass/sym"
)

// Bytes is a symbolic maximum: the largest of Terms, none of which is certainly at
// most another. One term where all dims are bound.
type Bytes struct{ Terms []sym.Poly }

// String prints one term, or "max(a, b)".
func (b Bytes) String() string {
	switch len(b.Terms) {
	case 0:
		return "0"
	case 1:
		return b.Terms[0].String()
	}
	text := make([]string, len(b.Terms))
	for i, t := range b.Terms {
		text[i] = t.String()
	}
	return "max(" + strings.Join(text, ", ") + ")"
}

// Int returns the value where no dim is symbolic.
func (b Bytes) Int() (int64, bool) {
	switch len(b.Terms) {
	case 0:
		return 0, true
	case 1:
		return b.Terms[0].Int()
	}
	return 0, false
}

// Bind replaces the symbols that have a value; terms that are then certainly at most
// another disappear.
func (b Bytes) Bind(values map[string]int64) Bytes {
	var out Bytes
	for _, t := range b.Terms {
		out.include(t.Bind(values))
	}
	return out.ordered()
}

// AtMost reports whether b <= c is certain: every term of b is certainly at most some
// term of c.
func (b Bytes) AtMost(c Bytes) bool {
	for _, t := range b.Terms {
		if !slices.ContainsFunc(c.Terms, t.AtMost) && !t.AtMost(sym.Const(0)) {
			return false
		}
	}
	return true
}

// Equal reports whether b and c are the same terms.
func (b Bytes) Equal(c Bytes) bool {
	return slices.EqualFunc(b.Terms, c.Terms, sym.Poly.Equal)
}

// include makes b the maximum of b and p.
func (b *Bytes) include(p sym.Poly) {
	if slices.ContainsFunc(b.Terms, p.AtMost) {
		return
	}
	b.Terms = append(slices.DeleteFunc(b.Terms, func(t sym.Poly) bool { return t.AtMost(p) }), p)
}

// ordered sorts the terms by their text, so that equal maxima print alike.
func (b Bytes) ordered() Bytes {
	if len(b.Terms) > 1 {
		slices.SortFunc(b.Terms, func(x, y sym.Poly) int { return strings.Compare(x.String(), y.String()) })
	}
	return b
}
