package stablehlo

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// indexOps read and write single elements or slices where indices say.
var indexOps = []entry{
	{"", "GatherElements", 11, gatherElements},
	{ms, "GatherElementsGrad", 1, gatherElementsGrad},
	{"", "GatherND", 11, gatherND},
	{ms, "GatherNDGrad", 1, gatherNDGrad},
	{"", "Scatter", 9, scatterElements},
	{"", "ScatterElements", 11, scatterElements},
	{"", "ScatterND", 11, scatterND},
	{"", "OneHot", 9, oneHot},
}

// element is the index vectors of elements: their own places, but along the axis where
// input i says.
func (c *call) element(x *value, i, axis int) *value {
	at := c.convert(c.places(i, x.dims[axis]), onnxio.Int64)
	want(at.rank() == x.rank() && x.rank() > 0, "indices %s do not fit %s", at.typ, x.typ)
	parts := make([]*value, x.rank())
	for d := range parts {
		part := at
		if d != axis {
			part = c.iota(at.typ, d)
		}
		parts[d] = c.reshape(part, append(slices.Clone(at.dims), 1)...)
	}
	return c.concatenate(at.rank(), parts...)
}

func gatherElements(c *call) {
	x := c.arg(0)
	c.set(0, c.builder.gatherND(x, c.element(x, 1, axisOf(c.int("axis", 0), x.rank()))))
}

// gatherElementsGrad has inputs dY, the shape of the forward input, and the indices.
func gatherElementsGrad(c *call) {
	g := c.wide(c.arg(0))
	x := c.zeros(g.typ.shaped(c.intsIn(1)...))
	at := c.element(x, 2, axisOf(c.int("axis", 0), x.rank()))
	c.set(0, c.convert(c.builder.scatterND("add", x, at, g), c.in[0].elem))
}

func scatterElements(c *call) {
	x := c.arg(0)
	at := c.element(x, 1, axisOf(c.int("axis", 0), x.rank()))
	c.set(0, c.scattered(x, at, c.arg(2)))
}

// scattered writes into x, by the attribute reduction.
func (c *call) scattered(x, at, updates *value) *value {
	r := c.str("reduction", "none")
	op, ok := map[string]string{"none": "", "": "", "add": "add", "mul": "multiply", "max": "maximum", "min": "minimum"}[r]
	want(ok, "the reduction %q cannot be lowered", r)
	return c.builder.scatterND(op, x, at, updates)
}

// vectors are index vectors, whose last dim is that of the indices of one slice. With
// batch dims these stand before the given ones.
func (c *call) vectors(dims []int64, i, batch int) *value {
	at := c.convert(c.arg(i), onnxio.Int64)
	want(at.rank() > batch, "indices %s have not %d batch dims", at.typ, batch)
	k := at.dims[at.rank()-1]
	want(int(k)+batch <= len(dims), "indices %s do not fit the shape %v", at.typ, dims)
	ends := c.broadcastInDim(c.integers(dims[batch:batch+int(k)], k), at.dims, []int{at.rank() - 1})
	at = c.select_(c.compare(lt, at, c.zeros(at.typ)), c.add(at, ends), at)
	one := at.typ.shaped(append(slices.Clone(at.dims[:at.rank()-1]), 1)...)
	var parts []*value
	for d := range batch {
		parts = append(parts, c.iota(one, d))
	}
	return c.concatenate(at.rank()-1, append(parts, at)...)
}

func gatherND(c *call) {
	x := c.arg(0)
	c.set(0, c.builder.gatherND(x, c.vectors(x.dims, 1, int(c.int("batch_dims", 0)))))
}

// gatherNDGrad has the shape of the forward input, the indices and dY.
func gatherNDGrad(c *call) {
	dims, g := c.intsIn(0), c.wide(c.arg(2))
	at := c.vectors(dims, 1, int(c.int("batch_dims", 0)))
	c.set(0, c.convert(c.builder.scatterND("add", c.zeros(g.typ.shaped(dims...)), at, g), c.in[2].elem))
}

func scatterND(c *call) {
	x := c.arg(0)
	c.set(0, c.scattered(x, c.vectors(x.dims, 1, 0), c.arg(2)))
}

// oneHot gives every index a row of off values, with one on value at its place.
func oneHot(c *call) {
	at, values := c.convert(c.arg(0), onnxio.Int64), c.arg(2)
	depth := c.wholeNumbers(1)
	want(len(depth) == 1 && values.count() == 2, "its depth is %v and its values %s, want one number and two values", depth, values.typ)
	axis := axisOf(c.int("axis", -1), at.rank()+1)
	dims := slices.Insert(slices.Clone(at.dims), axis, depth[0])
	at = c.select_(c.compare(lt, at, c.zeros(at.typ)), c.plus(at, float64(depth[0])), at)
	t := at.typ.shaped(dims...)
	hot := c.compare(eq, c.restored(at, dims, []int{axis}), c.iota(t, axis))
	value := func(i int64) *value {
		v := c.slice(values, []int64{i}, []int64{i + 1}, []int64{1})
		return c.broadcastInDim(c.reshape(v), dims, []int{})
	}
	c.set(0, c.select_(hot, value(1), value(0)))
}

// wholeNumbers are the elements of input i, which must be known, of any type.
func (c *call) wholeNumbers(i int) []int64 {
	var out []int64
	if x := c.arg(i); x.float() {
		for _, v := range c.floatsIn(i) {
			out = append(out, int64(v))
		}
		return out
	}
	return c.intsIn(i)
}

// floatsIn are the elements of input i, which must be known; nil where it is omitted.
func (c *call) floatsIn(i int) []float64 {
	if !c.has(i) {
		return nil
	}
	x := c.arg(i)
	want(x.floats != nil || x.count() == 0, "its input %d is computed by the graph, but StableHLO needs static shapes", i)
	return slices.Clone(x.floats)
}

// orderOps find extremes along an axis, and sort.
var orderOps = []entry{
	{"", "ArgMax", 1, argExtreme("maximum")},
	{"", "ArgMin", 1, argExtreme("minimum")},
	{"", "Hardmax", 1, alongAxis(true, hardmax)},
	{"", "Hardmax", 13, alongAxis(false, hardmax)},
	{"", "TopK", 10, topK},
}

// extremeAt is the index of the extreme of every line along an axis, the first of equal
// ones or the last. A NaN counts as the least that could be found.
func (b *builder) extremeAt(op string, x *value, axis int, last bool) *value {
	dims := []int{axis}
	if x.float() {
		x = b.select_(b.compare(eq, x, x), x, b.broadcastInDim(b.startOf(op, x.elem), x.dims, []int{}))
	}
	t := x.typ.with(onnxio.Int64)
	best := b.compare(eq, x, b.restored(b.reduce(op, x, dims), x.dims, dims))
	if last {
		return b.reduce("maximum", b.select_(best, b.iota(t, axis), b.zeros(t)), dims)
	}
	return b.reduce("minimum", b.select_(best, b.iota(t, axis), b.splat(t, math.MaxInt32)), dims)
}

func argExtreme(op string) func(*call) {
	return func(c *call) {
		x := c.arg(0)
		axis := axisOf(c.int("axis", 0), x.rank())
		want(x.dims[axis] > 0, "axis %d of %s has no elements", axis, x.typ)
		out := c.extremeAt(op, x, axis, c.int("select_last_index", 0) != 0)
		if c.int("keepdims", 1) != 0 {
			out = c.reshape(out, slices.Insert(slices.Clone(out.dims), axis, 1)...)
		}
		c.set(0, out)
	}
}

// hardmax is 1 at the first largest element of every line, and 0 elsewhere.
func hardmax(b *builder, x *value, axes []int) *value {
	dims := x.dims
	if len(axes) != 1 { // the line is what the axes span
		x = b.reshape(x, count(dims[:axes[0]]), count(dims[axes[0]:]))
		axes = []int{1}
	}
	t := x.typ.with(onnxio.Int64)
	at := b.restored(b.extremeAt("maximum", x, axes[0], false), x.dims, axes)
	return b.reshape(b.convert(b.compare(eq, b.iota(t, axes[0]), at), x.elem), dims...)
}

// topK sorts lines along an axis and keeps the first elements and their indices.
func topK(c *call) {
	x := c.arg(0)
	axis, k := axisOf(c.int("axis", -1), x.rank()), c.intsIn(1)
	want(len(k) == 1 && k[0] >= 0 && k[0] <= x.dims[axis], "%v elements are asked for of axis %d of %s", k, axis, x.typ)
	direction := lt
	if c.int("largest", 1) != 0 {
		direction = gt
	}
	values, at := c.sort(x, c.iota(x.typ.with(onnxio.Int64), axis), axis, direction)
	limit := slices.Clone(x.dims)
	limit[axis] = k[0]
	for i, v := range []*value{values, at} {
		c.set(i, c.slice(v, make([]int64, x.rank()), limit, ones(x.rank())))
	}
}
