package shape

import (
	"slices"

	"github.com/unswag/unswagc/pass/sym"
)

// reshapeRules: operators that keep all elements in their order.
var reshapeRules = map[opKey]rule{
	{"", "Reshape"}:   reshape,
	{"", "Flatten"}:   flatten,
	{"", "Squeeze"}:   squeeze,
	{"", "Unsqueeze"}: unsqueeze,
}

// reshape: a 0 in the target copies the input's dim (unless allowzero), -1 takes what
// is left.
func reshape(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	c.keepInts(0)
	target, ok := c.ints(1)
	if old, isAttr := c.intsAttr("shape"); !ok && isAttr {
		target, ok = polys(old), true
	}
	if !ok {
		if t := c.in(1); len(t.Dims) == 1 {
			if n, isInt := t.Dims[0].Int(); isInt && n >= 0 && n <= maxContents {
				c.shaped(0, x.Elem, c.unknowns(int(n))...)
			}
		}
		return
	}
	dims := slices.Clone(target)
	rest := -1
	for i, d := range dims {
		k, isInt := d.Int()
		switch {
		case isInt && k == -1 && rest < 0:
			rest = i
			dims[i] = number(1)
		case isInt && k == 0 && c.intAttr("allowzero", 0) == 0:
			if dims[i] = c.syms.unknown(); i < len(x.Dims) {
				dims[i] = x.Dims[i]
			}
		case isInt && k < 0:
			return
		}
	}
	if rest >= 0 {
		dims[rest] = c.left(x, dims)
	} else if x.Ranked {
		c.fillOne(x.Dims, dims)
	}
	c.shaped(0, x.Elem, dims...)
}

// left returns the elements of x divided by the product of dims.
func (c *call) left(x Type, dims []sym.Poly) sym.Poly {
	if !x.Ranked {
		return c.syms.unknown()
	}
	from, to := c.cancel(x.Dims, dims)
	if q, ok := from.DivExact(to); ok {
		return q
	}
	return c.syms.unknown()
}

// cancel returns the products of both shapes without the dims that they share.
func (c *call) cancel(a, b []sym.Poly) (sym.Poly, sym.Poly) {
	over := c.resolveDims(b)
	if len(over) > 0 && len(b) > 0 && &over[0] == &b[0] {
		over = slices.Clone(b)
	}
	from := number(1)
	for _, d := range c.resolveDims(a) {
		i := slices.IndexFunc(over, d.Equal)
		if k, isInt := d.Int(); i < 0 || isInt && k == 0 {
			from = from.Mul(d)
			continue
		}
		over = slices.Delete(over, i, i+1)
	}
	return from, product(over)
}

// fillOne unifies the only unknown dim of two shapes of equally many elements with
// what it has to be.
func (c *call) fillOne(from, to []sym.Poly) {
	a, b := c.cancel(from, to)
	if name, ok := pure(b); ok && name[0] == '?' && !a.Overflowed() {
		c.syms.unify(b, a)
	} else if name, ok := pure(a); ok && name[0] == '?' && !b.Overflowed() {
		c.syms.unify(a, b)
	}
}

// flatten: [d0 ... d(axis-1)] x [d(axis) ...].
func flatten(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	c.keepInts(0)
	axis := c.intAttr("axis", 1)
	if axis < 0 {
		axis += int64(len(x.Dims))
	}
	if !x.Ranked || axis < 0 || axis > int64(len(x.Dims)) {
		c.shaped(0, x.Elem, c.unknowns(2)...)
		return
	}
	c.shaped(0, x.Elem, product(x.Dims[:axis]), product(x.Dims[axis:]))
}

// axes returns the attribute or input 1 of Squeeze and Unsqueeze.
func (c *call) axes() ([]int64, bool) {
	if a, ok := c.intsAttr("axes"); ok {
		return a, true
	}
	return c.numbers(1)
}

func squeeze(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	c.keepInts(0)
	axes, ok := c.axes()
	if !x.Ranked || !ok && c.has(1) {
		return
	}
	gone := make([]bool, len(x.Dims))
	for _, a := range axes {
		i, inRange := axisOf(a, len(x.Dims))
		if !inRange {
			return
		}
		gone[i] = true
	}
	var dims []sym.Poly
	for i, d := range x.Dims {
		k, isInt := d.Int()
		if !ok && !isInt {
			return // any dim of size 1 goes, and this one may be 1
		}
		if !gone[i] && (ok || k != 1) {
			dims = append(dims, d)
		}
	}
	c.shaped(0, x.Elem, dims...)
}

func unsqueeze(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	c.keepInts(0)
	axes, ok := c.axes()
	if !x.Ranked || !ok {
		return
	}
	n := len(x.Dims) + len(axes)
	added := make([]bool, n)
	for _, a := range axes {
		i, inRange := axisOf(a, n)
		if !inRange || added[i] {
			return
		}
		added[i] = true
	}
	dims, rest := make([]sym.Poly, n), x.Dims
	for i := range dims {
		if added[i] {
			dims[i] = number(1)
		} else {
			dims[i], rest = rest[0], rest[1:]
		}
	}
	c.shaped(0, x.Elem, dims...)
}
