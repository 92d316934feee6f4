package pass

import "github.com/unswag/unswagc/onnxio"

// condition is a Bool tensor that compares A with 0.
type condition struct {
	a *onnxio.Value
	// predicate that the comparison decides: gt0 for A > 0 or 0 < A, not_le0 for
	// A <= 0 or 0 >= A. They differ where A is NaN.
	predicate string
	// passes tells whether the tensor is true where the gradient passes.
	passes bool
	chain  []*onnxio.Node
}

// comparison tells, for an operator and the side on which A stands, what is compared.
type comparison struct {
	op        string
	left      bool // A is the first input
	predicate string
	passes    bool
}

// comparisons is closed under mirroring: Greater(A,0) is Less(0,A). A > 0 is true
// where the gradient passes; A <= 0 is true where it does not, and false for NaN.
var comparisons = [...]comparison{
	{"Greater", true, predGt0, true},
	{"Less", false, predGt0, true},
	{"LessOrEqual", true, predNotLe0, false},
	{"GreaterOrEqual", false, predNotLe0, false},
}

// conditionOf reads v as a comparison with 0, through any number of Not. A zero of
// either sign compares alike.
func conditionOf(v *onnxio.Value) (condition, bool) {
	var c condition
	flip := false
	for {
		if v == nil || v.Producer == nil || v.Graph() != v.Producer.Graph() {
			return c, false
		}
		n := v.Producer
		c.chain = append(c.chain, n)
		if n.Is("", "Not") {
			flip, v = !flip, n.Input(0)
			continue
		}
		for _, k := range comparisons {
			if !n.Is("", k.op) {
				continue
			}
			a, zero := n.Input(0), n.Input(1)
			if !k.left {
				a, zero = zero, a
			}
			if a != nil && zeroConst(zero) != notZero {
				c.a, c.predicate, c.passes = a, k.predicate, k.passes != flip
				return c, true
			}
		}
		return c, false
	}
}
