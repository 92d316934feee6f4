package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// viewOps show their input under another shape, and tell of shapes.
var viewOps = family{
	{"", "Reshape"}:   reshape,
	{"", "Flatten"}:   flatten,
	{"", "Squeeze"}:   squeeze,
	{"", "Unsqueeze"}: unsqueeze,
	{"", "Identity"}:  identity,
	{"", "Shape"}:     shapeOp,
	{"", "Size"}:      sizeOp,
}

// reshape: 0 keeps a dim unless allowzero is set, one -1 takes what is left. Before
// opset 5 the shape is an attribute.
func reshape(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	given, err := c.intsOr(1, "shape")
	if err != nil {
		return err
	}
	shape, rest, known := slices.Clone(given), -1, int64(1)
	for i, d := range shape {
		switch {
		case d == -1 && rest < 0:
			rest = i
			continue
		case d < 0:
			return c.Errorf("the shape %v has more than one -1, or another negative dim", given)
		case d == 0 && c.Int("allowzero", 0) == 0:
			if i >= len(in.Shape) {
				return c.Errorf("dim %d of the shape %v is 0, but %s has no dim to keep there", i, given, in)
			}
			shape[i] = in.Shape[i]
		}
		known *= shape[i]
	}
	if rest >= 0 {
		if known == 0 || in.Len()%known != 0 {
			return c.Errorf("%s cannot take the shape %v", in, given)
		}
		shape[rest] = in.Len() / known
	}
	if tensor.Count(shape) != in.Len() {
		return c.Errorf("%s cannot take the shape %v", in, given)
	}
	c.View(0, 0, shape...)
	return nil
}

func flatten(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	shape, axis := c.In[0].Shape, c.Int("axis", 1)
	if axis < 0 {
		axis += int64(len(shape))
	}
	if axis < 0 || axis > int64(len(shape)) {
		return c.Errorf("axis %d is none of %s", c.Int("axis", 1), c.In[0])
	}
	c.View(0, 0, tensor.Count(shape[:axis]), tensor.Count(shape[axis:]))
	return nil
}

// squeeze drops dims of 1: those listed, or all. Axes are an input since opset 13.
func squeeze(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	given, err := c.intsOr(1, "axes")
	if err != nil {
		return err
	}
	axes, err := c.axesOf(given, len(in.Shape))
	if err != nil {
		return err
	}
	all := given == nil
	shape := []int64{}
	for i, d := range in.Shape {
		switch listed := slices.Contains(axes, i); {
		case listed && d != 1:
			return c.Errorf("dim %d of %s is not 1", i, in)
		case !listed && (!all || d != 1):
			shape = append(shape, d)
		}
	}
	c.View(0, 0, shape...)
	return nil
}

// unsqueeze inserts dims of 1. Axes are an input since opset 13.
func unsqueeze(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	given, err := c.intsOr(1, "axes")
	if err != nil {
		return err
	}
	axes, err := c.axesOf(given, len(c.In[0].Shape)+len(given))
	if err != nil {
		return err
	}
	shape, rest := []int64{}, c.In[0].Shape
	for i := range len(rest) + len(given) {
		if slices.Contains(axes, i) {
			shape = append(shape, 1)
			continue
		}
		shape, rest = append(shape, rest[0]), rest[1:]
	}
	c.View(0, 0, shape...)
	return nil
}

func identity(c *Call) error {
	if len(c.Seqs) > 0 && c.Seqs[0] != nil {
		c.OutSeqs[0] = c.Seqs[0]
		return nil
	}
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	c.View(0, 0, c.In[0].Shape...)
	return nil
}

// shapeOp gives the dims from start to end, both of which may count from the end.
func shapeOp(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	shape := c.In[0].Shape
	rank := int64(len(shape))
	clamp := func(v int64) int64 {
		if v < 0 {
			v += rank
		}
		return min(max(v, 0), rank)
	}
	lo, hi := clamp(c.Int("start", 0)), clamp(c.Int("end", rank))
	c.makeInts(0, shape[lo:max(lo, hi)])
	return nil
}

func sizeOp(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	tensor.As[int64](c.Make(0, onnxio.Int64))[0] = c.In[0].Len()
	return nil
}
