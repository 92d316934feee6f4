package pass

import "github.com/unswag/unswagc/onnxio"

// reluGradForm matches the gradient that ONNX Runtime's training builder writes:
//
//	dX = com.microsoft.ReluGrad(dY, A)          dX = UnSwagGradMask(dY, M)
//
// with A the Relu's input or its output, possibly through views. ReluGrad takes two
// tensors of one shape by its definition, so shapes need no proof; where they are
// certain to differ the node is invalid and is left alone.
var reluGradForm = form{name: "ReluGrad", domain: "com.microsoft", op: "ReluGrad", match: matchReluGrad}

func matchReluGrad(c *Context, n *onnxio.Node) verdict {
	dy, a, dx := n.Input(0), n.Input(1), n.Output(0)
	if dy == nil || a == nil || dx == nil {
		return verdict{}
	}
	g := &Gradient{Form: "ReluGrad", Node: n, A: a, DY: dy, DX: dx, Predicate: predGt0, Combine: combSelect}
	v := verdict{gradient: g}
	at := c.Types.Of(a)
	switch {
	case at.Elem != onnxio.Undefined && !isFloat(at.Elem):
		v.rule, v.reason = "element-type", "the ops take float16, bfloat16, float and double only"
	case at.Ranked && c.Types.Of(dy).Ranked && len(at.Dims) == len(c.Types.Of(dy).Dims) && differ(c, g):
		v.rule, v.reason = "broadcast", quote(a.Name)+" and "+quote(dy.Name)+" have different shapes"
	}
	return v
}
