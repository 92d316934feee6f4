package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// padOps surround tensors, and cut them.
var padOps = []entry{
	{"", "Pad", 2, pad},
	{"", "CenterCropPad", 18, centerCropPad},
}

func pad(c *call) {
	x := c.arg(0)
	pads, axes := c.intsOr(1, "pads"), span(0, x.rank())
	if c.has(3) {
		axes = nil
		for _, a := range c.intsIn(3) {
			axes = append(axes, axisOf(a, x.rank()))
		}
	}
	want(len(pads) == 2*len(axes), "%d pads are given for %d axes, want two for each", len(pads), len(axes))
	low, high := make([]int64, x.rank()), make([]int64, x.rank())
	for i, a := range axes {
		low[a], high[a] = pads[i], pads[len(axes)+i]
	}
	if mode := c.str("mode", "constant"); mode != "constant" {
		c.set(0, c.padFrom(x, low, high, mode))
		return
	}
	fill := c.scalar(x.elem, c.float("value", 0))
	if c.has(2) {
		fill = c.reshape(c.arg(2))
	}
	c.set(0, c.builder.pad(x, fill, low, high, make([]int64, x.rank())))
}

// padFrom pads with elements of the tensor itself.
func (c *call) padFrom(x *value, low, high []int64, mode string) *value {
	for d, n := range x.dims {
		if low[d] == 0 && high[d] == 0 {
			continue
		}
		want(n > 0, "dim %d of %s has nothing to pad with", d, x.typ)
		from := []int64{}
		for i := range n + low[d] + high[d] {
			from = append(from, source(i-low[d], n, mode))
		}
		x = c.builder.gather(x, c.integers(from, int64(len(from))), d)
	}
	return x
}

// source is what index i, which may lie outside, reads of a dim of n elements.
func source(i, n int64, mode string) int64 {
	switch mode {
	case "edge":
		return min(max(i, 0), n-1)
	case "wrap":
		return (i%n + n) % n
	case "reflect":
		if n == 1 {
			return 0
		}
		period := 2 * (n - 1)
		i = (i%period + period) % period
		return min(i, period-i)
	}
	fail("the mode %q cannot be lowered", mode)
	return 0
}

// centerCropPad cuts dims, or surrounds them with zeros, so that they have the lengths of
// input 1.
func centerCropPad(c *call) {
	x, lengths := c.arg(0), c.intsIn(1)
	axes := span(0, x.rank())
	if given := c.intList("axes"); given != nil {
		axes = nil
		for _, a := range given {
			axes = append(axes, axisOf(a, x.rank()))
		}
	}
	want(len(lengths) == len(axes), "%d lengths are given for %d axes", len(lengths), len(axes))
	low, high := make([]int64, x.rank()), make([]int64, x.rank())
	for i, a := range axes {
		more := lengths[i] - x.dims[a]
		low[a] = more / 2
		if more < 0 {
			low[a] = -(-more / 2)
		}
		high[a] = more - low[a]
	}
	c.set(0, c.builder.pad(x, c.scalar(x.elem, 0), low, high, make([]int64, x.rank())))
}

// arrangeOps repeat, fold and cut out parts of tensors.
var arrangeOps = []entry{
	{"", "Tile", 6, tile},
	{"", "DepthToSpace", 1, depthToSpace},
	{"", "SpaceToDepth", 1, spaceToDepth},
	{"", "Trilu", 14, trilu},
	{"", "EyeLike", 9, eyeLike},
	{"", "ReverseSequence", 10, reverseSequence},
}

// tile repeats dims: each goes behind a new one.
func tile(c *call) {
	x, times := c.arg(0), c.intsIn(1)
	want(len(times) == x.rank(), "%d numbers of repetitions are given for %s", len(times), x.typ)
	var wide, dims []int64
	var at []int
	for d, n := range x.dims {
		want(times[d] >= 0, "it repeats dim %d %d times", d, times[d])
		wide, at, dims = append(wide, times[d], n), append(at, 2*d+1), append(dims, n*times[d])
	}
	c.set(0, c.reshape(c.broadcastInDim(x, wide, at), dims...))
}

// block is the size of the squares that are folded, of images.
func (c *call) block(x *value) int64 {
	want(x.rank() == 4, "%s are no images", x.typ)
	b := c.int("blocksize", 0)
	want(b > 0, "its blocksize is %d, want one of at least 1", b)
	return b
}

func depthToSpace(c *call) {
	x := c.arg(0)
	b := c.block(x)
	n, ch, h, w := x.dims[0], x.dims[1]/(b*b), x.dims[2], x.dims[3]
	var y *value
	if c.str("mode", "DCR") == "CRD" {
		y = c.builder.transpose(c.reshape(x, n, ch, b, b, h, w), []int{0, 1, 4, 2, 5, 3})
	} else {
		y = c.builder.transpose(c.reshape(x, n, b, b, ch, h, w), []int{0, 3, 4, 1, 5, 2})
	}
	c.set(0, c.reshape(y, n, ch, h*b, w*b))
}

func spaceToDepth(c *call) {
	x := c.arg(0)
	b := c.block(x)
	n, ch, h, w := x.dims[0], x.dims[1], x.dims[2]/b, x.dims[3]/b
	y := c.builder.transpose(c.reshape(x, n, ch, h, b, w, b), []int{0, 3, 5, 1, 2, 4})
	c.set(0, c.reshape(y, n, ch*b*b, h, w))
}

// diagonal is column - row of every element of a stack of matrices.
func (c *call) diagonal(t typ) *value {
	want(t.rank() >= 2, "%s is no matrix", t)
	i := t.with(onnxio.Int64)
	return c.subtract(c.iota(i, t.rank()-1), c.iota(i, t.rank()-2))
}

// trilu keeps what lies above, or below, a diagonal.
func trilu(c *call) {
	x, k := c.arg(0), int64(0)
	if c.has(1) {
		k = c.intsIn(1)[0]
	}
	direction := le
	if c.int("upper", 1) != 0 {
		direction = ge
	}
	d := c.diagonal(x.typ)
	c.set(0, c.select_(c.compare(direction, d, c.like(d, float64(k))), x, c.zeros(x.typ)))
}

func eyeLike(c *call) {
	x := c.arg(0)
	t := x.typ
	if to := onnxio.DType(c.int("dtype", 0)); to != onnxio.Undefined {
		t = t.with(to)
	}
	d := c.diagonal(t)
	c.set(0, c.convert(c.compare(eq, d, c.like(d, float64(c.int("k", 0)))), t.elem))
}

// reverseSequence reverses the first elements along the axis of time, as many of each
// batch as input 1 says.
func reverseSequence(c *call) {
	x := c.arg(0)
	batch, time := int(c.int("batch_axis", 1)), int(c.int("time_axis", 0))
	want(batch != time && batch+time == 1 && x.rank() >= 2, "batch_axis %d and time_axis %d of %s must be 0 and 1", batch, time, x.typ)
	t := newType(onnxio.Int64, x.dims[:2]...)
	step := c.iota(t, time)
	length := c.broadcastInDim(c.convert(c.arg(1), onnxio.Int64), t.dims, []int{batch})
	from := c.select_(c.compare(lt, step, length), c.subtract(c.plus(length, -1), step), step)
	parts := []*value{c.reshape(c.iota(t, 0), append(slices.Clone(t.dims), 1)...), c.reshape(c.iota(t, 1), append(slices.Clone(t.dims), 1)...)}
	parts[time] = c.reshape(from, append(slices.Clone(t.dims), 1)...)
	c.set(0, c.builder.gatherND(x, c.concatenate(2, parts...)))
}
