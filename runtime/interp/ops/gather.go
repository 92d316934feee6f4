package ops

import (
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// gatherOps read where indices say.
var gatherOps = family{
	{"", "Gather"}:                  gatherOp,
	{"com.microsoft", "GatherGrad"}: gatherGrad,
	{"", "GatherElements"}:          gatherElements,
	{"", "GatherND"}:                gatherND,
}

// gatherOp replaces an axis by the dims of the indices.
func gatherOp(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in := c.In[0]
	axis, err := c.Axis(c.Int("axis", 0), len(in.Shape))
	if err != nil {
		return err
	}
	at, err := c.indices(1, in.Shape[axis])
	if err != nil {
		return err
	}
	shape := slices.Concat(in.Shape[:axis], c.In[1].Shape, in.Shape[axis+1:])
	y := c.Make(0, in.Elem, shape...)
	outer, inner := around(in.Shape, axis)
	row, n := int(inner*tensor.Size(in.Elem)), int(in.Shape[axis])
	c.Engine.Parallel(int(outer)*len(at), max(1, grain/max(row, 1)), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			from := (i/len(at)*n + int(at[i%len(at)])) * row
			copy(y.Data[i*row:(i+1)*row], in.Data[from:from+row])
		}
	})
	return nil
}

// gatherGrad adds the gradient, input 2, where the indices, input 1, were read, in a
// tensor of the shape at input 0.
func gatherGrad(c *Call) error {
	if err := c.needs(3); err != nil {
		return err
	}
	return summed(c, 2, gatherGradOf[float32], gatherGradOf[float64])
}

func gatherGradOf[T real](c *Call) error {
	shape, err := c.shapeIn(0)
	if err != nil {
		return err
	}
	axis, err := c.Axis(c.Int("axis", 0), len(shape))
	if err != nil {
		return err
	}
	at, err := c.indices(1, shape[axis])
	if err != nil {
		return err
	}
	outer, inner := around(shape, axis)
	if c.In[2].Len() != outer*int64(len(at))*inner {
		return c.Errorf("the gradient %s does not fit the shape %v", c.In[2], shape)
	}
	g, y := tensor.As[T](c.In[2]), tensor.As[T](c.Make(0, c.In[2].Elem, shape...))
	clear(y)
	row, n := int(inner), int(shape[axis])
	for i := range int(outer) * len(at) {
		to := y[(i/len(at)*n+int(at[i%len(at)]))*row:][:row]
		for k, v := range g[i*row : (i+1)*row] {
			to[k] += v
		}
	}
	return nil
}

// summed runs a kernel by the type of input i, and 16-bit types in float32.
func summed(c *Call, i int, f32, f64 Kernel) error {
	turned := *c
	turned.In = slices.Clone(c.In)
	turned.In[0] = c.In[i] // reals looks at input 0
	return reals(func(w *Call) error {
		w.In[0] = c.In[0]
		return f32(w)
	}, func(w *Call) error {
		w.In[0] = c.In[0]
		return f64(w)
	})(&turned)
}

// gatherElements reads, for every element of the indices, the element at the same place
// but along the axis.
func gatherElements(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	to, err := c.elementsAt(c.In[0])
	if err != nil {
		return err
	}
	y := c.Make(0, c.In[0].Elem, c.In[1].Shape...)
	c.copyRows(y, c.In[0], nil, to, 1)
	return nil
}

// elementsAt resolves the indices, input 1, along the attribute axis: the place in t of
// every one of their elements.
func (c *Call) elementsAt(t *tensor.Tensor) ([]int64, error) {
	shape := c.In[1].Shape
	axis, err := c.Axis(c.Int("axis", 0), len(t.Shape))
	if err != nil {
		return nil, err
	}
	if len(shape) != len(t.Shape) {
		return nil, c.Errorf("indices of %s do not fit %s", c.In[1], t)
	}
	for d, n := range shape {
		if d != axis && n > t.Shape[d] {
			return nil, c.Errorf("indices of %s do not fit %s", c.In[1], t)
		}
	}
	at, err := c.indices(1, t.Shape[axis])
	if err != nil {
		return nil, err
	}
	steps := rowMajor(t.Shape)
	out, index := make([]int64, len(at)), make([]int64, len(shape))
	c.Engine.Scratch(int64(len(out)) * 16)
	for i, k := range at {
		out[i] = k * steps[axis]
		for d, v := range index {
			if d != axis {
				out[i] += v * steps[d]
			}
		}
		advance(index, shape)
	}
	return out, nil
}

// advance moves an index to the next element.
func advance(index, shape []int64) {
	for d := len(shape) - 1; d >= 0; d-- {
		if index[d]++; index[d] < shape[d] {
			return
		}
		index[d] = 0
	}
}

// copyRows copies rows of n elements: the i-th from place from[i] of x to place to[i] of
// y, where nil means i*n.
func (c *Call) copyRows(y, x *tensor.Tensor, to, from []int64, n int64) {
	size := tensor.Size(y.Elem)
	for i := range max(len(to), len(from)) {
		p, q := int64(i)*n, int64(i)*n
		if to != nil {
			p = to[i]
		}
		if from != nil {
			q = from[i]
		}
		copy(y.Data[p*size:(p+n)*size], x.Data[q*size:(q+n)*size])
	}
}

// gatherND reads slices whose first dims are the last dim of the indices.
func gatherND(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in := c.In[0]
	from, n, err := c.slicesAt(in, int(c.Int("batch_dims", 0)))
	if err != nil {
		return err
	}
	ind := c.In[1].Shape
	depth := int(ind[len(ind)-1]) + int(c.Int("batch_dims", 0))
	y := c.Make(0, in.Elem, slices.Concat(ind[:len(ind)-1], in.Shape[depth:])...)
	c.copyRows(y, in, nil, from, n)
	return nil
}

// slicesAt resolves the indices, input 1, of slices of t: where each starts, and its
// number of elements. The first batch dims of both are the same.
func (c *Call) slicesAt(t *tensor.Tensor, batch int) (at []int64, n int64, err error) {
	shape := c.In[1].Shape
	in, err := c.IntsIn(1)
	if err != nil {
		return nil, 0, err
	}
	if batch < 0 || len(shape) <= batch || len(t.Shape) < batch || !slices.Equal(shape[:batch], t.Shape[:batch]) ||
		shape[len(shape)-1] > int64(len(t.Shape)-batch) {
		return nil, 0, c.Errorf("indices of %s do not fit %s with %d batch dims", c.In[1], t, batch)
	}
	width := int(shape[len(shape)-1])
	steps := rowMajor(t.Shape)
	n = tensor.Count(t.Shape[batch+width:])
	count := tensor.Count(shape[:len(shape)-1])
	perBatch := count / max(tensor.Count(shape[:batch]), 1)
	batchStep := tensor.Count(t.Shape[batch:])
	at = make([]int64, count)
	c.Engine.Scratch(8 * count)
	for i := range at {
		at[i] = int64(i) / max(perBatch, 1) * batchStep
		for k := range width {
			v, dim := in[i*width+k], t.Shape[batch+k]
			if v < 0 {
				v += dim
			}
			if v < 0 || v >= dim {
				return nil, 0, c.Errorf("index %d lies outside of a dim of %d", in[i*width+k], dim)
			}
			at[i] += v * steps[batch+k]
		}
	}
	return at, n, nil
}
