package stablehlo

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// reduceOps reduce along axes.
var reduceOps = []entry{
	{"", "ReduceSum", 1, reduction(func(c *call, x *value, axes []int) *value { return c.reduce("add", x, axes) })},
	{"", "ReduceMean", 1, reduction(func(c *call, x *value, axes []int) *value { return c.builder.mean(x, axes) })},
	{"", "ReduceMax", 1, reduction(extremeOf("maximum", "or"))},
	{"", "ReduceMin", 1, reduction(extremeOf("minimum", "and"))},
	{"", "ReduceProd", 1, reduction(func(c *call, x *value, axes []int) *value { return c.reduce("multiply", x, axes) })},
	{"", "ReduceSumSquare", 1, reduction(sumOfSquares)},
	{"", "ReduceL1", 1, reduction(func(c *call, x *value, axes []int) *value { return c.reduce("add", c.abs(x), axes) })},
	{"", "ReduceLogSum", 1, reduction(func(c *call, x *value, axes []int) *value { return c.log(c.reduce("add", x, axes)) })},
	{"", "ReduceLogSumExp", 1, reduction(logSumExp)},
	{"", "ReduceL2", 1, reduction(func(c *call, x *value, axes []int) *value { return c.sqrt(sumOfSquares(c, x, axes)) })},
	{ms, "ReduceSumTraining", 1, reduction(func(c *call, x *value, axes []int) *value { return c.reduce("add", x, axes) })},
}

func sumOfSquares(c *call, x *value, axes []int) *value {
	return c.reduce("add", c.multiply(x, x), axes)
}

// logSumExp takes the largest element out of the sum.
func logSumExp(c *call, x *value, axes []int) *value {
	most := c.reduce("maximum", x, axes)
	most = c.select_(c.compare(eq, c.abs(most), c.like(most, math.Inf(1))), c.zeros(most.typ), most)
	sum := c.reduce("add", c.exponential(c.subtract(x, c.restored(most, x.dims, axes))), axes)
	return c.add(c.log(sum), most)
}

// extremeOf reduces numbers by one operation, bools by another.
func extremeOf(numbers, bools string) func(c *call, x *value, axes []int) *value {
	return func(c *call, x *value, axes []int) *value {
		if x.elem == onnxio.Bool {
			return c.reduce(bools, x, axes)
		}
		return c.reduce(numbers, x, axes)
	}
}

// reduction reduces along the axes of the attribute or of input 1. No axes mean all, or
// none where noop_with_empty_axes says so.
func reduction(f func(c *call, x *value, axes []int) *value) func(*call) {
	return func(c *call) {
		x := c.arg(0)
		given := c.intsOr(1, "axes")
		if len(given) == 0 {
			given = nil
			if c.int("noop_with_empty_axes", 0) != 0 {
				c.set(0, x)
				return
			}
		}
		axes := axesOf(given, x.rank())
		out := c.convert(f(c, c.wide(x), axes), x.elem)
		if c.int("keepdims", 1) != 0 {
			kept := slices.Clone(x.dims)
			for _, a := range axes {
				kept[a] = 1
			}
			out = c.reshape(out, kept...)
		}
		c.set(0, out)
	}
}

// softmaxOps normalize along an axis. Before version 13 all dims from the axis on are one.
var softmaxOps = []entry{
	{"", "Softmax", 1, alongAxis(true, softmax)},
	{"", "Softmax", 13, alongAxis(false, softmax)},
	{"", "LogSoftmax", 1, alongAxis(true, (*builder).logSoftmax)},
	{"", "LogSoftmax", 13, alongAxis(false, (*builder).logSoftmax)},
	{ms, "SoftmaxGrad", 1, gradientAlongAxis(true, softmaxGrad)},
	{ms, "SoftmaxGrad_13", 1, gradientAlongAxis(false, softmaxGrad)},
	{ms, "LogSoftmaxGrad", 1, gradientAlongAxis(true, logSoftmaxGrad)},
	{ms, "LogSoftmaxGrad_13", 1, gradientAlongAxis(false, logSoftmaxGrad)},
}

// axes are those that one line of x lies along.
func (c *call) lineAxes(x *value, flat bool) []int {
	def := int64(-1)
	if flat {
		def = 1
	}
	at := c.int("axis", def)
	if flat && at == int64(x.rank()) || x.rank() == 0 {
		return []int{}
	}
	axis := axisOf(at, x.rank())
	if flat {
		return span(axis, x.rank())
	}
	return []int{axis}
}

func alongAxis(flat bool, f func(b *builder, x *value, axes []int) *value) func(*call) {
	return func(c *call) {
		x := c.arg(0)
		c.set(0, c.convert(f(c.builder, c.wide(x), c.lineAxes(x, flat)), x.elem))
	}
}

func gradientAlongAxis(flat bool, f func(b *builder, dy, y *value, axes []int) *value) func(*call) {
	return func(c *call) {
		dy, y := c.arg(0), c.arg(1)
		c.set(0, c.convert(f(c.builder, c.wide(dy), c.wide(y), c.lineAxes(dy, flat)), dy.elem))
	}
}

// shifted is x less the largest element of its line.
func (b *builder) shifted(x *value, axes []int) *value {
	return b.subtract(x, b.restored(b.reduce("maximum", x, axes), x.dims, axes))
}

func softmax(b *builder, x *value, axes []int) *value {
	e := b.exponential(b.shifted(x, axes))
	return b.divide(e, b.restored(b.reduce("add", e, axes), x.dims, axes))
}

func (b *builder) logSoftmax(x *value, axes []int) *value {
	s := b.shifted(x, axes)
	return b.subtract(s, b.restored(b.log(b.reduce("add", b.exponential(s), axes)), x.dims, axes))
}

func softmaxGrad(b *builder, dy, y *value, axes []int) *value {
	dot := b.reduce("add", b.multiply(dy, y), axes)
	return b.multiply(y, b.subtract(dy, b.restored(dot, y.dims, axes)))
}

func logSoftmaxGrad(b *builder, dy, y *value, axes []int) *value {
	sum := b.reduce("add", dy, axes)
	return b.subtract(dy, b.multiply(b.exponential(y), b.restored(sum, y.dims, axes)))
}
