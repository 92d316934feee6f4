package ops

import (
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// concatOps join tensors and cut them.
var concatOps = family{
	{"", "Concat"}:                      concat,
	{"com.microsoft", "ConcatTraining"}: concat,
	{"", "Split"}:                       split,
	{"com.microsoft", "SplitTraining"}:  split,
}

// concat joins all inputs along an axis; output 1 of ConcatTraining are their lengths.
func concat(c *Call) error {
	def := int64(1) // of opset 1
	if err := c.needs(len(c.In)); err != nil || len(c.In) == 0 {
		return err
	}
	y, lengths, err := c.joined(c.In, c.Int("axis", def))
	if err != nil {
		return err
	}
	if c.Wants(1) {
		c.makeInts(1, lengths)
	}
	c.join(y, c.In, lengths)
	return nil
}

// joint is an output that tensors are joined in, along an axis.
type joint struct {
	t    *tensor.Tensor
	axis int
}

// joined makes output 0 for tensors that are joined along an axis, and returns their
// lengths along it.
func (c *Call) joined(in []*tensor.Tensor, given int64) (joint, []int64, error) {
	first := in[0]
	axis, err := c.Axis(given, len(first.Shape))
	if err != nil {
		return joint{}, nil, err
	}
	shape, lengths := slices.Clone(first.Shape), make([]int64, len(in))
	shape[axis] = 0
	for i, t := range in {
		if t.Elem != first.Elem || len(t.Shape) != len(shape) {
			return joint{}, nil, c.Errorf("%s and %s cannot be joined", first, t)
		}
		for d, n := range t.Shape {
			if d != axis && n != shape[d] {
				return joint{}, nil, c.Errorf("%s and %s cannot be joined along axis %d", first, t, axis)
			}
		}
		lengths[i] = t.Shape[axis]
		shape[axis] += lengths[i]
	}
	return joint{c.Make(0, first.Elem, shape...), axis}, lengths, nil
}

// join copies tensors into y.
func (c *Call) join(y joint, in []*tensor.Tensor, lengths []int64) {
	var at int64
	for i, t := range in {
		c.move(along(y.t, y.axis, at), whole(t), t.Shape)
		at += lengths[i]
	}
}

// along is the place of a slice of t that starts at index at of an axis.
func along(t *tensor.Tensor, axis int, at int64) place {
	p := whole(t)
	p.base = at * p.steps[axis]
	return p
}

// split cuts input 0 along an axis. The lengths are an attribute, an input since opset
// 13, or equal.
func split(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	axis, err := c.Axis(c.Int("axis", 0), len(in.Shape))
	if err != nil {
		return err
	}
	lengths, err := c.intsOr(1, "split")
	if err != nil {
		return err
	}
	if lengths == nil {
		lengths = equalParts(in.Shape[axis], int64(len(c.Out)))
	}
	if err := c.cuts(lengths, in.Shape[axis]); err != nil {
		return err
	}
	if len(lengths) != len(c.Out) {
		return c.Errorf("%d lengths are given for %d outputs", len(lengths), len(c.Out))
	}
	shape, at := slices.Clone(in.Shape), int64(0)
	for i, n := range lengths {
		if shape[axis] = n; c.Wants(i) {
			c.move(whole(c.Make(i, in.Elem, shape...)), along(in, axis, at), shape)
		}
		at += n
	}
	return nil
}

// cuts checks the lengths that a dim of n is cut into.
func (c *Call) cuts(lengths []int64, n int64) error {
	sum := int64(0)
	for _, l := range lengths {
		if sum += l; l < 0 {
			return c.Errorf("a part of %d is asked for", l)
		}
	}
	if sum != n {
		return c.Errorf("the parts %v do not make up a dim of %d", lengths, n)
	}
	return nil
}

// equalParts cuts n into parts of one length; the last one may be shorter.
func equalParts(n, parts int64) []int64 {
	out := make([]int64, parts)
	length := (n + parts - 1) / max(parts, 1)
	for i := range out {
		out[i] = min(length, max(n, 0))
		n -= out[i]
	}
	return out
}
