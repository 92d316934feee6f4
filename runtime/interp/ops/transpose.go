package ops

import (
	"slices"
)

// transposeOps reorder or repeat the elements of a tensor.
var transposeOps = family{
	{"", "Transpose"}:    transpose,
	{"", "Expand"}:       expand,
	{"", "Tile"}:         tile,
	{"", "DepthToSpace"}: depthToSpace,
	{"", "SpaceToDepth"}: spaceToDepth,
}

func transpose(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	given := c.Ints("perm")
	if given == nil {
		for i := len(in.Shape) - 1; i >= 0; i-- {
			given = append(given, int64(i))
		}
	}
	if len(given) != len(in.Shape) {
		return c.Errorf("perm %v does not order the dims of %s", given, in)
	}
	perm, err := c.axesOf(given, len(in.Shape))
	if err != nil {
		return err
	}
	c.permuted(in.Shape, perm, pick(in.Shape, perm))
	return nil
}

// permuted makes output 0, of the given shape, of input 0 seen under the shape from with
// its dims ordered by perm.
func (c *Call) permuted(from []int64, perm []int, shape []int64) {
	y := c.Make(0, c.In[0].Elem, shape...)
	dims := pick(from, perm)
	c.move(place{y, 0, rowMajor(dims)}, place{c.In[0], 0, pick(rowMajor(from), perm)}, dims)
}

func pick(v []int64, at []int) []int64 {
	out := make([]int64, len(at))
	for i, k := range at {
		out[i] = v[k]
	}
	return out
}

func expand(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	given, err := c.shapeIn(1)
	if err != nil {
		return err
	}
	shape, err := c.broadcast(c.In[0].Shape, given)
	if err != nil {
		return err
	}
	y := c.Make(0, c.In[0].Elem, shape...)
	c.move(whole(y), place{c.In[0], 0, strides(c.In[0].Shape, shape)}, shape)
	return nil
}

// tile repeats along every dim.
func tile(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in := c.In[0]
	repeats, err := c.shapeIn(1)
	if err != nil {
		return err
	}
	if c.Opset < 6 {
		if repeats, err = c.tileOne(); err != nil {
			return err
		}
	}
	if len(repeats) != len(in.Shape) {
		return c.Errorf("%d repeats are given for %s", len(repeats), in)
	}
	var shape, dims, steps []int64
	for i, s := range rowMajor(in.Shape) {
		shape = append(shape, in.Shape[i]*repeats[i])
		dims = append(dims, repeats[i], in.Shape[i])
		steps = append(steps, 0, s)
	}
	c.move(place{c.Make(0, in.Elem, shape...), 0, rowMajor(dims)}, place{in, 0, steps}, dims)
	return nil
}

// tileOne reads the inputs of opset 1: how often along one axis.
func (c *Call) tileOne() ([]int64, error) {
	rank := len(c.In[0].Shape)
	n, ok := numbers(c.In[1])
	if !ok || len(n) != 1 || !c.Has(2) {
		return nil, c.Errorf("before opset 6 it needs a number of tiles and an axis")
	}
	at, ok := numbers(c.In[2])
	if !ok || len(at) != 1 {
		return nil, c.Errorf("the axis is %s, want a scalar", c.In[2])
	}
	axis, err := c.Axis(int64(at[0]), rank)
	if err != nil {
		return nil, err
	}
	out := slices.Repeat([]int64{1}, rank)
	out[axis] = int64(n[0])
	return out, nil
}

func depthToSpace(c *Call) error {
	b, err := c.blocks()
	if err != nil {
		return err
	}
	s := c.In[0].Shape
	if s[1]%(b*b) != 0 {
		return c.Errorf("the %d channels of %s are no multiple of %d blocks", s[1], c.In[0], b*b)
	}
	shape := []int64{s[0], s[1] / (b * b), s[2] * b, s[3] * b}
	if c.Str("mode", "DCR") == "CRD" {
		c.permuted([]int64{s[0], shape[1], b, b, s[2], s[3]}, []int{0, 1, 4, 2, 5, 3}, shape)
		return nil
	}
	c.permuted([]int64{s[0], b, b, shape[1], s[2], s[3]}, []int{0, 3, 4, 1, 5, 2}, shape)
	return nil
}

func spaceToDepth(c *Call) error {
	b, err := c.blocks()
	if err != nil {
		return err
	}
	s := c.In[0].Shape
	if s[2]%b != 0 || s[3]%b != 0 {
		return c.Errorf("%s cannot be cut into blocks of %d", c.In[0], b)
	}
	shape := []int64{s[0], s[1] * b * b, s[2] / b, s[3] / b}
	c.permuted([]int64{s[0], s[1], shape[2], b, shape[3], b}, []int{0, 3, 5, 1, 2, 4}, shape)
	return nil
}

// blocks reads the size of the blocks of an image.
func (c *Call) blocks() (int64, error) {
	if err := c.needs(1); err != nil {
		return 0, err
	}
	if b := c.Int("blocksize", 0); b > 0 && len(c.In[0].Shape) == 4 {
		return b, nil
	}
	return 0, c.Errorf("it needs a tensor of 4 dims and a positive blocksize, not %s", c.In[0])
}
