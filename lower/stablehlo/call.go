package stablehlo

import "github.com/unswag/unswagc/onnxio"

// call is one node under lowering.
type call struct {
	*module
	n *onnxio.Node
	// caller is the call of the function in whose body n stands, or nil.
	caller *call
	opset  int64
	in     []*value // nil where one is omitted
	out    []*value
}

// has reports whether input i is given.
func (c *call) has(i int) bool { return i < len(c.in) && c.in[i] != nil }

// wants reports whether output i is listed.
func (c *call) wants(i int) bool { return c.n.Output(i) != nil }

// arg is input i, which must be given.
func (c *call) arg(i int) *value {
	want(c.has(i), "it needs its input %d", i)
	want(c.in[i].mask == nil, "its input %d is a mask, which only UnSwagGradMask and UnSwagTie can read", i)
	return c.in[i]
}

// set makes v output i, if the node lists it.
func (c *call) set(i int, v *value) {
	if i < len(c.out) {
		c.out[i] = v
	}
}

// attr is an attribute, or nil. In the body of a function a reference is followed to the
// call.
func (c *call) attr(name string) *onnxio.Attr {
	a := c.n.Attr(name)
	for c.caller != nil && a != nil && a.Ref != "" {
		a, c = c.caller.n.Attr(a.Ref), c.caller
	}
	return a
}

func (c *call) int(name string, def int64) int64 {
	if a := c.attr(name); a != nil {
		return a.Int()
	}
	return def
}

func (c *call) float(name string, def float32) float64 {
	if a := c.attr(name); a != nil {
		return float64(a.Float())
	}
	return float64(def)
}

func (c *call) str(name, def string) string {
	if a := c.attr(name); a != nil {
		return a.Str()
	}
	return def
}

func (c *call) intList(name string) []int64 {
	if a := c.attr(name); a != nil {
		return a.Ints()
	}
	return nil
}

// intsIn are the elements of input i, which must be known; nil where it is omitted.
func (c *call) intsIn(i int) []int64 {
	if !c.has(i) {
		return nil
	}
	x := c.arg(i)
	want(x.ints != nil || x.count() == 0, "its input %d is computed by the graph, but StableHLO needs static shapes", i)
	return append([]int64{}, x.ints...)
}

// intsOr are the elements of input i, else of the attribute; nil where both are omitted.
func (c *call) intsOr(i int, attr string) []int64 {
	if c.has(i) {
		return c.intsIn(i)
	}
	return c.intList(attr)
}

// like is a constant of x's type.
func (c *call) like(x *value, v float64) *value { return c.splat(x.typ, v) }
