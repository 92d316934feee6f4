package shape

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// gatherRules: indexing by tensors.
var gatherRules = map[opKey]rule{
	{"", "Gather"}:             gather,
	{ms, "GatherGrad"}:         func(c *call) { c.likeShape(2, 0) },
	{"", "GatherElements"}:     gatherElements,
	{ms, "GatherElementsGrad"}: func(c *call) { c.likeShape(0, 1) },
	{"", "GatherND"}:           gatherND,
	{ms, "GatherNDGrad"}:       func(c *call) { c.likeShape(2, 0) },
	{"", "Scatter"}:            sameAs0,
	{"", "ScatterElements"}:    sameAs0,
	{"", "ScatterND"}:          sameAs0,
	{"", "OneHot"}:             oneHot,
	{"", "NonZero"}:            nonZero,
	{"", "Compress"}:           compress,
	{aten, "ATen"}:             atenOp,
}

// gather: the dim axis of the data gives way to the shape of the indices.
func gather(c *call) {
	x, indices := c.in(0), c.in(1)
	c.elemOnly(0, x.Elem)
	axis, ok := axisOf(c.intAttr("axis", 0), len(x.Dims))
	if !ok || !indices.Ranked {
		return
	}
	c.shaped(0, x.Elem, slices.Concat(x.Dims[:axis], indices.Dims, x.Dims[axis+1:])...)
	p, ok := c.ints(0)
	k, ok2 := c.numbers(1)
	if !ok || !ok2 || len(x.Dims) != 1 {
		return
	}
	out := make([]sym.Poly, len(k))
	for i, j := range k {
		n, inRange := axisOf(j, len(p))
		if !inRange {
			return
		}
		out[i] = p[n]
	}
	c.setInts(0, out)
}

func gatherElements(c *call) {
	t := c.in(1)
	t.Elem = c.in(0).Elem
	c.set(0, t)
}

// gatherND: indices [..., K] into data with batch_dims b give [..., data dims from b+K].
func gatherND(c *call) {
	x, indices := c.in(0), c.in(1)
	c.elemOnly(0, x.Elem)
	n := len(indices.Dims)
	if !x.Ranked || n == 0 {
		return
	}
	k, ok := indices.Dims[n-1].Int()
	b := c.intAttr("batch_dims", 0)
	if !ok || b < 0 || k < 0 || b > int64(len(x.Dims)) || k > int64(len(x.Dims))-b {
		return
	}
	c.shaped(0, x.Elem, slices.Concat(indices.Dims[:n-1], x.Dims[b+k:])...)
}

// oneHot: (indices, depth, values): a new dim of size depth at axis.
func oneHot(c *call) {
	indices, elem := c.in(0), c.in(2).Elem
	c.elemOnly(0, elem)
	axis, ok := axisOf(c.intAttr("axis", -1), len(indices.Dims)+1)
	if !ok || !indices.Ranked {
		return
	}
	depth := c.syms.unknown()
	if d, known := c.ints(1); known && len(d) == 1 {
		depth = d[0]
	}
	c.shaped(0, elem, slices.Insert(slices.Clone(indices.Dims), axis, depth)...)
}

func nonZero(c *call) {
	c.elemOnly(0, onnxio.Int64)
	if x := c.in(0); x.Ranked {
		c.shaped(0, onnxio.Int64, number(int64(len(x.Dims))), c.syms.unknown())
	}
}

func compress(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if c.attr("axis") == nil {
		c.shaped(0, x.Elem, c.syms.unknown())
	} else if axis, ok := axisOf(c.intAttr("axis", 0), len(x.Dims)); ok {
		dims := slices.Clone(x.Dims)
		dims[axis] = c.syms.unknown()
		c.shaped(0, x.Elem, dims...)
	}
}

// atenOp: of the operators that PyTorch runs itself, embedding(weight, indices, ...).
func atenOp(c *call) {
	w, indices := c.in(0), c.in(1)
	if c.strAttr("operator", "") != "embedding" {
		return
	}
	c.elemOnly(0, w.Elem)
	if len(w.Dims) == 2 && indices.Ranked {
		c.shaped(0, w.Elem, append(slices.Clone(indices.Dims), w.Dims[1])...)
	}
}
