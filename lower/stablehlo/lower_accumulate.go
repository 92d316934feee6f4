package stablehlo

import (
	"github.com/unswag/unswagc/onnxio"
)

// accumulateOps sum gradients in buffers, and hand values out of the graph.
var accumulateOps = []entry{
	{ms, "InPlaceAccumulatorV2", 1, accumulate},
	{ms, "InPlaceAccumulator", 1, accumulateOnce},
	{ms, "YieldOp", 1, yield},
	{"", "SGD", 1, sgd},
}

// accumulate adds input 1 to the buffer, input 0, or replaces it where input 2 is true.
// Output 0 tells that it was done, output 1 is the buffer.
func accumulate(c *call) {
	buffer := c.arg(0)
	g := c.gradientOf(buffer)
	sum := c.addTo(buffer, g)
	if c.has(2) {
		sum = c.select_(c.scalarBool(c.arg(2)), g, sum)
	}
	c.donate(buffer, sum)
	c.set(0, c.splat(newType(onnxio.Bool, 1), 1))
	c.set(1, sum)
}

// accumulateOnce adds input 1 to the buffer unless input 2 is false. Output 0 is the
// buffer.
func accumulateOnce(c *call) {
	buffer := c.arg(0)
	sum := c.addTo(buffer, c.gradientOf(buffer))
	if c.has(2) {
		sum = c.select_(c.scalarBool(c.arg(2)), sum, buffer)
	}
	c.donate(buffer, sum)
	c.set(0, sum)
}

// gradientOf is input 1 in the type of the buffer.
func (c *call) gradientOf(buffer *value) *value {
	g := c.arg(1)
	want(g.count() == buffer.count(), "a gradient %s cannot be added to a buffer %s", g.typ, buffer.typ)
	return c.reshape(c.convert(g, buffer.elem), buffer.dims...)
}

func (c *call) addTo(buffer, g *value) *value {
	return c.convert(c.add(c.wide(buffer), c.wide(g)), buffer.elem)
}

// donate makes sum a result that takes the buffer's memory, if that is an argument.
func (c *call) donate(buffer, sum *value) {
	if buffer.argument {
		want(c.donated[buffer] == nil, "a buffer is summed twice")
		c.donated[buffer] = sum
	}
}

// yield hands its inputs out as results of the function, and returns further arguments:
// the gradients of those that are differentiable.
func yield(c *call) {
	skip := map[int64]bool{}
	for _, i := range c.intList("non_differentiable_outputs") {
		skip[i] = true
	}
	out := 0
	for i := range c.in {
		x := c.arg(i)
		split, err := c.plan.of(c.n.Input(i), c.n.Input(i).Name, x.dims)
		want(err == nil, "%w", err)
		c.yielded = append(c.yielded, result{x, split})
		if skip[int64(i)] || out >= len(c.out) {
			continue
		}
		name := c.n.Label()
		if v := c.n.Output(out); v != nil {
			name = v.Name
		}
		c.set(out, c.argument(name, x.typ, split))
		out++
	}
}

// sgd takes the gradient, input 1, times the attribute lr off a parameter.
func sgd(c *call) {
	x, g := c.arg(0), c.arg(1)
	want(g.elem == x.elem && g.count() == x.count(), "the gradient %s does not fit the parameter %s", g.typ, x.typ)
	c.set(0, c.subtract(x, c.times(c.reshape(g, x.dims...), c.float("lr", 0))))
}
