package ops

import "math"

// activate applies the attribute "activation" of a fused operator to y, in place. An
// operator that has none of these attributes is left as it is.
func activate[T real](c *Call, y []T) error {
	params := func(i int, def float64) float64 {
		if a := c.Node.Attr("activation_params"); a != nil && i < len(a.Floats()) {
			return float64(a.Floats()[i])
		}
		return float64(c.Float([]string{"activation_alpha", "activation_beta"}[i], float32(def)))
	}
	var f func(v T) T
	switch name := c.Str("activation", ""); name {
	case "":
		return nil
	case "Relu":
		f = func(v T) T {
			if v < 0 {
				return 0
			}
			return v
		}
	case "LeakyRelu":
		alpha := T(params(0, 0.01))
		f = func(v T) T {
			if v < 0 {
				return v * alpha
			}
			return v
		}
	case "Sigmoid":
		f = func(v T) T { return T(1 / (1 + math.Exp(-float64(v)))) }
	case "Tanh":
		f = func(v T) T { return T(math.Tanh(float64(v))) }
	case "Clip":
		lo, hi := T(params(0, -math.MaxFloat32)), T(params(1, math.MaxFloat32))
		f = func(v T) T { return min(max(v, lo), hi) }
	case "HardSigmoid":
		alpha, beta := T(params(0, 0.2)), T(params(1, 0.5))
		f = func(v T) T { return min(max(v*alpha+beta, 0), 1) }
	default:
		return c.Errorf("the activation %q is not supported", name)
	}
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			y[i] = f(y[i])
		}
	})
	return nil
}
