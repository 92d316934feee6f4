package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// scanOps go along one axis: running sums and products, and where the extremes are.
var scanOps = family{
	{"", "CumSum"}:  running(plus[float32], plus[float64], plus[int64], plus[uint64], 0),
	{"", "CumProd"}: running(times[float32], times[float64], times[int64], times[uint64], 1),
	{"", "ArgMax"}:  argExtreme(true),
	{"", "ArgMin"}:  argExtreme(false),
}

// running makes a kernel that folds the elements along the axis of input 1 up to each.
func running(f32 func(x, y float32) float32, f64 func(x, y float64) float64, i func(x, y int64) int64, u func(x, y uint64) uint64, start int) Kernel {
	floats := reals(func(c *Call) error { return runningOf(c, f32, float32(start)) },
		func(c *Call) error { return runningOf(c, f64, float64(start)) })
	return func(c *Call) error {
		if !c.Has(0) {
			return c.Errorf("it needs input 0")
		}
		switch c.In[0].Elem {
		case onnxio.Int32:
			return runningOf(c, func(x, y int32) int32 { return int32(i(int64(x), int64(y))) }, int32(start))
		case onnxio.Int64:
			return runningOf(c, i, int64(start))
		case onnxio.Uint32:
			return runningOf(c, func(x, y uint32) uint32 { return uint32(u(uint64(x), uint64(y))) }, uint32(start))
		case onnxio.Uint64:
			return runningOf(c, u, uint64(start))
		}
		return floats(c)
	}
}

func runningOf[T tensor.Element](c *Call, f func(x, y T) T, start T) error {
	at, err := c.IntsIn(1)
	if err != nil {
		return err
	}
	if len(at) != 1 {
		return c.Errorf("the axis is %s, want a scalar", c.input(1))
	}
	in := c.In[0]
	axis, err := c.Axis(at[0], len(in.Shape))
	if err != nil {
		return err
	}
	exclusive, reverse := c.Int("exclusive", 0) != 0, c.Int("reverse", 0) != 0
	x, out := tensor.As[T](in), tensor.As[T](c.Like(0, in))
	outer, n, inner := int(tensor.Count(in.Shape[:axis])), int(in.Shape[axis]), int(tensor.Count(in.Shape[axis+1:]))
	c.Engine.Parallel(outer*inner, max(1, grain/max(1, n)), func(lo, hi int) {
		for l := lo; l < hi; l++ {
			acc := start
			for k := range n {
				if reverse {
					k = n - 1 - k
				}
				e := l/inner*n*inner + k*inner + l%inner
				before := acc
				acc = f(acc, x[e])
				if out[e] = acc; exclusive {
					out[e] = before
				}
			}
		}
	})
	return nil
}

// argExtreme makes ArgMax or ArgMin. A NaN is never found behind a number.
func argExtreme(most bool) Kernel {
	return func(c *Call) error {
		if !c.Has(0) {
			return c.Errorf("it needs input 0")
		}
		in := c.In[0]
		switch in.Elem {
		case onnxio.Float:
			return argOf[float32](c, tensor.As[float32](in), most)
		case onnxio.Double:
			return argOf[float64](c, tensor.As[float64](in), most)
		case onnxio.Int64:
			return argOf[int64](c, tensor.As[int64](in), most)
		case onnxio.Uint64:
			return argOf[uint64](c, tensor.As[uint64](in), most)
		}
		x, ok := numbers(in)
		if !ok {
			return c.Unsupported(in)
		}
		c.Engine.Scratch(int64(len(x)) * 8)
		return argOf(c, x, most)
	}
}

func argOf[T ordered](c *Call, x []T, most bool) error {
	shape := c.In[0].Shape
	axis, err := c.Axis(c.Int("axis", 0), len(shape))
	if err != nil {
		return err
	}
	outer, n, inner := tensor.Count(shape[:axis]), int(shape[axis]), int(tensor.Count(shape[axis+1:]))
	if n == 0 && outer*int64(inner) > 0 {
		return c.Errorf("axis %d of %s has no elements", axis, c.In[0])
	}
	to := append([]int64(nil), shape[:axis]...)
	if c.Int("keepdims", 1) != 0 {
		to = append(to, 1)
	}
	to = append(to, shape[axis+1:]...)
	last := c.Int("select_last_index", 0) != 0
	out := tensor.As[int64](c.Make(0, onnxio.Int64, to...))
	for i := range out {
		at := i/inner*n*inner + i%inner
		best := 0
		for k := 1; k < n; k++ {
			o := orderOf(x[at+k*inner], x[at+best*inner])
			if most && o == above || !most && o == below || last && o == alike {
				best = k
			}
		}
		out[i] = int64(best)
	}
	return nil
}
