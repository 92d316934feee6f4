package pass

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// form is one way in which a graph spells the gradient of a Relu.
type form struct {
	// name is for people; Gradient.Form may be finer (Mul, MulSign).
	name string
	// domain and op of the node that computes dX.
	domain, op string
	// match examines one such node; see verdict.
	match func(c *Context, n *onnxio.Node) verdict
}

// forms is the table of gradient forms. Adding one: a new file form_NAME.go and a
// line here.
var forms = [...]form{
	reluGradForm,
	whereForm,
	mulForm,
}

// verdict is what a form says of a node: no gradient at all (the zero verdict), a
// gradient, or with a rule a candidate that the rule rejects. A rejected candidate
// has at least A, so that it is reported only where A belongs to a Relu.
type verdict struct {
	gradient     *Gradient
	rule, reason string
}

// matchForms returns the first verdict that is not zero.
func matchForms(c *Context, n *onnxio.Node) verdict {
	for i := range forms {
		f := &forms[i]
		if n.OpType != f.op || n.Domain != f.domain {
			continue
		}
		if v := f.match(c, n); v.gradient != nil {
			return v
		}
	}
	return verdict{}
}

// elementwise rejects the gradient where A, dY and dX are not certain to have one
// shape, or where the element type is none that the ops take.
func elementwise(c *Context, g *Gradient) verdict {
	v := verdict{gradient: g}
	a, dy := c.Types.Of(g.A), c.Types.Of(g.DY)
	if (a.Elem != onnxio.Undefined && !isFloat(a.Elem)) || (dy.Elem != onnxio.Undefined && !isFloat(dy.Elem)) {
		v.rule, v.reason = "element-type", "the ops take float16, bfloat16, float and double only"
		return v
	}
	if a.Elem != dy.Elem && a.Elem != onnxio.Undefined && dy.Elem != onnxio.Undefined {
		v.rule, v.reason = "element-type", quote(g.A.Name)+" is "+a.Elem.String()+", "+quote(g.DY.Name)+" is "+dy.Elem.String()
		return v
	}
	if a.Elem != dy.Elem || a.Elem == onnxio.Undefined {
		v.rule, v.reason = "element-type", "the element types of "+quote(g.A.Name)+" and "+quote(g.DY.Name)+" are not known to be the same"
		return v
	}
	if c.Types.SameShape(g.A, g.DY) && c.Types.SameShape(g.DX, g.DY) {
		return v
	}
	if a.Ranked && dy.Ranked && (len(a.Dims) != len(dy.Dims) || differ(c, g) || stretched(a, dy)) {
		v.rule, v.reason = "broadcast", quote(g.A.Name)+" and "+quote(g.DY.Name)+" have different shapes: one is broadcast"
		return v
	}
	v.rule, v.reason = "unproven-shape", "it is not proven that "+quote(g.A.Name)+" and "+quote(g.DY.Name)+" have the same shape"
	return v
}

// differ reports whether a dim of A and dY is certainly not the same.
func differ(c *Context, g *Gradient) bool {
	a, dy := c.Types.Of(g.A), c.Types.Of(g.DY)
	for i, d := range a.Dims {
		x, okX := d.Int()
		y, okY := dy.Dims[i].Int()
		if okX && okY && x != y {
			return true
		}
	}
	return false
}

// stretched reports whether a dim of one is 1 where the other's is no number or
// another one: broadcasting is what such a graph is written for.
func stretched(a, b shape.Type) bool {
	for i, d := range a.Dims {
		x, okX := d.Int()
		y, okY := b.Dims[i].Int()
		if (okX && x == 1) != (okY && y == 1) {
			return true
		}
	}
	return false
}

func quote(s string) string { return `"` + s + `"` }
