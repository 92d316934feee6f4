package stablehlo

import (
	"slices"
	"strings"
)

// einsumOps are sums of products that letters describe.
var einsumOps = []entry{
	{"", "Einsum", 12, einsum},
}

// lettered is a tensor whose dims have letters.
type lettered struct {
	*value
	letters []byte
}

// einsum multiplies its inputs one after the other. Letters that neither the result nor a
// later input has are summed over as soon as they can be.
func einsum(c *call) {
	terms, result := c.equation()
	for len(terms) > 1 {
		later := slices.Clone(result)
		for _, t := range terms[2:] {
			later = append(later, t.letters...)
		}
		terms = append([]lettered{c.productOf(terms[0], terms[1], later)}, terms[2:]...)
	}
	last := c.summed(terms[0], result)
	var perm []int
	for _, l := range result {
		at := slices.Index(last.letters, l)
		want(at >= 0, "its result has the letter %c, which no input has", l)
		perm = append(perm, at)
	}
	c.set(0, c.builder.transpose(last.value, perm))
}

// equation gives letters to the dims of the inputs, and those of the result. The dims that
// an ellipsis stands for, aligned at the end, get letters of their own.
func (c *call) equation() (terms []lettered, result []byte) {
	left, right, arrow := strings.Cut(strings.ReplaceAll(c.str("equation", ""), " ", ""), "->")
	parts := strings.Split(left, ",")
	want(len(parts) == len(c.in), "its equation has %d terms for %d inputs", len(parts), len(c.in))
	most := 0
	for i, p := range parts {
		if strings.Contains(p, "...") {
			most = max(most, c.arg(i).rank()-len(p)+3)
		}
	}
	dots := func(n int) string {
		s := ""
		for i := most - n; i < most; i++ {
			s += string(rune('0' + i))
		}
		return s
	}
	for i, p := range parts {
		x := c.arg(i)
		p = strings.Replace(p, "...", dots(max(0, x.rank()-len(p)+3)), 1)
		want(len(p) == x.rank(), "the term %q does not fit %s", p, x.typ)
		terms = append(terms, c.diagonalOf(lettered{x, []byte(p)}))
	}
	if arrow {
		return terms, []byte(strings.Replace(right, "...", dots(most), 1))
	}
	all := strings.ReplaceAll(strings.ReplaceAll(left, ",", ""), "...", "")
	letters := []byte(all)
	slices.Sort(letters)
	result = []byte(dots(most))
	for _, l := range letters {
		if strings.Count(all, string(l)) == 1 {
			result = append(result, l)
		}
	}
	return terms, result
}

// diagonalOf makes one dim of two with the same letter.
func (c *call) diagonalOf(t lettered) lettered {
	for d := 0; d < len(t.letters); d++ {
		e := slices.Index(t.letters[:d], t.letters[d])
		if e < 0 {
			continue
		}
		i := t.typ.with(counter(t.dims))
		equal := c.compare(eq, c.iota(i, d), c.iota(i, e))
		x := c.reduce("add", c.select_(equal, t.value, c.zeros(t.typ)), []int{d})
		t = lettered{x, slices.Delete(slices.Clone(t.letters), d, d+1)}
		d--
	}
	return t
}

// summed sums over the letters that are not kept.
func (c *call) summed(t lettered, keep []byte) lettered {
	var axes []int
	var letters []byte
	for d, l := range t.letters {
		if slices.Contains(keep, l) {
			letters = append(letters, l)
		} else {
			axes = append(axes, d)
		}
	}
	return lettered{c.sum(t.value, axes), letters}
}

// productOf multiplies two tensors and keeps the letters that are read later.
func (c *call) productOf(x, y lettered, later []byte) lettered {
	x, y = c.summed(x, append(slices.Clone(later), y.letters...)), c.summed(y, append(slices.Clone(later), x.letters...))
	var xBatch, yBatch, xSum, ySum []int
	var batch, letters []byte
	for d, l := range x.letters {
		e := slices.Index(y.letters, l)
		switch {
		case e < 0:
			letters = append(letters, l)
		case slices.Contains(later, l):
			x.value, y.value = c.level(x.value, d, y.value, e)
			xBatch, yBatch, batch = append(xBatch, d), append(yBatch, e), append(batch, l)
		default:
			xSum, ySum = append(xSum, d), append(ySum, e)
		}
	}
	for _, l := range y.letters {
		if !slices.Contains(x.letters, l) {
			letters = append(letters, l)
		}
	}
	return lettered{c.dotGeneral(x.value, y.value, xBatch, yBatch, xSum, ySum), append(batch, letters...)}
}

// level broadcasts dim d of x and dim e of y to one size.
func (c *call) level(x *value, d int, y *value, e int) (*value, *value) {
	wide := func(v *value, at int, n int64) *value {
		to := slices.Clone(v.dims)
		to[at] = n
		return c.broadcast(v, to)
	}
	n := max(x.dims[d], y.dims[e])
	return wide(x, d, n), wide(y, e, n)
}
