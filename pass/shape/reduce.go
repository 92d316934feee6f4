package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// reduceRules: reductions over axes.
var reduceRules = map[opKey]rule{
	{"", "ReduceSum"}:        reduce,
	{"", "ReduceMean"}:       reduce,
	{"", "ReduceMax"}:        reduce,
	{"", "ReduceMin"}:        reduce,
	{"", "ReduceProd"}:       reduceProd,
	{"", "ReduceL1"}:         reduce,
	{"", "ReduceL2"}:         reduce,
	{"", "ReduceLogSum"}:     reduce,
	{"", "ReduceLogSumExp"}:  reduce,
	{"", "ReduceSumSquare"}:  reduce,
	{ms, "ReduceSumInteger"}: reduce,
	{"", "ArgMax"}:           argMax,
	{"", "ArgMin"}:           argMax,
	{ms, "ReduceAllL2"}:      reduceAll,
	{"", "TopK"}:             topK,
}

// reduce: axes are an attribute, or input 1 from opset 13 (18 for most) on.
func reduce(c *call) {
	x := c.in(0)
	keep := c.intAttr("keepdims", 1) != 0
	axes, ok := c.intsAttr("axes")
	if !ok && c.has(1) {
		if axes, ok = c.numbers(1); !ok {
			c.elemOnly(0, x.Elem)
			if x.Ranked && keep {
				c.shaped(0, x.Elem, c.unknowns(len(x.Dims))...)
			}
			return
		}
	}
	if len(axes) == 0 && c.intAttr("noop_with_empty_axes", 0) != 0 {
		c.set(0, x)
		return
	}
	c.set(0, reduced(x, axes, keep))
}

// reduced returns x without the axes (all, if there are none), or with size 1 there.
func reduced(x Type, axes []int64, keep bool) Type {
	if !x.Ranked {
		return Type{Elem: x.Elem}
	}
	gone := make([]bool, len(x.Dims))
	for i := range gone {
		gone[i] = len(axes) == 0
	}
	for _, a := range axes {
		i, ok := axisOf(a, len(x.Dims))
		if !ok {
			return Type{Elem: x.Elem}
		}
		gone[i] = true
	}
	t := Type{Elem: x.Elem, Ranked: true}
	for i, d := range x.Dims {
		switch {
		case !gone[i]:
			t.Dims = append(t.Dims, d)
		case keep:
			t.Dims = append(t.Dims, number(1))
		}
	}
	return t
}

// reduceProd multiplies shapes.
func reduceProd(c *call) {
	reduce(c)
	if p, ok := c.ints(0); ok && len(c.in(0).Dims) == 1 {
		c.setInts(0, []sym.Poly{product(p)})
	}
}

func argMax(c *call) {
	t := reduced(c.in(0), []int64{c.intAttr("axis", 0)}, c.intAttr("keepdims", 1) != 0)
	t.Elem = onnxio.Int64
	c.set(0, t)
}

// reduceAll: the norm of all inputs together, a scalar.
func reduceAll(c *call) { c.shaped(0, onnxio.Float) }

// topK: (X, K) -> (values, indices).
func topK(c *call) {
	x := c.in(0)
	t := Type{Elem: x.Elem}
	if axis, ok := axisOf(c.intAttr("axis", -1), len(x.Dims)); ok {
		t.Ranked, t.Dims = true, append([]sym.Poly(nil), x.Dims...)
		k, known := c.ints(1)
		switch {
		case known && len(k) == 1:
			t.Dims[axis] = k[0]
		case c.attr("k") != nil:
			t.Dims[axis] = number(c.intAttr("k", 1))
		default:
			t.Dims[axis] = c.syms.unknown()
		}
	}
	c.set(0, t)
	t.Elem = onnxio.Int64
	c.set(1, t)
}
