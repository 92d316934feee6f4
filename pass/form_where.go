package pass

import "github.com/unswag/unswagc/onnxio"

// whereForm matches gradients that select:
//
//	dX = Where(Greater(A, 0), dY, 0)            dX = UnSwagGradMask(dY, M)
//
// and its mirror images: Less(0, A); Not(LessOrEqual(A, 0)) and Not(GreaterOrEqual(0,
// A)), where NaN passes (predicate not_le0); swapped arms under the opposite
// condition. The zero that is selected must be +0.0. It does not match a condition
// that is broadcast, nor Less(A, 0), which lets the gradient pass at 0.
var whereForm = form{name: "Where", domain: "", op: "Where", match: matchWhere}

func matchWhere(c *Context, n *onnxio.Node) verdict {
	cond, ok := conditionOf(n.Input(0))
	dx := n.Output(0)
	if !ok || dx == nil {
		return verdict{}
	}
	dy, zero := n.Input(1), n.Input(2)
	if !cond.passes {
		dy, zero = zero, dy
	}
	if dy == nil || zero == nil {
		return verdict{}
	}
	kind := zeroConst(zero)
	if kind == notZero {
		return verdict{}
	}
	g := &Gradient{Form: "Where", Node: n, A: cond.a, DY: dy, DX: dx,
		Predicate: cond.predicate, Combine: combSelect, chain: cond.chain}
	if kind == minusZero {
		return verdict{g, "negative-zero", "it selects -0.0, and UnSwagGradMask writes +0.0"}
	}
	return elementwise(c, g)
}
