package ops

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// controlOps run graphs of their attributes.
var controlOps = family{
	{"", "If"}:   ifOp,
	{"", "Loop"}: loop,
	{"", "Scan"}: scan,
}

// graph is the graph of an attribute.
func (c *Call) graph(attr string) (*onnxio.Graph, error) {
	if a := c.Node.Attr(attr); a != nil && len(a.Graphs()) == 1 {
		return a.Graphs()[0], nil
	}
	return nil, c.Errorf("it has no graph %s", attr)
}

func ifOp(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs a condition")
	}
	cond, err := c.flag(0, false)
	if err != nil {
		return err
	}
	branch := "else_branch"
	if cond {
		branch = "then_branch"
	}
	g, err := c.graph(branch)
	if err != nil {
		return err
	}
	out, err := c.Engine.Body(c, g, nil)
	if err != nil {
		return err
	}
	for i := range c.Out {
		if i >= len(out) {
			return c.Errorf("%s has only %d outputs", branch, len(out))
		}
		c.Give(i, out[i])
	}
	return nil
}

// loop runs the body until the count, input 0, is reached or the condition is false.
// Behind the carried values it gives what every turn made, stacked.
func loop(c *Call) error {
	g, err := c.graph("body")
	if err != nil {
		return err
	}
	most, err := c.oneInt(0, math.MaxInt64)
	if err != nil {
		return err
	}
	cond, err := c.flag(1, true)
	if err != nil {
		return err
	}
	var carried []Item
	for i := 2; i < len(c.In); i++ {
		carried = append(carried, c.Item(i))
	}
	stacks := make([][]Item, max(len(g.Outputs)-1-len(carried), 0))
	for turn := int64(0); turn < most && cond; turn++ {
		in := append([]Item{{Tensor: tensor.Scalar(turn)}, {Tensor: tensor.Scalar(cond)}}, carried...)
		out, err := c.Engine.Body(c, g, in)
		if err != nil {
			return err
		}
		if len(out) <= len(carried) || !isFlag(out[0].Tensor) {
			return c.Errorf("the body has no condition and %d carried values among its outputs", len(carried))
		}
		cond = tensor.As[bool](out[0].Tensor)[0]
		copy(carried, out[1:])
		for i, t := range out[1+len(carried):] {
			stacks[i] = append(stacks[i], t)
		}
	}
	for i, x := range carried {
		if i < len(c.Out) {
			c.Give(i, x)
		}
	}
	return c.stacked(g, stacks, 1+len(carried), len(carried), nil)
}

// isFlag tells that t is one bool.
func isFlag(t *tensor.Tensor) bool { return t != nil && t.Elem == onnxio.Bool && t.Len() == 1 }

// stacked makes outputs of stacks of tensors, from output out on. They are outputs of
// the body from number first on. axes are where the new dim stands, nil: first.
func (c *Call) stacked(g *onnxio.Graph, stacks [][]Item, first, out int, axes []int64) error {
	for i, stack := range stacks {
		if !c.Wants(out + i) {
			continue
		}
		if len(stack) == 0 {
			elem, shape := emptyStack(g.Outputs[first+i])
			c.Make(out+i, elem, shape...)
			continue
		}
		var axis int64
		if axes != nil {
			axis = axes[i]
		}
		parts := make([]*tensor.Tensor, len(stack))
		for k, x := range stack {
			if parts[k] = x.Tensor; x.Tensor == nil {
				return c.Errorf("output %d of the body is a sequence, which cannot be stacked", first+i)
			}
		}
		at, err := c.Axis(axis, len(parts[0].Shape)+1)
		if err != nil {
			return err
		}
		if parts, err = c.withAxis(parts, at); err != nil {
			return err
		}
		shape := slices.Clone(parts[0].Shape)
		shape[at] = int64(len(parts))
		y := c.Make(out+i, parts[0].Elem, shape...)
		for k, t := range parts {
			if !slices.Equal(t.Shape, parts[0].Shape) || t.Elem != parts[0].Elem {
				return c.Errorf("%s and %s cannot be stacked", parts[0], t)
			}
			c.move(along(y, at, int64(k)), whole(t), t.Shape)
		}
	}
	return nil
}

// emptyStack is the type of a stack of nothing; dims that are not known are 0.
func emptyStack(v *onnxio.Value) (onnxio.DType, []int64) {
	if v.Type == nil {
		return onnxio.Float, []int64{0}
	}
	shape := []int64{0}
	for _, d := range v.Type.Shape {
		shape = append(shape, max(d.Value, 0))
	}
	return v.Type.Elem, shape
}

// scan runs the body once for every slice of the scanned inputs.
func scan(c *Call) error {
	g, err := c.graph("body")
	if err != nil {
		return err
	}
	if c.Opset < 9 {
		return c.Errorf("Scan of opset 8 is not supported")
	}
	n := int(c.Int("num_scan_inputs", 0))
	if n < 1 || n > len(c.In) {
		return c.Errorf("num_scan_inputs is %d with %d inputs", n, len(c.In))
	}
	if err := c.needs(len(c.In)); err != nil {
		return err
	}
	state := make([]Item, len(c.In)-n)
	for i := range state {
		state[i] = c.Item(i)
	}
	axes, turns, err := c.scanned(c.In[len(state):])
	if err != nil {
		return err
	}
	stacks := make([][]Item, max(len(g.Outputs)-len(state), 0))
	back := c.perStack("scan_input_directions", n)
	for turn := range turns {
		in := slices.Clone(state)
		for i, t := range c.In[len(state):] {
			at := turn
			if back[i] != 0 {
				at = turns - 1 - turn
			}
			in = append(in, Item{Tensor: c.sliceOf(t, axes[i], at)})
		}
		out, err := c.Engine.Body(c, g, in)
		if err != nil {
			return err
		}
		if len(out) < len(state) {
			return c.Errorf("the body has %d outputs for %d states", len(out), len(state))
		}
		copy(state, out)
		for i, t := range out[len(state):] {
			stacks[i] = append(stacks[i], t)
		}
	}
	for i, reversed := range c.perStack("scan_output_directions", len(stacks)) {
		if reversed != 0 {
			slices.Reverse(stacks[i])
		}
	}
	for i, x := range state {
		c.Give(i, x)
	}
	return c.stacked(g, stacks, len(state), len(state), c.perStack("scan_output_axes", len(stacks)))
}

// perStack reads an attribute with one number per input or output; 0 where it is absent.
func (c *Call) perStack(attr string, n int) []int64 {
	out := make([]int64, n)
	copy(out, c.Ints(attr))
	return out
}

// scanned resolves along which axes inputs are scanned, and how many slices they have.
func (c *Call) scanned(in []*tensor.Tensor) (axes []int, turns int64, err error) {
	axes = make([]int, len(in))
	for i, a := range c.perStack("scan_input_axes", len(in)) {
		if axes[i], err = c.Axis(a, len(in[i].Shape)); err != nil {
			return nil, 0, err
		}
		n := in[i].Shape[axes[i]]
		if i > 0 && n != turns {
			return nil, 0, c.Errorf("the scanned inputs have %d and %d slices", turns, n)
		}
		turns = n
	}
	return axes, turns, nil
}

// sliceOf copies one slice of t along an axis.
func (c *Call) sliceOf(t *tensor.Tensor, axis int, at int64) *tensor.Tensor {
	shape := slices.Delete(slices.Clone(t.Shape), axis, axis+1)
	out := tensor.New(t.Elem, shape...)
	c.Engine.Scratch(int64(len(out.Data)))
	from := along(t, axis, at)
	from.steps = slices.Delete(from.steps, axis, axis+1)
	c.move(whole(out), from, shape)
	return out
}
