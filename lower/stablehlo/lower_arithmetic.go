package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// arithmeticOps compute two tensors that are broadcast to one shape.
var arithmeticOps = []entry{
	{"", "Add", 7, arithmetic((*builder).add, func(a, b int64) int64 { return a + b })},
	{"", "Sub", 7, arithmetic((*builder).subtract, func(a, b int64) int64 { return a - b })},
	{"", "Mul", 7, arithmetic((*builder).multiply, func(a, b int64) int64 { return a * b })},
	{"", "Div", 7, arithmetic((*builder).divide, quotient)},
	{"", "Sum", 8, folded((*builder).add)},
	{"", "Max", 8, extremes((*builder).maximum, func(a, b int64) int64 { return max(a, b) })},
	{"", "Min", 8, extremes((*builder).minimum, func(a, b int64) int64 { return min(a, b) })},
	{"", "Mean", 8, mean},
	{"", "Pow", 7, pow},
	{ms, "Scale", 1, scale},
}

// arithmetic applies f, and known to integers that are known.
func arithmetic(f func(b *builder, x, y *value) *value, known func(a, b int64) int64) func(*call) {
	return func(c *call) {
		x, y := c.pair(0, 1)
		out := f(c.builder, x, y)
		fold(out, x, y, known)
		c.set(0, out)
	}
}

// pair broadcasts two inputs to one shape.
func (c *call) pair(i, j int) (*value, *value) {
	x, y := c.arg(i), c.arg(j)
	to := joint(x.dims, y.dims)
	return c.spread(x, to), c.spread(y, to)
}

// spread broadcasts, and keeps what is known of a tensor of one element.
func (c *call) spread(x *value, to []int64) *value {
	out := c.broadcast(x, to)
	if out != x && len(x.ints) == 1 && count(to) <= maxKnown {
		out.ints = slices.Repeat(x.ints, int(count(to)))
	}
	return out
}

// folded joins all inputs by f, in their order.
func folded(f func(b *builder, x, y *value) *value) func(*call) {
	return func(c *call) { c.set(0, c.folded(f)) }
}

func (c *call) folded(f func(b *builder, x, y *value) *value) *value {
	var shapes [][]int64
	for i := range c.in {
		shapes = append(shapes, c.arg(i).dims)
	}
	want(len(shapes) > 0, "it needs an input")
	to := joint(shapes...)
	out := c.spread(c.in[0], to)
	for _, x := range c.in[1:] {
		out = f(c.builder, out, c.spread(x, to))
	}
	return out
}

// extremes are the largest or smallest of all inputs; integers stay known.
func extremes(f func(b *builder, x, y *value) *value, known func(a, b int64) int64) func(*call) {
	return func(c *call) {
		c.set(0, c.folded(func(b *builder, x, y *value) *value {
			out := f(b, x, y)
			fold(out, x, y, known)
			return out
		}))
	}
}

func mean(c *call) {
	sum := c.folded((*builder).add)
	c.set(0, c.divide(sum, c.like(sum, float64(len(c.in)))))
}

// pow raises to a power, which may be of another type.
func pow(c *call) {
	x, y := c.arg(0), c.arg(1)
	to := joint(x.dims, y.dims)
	base := c.broadcast(x, to)
	switch {
	case len(y.floats) == 1 && y.floats[0] == 2, len(y.ints) == 1 && y.ints[0] == 2:
		c.set(0, c.multiply(base, base))
	default:
		c.set(0, c.power(base, c.broadcast(c.convert(y, x.elem), to)))
	}
}

// scale multiplies with a scalar of any type, or with its reciprocal.
func scale(c *call) {
	x, by := c.arg(0), c.arg(1)
	want(by.count() == 1, "its scale is %s, want one number", by.typ)
	factor := c.convert(c.reshape(by), x.elem)
	if c.int("scale_down", 0) != 0 {
		factor = c.divide(c.scalar(x.elem, 1), factor)
	}
	c.set(0, c.multiply(x, c.broadcast(factor, x.dims)))
}

// compareOps compare, select, and combine bools.
var compareOps = []entry{
	{"", "Greater", 7, comparison(gt)},
	{"", "Less", 7, comparison(lt)},
	{"", "GreaterOrEqual", 12, comparison(ge)},
	{"", "LessOrEqual", 12, comparison(le)},
	{"", "Equal", 7, comparison(eq)},
	{"", "And", 7, logical((*builder).and, both)},
	{"", "Or", 7, logical((*builder).or, either)},
	{"", "Xor", 7, logical((*builder).xor, one)},
	{"", "Not", 1, not},
	{"", "Where", 9, where},
}

func comparison(direction string) func(*call) {
	return func(c *call) {
		x, y := c.pair(0, 1)
		out := c.compare(direction, x, y)
		fold(out, x, y, holds(direction))
		c.set(0, out)
	}
}

func (c *call) bool(i int) *value {
	x := c.arg(i)
	want(x.elem == onnxio.Bool, "its input %d is %s, want bools", i, x.typ)
	return x
}

func not(c *call) {
	x := c.bool(0)
	out := c.builder.not(x)
	fold(out, x, x, func(a, _ int64) int64 { return 1 - a })
	c.set(0, out)
}

func logical(f func(b *builder, x, y *value) *value, known func(a, b int64) int64) func(*call) {
	return func(c *call) {
		c.bool(0)
		c.bool(1)
		x, y := c.pair(0, 1)
		out := f(c.builder, x, y)
		fold(out, x, y, known)
		c.set(0, out)
	}
}

func where(c *call) {
	p, x, y := c.bool(0), c.arg(1), c.arg(2)
	to := joint(p.dims, x.dims, y.dims)
	p, x, y = c.spread(p, to), c.spread(x, to), c.spread(y, to)
	out := c.select_(p, x, y)
	if p.ints != nil && len(p.ints) == len(x.ints) {
		fold(out, x, y, func(a, _ int64) int64 { return a })
		for i := range out.ints {
			if p.ints[i] == 0 {
				out.ints[i] = y.ints[i]
			}
		}
	}
	c.set(0, out)
}
