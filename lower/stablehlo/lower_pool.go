package stablehlo

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// poolOps take the maximum or mean under a window, and send gradients back.
var poolOps = []entry{
	{"", "MaxPool", 8, maxPool},
	{ms, "MaxPoolGrad", 1, maxPoolGrad},
	{"", "AveragePool", 7, averagePool},
	{ms, "AveragePoolGrad", 1, averagePoolGrad},
	{"", "GlobalAveragePool", 1, globalAveragePool},
	{"", "GlobalMaxPool", 1, func(c *call) { c.set(0, c.globally("maximum")) }},
	{ms, "GlobalAveragePoolGrad", 1, globalAveragePoolGrad},
	{"", "LpPool", 2, lpPool},
	{"", "GlobalLpPool", 2, globalLpPool},
}

// sliding is the window over all dims: batch and channels are left alone.
func (w *window) sliding() sliding {
	all := func(v []int64, first int64) []int64 { return append([]int64{first, first}, v...) }
	return sliding{size: all(w.kernel, 1), stride: all(w.stride, 1), dilation: all(w.dilation, 1), low: all(w.begin, 0), high: all(w.highs(), 0)}
}

func (c *call) pooled() (*value, window) {
	x := c.arg(0)
	want(x.rank() >= 3, "%s has no spatial dims", x.typ)
	return x, c.slide(x.dims[2:], c.intList("kernel_shape"))
}

// maxPool also tells where the maxima lie, output 1, if that is wanted.
func maxPool(c *call) {
	x, w := c.pooled()
	if !c.wants(1) {
		c.set(0, c.reduceWindow("maximum", x, w.sliding()))
		return
	}
	want(c.int("storage_order", 0) == 0, "storage_order 1 cannot be lowered")
	y, at := c.maxima(x, w)
	c.set(0, y)
	c.set(1, c.convert(at, onnxio.Int64))
}

// counter is the type that numbers elements: 32 bits where they suffice.
func counter(dims []int64) onnxio.DType {
	if count(dims) > math.MaxInt32 {
		return onnxio.Int64
	}
	return onnxio.Int32
}

// maxima goes through the elements of the kernel: a strided slice for each. The first of
// equal elements counts, and NaN, which also stands in the padding, only where there is
// nothing else.
func (c *call) maxima(x *value, w window) (best, at *value) {
	s := w.sliding()
	padded := c.pad(x, c.scalar(x.elem, math.NaN()), s.low, s.high, make([]int64, x.rank()))
	first := c.firstRead(x, w)
	for offset, start := range c.taps(w, x) {
		limit := slices.Clone(start)
		for d := range limit {
			positions := append(slices.Clone(x.dims[:2]), w.out...)
			limit[d] += (positions[d]-1)*s.stride[d] + 1
		}
		v := c.slice(padded, start, limit, s.stride)
		here := c.add(first, c.splat(first.typ, float64(offset)))
		if best == nil {
			best, at = v, here
			continue
		}
		isNaN, number := c.compare(ne, best, best), c.compare(eq, v, v)
		take := c.or(c.compare(gt, v, best), c.and(isNaN, number))
		best, at = c.select_(take, v, best), c.select_(take, here, at)
	}
	return best, at
}

// taps lists the elements of the kernel: how far each lies from the first in x, and where
// the slice of the padded x starts that it reads.
func (c *call) taps(w window, x *value) func(yield func(int64, []int64) bool) {
	return func(yield func(int64, []int64) bool) {
		index := make([]int64, len(w.kernel))
		for range count(w.kernel) {
			var offset int64
			start := []int64{0, 0}
			for d, k := range index {
				offset = offset*w.in[d] + k*w.dilation[d]
				start = append(start, k*w.dilation[d])
			}
			if !yield(offset, start) {
				return
			}
			for d := len(index) - 1; d >= 0; d-- {
				if index[d]++; index[d] < w.kernel[d] {
					break
				}
				index[d] = 0
			}
		}
	}
}

// firstRead numbers, for every position of the window, the element of x that the first
// element of the kernel reads. In the padding the number is of no element, or of another.
func (c *call) firstRead(x *value, w window) *value {
	t := newType(counter(x.dims), append(slices.Clone(x.dims[:2]), w.out...)...)
	plane := count(w.in)
	sum := c.times(c.planes(t, x.dims[1]), float64(plane))
	step := plane
	var base int64
	for d := range w.in {
		step /= w.in[d]
		base -= w.begin[d] * step
		sum = c.add(sum, c.times(c.iota(t, d+2), float64(step*w.stride[d])))
	}
	return c.plus(sum, float64(base))
}

// planes numbers the planes of a tensor of type t.
func (c *call) planes(t typ, channels int64) *value {
	return c.add(c.times(c.iota(t, 0), float64(channels)), c.iota(t, 1))
}

// maxPoolGrad has inputs dY and the indices of the pooling. Each element of the kernel
// gathers the gradients of the positions where it was the maximum: nothing is scattered,
// so that two runs sum in the same order.
func maxPoolGrad(c *call) {
	dy, index := c.arg(0), c.arg(1)
	x := c.before(dy, c.intList("kernel_shape"), dy.dims[1])
	w := c.slide(x.dims[2:], c.intList("kernel_shape"))
	want(slices.Equal(w.out, dy.dims[2:]) && index.typ.equal(dy.typ.with(onnxio.Int64)), "the gradient %s with indices %s does not fit an input %s", dy.typ, index.typ, x)
	first := c.firstRead(&value{typ: x}, w)
	index = c.convert(index, first.elem)
	wide := c.wide(dy)
	zero, zeros := c.scalar(wide.elem, 0), c.zeros(wide.typ)
	var sum *value
	for offset, start := range c.taps(w, &value{typ: x}) {
		here := c.select_(c.compare(eq, index, c.plus(first, float64(offset))), wide, zeros)
		low, high, apart := make([]int64, x.rank()), make([]int64, x.rank()), make([]int64, x.rank())
		for d := range w.in {
			apart[d+2] = w.stride[d] - 1
			low[d+2] = start[d+2] - w.begin[d]
			high[d+2] = w.in[d] - low[d+2] - ((w.out[d]-1)*w.stride[d] + 1)
		}
		part := c.pad(here, zero, low, high, apart)
		if sum == nil {
			sum = part
		} else {
			sum = c.add(sum, part)
		}
	}
	c.set(0, c.convert(sum, dy.elem))
}

// before is the type of the input of a pooling or convolution, given the gradient of its output: what shape
// inference found for output 0, which takes it from the file or the forward node, else
// the smallest that fits.
func (c *call) before(dy *value, kernel []int64, channels int64) typ {
	want(dy.rank() == len(kernel)+2 && dy.rank() >= 3, "the gradient %s does not fit a kernel %v", dy.typ, kernel)
	w := c.slide(slices.Repeat([]int64{1 << 20}, len(kernel)), kernel)
	t := newType(dy.elem, dy.dims[0], channels)
	for d := range kernel {
		t.dims = append(t.dims, max(1, (dy.dims[d+2]-1)*w.stride[d]+w.extent(d)-w.begin[d]-w.end[d]))
	}
	if found := c.types.Of(c.n.Output(0)); found.Ranked && len(found.Dims) == t.rank() {
		for i, p := range found.Dims[2:] {
			if k, ok := p.Int(); ok {
				t.dims[i+2] = k
			}
		}
	}
	return t
}

func averagePool(c *call) {
	x, w := c.pooled()
	sum := c.reduceWindow("add", c.wide(x), w.sliding())
	c.set(0, c.convert(c.divide(sum, c.shares(sum.typ, w)), x.elem))
}

// averagePoolGrad has the gradient of the output as its only input.
func averagePoolGrad(c *call) {
	dy := c.arg(0)
	x := c.before(dy, c.intList("kernel_shape"), dy.dims[1])
	w := c.slide(x.dims[2:], c.intList("kernel_shape"))
	want(slices.Equal(w.out, dy.dims[2:]), "the gradient %s does not fit an input %s", dy.typ, x)
	share := c.wide(dy)
	share = c.divide(share, c.shares(share.typ, w))
	none := []int64{0, 0}
	apart, s := slices.Clone(none), sliding{size: []int64{1, 1}, stride: ones(x.rank()), dilation: []int64{1, 1}, low: slices.Clone(none), high: slices.Clone(none)}
	for d := range w.in {
		apart = append(apart, w.stride[d]-1)
		s.size, s.dilation = append(s.size, w.kernel[d]), append(s.dilation, w.dilation[d])
		s.low = append(s.low, w.extent(d)-1-w.begin[d])
		s.high = append(s.high, w.in[d]-1+w.begin[d]-(w.out[d]-1)*w.stride[d])
	}
	share = c.pad(share, c.scalar(share.elem, 0), s.low, s.high, apart)
	s.low, s.high = make([]int64, x.rank()), make([]int64, x.rank())
	c.set(0, c.convert(c.reduceWindow("add", share, s), dy.elem))
}

// shares are what the sum at each position is divided by: the elements under the window,
// with the padding if count_include_pad says so.
func (c *call) shares(t typ, w window) *value {
	include := c.int("count_include_pad", 0) != 0
	counts := make([]byte, 0, 4*count(w.out))
	for o := range count(w.out) {
		n, at := int64(1), o
		for d := len(w.in) - 1; d >= 0; d-- {
			start := at%w.out[d]*w.stride[d] - w.begin[d]
			at /= w.out[d]
			lo, hi := int64(0), w.in[d]
			if include {
				lo, hi = -w.begin[d], w.in[d]+w.end[d]
			}
			var inside int64
			for k := range w.kernel[d] {
				if p := start + k*w.dilation[d]; p >= lo && p < hi {
					inside++
				}
			}
			n *= inside
		}
		counts = binary.LittleEndian.AppendUint32(counts, uint32(max(n, 1)))
	}
	v := c.convert(c.constant(newType(onnxio.Int32, w.out...), counts), t.elem)
	return c.broadcastInDim(v, t.dims, span(2, t.rank()))
}

// globally folds all spatial dims, which stay as 1.
func (c *call) globally(op string) *value {
	x := c.arg(0)
	want(x.rank() >= 3, "%s has no spatial dims", x.typ)
	out := c.reduce(op, c.wide(x), span(2, x.rank()))
	return c.reshape(c.convert(out, x.elem), append(slices.Clone(x.dims[:2]), ones(x.rank()-2)...)...)
}

func globalAveragePool(c *call) {
	x := c.arg(0)
	sum := c.reduce("add", c.wide(x), span(2, x.rank()))
	sum = c.divide(sum, c.like(sum, float64(count(x.dims[2:]))))
	c.set(0, c.reshape(c.convert(sum, x.elem), append(slices.Clone(x.dims[:2]), ones(x.rank()-2)...)...))
}

// globalAveragePoolGrad has inputs dY and the forward input, whose shape is that of the
// output where it is left out.
func globalAveragePoolGrad(c *call) {
	dy, dims := c.arg(0), []int64(nil)
	if c.has(1) {
		dims = c.arg(1).dims
	} else {
		found := c.types.Of(c.n.Output(0))
		for _, p := range found.Dims {
			k, ok := p.Int()
			want(ok, "its output has no shape in the file, and the forward input is left out")
			dims = append(dims, k)
		}
	}
	want(len(dims) == dy.rank(), "the gradient %s does not fit an input of shape %v", dy.typ, dims)
	share := c.times(dy, 1/float64(count(dims[2:])))
	c.set(0, c.broadcastInDim(share, dims, span(0, len(dims))))
}

// lpPool is the norm of what a window reads.
func lpPool(c *call) {
	x, w := c.pooled()
	wide := c.wide(x)
	sum := c.reduceWindow("add", c.raised(wide, float64(c.int("p", 2))), w.sliding())
	c.set(0, c.convert(c.rooted(sum, float64(c.int("p", 2))), x.elem))
}

func globalLpPool(c *call) {
	x := c.wide(c.arg(0))
	p := float64(c.int("p", 2))
	sum := c.rooted(c.reduce("add", c.raised(x, p), span(2, x.rank())), p)
	c.set(0, c.reshape(c.convert(sum, c.in[0].elem), append(slices.Clone(x.dims[:2]), ones(x.rank()-2)...)...))
}

// raised is |x| to the power p, rooted its inverse.
func (b *builder) raised(x *value, p float64) *value {
	return b.power(b.abs(x), b.splat(x.typ, p))
}

func (b *builder) rooted(x *value, p float64) *value {
	return b.power(x, b.splat(x.typ, 1/p))
}
