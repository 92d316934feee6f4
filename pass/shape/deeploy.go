package shape

import "github.com/unswag/unswagc/pass/sym"

// deeployRules: the operators that Deeploy's training graphs have in the default
// domain; their shapes are those of the graphs that it publishes.
var deeployRules = map[opKey]rule{
	{"", "MSELoss"}:            func(c *call) { c.shaped(0, c.in(0).Elem) },
	{"", "MSELossGrad"}:        sameAs0,
	{"", "SGD"}:                sameAs0,
	{"", "ConvGradX"}:          convGradX,
	{"", "ConvGradW"}:          convGradW,
	{"", "GroupNormForward"}:   sameAs0,
	{"", "GroupNormStats"}:     groupStats,
	{"", "GroupNormGradX"}:     func(c *call) { c.set(0, c.in(1)) },
	{"", "GroupNormGradXStat"}: groupStats,
	{"", "GroupNormGradW"}:     groupNormGradW,
}

// convGradX: (dY [N, M, ...], W [M, C/group, ...]) -> dX [N, C, ...]; nothing tells its
// spatial dims.
func convGradX(c *call) {
	dy, w := c.in(0), c.in(1)
	c.elemOnly(0, dy.Elem)
	if n := len(dy.Dims); n >= 2 && len(w.Dims) == n {
		channels := w.Dims[1].Mul(number(c.intAttr("group", 1)))
		c.shaped(0, dy.Elem, append([]sym.Poly{dy.Dims[0], channels}, c.unknowns(n-2)...)...)
	}
}

// convGradW: (dY [N, M, ...], X [N, C, ...]) -> dW [M, C/group, kernel...].
func convGradW(c *call) {
	dy, x := c.in(0), c.in(1)
	c.elemOnly(0, dy.Elem)
	kernel, ok := c.intsAttr("kernel_shape")
	if !ok || len(dy.Dims) != len(kernel)+2 || len(x.Dims) != len(dy.Dims) {
		return
	}
	channels, ok := x.Dims[1].DivExact(number(c.intAttr("group", 1)))
	if !ok {
		channels = c.syms.unknown()
	}
	c.shaped(0, dy.Elem, append([]sym.Poly{dy.Dims[1], channels}, polys(kernel)...)...)
}

// groupStats: two numbers per sample and group, [N, groups, 2].
func groupStats(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if len(x.Dims) > 0 {
		c.shaped(0, x.Elem, x.Dims[0], number(c.intAttr("num_groups", 1)), number(2))
	}
}

// groupNormGradW: (dY, X [N, C, ...], statistics) -> dScale [C].
func groupNormGradW(c *call) {
	x := c.in(1)
	c.elemOnly(0, x.Elem)
	if len(x.Dims) > 1 {
		c.shaped(0, x.Elem, x.Dims[1])
	}
}
