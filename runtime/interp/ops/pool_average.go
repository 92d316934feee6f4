package ops

import (
	"math"

	"github.com/unswag/unswagc/runtime/tensor"
)

// averagePoolOps take the mean, or the p-norm, under a window.
var averagePoolOps = family{
	{"", "AveragePool"}:                  reals(averagePool[float32], averagePool[float64]),
	{"", "AveragePoolGrad"}:              reals(averagePoolGrad[float32], averagePoolGrad[float64]),
	{"com.microsoft", "AveragePoolGrad"}: reals(averagePoolGrad[float32], averagePoolGrad[float64]),
	{"", "LpPool"}:                       reals(lpPool[float32], lpPool[float64]),
}

func averagePool[T real](c *Call) error {
	p, err := c.pooling(c.In[0].Shape)
	if err != nil {
		return err
	}
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Make(0, elemType[T](), p.shape...))
	size, plane := p.t.outPlane(), p.t.inPlane()
	weights := shares[T](c, &p)
	p.each(c.Engine, func(i int) {
		y := y[i*size:][:size]
		sumTaps(p.t, y, x[i*plane:][:plane])
		for o, w := range weights {
			y[o] /= w
		}
	})
	return nil
}

// sumTaps adds up what the window reads of one plane.
func sumTaps[T real](t *taps, y, x []T) {
	clear(y)
	for k := range t.count {
		rows, s := t.tap(k)
		for r, in := range rows {
			if in >= 0 && s.lo < s.hi {
				axpyFrom(y[r*t.outCols+s.lo:r*t.outCols+s.hi], 1, x[in*t.inCols+s.from:], t.step)
			}
		}
	}
}

// shares are what the sum at each position of a plane is divided by: the elements under
// the window, with the padding if count_include_pad says so, but never what lies beyond
// the padding.
func shares[T real](c *Call, p *pooling) []T {
	include := c.Int("count_include_pad", 0) != 0
	out := scratchOf[T](c, p.t.outPlane())
	for o := range out {
		n, at := 1, o
		for d := len(p.w.in) - 1; d >= 0; d-- {
			start := at%p.w.out[d]*p.w.stride[d] - p.w.begin[d]
			at /= p.w.out[d]
			lo, hi := 0, p.w.in[d]
			if include {
				lo, hi = -p.w.begin[d], p.w.in[d]+p.w.end[d]
			}
			n *= within(start, p.w.dilation[d], p.w.kernel[d], lo, hi)
		}
		out[o] = T(max(n, 1))
	}
	return out
}

// within counts the taps of one dim that lie in [lo, hi).
func within(start, dilation, kernel, lo, hi int) (n int) {
	for k := range kernel {
		if at := start + k*dilation; at >= lo && at < hi {
			n++
		}
	}
	return n
}

// averagePoolGrad has the gradient of the output as its only input. The shape of the
// input is that which the graph states, as far as it does.
func averagePoolGrad[T real](c *Call) error {
	dy := c.In[0]
	if dy.Rank() < 3 {
		return c.Errorf("the gradient %s has no spatial dims", dy)
	}
	shape, err := c.before(dy, c.Ints("kernel_shape"), dy.Shape[1])
	if err != nil {
		return err
	}
	p, err := c.pooling(shape)
	if err != nil {
		return err
	}
	size, plane := p.t.outPlane(), p.t.inPlane()
	if p.planes*size != int(dy.Len()) {
		return c.Errorf("the gradient is %s, want the shape of the output, %v", dy, p.shape)
	}
	weights := shares[T](c, &p)
	y, x := tensor.As[T](dy), tensor.As[T](c.Make(0, elemType[T](), shape...))
	share := scratchOf[T](c, len(y))
	p.each(c.Engine, func(i int) {
		x, s := x[i*plane:][:plane], share[i*size:][:size]
		for o, v := range y[i*size:][:size] {
			s[o] = v / weights[o]
		}
		clear(x)
		for k := range p.t.count {
			rows, sp := p.t.tap(k)
			for r, in := range rows {
				if in >= 0 {
					scatter(x[in*p.t.inCols:(in+1)*p.t.inCols], s[r*p.t.outCols+sp.lo:r*p.t.outCols+sp.hi], sp.from, p.t.step)
				}
			}
		}
	})
	return nil
}

func lpPool[T real](c *Call) error {
	p, err := c.pooling(c.In[0].Shape)
	if err != nil {
		return err
	}
	norm := float64(c.Int("p", 2))
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Make(0, elemType[T](), p.shape...))
	powers := scratchOf[T](c, len(x))
	size, plane := p.t.outPlane(), p.t.inPlane()
	p.each(c.Engine, func(i int) {
		y, q := y[i*size:][:size], powers[i*plane:][:plane]
		for j, v := range x[i*plane:][:plane] {
			q[j] = T(math.Pow(math.Abs(float64(v)), norm))
		}
		sumTaps(p.t, y, q)
		for o := range y {
			y[o] = T(math.Pow(float64(y[o]), 1/norm))
		}
	})
	return nil
}
