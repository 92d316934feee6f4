package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// poolRules: poolings and their gradients.
var poolRules = map[opKey]rule{
	{"", "MaxPool"}:               maxPool,
	{"", "AveragePool"}:           pool,
	{"", "LpPool"}:                pool,
	{"", "GlobalAveragePool"}:     globalPool,
	{"", "GlobalMaxPool"}:         globalPool,
	{"", "GlobalLpPool"}:          globalPool,
	{"", "MaxPoolGrad"}:           maxPoolGrad,
	{"", "AveragePoolGrad"}:       poolGrad,
	{"", "GlobalAveragePoolGrad"}: poolGrad,
	{"", "MaxUnpool"}:             rankOnly,
	{ms, "MaxpoolWithMask"}:       pool,
}

// pool: X [N, C, D1...] gives [N, C, out1...].
func pool(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if len(x.Dims) < 2 {
		return
	}
	w := c.window(nil, len(x.Dims)-2)
	dims := append(make([]sym.Poly, 0, len(x.Dims)), x.Dims[:2]...)
	for i, d := range x.Dims[2:] {
		dims = append(dims, w.out(c, i, d))
	}
	c.shaped(0, x.Elem, dims...)
}

// maxPool has the indices of the maxima as second output.
func maxPool(c *call) {
	pool(c)
	t := c.outs[0]
	t.Elem = onnxio.Int64
	c.set(1, t)
}

func globalPool(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if len(x.Dims) < 2 {
		return
	}
	dims := append(make([]sym.Poly, 0, len(x.Dims)), x.Dims[:2]...)
	for range x.Dims[2:] {
		dims = append(dims, number(1))
	}
	c.shaped(0, x.Elem, dims...)
}

// maxPoolGrad: (dY, indices) -> dX, which has the shape of the pooled tensor: that of
// the input of the MaxPool that made the indices.
func maxPoolGrad(c *call) {
	if v := c.n.Input(1); v != nil && v.Producer != nil && v.Index == 1 && v.Producer.OpType == "MaxPool" {
		c.set(0, c.typeOf(c.scope, v.Producer.Input(0)))
		return
	}
	poolGrad(c)
}

// poolGrad: dY -> dX. Batch and channels are those of dY. The sizes of the pooled
// tensor are in the kernel of a global pooling, and follow from dY where the stride is
// 1; a greater stride forgets them.
func poolGrad(c *call) {
	dy := c.in(0)
	c.elemOnly(0, dy.Elem)
	if len(dy.Dims) < 2 {
		return
	}
	global := c.n.OpType == "GlobalAveragePoolGrad"
	w := c.window(nil, len(dy.Dims)-2)
	dims := append(make([]sym.Poly, 0, len(dy.Dims)), dy.Dims[:2]...)
	for i, d := range dy.Dims[2:] {
		switch {
		case w.ok && global:
			dims = append(dims, w.kernel[i])
		case w.ok && !w.ceil && w.auto == "NOTSET" && at(w.strides, i, 1) == 1:
			dims = append(dims, w.back(c, i, d, 0))
		default:
			dims = append(dims, c.syms.unknown())
		}
	}
	c.shaped(0, dy.Elem, dims...)
}

// rankOnly gives output 0 the element type, rank, batch and channels of input 0.
func rankOnly(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if n := len(x.Dims); n >= 2 {
		c.shaped(0, x.Elem, append([]sym.Poly{x.Dims[0], x.Dims[1]}, c.unknowns(n-2)...)...)
	}
}
