package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// scatterOps write where indices say.
var scatterOps = family{
	{"", "Scatter"}:         scatterElements,
	{"", "ScatterElements"}: scatterElements,
	{"", "ScatterND"}:       scatterND,
}

// scatterElements writes every element of the updates at its own place, but along the
// axis where the indices say.
func scatterElements(c *Call) error {
	if err := c.needs(3); err != nil {
		return err
	}
	at, err := c.elementsAt(c.In[0])
	if err != nil {
		return err
	}
	if !slices.Equal(c.In[1].Shape, c.In[2].Shape) {
		return c.Errorf("indices of %s do not fit updates of %s", c.In[1], c.In[2])
	}
	return c.scatterTo(at, 1)
}

// scatterND writes slices whose first dims are the last dim of the indices.
func scatterND(c *Call) error {
	if err := c.needs(3); err != nil {
		return err
	}
	at, n, err := c.slicesAt(c.In[0], 0)
	if err != nil {
		return err
	}
	if c.In[2].Len() != int64(len(at))*n {
		return c.Errorf("indices of %s do not fit updates of %s", c.In[1], c.In[2])
	}
	return c.scatterTo(at, n)
}

// scatterTo makes output 0 of input 0 with the updates, input 2, in rows of n elements
// from the places at.
func (c *Call) scatterTo(at []int64, n int64) error {
	in, updates := c.In[0], c.In[2]
	if in.Elem != updates.Elem {
		return c.Errorf("%s cannot take updates of %s", in, updates)
	}
	reduction := c.Str("reduction", "none")
	if reduction == "none" || reduction == "" {
		y := c.Like(0, in)
		copy(y.Data, in.Data)
		c.copyRows(y, updates, at, nil, n)
		return nil
	}
	switch in.Elem {
	case onnxio.Float16, onnxio.BFloat16:
		return c.widen(func(w *Call) error { return reduceInto[float32](w, reduction, at, n) })
	case onnxio.Float:
		return reduceInto[float32](c, reduction, at, n)
	case onnxio.Double:
		return reduceInto[float64](c, reduction, at, n)
	case onnxio.Int32:
		return reduceInto[int32](c, reduction, at, n)
	case onnxio.Int64:
		return reduceInto[int64](c, reduction, at, n)
	}
	return c.Unsupported(in)
}

func reduceInto[T float32 | float64 | int32 | int64](c *Call, reduction string, at []int64, n int64) error {
	f := map[string]func(x, y T) T{
		"add": func(x, y T) T { return x + y },
		"mul": func(x, y T) T { return x * y },
		"max": func(x, y T) T { return max(x, y) },
		"min": func(x, y T) T { return min(x, y) },
	}[reduction]
	if f == nil {
		return c.Errorf("the reduction %q is not supported", reduction)
	}
	y, u := tensor.As[T](c.Like(0, c.In[0])), tensor.As[T](c.In[2])
	copy(y, tensor.As[T](c.In[0]))
	for i, to := range at {
		for k := range n {
			y[to+k] = f(y[to+k], u[int64(i)*n+k])
		}
	}
	return nil
}
