package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// accumulateOps add gradients to buffers in place.
var accumulateOps = family{
	{"com.microsoft", "InPlaceAccumulator"}:   accumulateOnce,
	{"com.microsoft", "InPlaceAccumulatorV2"}: accumulate,
}

// accumulate adds input 1 to the buffer, input 0, or replaces it where input 2 is true.
// Output 0 tells that it was done, output 1 is the buffer.
func accumulate(c *Call) error {
	reset, err := c.flag(2, false)
	if err != nil {
		return err
	}
	if err := c.addTo(reset); err != nil {
		return err
	}
	if c.Wants(0) {
		tensor.As[bool](c.Make(0, onnxio.Bool, 1))[0] = true
	}
	c.View(1, 0, c.In[0].Shape...)
	return nil
}

// accumulateOnce adds input 1 to the buffer unless input 2 is false. Output 0 is the
// buffer.
func accumulateOnce(c *Call) error {
	update, err := c.flag(2, true)
	if err != nil {
		return err
	}
	if !c.Has(0) {
		return c.Errorf("it needs a buffer")
	}
	if update {
		if err := c.addTo(false); err != nil {
			return err
		}
	}
	c.View(0, 0, c.In[0].Shape...)
	return nil
}

// flag reads input i, one bool.
func (c *Call) flag(i int, def bool) (bool, error) {
	if !c.Has(i) {
		return def, nil
	}
	if t := c.In[i]; t.Elem != onnxio.Bool || t.Len() != 1 {
		return def, c.Errorf("input %d is %s, want one bool", i, t)
	}
	return tensor.As[bool](c.In[i])[0], nil
}

// addTo adds input 1 to input 0, or copies it there.
func (c *Call) addTo(replace bool) error {
	if !c.Has(0) || !c.Has(1) || c.In[0].Len() != c.In[1].Len() {
		return c.Errorf("a gradient %s cannot be added to a buffer %s", c.input(1), c.input(0))
	}
	buffer, g := c.In[0], c.In[1]
	if g.Elem != buffer.Elem && buffer.Elem == onnxio.Float && (g.Elem == onnxio.Float16 || g.Elem == onnxio.BFloat16) {
		g = widened(g)
		c.Engine.Scratch(int64(len(g.Data)))
	}
	if g.Elem != buffer.Elem {
		return c.Errorf("a gradient of %s cannot be added to a buffer of %s", g.Elem, buffer.Elem)
	}
	switch {
	case replace:
		copy(buffer.Data, g.Data)
	case buffer.Elem == onnxio.Float:
		addInto(c, tensor.As[float32](buffer), tensor.As[float32](g))
	case buffer.Elem == onnxio.Double:
		addInto(c, tensor.As[float64](buffer), tensor.As[float64](g))
	case buffer.Elem == onnxio.Float16 || buffer.Elem == onnxio.BFloat16:
		sum, wide := widened(buffer), widened(g)
		c.Engine.Scratch(int64(len(sum.Data) + len(wide.Data)))
		addInto(c, tensor.As[float32](sum), tensor.As[float32](wide))
		narrowed(buffer, sum)
	default:
		return c.Unsupported(buffer)
	}
	return nil
}

func addInto[T real](c *Call, y, x []T) {
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		y, x := y[lo:hi], x[lo:hi]
		for i := range y {
			y[i] += x[i]
		}
	})
}
