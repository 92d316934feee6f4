package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// call is one node under inference: what a rule sees. A rule reads the types of the
// inputs and sets those of the outputs; what it does not set stays unknown.
type call struct {
	*infer
	scope *scope
	n     *onnxio.Node
	outs  []Type
}

// in returns the type of input i, the zero Type where it is omitted.
func (c *call) in(i int) Type { return c.typeOf(c.scope, c.n.Input(i)) }

// has reports whether input i is there.
func (c *call) has(i int) bool { return c.n.Input(i) != nil }

// set makes t the type of output i, which may be omitted.
func (c *call) set(i int, t Type) {
	if i < len(c.outs) {
		c.outs[i] = t
	}
}

// shaped sets output i.
func (c *call) shaped(i int, elem onnxio.DType, dims ...sym.Poly) {
	c.set(i, Type{Elem: elem, Ranked: true, Dims: dims})
}

// elemOnly sets the element type of output i, of unknown rank.
func (c *call) elemOnly(i int, elem onnxio.DType) { c.set(i, Type{Elem: elem}) }

// attr returns the attribute called name; in a function body a reference is followed
// to the calling node.
func (c *call) attr(name string) *onnxio.Attr { return c.scope.attr(c.n, name) }

func (s *scope) attr(n *onnxio.Node, name string) *onnxio.Attr {
	a := n.Attr(name)
	for a != nil && a.Ref != "" {
		if s = s.body(); s == nil {
			return nil
		}
		a = s.caller.Attr(a.Ref)
		s = s.from
	}
	return a
}

// intAttr returns the attribute called name, or def.
func (c *call) intAttr(name string, def int64) int64 {
	if a := c.attr(name); a != nil && a.Type == onnxio.AttrInt {
		return a.Int()
	}
	return def
}

// intsAttr returns the attribute called name and whether it is there.
func (c *call) intsAttr(name string) ([]int64, bool) {
	if a := c.attr(name); a != nil && a.Type == onnxio.AttrInts {
		return a.Ints(), true
	}
	return nil, false
}

func (c *call) strAttr(name, def string) string {
	if a := c.attr(name); a != nil && a.Type == onnxio.AttrString {
		return a.Str()
	}
	return def
}

// ints returns the elements of input i where it is a small integer tensor of which
// they are known, symbolic ones included.
func (c *call) ints(i int) ([]sym.Poly, bool) {
	p, ok := c.contents(c.n.Input(i))
	return c.resolveDims(p), ok
}

// numbers is ints where all of them are numbers.
func (c *call) numbers(i int) ([]int64, bool) {
	p, ok := c.ints(i)
	if !ok {
		return nil, false
	}
	return numbers(p)
}

func numbers(p []sym.Poly) ([]int64, bool) {
	out := make([]int64, len(p))
	for i, x := range p {
		k, ok := x.Int()
		if !ok {
			return nil, false
		}
		out[i] = k
	}
	return out, true
}

// setInts records the elements of output i.
func (c *call) setInts(i int, values []sym.Poly) {
	if v := c.n.Output(i); v != nil && len(values) <= maxContents {
		c.data[v] = values
	}
}

// number is a constant dim.
func number(k int64) sym.Poly { return sym.Const(k) }

// unknowns returns n dims that nothing is known about.
func (c *call) unknowns(n int) []sym.Poly {
	dims := make([]sym.Poly, n)
	for i := range dims {
		dims[i] = c.syms.unknown()
	}
	return dims
}

// axisOf normalizes an axis of a tensor of the given rank, false where it is out of
// range.
func axisOf(axis int64, rank int) (int, bool) {
	if axis < 0 {
		axis += int64(rank)
	}
	return int(axis), axis >= 0 && axis < int64(rank)
}

// unifyDims records that two shapes are the same, where both are known.
func (c *call) unifyDims(a, b Type) {
	if !a.Ranked || !b.Ranked || len(a.Dims) != len(b.Dims) {
		return
	}
	for i := range a.Dims {
		c.syms.unify(a.Dims[i], b.Dims[i])
	}
}
