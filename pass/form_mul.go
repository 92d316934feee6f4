package pass

import "github.com/unswag/unswagc/onnxio"

// mulForm matches gradients that multiply, with either order of the factors:
//
//	dX = Mul(dY, Cast(Greater(A, 0)))           dX = UnSwagGradMask<combine=mul>(dY, M)
//	dX = Mul(dY, Sign(Y))                       the same, only under -policy always
//
// The comparison may be any that form Where takes. Sign is matched for the Relu's
// output only (for its input it may be -1), and differs where Y is NaN: the product is
// NaN, the masked gradient is not.
var mulForm = form{name: "Mul", domain: "", op: "Mul", match: matchMul}

// signNote is what the report says of a Sign gradient that was rewritten.
const signNote = "Mul(dY, Sign(Y)) differs from the mask where Y is NaN"

func matchMul(c *Context, n *onnxio.Node) verdict {
	for i := range 2 {
		dy, f, dx := n.Input(1-i), n.Input(i), n.Output(0)
		if dy == nil || f == nil || dx == nil || f.Producer == nil {
			continue
		}
		if f.Producer.Is("", "Cast") {
			if cond, ok := conditionOf(f.Producer.Input(0)); ok && cond.passes {
				return elementwise(c, &Gradient{Form: "Mul", Node: n, A: cond.a, DY: dy, DX: dx,
					Predicate: cond.predicate, Combine: combMul,
					chain: append([]*onnxio.Node{f.Producer}, cond.chain...)})
			}
		}
		if f.Producer.Is("", "Sign") && f.Producer.Input(0) != nil {
			return matchSign(c, n, dy, f.Producer)
		}
	}
	return verdict{}
}

func matchSign(c *Context, n *onnxio.Node, dy *onnxio.Value, sign *onnxio.Node) verdict {
	g := &Gradient{Form: "MulSign", Node: n, A: sign.Input(0), DY: dy, DX: n.Output(0),
		Predicate: predGt0, Combine: combMul, chain: []*onnxio.Node{sign}}
	y := throughViews(g.A, isReluOutput, nil)
	if !isReluOutput(y) {
		return verdict{}
	}
	if c.Options.Policy != Always {
		return verdict{g, "sign", signNote + ": give -policy always to rewrite it"}
	}
	return elementwise(c, g)
}
