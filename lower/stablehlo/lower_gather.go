package stablehlo

// gatherOps read where indices say.
var gatherOps = []entry{
	{"", "Gather", 1, gather},
	{ms, "GatherGrad", 1, gatherGrad},
}

// places are indices along a dim of n elements; negative ones count from the end.
func (c *call) places(i int, n int64) *value {
	at := c.arg(i)
	want(!at.float(), "its indices are %s, want integers", at.typ)
	end := c.splat(at.typ, float64(n))
	return c.select_(c.compare(lt, at, c.zeros(at.typ)), c.add(at, end), at)
}

// gather replaces an axis by the dims of the indices. What is known of integers stays
// known.
func gather(c *call) {
	x, at := c.arg(0), c.arg(1)
	axis := axisOf(c.int("axis", 0), x.rank())
	if x.ints != nil && at.ints != nil && x.rank() == 1 {
		picked := []int64{}
		for _, i := range at.ints {
			if i < 0 {
				i += x.dims[0]
			}
			want(i >= 0 && i < x.dims[0], "index %d lies outside of %s", i, x.typ)
			picked = append(picked, x.ints[i])
		}
		out := c.integers(picked, at.dims...)
		known := out.ints
		out = c.convert(out, x.elem)
		out.ints = known
		c.set(0, out)
		return
	}
	c.set(0, c.builder.gather(x, c.places(1, x.dims[axis]), axis))
}

// gatherGrad adds the gradient, input 2, where the indices, input 1, were read, in a
// tensor of the shape at input 0.
func gatherGrad(c *call) {
	dims, g := c.intsIn(0), c.wide(c.arg(2))
	axis := axisOf(c.int("axis", 0), len(dims))
	zeros := c.zeros(g.typ.shaped(dims...))
	c.set(0, c.convert(c.scatterAdd(zeros, c.places(1, dims[axis]), g, axis), c.in[2].elem))
}
