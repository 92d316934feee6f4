package stablehlo

import "math"

// geluOps are Gelu in its forms, and their gradients.
var geluOps = []entry{
	{"", "Gelu", 20, func(c *call) {
		if c.str("approximate", "none") == "tanh" {
			biased((*builder).fastGelu)(c)
			return
		}
		biased((*builder).gelu)(c)
	}},
	{ms, "Gelu", 1, biased((*builder).gelu)},
	{ms, "BiasGelu", 1, biased((*builder).gelu)},
	{ms, "FastGelu", 1, biased((*builder).fastGelu)},
	{ms, "GeluGrad", 1, chained((*builder).geluSlope)},
	{ms, "BiasGeluGrad_dX", 1, chained((*builder).geluSlope)},
	{ms, "FastGeluGrad", 1, chained((*builder).fastGeluSlope)},
	{ms, "BiasFastGeluGrad_dX", 1, chained((*builder).fastGeluSlope)},
}

// biased applies f to input 0 plus the bias that input 1 may be.
func biased(f func(b *builder, x *value) *value) func(*call) {
	return func(c *call) {
		x := c.arg(0)
		elem := x.elem
		if c.has(1) {
			x = c.add(c.wide(x), c.broadcast(c.wide(c.arg(1)), x.dims))
		}
		c.set(0, c.convert(f(c.builder, c.wide(x)), elem))
	}
}

// chained multiplies the gradient with f of input 1 plus the bias that input 2 may be.
func chained(f func(b *builder, x *value) *value) func(*call) {
	return func(c *call) {
		dy, x := c.wide(c.arg(0)), c.wide(c.arg(1))
		if c.has(2) {
			x = c.add(x, c.broadcast(c.wide(c.arg(2)), x.dims))
		}
		c.set(0, c.convert(c.multiply(dy, f(c.builder, x)), c.in[0].elem))
	}
}

// times multiplies with a number.
func (b *builder) times(x *value, by float64) *value { return b.multiply(x, b.splat(x.typ, by)) }

// plus adds a number.
func (b *builder) plus(x *value, v float64) *value { return b.add(x, b.splat(x.typ, v)) }

// cdf is (1 + erf(x/sqrt(2))) / 2.
func (b *builder) cdf(x *value) *value {
	return b.times(b.plus(b.erf(b.times(x, math.Sqrt2/2)), 1), 0.5)
}

func (b *builder) gelu(x *value) *value { return b.multiply(x, b.cdf(x)) }

func (b *builder) geluSlope(x *value) *value {
	density := b.times(b.exponential(b.times(b.multiply(x, x), -0.5)), 1/math.Sqrt(2*math.Pi))
	return b.add(b.cdf(x), b.multiply(x, density))
}

const geluCube = 0.044715

// bend is tanh(sqrt(2/pi) * (x + 0.044715*x^3)).
func (b *builder) bend(x *value) *value {
	cube := b.multiply(b.multiply(x, x), x)
	return b.tanh(b.times(b.add(x, b.times(cube, geluCube)), math.Sqrt(2/math.Pi)))
}

func (b *builder) fastGelu(x *value) *value {
	return b.multiply(b.times(x, 0.5), b.plus(b.bend(x), 1))
}

func (b *builder) fastGeluSlope(x *value) *value {
	t := b.bend(x)
	inner := b.times(b.plus(b.times(b.multiply(x, x), 3*geluCube), 1), math.Sqrt(2/math.Pi))
	steep := b.multiply(b.multiply(b.times(x, 0.5), b.plus(b.negate(b.multiply(t, t)), 1)), inner)
	return b.add(b.times(b.plus(t, 1), 0.5), steep)
}

// erfTop and erfBottom are the coefficients, from the highest power of x^2 down, of a
// quotient of polynomials that gives erf(x)/x for |x| <= 4 within float32 rounding.
var (
	erfTop = []float64{-2.72614225801306e-10, 2.77068142495902e-08, -2.10102402082508e-06, -5.69250639462346e-05,
		-7.34990630326855e-04, -2.95459980854025e-03, -1.60960333262415e-02}
	erfBottom = []float64{-1.45660718464996e-05, -2.13374055278905e-04, -1.68282697438203e-03, -7.37332916720468e-03,
		-1.42647390514189e-02}
)

// erf is the error function: StableHLO has no operation for it.
func (b *builder) erf(x *value) *value {
	elem := x.elem
	x = b.wide(x)
	x = b.minimum(b.maximum(x, b.splat(x.typ, -4)), b.splat(x.typ, 4))
	square := b.multiply(x, x)
	q := b.divide(b.polynomial(square, erfTop), b.polynomial(square, erfBottom))
	return b.convert(b.multiply(x, q), elem)
}

// polynomial is Horner's rule.
func (b *builder) polynomial(x *value, coefficients []float64) *value {
	out := b.splat(x.typ, coefficients[0])
	for _, k := range coefficients[1:] {
		out = b.plus(b.multiply(out, x), k)
	}
	return out
}
