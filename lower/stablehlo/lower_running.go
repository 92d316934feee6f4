package stablehlo

import "slices"

// runningOps fold the elements along an axis up to each.
var runningOps = []entry{
	{"", "CumSum", 11, running("add", 0)},
	{"", "CumProd", 26, running("multiply", 1)},
}

// running slides a window over the axis that begins before it: XLA makes running sums of
// that.
func running(op string, start float64) func(*call) {
	return func(c *call) {
		x, at := c.arg(0), c.intsIn(1)
		want(len(at) == 1, "its axis is %v, want one number", at)
		axis := axisOf(at[0], x.rank())
		wide, n := c.wide(x), x.dims[axis]
		turn := []int{}
		if c.int("reverse", 0) != 0 {
			turn = []int{axis}
		}
		wide = c.reverse(wide, turn)
		none := make([]int64, x.rank())
		if c.int("exclusive", 0) != 0 {
			low, high := slices.Clone(none), slices.Clone(none)
			low[axis], high[axis] = 1, -1
			wide = c.builder.pad(wide, c.scalar(wide.elem, start), low, high, none)
		}
		w := sliding{size: ones(x.rank()), stride: ones(x.rank()), dilation: ones(x.rank()), low: slices.Clone(none), high: none}
		w.size[axis], w.low[axis] = max(n, 1), max(n, 1)-1
		c.set(0, c.convert(c.reverse(c.reduceWindow(op, wide, w), turn), x.elem))
	}
}
