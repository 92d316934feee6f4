package ops

import (
	"cmp"
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// sortOps sort elements.
var sortOps = family{
	{"", "TopK"}:   topK,
	{"", "Unique"}: unique,
}

// topK gives the k largest or smallest elements along an axis, and their indices. Of
// equal elements the one with the lower index comes first.
func topK(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	k, err := c.oneInt(1, c.Int("k", 0))
	if err != nil {
		return err
	}
	axis, err := c.Axis(c.Int("axis", -1), len(in.Shape))
	if err != nil {
		return err
	}
	if k < 0 || k > in.Shape[axis] {
		return c.Errorf("%d elements are asked for of a dim of %d", k, in.Shape[axis])
	}
	before, err := c.less()
	if err != nil {
		return err
	}
	shape := slices.Clone(in.Shape)
	shape[axis] = k
	values, indices := c.Make(0, in.Elem, shape...), tensor.As[int64](c.Make(1, onnxio.Int64, shape...))
	outer, inner := around(in.Shape, axis)
	n, sign, size := in.Shape[axis], 1, tensor.Size(in.Elem)
	if c.Int("largest", 1) != 0 {
		sign = -1
	}
	order := make([]int64, n)
	for o := range outer * inner {
		from, to := o/inner*n*inner+o%inner, o/inner*k*inner+o%inner
		for i := range order {
			order[i] = int64(i)
		}
		slices.SortFunc(order, func(x, y int64) int {
			return cmp.Or(sign*before(from+x*inner, from+y*inner), cmp.Compare(x, y))
		})
		for i, at := range order[:k] {
			p, q := (to+int64(i)*inner)*size, (from+at*inner)*size
			copy(values.Data[p:p+size], in.Data[q:q+size])
			indices[to+int64(i)*inner] = at
		}
	}
	return nil
}

// less compares elements of input 0 by their places.
func (c *Call) less() (func(x, y int64) int, error) {
	switch in := c.In[0]; in.Elem {
	case onnxio.Int64:
		v := tensor.As[int64](in)
		return func(x, y int64) int { return cmp.Compare(v[x], v[y]) }, nil
	case onnxio.Uint64:
		v := tensor.As[uint64](in)
		return func(x, y int64) int { return cmp.Compare(v[x], v[y]) }, nil
	default:
		v, ok := numbers(in)
		if !ok {
			return nil, c.Unsupported(in)
		}
		return func(x, y int64) int { return cmp.Compare(v[x], v[y]) }, nil
	}
}

// unique gives the different slices along an axis, or elements, sorted or in the order in
// which they come; where each comes first; which of them every slice is; and how often
// each comes.
func unique(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in, axis := c.In[0], 0
	if c.Node.Attr("axis") == nil {
		in = in.Reshaped(in.Len())
	} else {
		var err error
		if axis, err = c.Axis(c.Int("axis", 0), len(in.Shape)); err != nil {
			return err
		}
	}
	before, err := c.less()
	if err != nil {
		return err
	}
	first, which, counts := distinct(in.Shape, axis, before, c.Int("sorted", 1) != 0)
	shape := slices.Clone(in.Shape)
	shape[axis] = int64(len(first))
	y := c.Make(0, in.Elem, shape...)
	shape[axis] = 1
	for i, k := range first {
		c.move(along(y, axis, int64(i)), along(in, axis, k), shape)
	}
	for i, v := range [][]int64{first, which, counts} {
		if c.Wants(i + 1) {
			c.makeInts(i+1, v)
		}
	}
	return nil
}

// distinct compares the slices of an axis.
func distinct(shape []int64, axis int, before func(x, y int64) int, sorted bool) (first, which, counts []int64) {
	outer, inner := around(shape, axis)
	n := shape[axis]
	compare := func(a, b int64) int {
		for o := range outer {
			for i := range inner {
				if r := before((o*n+a)*inner+i, (o*n+b)*inner+i); r != 0 {
					return r
				}
			}
		}
		return 0
	}
	order := make([]int64, n)
	for i := range order {
		order[i] = int64(i)
	}
	slices.SortStableFunc(order, compare)
	which = make([]int64, n)
	for i, k := range order {
		if i == 0 || compare(order[i-1], k) != 0 {
			first, counts = append(first, k), append(counts, 0)
		}
		which[k] = int64(len(first) - 1)
		counts[len(counts)-1]++
	}
	if !sorted {
		first, counts = byFirst(first, which, counts)
	}
	return first, which, counts
}

// byFirst orders different slices by where they come first.
func byFirst(first, which, counts []int64) (f, n []int64) {
	rank := make([]int64, len(first))
	order := make([]int64, len(first))
	for i := range order {
		order[i] = int64(i)
	}
	slices.SortFunc(order, func(x, y int64) int { return cmp.Compare(first[x], first[y]) })
	for i, k := range order {
		rank[k] = int64(i)
		f, n = append(f, first[k]), append(n, counts[k])
	}
	for i := range which {
		which[i] = rank[which[i]]
	}
	return f, n
}
