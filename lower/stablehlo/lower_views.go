package stablehlo

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// viewOps change the shape alone.
var viewOps = []entry{
	{"", "Identity", 1, func(c *call) { c.set(0, c.in[0]) }},
	{"", "Reshape", 5, reshape},
	{"", "Flatten", 1, flatten},
	{"", "Squeeze", 1, squeeze},
	{"", "Unsqueeze", 1, unsqueeze},
	{"", "Expand", 8, expand},
	{"", "Transpose", 1, transpose},
}

func reshape(c *call) {
	x, to := c.arg(0), c.intsIn(1)
	known, free := int64(1), -1
	for i, d := range to {
		switch {
		case d == 0 && c.int("allowzero", 0) == 0:
			want(i < x.rank(), "its shape %v copies dim %d of %s", to, i, x.typ)
			to[i] = x.dims[i]
		case d == -1:
			want(free < 0, "its shape %v leaves two dims open", to)
			free = i
			continue
		}
		known *= to[i]
	}
	if free >= 0 {
		want(known > 0 && x.count()%known == 0, "%s cannot be reshaped to %v", x.typ, to)
		to[free] = x.count() / known
	}
	c.set(0, c.reshape(x, to...))
}

func flatten(c *call) {
	x := c.arg(0)
	axis := c.int("axis", 1)
	if axis < 0 {
		axis += int64(x.rank())
	}
	want(axis >= 0 && axis <= int64(x.rank()), "axis %d is none of %s", axis, x.typ)
	c.set(0, c.reshape(x, count(x.dims[:axis]), count(x.dims[axis:])))
}

func squeeze(c *call) {
	x := c.arg(0)
	given := c.intsOr(1, "axes")
	if given == nil {
		for d, n := range x.dims {
			if n == 1 {
				given = append(given, int64(d))
			}
		}
	}
	if len(given) == 0 {
		c.set(0, x)
		return
	}
	axes := axesOf(given, x.rank())
	for _, a := range axes {
		want(x.dims[a] == 1, "dim %d of %s cannot vanish", a, x.typ)
	}
	c.set(0, c.reshape(x, without(x.dims, axes)...))
}

func unsqueeze(c *call) {
	x := c.arg(0)
	given := c.intsOr(1, "axes")
	axes := axesOf(given, x.rank()+len(given))
	dims := slices.Clone(x.dims)
	for _, a := range axes {
		dims = slices.Insert(dims, a, 1)
	}
	c.set(0, c.reshape(x, dims...))
}

func expand(c *call) {
	x := c.arg(0)
	c.set(0, c.spread(x, joint(x.dims, c.intsIn(1))))
}

func transpose(c *call) {
	x := c.arg(0)
	perm := []int{}
	for _, p := range c.intList("perm") {
		perm = append(perm, int(p))
	}
	if len(perm) == 0 {
		perm = span(0, x.rank())
		slices.Reverse(perm)
	}
	c.set(0, c.transpose(x, perm))
}

// shapeOps compute with shapes: they become constants.
var shapeOps = []entry{
	{"", "Shape", 1, shapeOf},
	{"", "Size", 1, func(c *call) { c.set(0, c.integers([]int64{c.arg(0).count()})) }},
	{"", "Constant", 1, constant},
	{"", "ConstantOfShape", 9, constantOfShape},
	{"", "Range", 11, rangeOp},
	{ms, "BroadcastGradientArgs", 1, broadcastGradientArgs},
}

func shapeOf(c *call) {
	x := c.arg(0)
	bound := func(name string, def int) int {
		v := c.int(name, int64(def))
		if v < 0 {
			v += int64(x.rank())
		}
		return int(min(max(v, 0), int64(x.rank())))
	}
	lo, hi := bound("start", 0), bound("end", x.rank())
	dims := x.dims[lo:max(lo, hi)]
	c.set(0, c.integers(dims, int64(len(dims))))
}

func constant(c *call) {
	switch a := c.n.Attrs; {
	case c.attr("value") != nil:
		c.set(0, c.tensor(c.attr("value").Tensor()))
	case c.attr("value_int") != nil:
		c.set(0, c.integers([]int64{c.int("value_int", 0)}))
	case c.attr("value_ints") != nil:
		v := c.intList("value_ints")
		c.set(0, c.integers(v, int64(len(v))))
	case c.attr("value_float") != nil:
		c.set(0, c.scalar(onnxio.Float, c.float("value_float", 0)))
	default:
		fail("its value, of %d attributes, cannot be lowered", len(a))
	}
}

func constantOfShape(c *call) {
	t := newType(onnxio.Float, c.intsIn(0)...)
	a := c.attr("value")
	if a == nil {
		c.set(0, c.zeros(t))
		return
	}
	v := c.tensor(a.Tensor())
	c.set(0, c.spread(c.reshape(v), t.dims))
}

func rangeOp(c *call) {
	if c.arg(0).float() {
		from, to, step := c.floatsIn(0), c.floatsIn(1), c.floatsIn(2)
		want(len(from) == 1 && len(to) == 1 && len(step) == 1 && step[0] != 0, "it needs three numbers")
		n := max(0, int64(math.Ceil((to[0]-from[0])/step[0])))
		t := newType(newType(c.in[0].elem).real(), n)
		c.set(0, c.convert(c.plus(c.times(c.iota(t, 0), step[0]), from[0]), c.in[0].elem))
		return
	}
	from, to, step := c.intsIn(0), c.intsIn(1), c.intsIn(2)
	want(len(from) == 1 && len(to) == 1 && len(step) == 1 && step[0] != 0, "it needs three integers")
	v := []int64{}
	for i := from[0]; (step[0] > 0 && i < to[0]) || (step[0] < 0 && i > to[0]); i += step[0] {
		v = append(v, i)
	}
	out := c.integers(v, int64(len(v)))
	known := out.ints
	out = c.convert(out, c.in[0].elem)
	out.ints = known
	c.set(0, out)
}

// broadcastGradientArgs tells over which axes the gradients of two broadcast tensors are
// to be summed.
func broadcastGradientArgs(c *call) {
	shapes := [2][]int64{c.intsIn(0), c.intsIn(1)}
	all := joint(shapes[0], shapes[1])
	for i, s := range shapes {
		if !c.wants(i) {
			continue
		}
		axes, skip, other := []int64{}, len(all)-len(s), shapes[1-i]
		gap := len(all) - len(other)
		for d := len(all) - 1; d >= 0; d-- {
			if d < skip || s[d-skip] == 1 && d >= gap && other[d-gap] != 1 {
				axes = append(axes, int64(d))
			}
		}
		c.set(i, c.integers(axes, int64(len(axes))))
	}
}
