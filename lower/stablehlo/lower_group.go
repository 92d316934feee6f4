package stablehlo

import "slices"

// groupNormOps normalize groups of channels of one image, lines, and by norms.
var groupNormOps = []entry{
	{"", "InstanceNormalization", 6, func(c *call) { c.normalizeGroups(c.arg(0).dims[1]) }},
	{"", "GroupNormalization", 18, func(c *call) { c.normalizeGroups(c.int("num_groups", 0)) }},
	{"", "LRN", 1, lrn},
	{"", "LpNormalization", 1, lpNorm},
	{"", "MeanVarianceNormalization", 9, meanVariance},
}

// normalizeGroups has inputs X, scale and bias. These have one element for each channel,
// or, in GroupNormalization of version 18, for each group.
func (c *call) normalizeGroups(groups int64) {
	x := c.wide(c.arg(0))
	want(x.rank() >= 2 && groups > 0 && x.dims[1]%groups == 0, "%d groups do not divide the channels of %s", groups, x.typ)
	batch, channels := x.dims[0], x.dims[1]
	g := c.reshape(x, batch, groups, count(x.dims[1:])/groups)
	last := []int{2}
	distance := c.subtract(g, c.restored(c.builder.mean(g, last), g.dims, last))
	inverse := c.inverse(c.builder.mean(c.multiply(distance, distance), last))
	hat := c.reshape(c.multiply(distance, c.restored(inverse, g.dims, last)), x.dims...)
	perChannel := func(i int) *value {
		v := c.wide(c.arg(i))
		if n := v.count(); n != channels {
			want(n == groups, "%s is given for %d channels in %d groups", v.typ, channels, groups)
			v = c.reshape(c.broadcastInDim(c.reshape(v, n), []int64{n, channels / n}, []int{0}), channels)
		}
		return c.along(v, x.dims, 1)
	}
	c.set(0, c.convert(c.add(c.multiply(hat, perChannel(1)), perChannel(2)), c.in[0].elem))
}

// lrn divides by a power of the squares of neighbouring channels.
func lrn(c *call) {
	x := c.wide(c.arg(0))
	size := c.int("size", 0)
	want(x.rank() >= 2 && size > 0, "size %d is none for %s", size, x.typ)
	none := make([]int64, x.rank())
	w := sliding{size: ones(x.rank()), stride: ones(x.rank()), dilation: ones(x.rank()), low: slices.Clone(none), high: slices.Clone(none)}
	w.size[1], w.low[1], w.high[1] = size, (size-1)/2, size/2
	sum := c.reduceWindow("add", c.multiply(x, x), w)
	base := c.plus(c.times(sum, c.float("alpha", 1e-4)/float64(size)), c.float("bias", 1))
	c.set(0, c.convert(c.divide(x, c.power(base, c.like(base, c.float("beta", 0.75)))), c.in[0].elem))
}

// lpNorm divides lines by their norm; where that is 0 so is the result.
func lpNorm(c *call) {
	x := c.wide(c.arg(0))
	axes := []int{axisOf(c.int("axis", -1), x.rank())}
	var norm *value
	switch p := c.int("p", 2); p {
	case 1:
		norm = c.reduce("add", c.abs(x), axes)
	case 2:
		norm = c.sqrt(sumOfSquares(c, x, axes))
	default:
		fail("p is %d, want 1 or 2", p)
	}
	norm = c.restored(norm, x.dims, axes)
	zeros := c.zeros(x.typ)
	c.set(0, c.convert(c.select_(c.compare(eq, norm, zeros), zeros, c.divide(x, norm)), c.in[0].elem))
}

// meanVariance takes off the mean and divides by the deviation.
func meanVariance(c *call) {
	x, given := c.wide(c.arg(0)), c.intList("axes")
	if given == nil {
		given = []int64{0, 2, 3}
	}
	axes := axesOf(given, x.rank())
	distance := c.subtract(x, c.restored(c.builder.mean(x, axes), x.dims, axes))
	deviation := c.plus(c.sqrt(c.builder.mean(c.multiply(distance, distance), axes)), 1e-9)
	c.set(0, c.convert(c.divide(distance, c.restored(deviation, x.dims, axes)), c.in[0].elem))
}
