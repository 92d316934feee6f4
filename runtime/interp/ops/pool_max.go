package ops

import (
	"cmp"
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// maxPoolOps take the largest element under a window, and send its gradient back.
var maxPoolOps = family{
	{"", "MaxPool"}:                  maxPool,
	{"", "MaxPoolGrad"}:              reals(maxPoolGrad[float32], maxPoolGrad[float64]),
	{"com.microsoft", "MaxPoolGrad"}: reals(maxPoolGrad[float32], maxPoolGrad[float64]),
}

func maxPool(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs an input")
	}
	switch c.In[0].Elem {
	case onnxio.Int8:
		return maxPoolOf[int8](c)
	case onnxio.Uint8:
		return maxPoolOf[uint8](c)
	}
	return reals(maxPoolOf[float32], maxPoolOf[float64])(c)
}

// pooling is a pooling of planes of one tensor.
type pooling struct {
	w      window
	t      *taps
	planes int
	shape  []int64 // of the result
}

// pooling reads a pooling's shapes and attributes.
func (c *Call) pooling(shape []int64) (p pooling, err error) {
	if len(shape) < 3 {
		return p, c.Errorf("an input of shape %v has no spatial dims", shape)
	}
	if p.w, err = c.slide(shape[2:], c.Ints("kernel_shape")); err != nil {
		return p, err
	}
	p.t, p.planes = p.w.taps(), int(shape[0]*shape[1])
	p.shape = append([]int64{shape[0], shape[1]}, int64sOf(p.w.out)...)
	return p, nil
}

// each calls f for every plane, on several goroutines.
func (p *pooling) each(e Engine, f func(plane int)) {
	e.Parallel(p.planes, grainOf(p.t.outPlane()*p.t.count), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			f(i)
		}
	})
}

func maxPoolOf[T float32 | float64 | int8 | uint8](c *Call) error {
	p, err := c.pooling(c.In[0].Shape)
	if err != nil {
		return err
	}
	x := tensor.As[T](c.In[0])
	y := tensor.As[T](c.Make(0, c.In[0].Elem, p.shape...))
	size, plane := p.t.outPlane(), p.t.inPlane()
	var index []int64
	if c.Wants(1) {
		index = tensor.As[int64](c.Make(1, onnxio.Int64, p.shape...))
	}
	p.each(c.Engine, func(i int) {
		var at []int64
		if index != nil {
			at = index[i*size:][:size]
		}
		maxima(p.t, y[i*size:][:size], at, x[i*plane:][:plane], i*plane)
	})
	if index != nil && c.Int("storage_order", 0) != 0 {
		for i, v := range index {
			index[i] = v/int64(plane)*int64(plane) + columnMajor(v%int64(plane), p.w.in)
		}
	}
	return nil
}

// columnMajor numbers a position of a plane as if the first dim changed fastest.
func columnMajor(at int64, dims []int) (out int64) {
	for d := len(dims) - 1; d >= 0; d-- {
		step := int64(product(dims[:d]))
		out += at % int64(dims[d]) * step
		at /= int64(dims[d])
	}
	return out
}

// maxima pools one plane. The first of equal elements counts, and NaN only where there is
// nothing else: then the first of those. index, if it is given, says where the element
// lies, counted from base.
func maxima[T cmp.Ordered](t *taps, y []T, index []int64, x []T, base int) {
	find := largest[T]
	if f, ok := any(largestFloat).(func(x []T, rows, cols []int, shift int) int); ok && len(x) <= math.MaxUint32 {
		find = f
	}
	outer := len(t.rows) / max(1, t.outRows)
	inside := make([]int, 0, outer) // where the rows begin that output row r reads
	for r := range t.outRows {
		inside = inside[:0]
		for o := range outer {
			if in := t.rows[o*t.outRows+r]; in >= 0 {
				inside = append(inside, in*t.inCols)
			}
		}
		lo, hi := 0, 0 // the last taps that lie inside
		for o := range t.outCols {
			for hi = len(t.first); hi > 0 && t.first[hi-1]+o*t.step >= t.inCols; hi-- {
			}
			for lo = 0; lo < hi && t.first[lo]+o*t.step < 0; lo++ {
			}
			at := 0
			if len(inside) == 0 || lo == hi {
				y[r*t.outCols+o] = *new(T)
			} else {
				at = find(x, inside, t.first[lo:hi], o*t.step)
				y[r*t.outCols+o] = x[at]
			}
			if index != nil {
				index[r*t.outCols+o] = int64(base + at)
			}
		}
	}
}

// largest finds where the maximum lies among the given rows and columns, which are
// shifted by a number of columns. There is at least one of each.
func largest[T cmp.Ordered](x []T, rows, cols []int, shift int) int {
	at := rows[0] + cols[0] + shift
	best := x[at]
	for _, r := range rows {
		for _, c := range cols {
			if v := x[r+c+shift]; v > best || best != best && v == v {
				best, at = v, r+c+shift
			}
		}
	}
	return at
}

// largestFloat is largest without branches, which random numbers make a processor guess
// wrong: a position is compared together with the number there. x has less than 2^32
// elements.
func largestFloat(x []float32, rows, cols []int, shift int) int {
	best := int64(math.MinInt64)
	for _, r := range rows {
		for _, c := range cols {
			at := r + c + shift
			best = max(best, int64(rank(x[at]))<<32|int64(^uint32(at)))
		}
	}
	return int(^uint32(best))
}

// rank orders floats as integers: both zeros are one, and NaN is below all numbers.
func rank(v float32) int32 {
	bits := int32(math.Float32bits(v))
	size, sign := bits&math.MaxInt32, bits>>31
	if size > 0x7f800000 {
		return math.MinInt32
	}
	return (size ^ sign) - sign
}

// maxPoolGrad has inputs dY and the indices of the pooling.
func maxPoolGrad[T real](c *Call) error {
	if !c.Has(1) || c.In[1].Elem != onnxio.Int64 || c.In[1].Len() != c.In[0].Len() {
		return c.Errorf("it needs a gradient and as many int64 indices")
	}
	dy := c.In[0]
	if dy.Rank() < 3 {
		return c.Errorf("the gradient %s has no spatial dims", dy)
	}
	shape, err := c.before(dy, c.Ints("kernel_shape"), dy.Shape[1])
	if err != nil {
		return err
	}
	dx := tensor.As[T](c.Make(0, elemType[T](), shape...))
	index := tensor.As[int64](c.In[1])
	clear(dx)
	for i, v := range tensor.As[T](dy) {
		at := index[i]
		if at < 0 || at >= int64(len(dx)) {
			return c.Errorf("index %d lies beyond the input's %d elements", at, len(dx))
		}
		dx[at] += v
	}
	return nil
}
