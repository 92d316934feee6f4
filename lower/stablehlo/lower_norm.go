package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// normOps normalize every channel over batch and plane.
var normOps = []entry{
	{"", "BatchNormalization", 7, batchNorm},
	{ms, "BatchNormInternal", 1, batchNorm},
	{ms, "BatchNormalizationGrad", 1, batchNormGrad},
}

// perChannel are the axes that a channel's numbers lie along.
func perChannel(x *value) []int {
	want(x.rank() >= 2, "%s has no channels", x.typ)
	return append([]int{0}, span(2, x.rank())...)
}

// mean of x along axes.
func (b *builder) mean(x *value, axes []int) *value {
	sum := b.reduce("add", x, axes)
	return b.divide(sum, b.splat(sum.typ, float64(x.count())/float64(max(1, sum.count()))))
}

// inverse is 1/sqrt(variance+epsilon).
func (c *call) inverse(variance *value) *value {
	root := c.sqrt(c.plus(variance, c.float("epsilon", 1e-5)))
	return c.divide(c.like(root, 1), root)
}

// batchNorm has outputs Y, running mean and variance, and, before version 14 and in
// BatchNormInternal, the mean and variance of the batch, of which BatchNormInternal gives
// 1/sqrt(variance+epsilon).
func batchNorm(c *call) {
	x := c.arg(0)
	axes := perChannel(x)
	var in [5]*value
	for i := range in {
		in[i] = c.wide(c.arg(i))
	}
	internal := c.n.OpType == "BatchNormInternal"
	training := internal || c.int("training_mode", 0) != 0 || c.opset < 14 && c.wants(1)
	mean, variance := in[3], in[4]
	if training {
		mean = c.builder.mean(in[0], axes)
		distance := c.subtract(in[0], c.along(mean, x.dims, 1))
		variance = c.builder.mean(c.multiply(distance, distance), axes)
	}
	inverse := c.inverse(variance)
	scale := c.multiply(inverse, in[1])
	shift := c.subtract(in[2], c.multiply(mean, scale))
	y := c.add(c.multiply(in[0], c.along(scale, x.dims, 1)), c.along(shift, x.dims, 1))
	c.set(0, c.settled(c.convert(y, x.elem)))
	running := func(old, new *value) *value {
		if !training {
			return old
		}
		momentum := c.float("momentum", 0.9)
		return c.add(c.times(old, momentum), c.times(new, 1-momentum))
	}
	if internal {
		variance, inverse = inverse, variance
	} else {
		inverse = variance
	}
	for i, v := range []*value{running(in[3], mean), running(in[4], inverse), mean, variance} {
		if c.wants(i + 1) {
			c.set(i+1, c.convert(v, c.in[3].elem))
		}
	}
}

// batchNormGrad has inputs dY, X, scale, mean and 1/sqrt(variance+epsilon) of the batch,
// and outputs dX, dScale, dB.
func batchNormGrad(c *call) {
	elem, axes := c.arg(0).elem, perChannel(c.arg(0))
	var in [5]*value
	for i := range in {
		in[i] = c.wide(c.arg(i))
	}
	dy, x, scale, mean, inverse := in[0], in[1], in[2], in[3], in[4]
	distance := c.subtract(x, c.along(mean, x.dims, 1))
	sum, dot := c.reduce("add", dy, axes), c.reduce("add", c.multiply(dy, distance), axes)
	n := float64(x.count()) / float64(max(1, sum.count()))
	// dX = scale*inverse * (dY - sum/n - (x-mean)*inverse*inverse*dot/n)
	a := c.multiply(scale, inverse)
	k := c.divide(c.multiply(c.multiply(inverse, inverse), dot), c.like(dot, n))
	dx := c.subtract(dy, c.along(c.divide(sum, c.like(sum, n)), x.dims, 1))
	dx = c.subtract(dx, c.multiply(distance, c.along(k, x.dims, 1)))
	for i, v := range []*value{c.multiply(c.along(a, x.dims, 1), dx), c.multiply(dot, inverse), sum} {
		if c.wants(i) {
			c.set(i, c.convert(v, elem))
		}
	}
}

// layerNormOps normalize rows: all dims from an axis on. The simplified form leaves the
// mean where it is.
var layerNormOps = []entry{
	{"", "LayerNormalization", 1, layerNorm(false)},
	{"", "SimplifiedLayerNormalization", 1, layerNorm(true)},
	{"", "RMSNormalization", 23, layerNorm(true)},
	{ms, "LayerNormalizationGrad", 1, layerNormGrad(false)},
	{ms, "SimplifiedLayerNormalizationGrad", 1, layerNormGrad(true)},
}

func layerNorm(simple bool) func(*call) {
	return func(c *call) {
		x := c.wide(c.arg(0))
		axis := axisOf(c.int("axis", -1), x.rank())
		axes, distance := span(axis, x.rank()), x
		var mean *value
		if !simple {
			mean = c.builder.mean(x, axes)
			distance = c.subtract(x, c.restored(mean, x.dims, axes))
		}
		inverse := c.inverse(c.builder.mean(c.multiply(distance, distance), axes))
		y := c.multiply(distance, c.restored(inverse, x.dims, axes))
		if c.has(1) {
			y = c.multiply(y, c.broadcast(c.wide(c.arg(1)), x.dims))
		}
		if c.has(2) {
			y = c.add(y, c.broadcast(c.wide(c.arg(2)), x.dims))
		}
		c.set(0, c.convert(y, c.in[0].elem))
		kept := append(slices.Clone(x.dims[:axis]), ones(len(axes))...)
		statistics := []*value{mean, inverse}
		if simple {
			statistics = statistics[1:]
		}
		for i, s := range statistics {
			if c.wants(i + 1) {
				c.set(i+1, c.statistic(i+1, c.reshape(s, kept...)))
			}
		}
	}
}

// statistic is one number per row: float32, unless the graph states double.
func (c *call) statistic(i int, s *value) *value {
	if t := c.n.Output(i).Type; t != nil && t.Elem == onnxio.Double {
		return c.convert(s, onnxio.Double)
	}
	return c.convert(s, onnxio.Float)
}

// layerNormGrad has inputs dY, X, scale, mean (not in the simplified form) and
// 1/sqrt(variance+epsilon), and outputs dX, dScale, dB (not in the simplified form).
func layerNormGrad(simple bool) func(*call) {
	return func(c *call) {
		dy, x, scale := c.wide(c.arg(0)), c.wide(c.arg(1)), c.wide(c.arg(2))
		axis := axisOf(c.int("axis", -1), x.rank())
		axes, last := span(axis, x.rank()), 4
		row := func(i int) *value {
			s := c.reshape(c.convert(c.arg(i), x.elem), x.dims[:axis]...)
			return c.restored(s, x.dims, axes)
		}
		hat := x
		if simple {
			last = 3
		} else {
			hat = c.subtract(x, row(3))
		}
		inverse := row(last)
		hat = c.multiply(hat, inverse)
		g := c.multiply(dy, c.broadcast(scale, x.dims))
		dot := c.restored(c.builder.mean(c.multiply(g, hat), axes), x.dims, axes)
		dx := c.subtract(g, c.multiply(hat, dot))
		if !simple {
			dx = c.subtract(dx, c.restored(c.builder.mean(g, axes), x.dims, axes))
		}
		rows := span(0, axis)
		parts := []func() *value{
			func() *value { return c.multiply(inverse, dx) },
			func() *value { return c.reshape(c.reduce("add", c.multiply(dy, hat), rows), scale.dims...) },
			func() *value { return c.reshape(c.reduce("add", dy, rows), scale.dims...) },
		}
		for i, f := range parts {
			if c.wants(i) {
				c.set(i, c.convert(f(), c.in[0].elem))
			}
		}
	}
}
