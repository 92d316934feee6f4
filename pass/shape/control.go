package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// controlRules: operators that hold graphs.
var controlRules = map[opKey]rule{
	{"", "If"}:   ifOp,
	{"", "Loop"}: loop,
	{"", "Scan"}: scan,
}

// graphAttr returns the graph of an attribute, or nil.
func (c *call) graphAttr(name string) *onnxio.Graph {
	if a := c.attr(name); a != nil && len(a.Graphs()) > 0 {
		return a.Graphs()[0]
	}
	return nil
}

// ifOp: what both branches agree in.
func ifOp(c *call) {
	a := c.run(c.graphAttr("then_branch"), nil)
	b := c.run(c.graphAttr("else_branch"), nil)
	for i := range c.n.Outputs() {
		if i < len(a) && i < len(b) {
			c.set(i, c.either(a[i], b[i]))
		}
	}
}

// either returns what a and b have in common; dims that differ are unknown.
func (c *call) either(a, b Type) Type {
	t := Type{}
	if a.Elem == b.Elem {
		t.Elem = a.Elem
	}
	if !a.Ranked || !b.Ranked || len(a.Dims) != len(b.Dims) {
		return t
	}
	t.Ranked, t.Dims = true, make([]sym.Poly, len(a.Dims))
	for i, d := range a.Dims {
		if t.Dims[i] = d; !c.syms.resolve(d).Equal(c.syms.resolve(b.Dims[i])) {
			t.Dims[i] = c.syms.unknown()
		}
	}
	return t
}

// loop: (trip count, condition, carried...) -> (carried..., scanned...). The body maps
// (iteration, condition, carried...) to (condition, carried..., scanned...). A carried
// value may change its shape from one iteration to the next, so only what its first
// value and its next one have in common is known.
func loop(c *call) {
	body := c.graphAttr("body")
	carried := max(len(c.n.Inputs())-2, 0)
	in := []Type{{Elem: onnxio.Int64, Ranked: true}, {Elem: onnxio.Bool, Ranked: true}}
	for i := range carried {
		in = append(in, Type{Elem: c.in(i + 2).Elem})
		if t := c.in(i + 2); body != nil && i+2 < len(body.Inputs) && sameRank(t, body.Inputs[i+2]) {
			in[i+2] = t
		}
	}
	out := c.run(body, in)
	for i := range c.n.Outputs() {
		switch {
		case i+1 >= len(out):
		case i < carried:
			c.set(i, c.either(c.in(i+2), out[i+1]))
		default:
			c.set(i, stacked(out[i+1], c.syms.unknown(), 0))
		}
	}
}

// sameRank reports whether the body itself states a shape of t's rank for its input,
// so that it does not change.
func sameRank(t Type, v *onnxio.Value) bool {
	return v.Type != nil && v.Type.HasShape && t.Ranked && len(v.Type.Shape) == len(t.Dims)
}

// scan: (state..., sequences...) -> (state..., stacked...).
func scan(c *call) {
	body := c.graphAttr("body")
	sequences := int(min(max(c.intAttr("num_scan_inputs", 0), 0), int64(len(c.n.Inputs()))))
	states := len(c.n.Inputs()) - sequences
	inAxes, _ := c.intsAttr("scan_input_axes")
	outAxes, _ := c.intsAttr("scan_output_axes")
	length := c.syms.unknown()
	var in []Type
	for i := range c.n.Inputs() {
		t := c.in(i)
		if i >= states {
			axis, ok := axisOf(at(inAxes, i-states, 0), len(t.Dims))
			if !ok {
				t = Type{Elem: t.Elem}
			} else {
				c.syms.unify(length, t.Dims[axis])
				t.Dims = append(append([]sym.Poly(nil), t.Dims[:axis]...), t.Dims[axis+1:]...)
			}
		}
		in = append(in, t)
	}
	out := c.run(body, in)
	for i := range c.n.Outputs() {
		switch {
		case i >= len(out):
		case i < states:
			c.set(i, c.either(c.in(i), out[i]))
		default:
			c.set(i, stacked(out[i], length, at(outAxes, i-states, 0)))
		}
	}
}

// stacked adds a dim of size n at axis.
func stacked(t Type, n sym.Poly, axis int64) Type {
	if !t.Ranked {
		return t
	}
	i, ok := axisOf(axis, len(t.Dims)+1)
	if !ok {
		return Type{Elem: t.Elem}
	}
	dims := append(append([]sym.Poly(nil), t.Dims[:i]...), n)
	t.Dims = append(dims, t.Dims[i:]...)
	return t
}
