package stablehlo

// squaredOps are the mean of squared differences and its gradient, as fused graphs of
// embedded targets have them.
var squaredOps = []entry{
	{"", "MSELoss", 1, func(c *call) {
		d := c.difference()
		d = c.multiply(d, d)
		c.set(0, c.convert(c.builder.mean(d, span(0, d.rank())), c.in[0].elem))
	}},
	{"", "MSELossGrad", 1, func(c *call) {
		d := c.difference()
		c.set(0, c.convert(c.times(d, 2/float64(d.count())), c.in[0].elem))
	}},
}

// difference is that of two inputs with one number of elements.
func (c *call) difference() *value {
	x, y := c.arg(0), c.arg(1)
	want(x.elem == y.elem && x.count() == y.count(), "%s and %s do not fit together", x.typ, y.typ)
	return c.subtract(c.wide(x), c.wide(c.reshape(y, x.dims...)))
}
