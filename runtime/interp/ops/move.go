package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// place is how the elements of a move lie in a tensor: the first at base, the others by
// steps along the dims of the move.
type place struct {
	t     *tensor.Tensor
	base  int64
	steps []int64
}

// whole is the place of all elements of a tensor.
func whole(t *tensor.Tensor) place { return place{t, 0, rowMajor(t.Shape)} }

// rowMajor are the steps of a dense tensor.
func rowMajor(shape []int64) []int64 {
	s := make([]int64, len(shape))
	step := int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		s[i] = step
		step *= shape[i]
	}
	return s
}

// move copies the elements of a box of the given shape. Both tensors have elements of
// one size, and no element is written twice.
func (c *Call) move(to, from place, shape []int64) {
	switch tensor.Size(to.t.Elem) {
	case 1:
		moveBits[uint8](c, to, from, shape)
	case 2:
		moveBits[uint16](c, to, from, shape)
	case 4:
		moveBits[uint32](c, to, from, shape)
	default:
		moveBits[uint64](c, to, from, shape)
	}
}

func moveBits[T uint8 | uint16 | uint32 | uint64](c *Call, to, from place, shape []int64) {
	y, x := tensor.Bits[T](to.t), tensor.Bits[T](from.t)
	s := layOut(shape, [][]int64{to.steps, from.steps})
	i, j := s.step[0], s.step[1]
	s.over(c, func(_, n int, at []int) {
		p, q := at[0]+int(to.base), at[1]+int(from.base)
		if i == 1 && j == 1 {
			copy(y[p:p+n], x[q:q+n])
			return
		}
		for range n {
			y[p] = x[q]
			p, q = p+i, q+j
		}
	})
}

// around returns the elements before and behind an axis: outer * shape[axis] * inner are
// all.
func around(shape []int64, axis int) (outer, inner int64) {
	return tensor.Count(shape[:axis]), tensor.Count(shape[axis+1:])
}

// needs checks that the first n inputs are given and have elements that can be moved.
func (c *Call) needs(n int) error {
	for i := range n {
		if !c.Has(i) {
			return c.Errorf("it needs input %d", i)
		}
		if tensor.Size(c.In[i].Elem) == 0 {
			return c.Unsupported(c.In[i])
		}
	}
	return nil
}

// axesOf resolves axes that may count from the end; they must differ.
func (c *Call) axesOf(axes []int64, rank int) ([]int, error) {
	out := make([]int, len(axes))
	for i, a := range axes {
		axis, err := c.Axis(a, rank)
		if err != nil {
			return nil, err
		}
		if slices.Contains(out[:i], axis) {
			return nil, c.Errorf("axis %d is listed twice", axis)
		}
		out[i] = axis
	}
	return out, nil
}

// intsOr reads integers from input i, or where it is not given from an attribute.
func (c *Call) intsOr(i int, attr string) ([]int64, error) {
	if c.Has(i) {
		return c.IntsIn(i)
	}
	return c.Ints(attr), nil
}

// indices reads input i as indices into a dim of n elements, negative ones from the end.
func (c *Call) indices(i int, n int64) ([]int64, error) {
	in, err := c.IntsIn(i)
	if err != nil {
		return nil, err
	}
	out := make([]int64, len(in))
	for k, v := range in {
		if v < 0 {
			v += n
		}
		if v < 0 || v >= n {
			return nil, c.Errorf("index %d lies outside of a dim of %d", in[k], n)
		}
		out[k] = v
	}
	return out, nil
}

// oneInt reads input i, which must be one integer, or def where it is not given.
func (c *Call) oneInt(i int, def int64) (int64, error) {
	v, err := c.IntsIn(i)
	if err != nil || v == nil && !c.Has(i) {
		return def, err
	}
	if len(v) != 1 {
		return 0, c.Errorf("input %d is %s, want one integer", i, c.In[i])
	}
	return v[0], nil
}

// shapeIn reads input i as a shape; no dim may be negative.
func (c *Call) shapeIn(i int) ([]int64, error) {
	shape, err := c.IntsIn(i)
	if err != nil {
		return nil, err
	}
	for _, d := range shape {
		if d < 0 {
			return nil, c.Errorf("the shape %v has a negative dim", shape)
		}
	}
	return slices.Clone(shape), nil
}

// fillBytes repeats one element over a tensor.
func fillBytes(t *tensor.Tensor, element []byte) {
	if len(t.Data) == 0 {
		return
	}
	n := copy(t.Data, element)
	for n < len(t.Data) {
		n += copy(t.Data[n:], t.Data[:n])
	}
}

// makeInts makes output i a vector of int64.
func (c *Call) makeInts(i int, v []int64) {
	copy(tensor.As[int64](c.Make(i, onnxio.Int64, int64(len(v)))), v)
}
