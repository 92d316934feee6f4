package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/pass/shape"
)

// movementOps join tensors and cut them.
var movementOps = []entry{
	{"", "Concat", 4, concat},
	{ms, "ConcatTraining", 1, concat},
	{"", "Split", 2, split},
	{ms, "SplitTraining", 1, split},
	{"", "Slice", 1, sliceOp},
	{ms, "SliceGrad", 1, sliceGrad},
}

// concat joins all inputs along an axis; output 1 of ConcatTraining are their lengths.
func concat(c *call) {
	first := c.arg(0)
	axis := axisOf(c.int("axis", 1), first.rank())
	var lengths []int64
	for i := range c.in {
		lengths = append(lengths, c.arg(i).dims[axis])
	}
	out := c.concatenate(axis, c.in...)
	out.ints = joined(c.in, axis, out.count())
	c.set(0, out)
	if c.wants(1) {
		c.set(1, c.integers(lengths, int64(len(lengths))))
	}
}

// joined are the integers of a concatenation of n elements, nil where one is not known.
func joined(in []*value, axis int, n int64) []int64 {
	if n > maxKnown {
		return nil
	}
	out := []int64{}
	for o := range count(in[0].dims[:axis]) {
		for _, x := range in {
			if x.float() || int64(len(x.ints)) != x.count() {
				return nil
			}
			size := count(x.dims[axis:])
			out = append(out, x.ints[o*size:][:size]...)
		}
	}
	return out
}

// split cuts input 0 along an axis. The lengths are an attribute, an input, or equal.
func split(c *call) {
	x := c.arg(0)
	axis := axisOf(c.int("axis", 0), x.rank())
	lengths := c.intsOr(1, "split")
	if lengths == nil {
		parts := int64(len(c.out))
		size, rest := (x.dims[axis]+parts-1)/parts, x.dims[axis]
		for range parts {
			lengths = append(lengths, min(size, rest))
			rest -= min(size, rest)
		}
	}
	want(len(lengths) == len(c.out), "%d lengths are given for %d outputs", len(lengths), len(c.out))
	at := int64(0)
	for i, n := range lengths {
		if c.wants(i) {
			start, limit := make([]int64, x.rank()), slices.Clone(x.dims)
			start[axis], limit[axis] = at, at+n
			c.set(i, c.slice(x, start, limit, ones(x.rank())))
		}
		at += n
	}
	want(at == x.dims[axis], "the parts %v do not make up dim %d of %s", lengths, axis, x.typ)
}

// box is what a Slice reads: [start, limit) by stride, along some dims backwards.
type box struct {
	start, limit, stride []int64
	back                 []int
}

// box reads starts, ends, axes and steps: from input first on, or from attributes.
func (c *call) box(dims []int64, first int) box {
	starts, ends := c.intsOr(first, "starts"), c.intsOr(first+1, "ends")
	axes, steps := c.intsOr(first+2, "axes"), c.intsOr(first+3, "steps")
	if axes == nil {
		for i := range starts {
			axes = append(axes, int64(i))
		}
	}
	if steps == nil {
		steps = ones(len(starts))
	}
	want(len(ends) == len(starts) && len(axes) == len(starts) && len(steps) == len(starts), "starts %v, ends %v, axes %v and steps %v differ in number", starts, ends, axes, steps)
	b := box{start: make([]int64, len(dims)), limit: slices.Clone(dims), stride: ones(len(dims))}
	for i, given := range axes {
		a := axisOf(given, len(dims))
		want(steps[i] != 0, "step %d is 0", i)
		from, n := shape.SliceRange(dims[a], starts[i], ends[i], steps[i])
		if steps[i] > 0 {
			b.start[a], b.stride[a] = from, steps[i]
			b.limit[a] = from + max(0, (n-1)*steps[i]+1)
		} else {
			b.stride[a] = -steps[i]
			b.start[a] = from + (n-1)*steps[i]
			b.limit[a] = from + 1
			if n == 0 {
				b.start[a], b.limit[a] = 0, 0
			}
			b.back = append(b.back, a)
		}
		if n == 0 {
			b.limit[a] = b.start[a]
		}
	}
	slices.Sort(b.back)
	return b
}

func sliceOp(c *call) {
	x := c.arg(0)
	b := c.box(x.dims, 1)
	out := c.reverse(c.slice(x, b.start, b.limit, b.stride), b.back)
	if x.rank() == 1 && x.ints != nil && out != x {
		out.ints = []int64{}
		for i := b.start[0]; i < b.limit[0]; i += b.stride[0] {
			out.ints = append(out.ints, x.ints[i])
		}
		if len(b.back) > 0 {
			slices.Reverse(out.ints)
		}
	}
	c.set(0, out)
}

// sliceGrad puts the gradient where it was read from a tensor of the shape at input 1,
// and 0 elsewhere.
func sliceGrad(c *call) {
	dy, dims := c.arg(0), c.intsIn(1)
	b := c.box(dims, 2)
	g := c.reverse(dy, b.back)
	low, high, apart := make([]int64, len(dims)), make([]int64, len(dims)), make([]int64, len(dims))
	for d, n := range dims {
		apart[d] = b.stride[d] - 1
		low[d] = b.start[d]
		high[d] = n - low[d] - (dy.dims[d] + max(dy.dims[d]-1, 0)*apart[d])
	}
	c.set(0, c.pad(g, c.scalar(dy.elem, 0), low, high, apart))
}
