package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/tensor"
)

// sliceOps read boxes of tensors.
var sliceOps = family{
	{"", "Slice"}:                              sliceOp,
	{"com.microsoft", "SliceGrad"}:             sliceGrad,
	{"com.microsoft", "BroadcastGradientArgs"}: broadcastGradientArgs,
	{"", "Trilu"}:                              trilu,
	{"", "ReverseSequence"}:                    reverseSequence,
}

// box is a part of a tensor: its shape, where it starts, and its steps.
type box struct {
	shape []int64
	base  int64
	steps []int64
}

// sliceOp reads from starts to ends by steps along axes: attributes before opset 10,
// inputs since.
func sliceOp(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	b, err := c.box(in.Shape, 1)
	if err != nil {
		return err
	}
	c.move(whole(c.Make(0, in.Elem, b.shape...)), place{in, b.base, b.steps}, b.shape)
	return nil
}

// sliceGrad puts the gradient, input 0, where it was read from a tensor of the shape at
// input 1, and 0 elsewhere.
func sliceGrad(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	shape, err := c.shapeIn(1)
	if err != nil {
		return err
	}
	b, err := c.box(shape, 2)
	if err != nil {
		return err
	}
	if !slices.Equal(b.shape, c.In[0].Shape) {
		return c.Errorf("the gradient is %s, want the shape %v", c.In[0], b.shape)
	}
	y := c.Make(0, c.In[0].Elem, shape...)
	clear(y.Data)
	c.move(place{y, b.base, b.steps}, whole(c.In[0]), b.shape)
	return nil
}

// box reads which part of a tensor is meant: starts, ends, axes and steps, from input
// first on.
func (c *Call) box(dims []int64, first int) (b box, err error) {
	var v [4][]int64
	for i, attr := range []string{"starts", "ends", "axes", "steps"} {
		if v[i], err = c.intsOr(first+i, attr); err != nil {
			return b, err
		}
	}
	starts, ends, steps := v[0], v[1], v[3]
	if v[2] == nil {
		for i := range starts {
			v[2] = append(v[2], int64(i))
		}
	}
	axes, err := c.axesOf(v[2], len(dims))
	if err != nil {
		return b, err
	}
	if steps == nil {
		steps = slices.Repeat([]int64{1}, len(starts))
	}
	if len(ends) != len(starts) || len(axes) != len(starts) || len(steps) != len(starts) {
		return b, c.Errorf("starts %v, ends %v, axes %v and steps %v differ in number", starts, ends, v[2], steps)
	}
	b = box{slices.Clone(dims), 0, rowMajor(dims)}
	for i, a := range axes {
		if steps[i] == 0 {
			return b, c.Errorf("step %d is 0", i)
		}
		from, n := shape.SliceRange(dims[a], starts[i], ends[i], steps[i])
		b.base += from * b.steps[a]
		b.shape[a], b.steps[a] = n, b.steps[a]*steps[i]
	}
	if tensor.Count(b.shape) == 0 {
		b.base = 0
	}
	return b, nil
}

// broadcastGradientArgs tells over which axes the gradients of two broadcast tensors, of
// the shapes at inputs 0 and 1, are to be summed.
func broadcastGradientArgs(c *Call) error {
	var shapes [2][]int64
	for i := range shapes {
		s, err := c.shapeIn(i)
		if err != nil {
			return err
		}
		shapes[i] = s
	}
	joint, err := c.broadcast(shapes[0], shapes[1])
	if err != nil {
		return err
	}
	for i, s := range shapes {
		if !c.Wants(i) {
			continue
		}
		axes, skip := []int64{}, len(joint)-len(s)
		other := shapes[1-i]
		gap := len(joint) - len(other)
		for d := len(joint) - 1; d >= 0; d-- {
			if d < skip || s[d-skip] == 1 && d >= gap && other[d-gap] != 1 {
				axes = append(axes, int64(d))
			}
		}
		c.makeInts(i, axes)
	}
	return nil
}

// trilu keeps a triangle of matrices and makes the rest 0.
func trilu(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	k, err := c.oneInt(1, 0)
	if err != nil {
		return err
	}
	rank := len(in.Shape)
	if rank < 2 {
		return c.Errorf("%s is no matrix", in)
	}
	y := c.Like(0, in)
	rows, cols, size := in.Shape[rank-2], in.Shape[rank-1], tensor.Size(in.Elem)
	clear(y.Data)
	if cols == 0 {
		return nil
	}
	for r := range in.Len() / cols {
		lo, hi := int64(0), min(max(r%rows+k+1, 0), cols)
		if c.Int("upper", 1) != 0 {
			lo, hi = min(max(r%rows+k, 0), cols), cols
		}
		copy(y.Data[(r*cols+lo)*size:(r*cols+hi)*size], in.Data[(r*cols+lo)*size:(r*cols+hi)*size])
	}
	return nil
}

// reverseSequence turns the first elements of every sequence of a batch around.
func reverseSequence(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in, batch, time := c.In[0], int(c.Int("batch_axis", 1)), int(c.Int("time_axis", 0))
	if len(in.Shape) < 2 || batch+time != 1 || batch*time != 0 || c.In[1].Elem != onnxio.Int64 {
		return c.Errorf("%s has no batch and time axes %d and %d", in, batch, time)
	}
	lengths, err := c.IntsIn(1)
	if err != nil {
		return err
	}
	if int64(len(lengths)) != in.Shape[batch] {
		return c.Errorf("%d lengths are given for a batch of %d", len(lengths), in.Shape[batch])
	}
	y := c.Like(0, in)
	steps, row := rowMajor(in.Shape), tensor.Count(in.Shape[2:])*tensor.Size(in.Elem)
	for b, n := range lengths {
		if n < 0 || n > in.Shape[time] {
			return c.Errorf("length %d lies outside of a time axis of %d", n, in.Shape[time])
		}
		for t := range in.Shape[time] {
			from := t
			if t < n {
				from = n - 1 - t
			}
			at := func(t int64) int64 {
				return (int64(b)*steps[batch] + t*steps[time]) * tensor.Size(in.Elem)
			}
			copy(y.Data[at(t):at(t)+row], in.Data[at(from):at(from)+row])
		}
	}
	return nil
}
