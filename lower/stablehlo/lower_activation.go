package stablehlo

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
)

// activationOps are functions of one number with attributes.
var activationOps = []entry{
	{"", "LeakyRelu", 6, leakyRelu},
	{"", "Elu", 6, withAlpha(1, (*builder).elu)},
	{"", "Celu", 12, withAlpha(1, func(b *builder, x *value, alpha float64) *value {
		return b.belowZero(x, b.times(b.expm1(b.times(x, 1/alpha)), alpha), x)
	})},
	{"", "Selu", 6, selu},
	{"", "ThresholdedRelu", 10, withAlpha(1, func(b *builder, x *value, alpha float64) *value {
		return b.select_(b.compare(gt, x, b.splat(x.typ, alpha)), x, b.zeros(x.typ))
	})},
	{"", "Swish", 24, withAlpha(1, (*builder).swish)},
	{ms, "QuickGelu", 1, withAlpha(1.702, (*builder).swish)},
	{"", "HardSigmoid", 6, hardSigmoid},
	{"", "HardSwish", 14, elementwise(func(b *builder, x *value) *value {
		return b.multiply(x, b.between(b.plus(b.times(x, 1.0/6), 0.5), 0, 1))
	})},
	{"", "Softplus", 1, widely((*builder).softplus)},
	{"", "Softsign", 1, widely(func(b *builder, x *value) *value { return b.divide(x, b.plus(b.abs(x), 1)) })},
	{"", "Mish", 18, widely(func(b *builder, x *value) *value { return b.multiply(x, b.tanh(b.softplus(x))) })},
	{"", "PRelu", 7, prelu},
	{"", "Shrink", 9, shrink},
}

// widely applies f in float32 to 16-bit floats.
func widely(f func(b *builder, x *value) *value) func(*call) {
	return func(c *call) {
		x := c.arg(0)
		c.set(0, c.convert(f(c.builder, c.wide(x)), x.elem))
	}
}

// withAlpha applies f with the attribute alpha.
func withAlpha(def float32, f func(b *builder, x *value, alpha float64) *value) func(*call) {
	return func(c *call) {
		x, alpha := c.arg(0), c.float("alpha", def)
		c.set(0, c.convert(f(c.builder, c.wide(x), alpha), x.elem))
	}
}

// belowZero is low where x is negative, else high.
func (b *builder) belowZero(x, low, high *value) *value {
	return b.select_(b.compare(lt, x, b.zeros(x.typ)), low, high)
}

// between bounds x.
func (b *builder) between(x *value, lo, hi float64) *value {
	return b.minimum(b.maximum(x, b.splat(x.typ, lo)), b.splat(x.typ, hi))
}

func leakyRelu(c *call) {
	x := c.arg(0)
	c.set(0, c.belowZero(x, c.times(x, c.float("alpha", 0.01)), x))
}

func (b *builder) elu(x *value, alpha float64) *value {
	return b.belowZero(x, b.times(b.expm1(x), alpha), x)
}

func selu(c *call) {
	x := c.arg(0)
	y := c.elu(c.wide(x), c.float("alpha", 1.67326319217681884765625))
	c.set(0, c.convert(c.times(y, c.float("gamma", 1.05070102214813232421875)), x.elem))
}

// swish is x * sigmoid(alpha*x).
func (b *builder) swish(x *value, alpha float64) *value {
	return b.multiply(x, b.logistic(b.times(x, alpha)))
}

func hardSigmoid(c *call) {
	x := c.arg(0)
	c.set(0, c.between(c.plus(c.times(x, c.float("alpha", 0.2)), c.float("beta", 0.5)), 0, 1))
}

// softplus is log(1+exp(x)), without an overflow.
func (b *builder) softplus(x *value) *value {
	return b.add(b.maximum(x, b.zeros(x.typ)), b.log1p(b.exponential(b.negate(b.abs(x)))))
}

// prelu multiplies negative numbers with a slope that is broadcast.
func prelu(c *call) {
	x, slope := c.pair(0, 1)
	c.set(0, c.belowZero(x, c.multiply(x, slope), x))
}

// shrink moves numbers towards 0 by bias, and makes those within lambd 0.
func shrink(c *call) {
	x := c.arg(0)
	bias, lambd := c.float("bias", 0), c.float("lambd", 0.5)
	elem := x.elem
	if !x.float() {
		x = c.convert(x, newType(elem).real())
	}
	out := c.select_(c.compare(gt, x, c.like(x, lambd)), c.plus(x, -bias), c.zeros(x.typ))
	out = c.select_(c.compare(lt, x, c.like(x, -lambd)), c.plus(x, bias), out)
	c.set(0, c.convert(out, elem))
}

// angleOps are trigonometric and hyperbolic functions.
var angleOps = []entry{
	{"", "Sin", 7, elementwise((*builder).sine)},
	{"", "Cos", 7, elementwise((*builder).cosine)},
	{"", "Tan", 7, widely(func(b *builder, x *value) *value { return b.divide(b.sine(x), b.cosine(x)) })},
	{"", "Asin", 7, widely(func(b *builder, x *value) *value {
		return b.times(b.atan2(x, b.plus(b.flank(x), 1)), 2)
	})},
	{"", "Acos", 7, widely(func(b *builder, x *value) *value { return b.atan2(b.flank(x), x) })},
	{"", "Atan", 7, elementwise(func(b *builder, x *value) *value { return b.atan2(x, b.splat(x.typ, 1)) })},
	{"", "Sinh", 9, widely(func(b *builder, x *value) *value {
		e := b.expm1(x)
		return b.times(b.add(e, b.divide(e, b.plus(e, 1))), 0.5)
	})},
	{"", "Cosh", 9, widely(func(b *builder, x *value) *value {
		return b.times(b.add(b.exponential(x), b.exponential(b.negate(x))), 0.5)
	})},
	{"", "Asinh", 9, widely(func(b *builder, x *value) *value {
		a := b.abs(x)
		root := b.sqrt(b.plus(b.multiply(a, a), 1))
		return b.multiply(b.sign(x), b.log1p(b.add(a, b.divide(b.multiply(a, a), b.plus(root, 1)))))
	})},
	{"", "Acosh", 9, widely(func(b *builder, x *value) *value {
		return b.log(b.add(x, b.sqrt(b.multiply(b.plus(x, -1), b.plus(x, 1)))))
	})},
	{"", "Atanh", 9, widely(func(b *builder, x *value) *value {
		return b.times(b.subtract(b.log1p(x), b.log1p(b.negate(x))), 0.5)
	})},
}

// flank is sqrt(1-x*x).
func (b *builder) flank(x *value) *value {
	one := b.splat(x.typ, 1)
	return b.sqrt(b.multiply(b.subtract(one, x), b.add(one, x)))
}

// kindOps tell what kind of number each element is, and round.
var kindOps = []entry{
	{"", "IsNaN", 9, elementwise(func(b *builder, x *value) *value { return b.compare(ne, x, x) })},
	{"", "IsInf", 10, isInf},
	{"", "Round", 11, elementwise(func(b *builder, x *value) *value { return b.real("round_nearest_even", x) })},
}

func isInf(c *call) {
	x := c.arg(0)
	out := c.zeros(x.typ.with(onnxio.Bool))
	if c.int("detect_positive", 1) != 0 {
		out = c.or(out, c.compare(eq, x, c.like(x, math.Inf(1))))
	}
	if c.int("detect_negative", 1) != 0 {
		out = c.or(out, c.compare(eq, x, c.like(x, math.Inf(-1))))
	}
	c.set(0, out)
}
