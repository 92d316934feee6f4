package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// convRules: convolutions and their gradients.
var convRules = map[opKey]rule{
	{"", "Conv"}:              conv,
	{ms, "FusedConv"}:         conv,
	{"", "ConvTranspose"}:     convTranspose,
	{"", "ConvInteger"}:       convInteger,
	{ms, "ConvGrad"}:          convGrad,
	{ms, "ConvTransposeGrad"}: convGrad,
}

// conv: X [N, C, D1...] and W [M, C/group, k1...] give [N, M, out1...].
func conv(c *call) {
	x, w := c.in(0), c.in(1)
	c.elemOnly(0, x.Elem)
	rank := len(x.Dims)
	if rank < 2 || len(w.Dims) != rank {
		return
	}
	c.syms.unify(x.Dims[1], w.Dims[1].Mul(number(c.intAttr("group", 1))))
	win := c.window(w.Dims[2:], rank-2)
	dims := append(make([]sym.Poly, 0, rank), x.Dims[0], w.Dims[0])
	for i, d := range x.Dims[2:] {
		dims = append(dims, win.out(c, i, d))
	}
	c.shaped(0, x.Elem, dims...)
}

func convInteger(c *call) {
	conv(c)
	t := c.outs[0]
	t.Elem = onnxio.Int32
	c.set(0, t)
}

// convGrad: (dY, X, W) -> (dX, dW, dB).
func convGrad(c *call) {
	w := c.in(2)
	c.set(0, c.in(1))
	c.set(1, w)
	c.elemOnly(2, w.Elem)
	if len(w.Dims) > 0 {
		m := w.Dims[0]
		if dy := c.in(0); len(dy.Dims) > 1 {
			m = dy.Dims[1]
		}
		c.shaped(2, w.Elem, m)
	}
}

// convTranspose: X [N, C, D1...] and W [C, M/group, k1...] give [N, M, out1...].
func convTranspose(c *call) {
	x, w := c.in(0), c.in(1)
	c.elemOnly(0, x.Elem)
	rank := len(x.Dims)
	if rank < 2 || len(w.Dims) != rank {
		return
	}
	c.syms.unify(x.Dims[1], w.Dims[0])
	win := c.window(w.Dims[2:], rank-2)
	extra, _ := c.intsAttr("output_padding")
	fixed, isFixed := c.intsAttr("output_shape")
	dims := append(make([]sym.Poly, 0, rank), x.Dims[0], w.Dims[1].Mul(number(c.intAttr("group", 1))))
	for i, d := range x.Dims[2:] {
		switch {
		case isFixed && len(fixed) == rank-2 && fixed[i] >= 0:
			dims = append(dims, number(fixed[i]))
		case isFixed:
			dims = append(dims, c.syms.unknown())
		default:
			dims = append(dims, win.back(c, i, d, at(extra, i, 0)))
		}
	}
	c.shaped(0, x.Elem, dims...)
}
