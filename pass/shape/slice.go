package shape

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/pass/sym"
)

// sliceSpec is what Slice's inputs, or its attributes before opset 10, say.
type sliceSpec struct {
	starts, ends []sym.Poly
	axes, steps  []int64
}

// sliceSpec reads the node, false where something that matters is not known.
func (c *call) sliceSpec() (s sliceSpec, ok bool) {
	if starts, isAttr := c.intsAttr("starts"); isAttr {
		ends, _ := c.intsAttr("ends")
		s.starts, s.ends = polys(starts), polys(ends)
		s.axes, _ = c.intsAttr("axes")
		return s, len(starts) == len(ends)
	}
	starts, ok1 := c.ints(1)
	ends, ok2 := c.ints(2)
	s.starts, s.ends = starts, ends
	s.axes, ok = c.numbers(3)
	if !ok && c.has(3) {
		return s, false
	}
	s.steps, ok = c.numbers(4)
	if !ok && c.has(4) {
		return s, false
	}
	return s, ok1 && ok2 && len(starts) == len(ends)
}

func slice(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if !x.Ranked {
		return
	}
	s, ok := c.sliceSpec()
	if !ok {
		c.shaped(0, x.Elem, c.unknowns(len(x.Dims))...)
		return
	}
	dims := slices.Clone(x.Dims)
	for i := range s.starts {
		axis, inRange := axisOf(at(s.axes, i, int64(i)), len(dims))
		if !inRange {
			return
		}
		dims[axis] = c.sliced(x.Dims[axis], s.starts[i], s.ends[i], at(s.steps, i, 1))
	}
	c.shaped(0, x.Elem, dims...)
	c.sliceInts(s)
}

// sliced returns the size of dim d after start:end:step.
func (c *call) sliced(d, start, end sym.Poly, step int64) sym.Poly {
	n, dInt := d.Int()
	from, fromInt := start.Int()
	to, toInt := end.Int()
	switch {
	case dInt && fromInt && toInt && step != 0:
		_, count := SliceRange(n, from, to, step)
		return number(count)
	case step != 1 || !fromInt:
		return c.syms.unknown()
	case from == 0 && (toInt && to >= math.MaxInt32 || !toInt && end.Equal(d)):
		return d
	case from == -1 && toInt && to >= math.MaxInt32, from == 0 && toInt && to == 1:
		return number(1) // a symbol is at least 1
	case toInt && from >= 0 && from < maxContents && (to >= math.MaxInt32 || to < 0 && to > -maxContents):
		// d - from - |to| as far as that cannot be negative.
		if to > 0 {
			to = 0
		}
		if left := d.Sub(number(from - to)); number(0).AtMost(left) {
			return left
		}
	}
	return c.syms.unknown()
}

// SliceRange is where Slice reads a dim of n elements from start to end by step, which is
// not 0: the first element and how many.
func SliceRange(n, start, end, step int64) (first, count int64) {
	low, high := int64(0), n
	if step < 0 {
		low, high = -1, n-1
	}
	clamp := func(i int64) int64 {
		if i < 0 {
			i += n
		}
		return min(max(i, low), high)
	}
	from, to := clamp(start), clamp(end)
	switch {
	case step > 0 && to > from:
		return from, (to-from-1)/step + 1
	case step < 0 && from > to:
		return from, (from-to-1)/-step + 1
	}
	return 0, 0
}

// sliceInts slices the elements of a vector.
func (c *call) sliceInts(s sliceSpec) {
	p, ok := c.ints(0)
	if !ok || len(c.in(0).Dims) != 1 || len(s.starts) != 1 {
		return
	}
	from, ok1 := s.starts[0].Int()
	to, ok2 := s.ends[0].Int()
	step := at(s.steps, 0, 1)
	if !ok1 || !ok2 || step == 0 {
		return
	}
	first, count := SliceRange(int64(len(p)), from, to, step)
	out := make([]sym.Poly, 0, count)
	for i := range count {
		out = append(out, p[first+i*step])
	}
	c.setInts(0, out)
}
