package stablehlo

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
)

// unaryOps compute each element by itself.
var unaryOps = []entry{
	{"", "Abs", 6, elementwise((*builder).abs)},
	{"", "Neg", 6, negate},
	{"", "Sign", 9, elementwise((*builder).sign)},
	{"", "Exp", 6, elementwise((*builder).exponential)},
	{"", "Log", 6, elementwise((*builder).log)},
	{"", "Sqrt", 6, elementwise((*builder).sqrt)},
	{"", "Floor", 6, elementwise((*builder).floor)},
	{"", "Ceil", 6, elementwise((*builder).ceil)},
	{"", "Tanh", 6, elementwise((*builder).tanh)},
	{"", "Sigmoid", 6, elementwise((*builder).logistic)},
	{"", "Erf", 9, elementwise((*builder).erf)},
	{"", "Reciprocal", 6, elementwise(func(b *builder, x *value) *value { return b.divide(b.splat(x.typ, 1), x) })},
	{"", "Clip", 11, clip},
	{"", "Clip", 6, clipByAttributes},
	{"", "Cast", 6, func(c *call) { c.cast(onnxio.DType(c.int("to", 0))) }},
	{"", "CastLike", 15, func(c *call) { c.cast(c.arg(1).elem) }},
	{ms, "TanhGrad", 1, slope(func(b *builder, y *value) *value { return b.subtract(b.splat(y.typ, 1), b.multiply(y, y)) })},
	{ms, "SigmoidGrad", 1, slope(func(b *builder, y *value) *value { return b.multiply(y, b.subtract(b.splat(y.typ, 1), y)) })},
}

func elementwise(f func(b *builder, x *value) *value) func(*call) {
	return func(c *call) { c.set(0, f(c.builder, c.arg(0))) }
}

func negate(c *call) {
	x := c.arg(0)
	out := c.builder.negate(x)
	fold(out, x, x, func(a, _ int64) int64 { return -a })
	c.set(0, out)
}

// slope multiplies the gradient with f of the activation.
func slope(f func(b *builder, y *value) *value) func(*call) {
	return func(c *call) {
		dy, y := c.wide(c.arg(0)), c.wide(c.arg(1))
		c.set(0, c.convert(c.multiply(dy, f(c.builder, y)), c.in[0].elem))
	}
}

// clip bounds x by inputs 1 and 2.
func clip(c *call) {
	x := c.arg(0)
	if c.has(1) {
		x = c.maximum(x, c.broadcast(c.reshape(c.arg(1)), x.dims))
	}
	if c.has(2) {
		x = c.minimum(x, c.broadcast(c.reshape(c.arg(2)), x.dims))
	}
	c.set(0, x)
}

func clipByAttributes(c *call) {
	x := c.arg(0)
	x = c.maximum(x, c.like(x, c.float("min", -math.MaxFloat32)))
	c.set(0, c.minimum(x, c.like(x, c.float("max", math.MaxFloat32))))
}

func (c *call) cast(to onnxio.DType) {
	x := c.arg(0)
	_, ok := elemNames[to]
	want(ok, "a cast to %s cannot be lowered", to)
	out := c.convert(x, to)
	if out != x && x.ints != nil && to != onnxio.Bool && !out.float() {
		out.ints = x.ints
	}
	c.set(0, out)
}

// reluOps: Y is what XLA's own Relu gives, +0 for -0 and NaN for NaN.
var reluOps = []entry{
	{"", "Relu", 6, func(c *call) { c.set(0, c.settled(c.relu(c.arg(0)))) }},
	{ms, "ReluGrad", 1, reluGrad},
}

func (b *builder) relu(x *value) *value { return b.maximum(x, b.zeros(x.typ)) }

// settled keeps XLA for CPUs from computing x once more, or in one piece with what reads
// it: what it fuses decides in which order it sums and where it rounds, so that with masks
// other last bits would come out. On other devices memory and time come first.
func (c *call) settled(x *value) *value {
	if c.target.Device != "cpu" {
		return x
	}
	return c.barrier(x)[0]
}

// reluGrad gives dY where the activation is positive and +0 elsewhere.
func reluGrad(c *call) {
	dy, v := c.arg(0), c.arg(1)
	want(dy.elem == v.elem && dy.count() == v.count(), "the gradient is %s, the activation %s", dy.typ, v.typ)
	p := c.compare(gt, c.reshape(v, dy.dims...), c.zeros(dy.typ))
	c.set(0, c.settled(c.select_(p, dy, c.zeros(dy.typ))))
}
