package pass

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// shownTerms is how many formulas of a maximum the text shows; JSON has all.
const shownTerms = 3

// total is one line of the totals.
type total struct {
	what          string
	before, after Figure
}

// totals are the lines; held bytes, which no order changes, stand once.
func (r *Report) totals() []total {
	f, o, reuse := r.Memory.File, r.Memory.ORT, r.Memory.ORTReuse
	out := []total{
		{"held", f.HeldBefore, f.HeldAfter},
		{"peak, file order", f.PeakBefore, f.PeakAfter},
		{"peak, ONNX Runtime's order", o.PeakBefore, o.PeakAfter},
		{"peak, with its reuse of buffers", reuse.PeakBefore, reuse.PeakAfter},
	}
	if r.noLoss() {
		return out[1:]
	}
	return out
}

// writeMemory writes the totals: in one column where nothing changes, side by side
// where they are numbers, one below the other where they are formulas.
func (r *Report) writeMemory(w io.Writer) {
	all := r.totals()
	bound, same := true, true
	for _, l := range all {
		bound = bound && l.before.Value != nil && l.after.Value != nil
		same = same && l.before.Expr == l.after.Expr
	}
	var t *table
	switch {
	case same:
		t = newTable("TOTALS", "BYTES")
		for _, l := range all {
			t.formula(l.before, l.what)
		}
	case bound:
		t = newTable("TOTALS", "BEFORE", "AFTER", "CHANGE")
		for _, l := range all {
			t.row(l.what, size(&l.before), size(&l.after), change(l.before, l.after))
		}
	default:
		t = newTable("TOTALS", "", "BYTES")
		for _, l := range all {
			t.formula(l.before, l.what, "before")
			if l.before.Expr == l.after.Expr {
				t.row("", "after", "the same")
			} else {
				t.formula(l.after, "", "after")
			}
		}
	}
	fmt.Fprintln(w)
	t.write(w)
}

// formula adds a row that ends in f. A maximum of many formulas takes a line for each
// of those that are the largest for large dims.
func (t *table) formula(f Figure, cells ...string) {
	all := maxTerms(f.Expr)
	if f.Value != nil || len(all) == 1 || len(all) <= shownTerms && len(f.Expr) <= 72 {
		t.row(append(cells, size(&f))...)
		return
	}
	shown := all[:min(shownTerms, len(all))]
	for i, term := range shown {
		prefix, suffix := "    ", ","
		if i == 0 {
			prefix = "max("
		}
		if i == len(shown)-1 {
			suffix = ")"
			if more := len(all) - len(shown); more > 0 {
				suffix = fmt.Sprintf(", and %d more: -report json lists all)", more)
			}
		}
		t.row(append(cells, prefix+term+suffix)...)
		cells = make([]string, len(cells))
	}
}

// maxTerms splits "max(a, b)" into its formulas, those of the highest degree and
// coefficient first, and gives anything else back whole.
func maxTerms(expr string) []string {
	inner, ok := strings.CutPrefix(expr, "max(")
	if !ok {
		return []string{expr}
	}
	inner = strings.TrimSuffix(inner, ")")
	var out []string
	start, depth, name := 0, 0, false
	for i := range len(inner) {
		switch c := inner[i]; {
		case c == '"':
			name = !name
		case name:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(inner[start:i]))
			start = i + 1
		}
	}
	out = append(out, strings.TrimSpace(inner[start:]))
	slices.SortStableFunc(out, func(a, b string) int { return compareLead(b, a) })
	return out
}

// compareLead compares the first terms of two formulas, which are their biggest.
func compareLead(a, b string) int {
	da, ca := lead(a)
	db, cb := lead(b)
	return cmp.Or(cmp.Compare(da, db), cmp.Compare(ca, cb))
}

// lead returns how many symbols the first term of a formula multiplies, and its
// coefficient.
func lead(formula string) (degree int, coefficient int64) {
	first, _, _ := strings.Cut(formula, " ")
	factors := strings.Split(first, "*")
	if c, err := strconv.ParseInt(factors[0], 10, 64); err == nil {
		coefficient, factors = c, factors[1:]
	} else {
		coefficient = 1
	}
	for _, f := range factors {
		n := 1
		if _, power, ok := strings.Cut(f, "^"); ok {
			if k, err := strconv.Atoi(power); err == nil {
				n = k
			}
		}
		degree += n
	}
	return degree, coefficient
}
