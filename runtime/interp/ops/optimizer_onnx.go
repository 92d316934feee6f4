package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

const (
	previewTraining = "ai.onnx.preview.training"
	onnxTraining    = "ai.onnx.training"
)

// onnxOptimizerOps are ONNX's own optimizers. Their inputs are the rate, the number of
// steps so far, and then the parameters, their gradients and their states, all of one
// kind one behind another; the outputs are the parameters and the states.
var onnxOptimizerOps = family{
	{previewTraining, "Adagrad"}:  optimizer(adagrad, 1),
	{previewTraining, "Adam"}:     optimizer(adamStep, 2),
	{previewTraining, "Momentum"}: optimizer(momentum, 1),
	{onnxTraining, "Adagrad"}:     optimizer(adagrad, 1),
	{onnxTraining, "Adam"}:        optimizer(adamStep, 2),
	{onnxTraining, "Momentum"}:    optimizer(momentum, 1),
}

// rule gives the next number of a parameter and of its states, of which the second may be
// without meaning.
type rule func(x, g, first, second float64) (y, first2, second2 float64)

// optimizer makes a kernel of what makes the rule, for parameters with so many states.
func optimizer(of func(c *Call, rate float64, steps int64) (rule, error), states int) Kernel {
	return func(c *Call) error {
		rate, err := c.one(0)
		if err != nil {
			return err
		}
		steps, err := c.oneInt(1, 0)
		if err != nil {
			return err
		}
		n := (len(c.In) - 2) / (2 + states)
		if n < 1 || len(c.In) != 2+n*(2+states) {
			return c.Errorf("%d inputs are no rate, steps and groups of %d tensors", len(c.In), 2+states)
		}
		f, err := of(c, rate, steps)
		if err != nil {
			return err
		}
		for i := range n {
			if err := c.optimize(f, i, n, states); err != nil {
				return err
			}
		}
		return nil
	}
}

// optimize updates parameter i of n.
func (c *Call) optimize(f rule, i, n, states int) error {
	for k := range 2 + states {
		at := 2 + i + k*n
		if !c.Has(at) || c.In[at].Elem != c.In[2+i].Elem || c.In[at].Len() != c.In[2+i].Len() {
			return c.Errorf("input %d is %s, want the type and shape of the parameter %s", at, c.input(at), c.input(2+i))
		}
	}
	switch p := c.In[2+i]; p.Elem {
	case onnxio.Float:
		optimizeAs[float32](c, f, i, n, states)
	case onnxio.Double:
		optimizeAs[float64](c, f, i, n, states)
	default:
		return c.Unsupported(p)
	}
	return nil
}

func optimizeAs[T real](c *Call, f rule, i, n, states int) {
	in := func(k int) []T { return tensor.As[T](c.In[2+i+k*n]) }
	out := func(k int) []T { return tensor.As[T](c.Like(i+k*n, c.In[2+i])) }
	x, g, first := in(0), in(1), in(2)
	y, next := out(0), out(1)
	second, last := first, next
	if states > 1 {
		second, last = in(3), out(2)
	}
	c.Engine.Parallel(len(x), grain/4, func(lo, hi int) {
		for k := lo; k < hi; k++ {
			a, b, d := f(float64(x[k]), float64(g[k]), float64(first[k]), float64(second[k]))
			y[k], next[k] = T(a), T(b)
			if states > 1 {
				last[k] = T(d)
			}
		}
	})
}

func adagrad(c *Call, rate float64, steps int64) (rule, error) {
	norm, epsilon := float64(c.Float("norm_coefficient", 0)), float64(c.Float("epsilon", 1e-6))
	rate /= 1 + float64(steps)*float64(c.Float("decay_factor", 0))
	return func(x, g, h, _ float64) (float64, float64, float64) {
		g += norm * x
		h += g * g
		return x - rate*g/(math.Sqrt(h)+epsilon), h, 0
	}, nil
}

func adamStep(c *Call, rate float64, steps int64) (rule, error) {
	alpha, beta := float64(c.Float("alpha", 0.9)), float64(c.Float("beta", 0.999))
	norm, post := float64(c.Float("norm_coefficient", 0)), float64(c.Float("norm_coefficient_post", 0))
	epsilon := float64(c.Float("epsilon", 1e-6))
	if steps > 0 {
		rate *= math.Sqrt(1-math.Pow(beta, float64(steps))) / (1 - math.Pow(alpha, float64(steps)))
	}
	return func(x, g, v, h float64) (float64, float64, float64) {
		g += norm * x
		v = alpha*v + (1-alpha)*g
		h = beta*h + (1-beta)*g*g
		return (1 - post) * (x - rate*v/(math.Sqrt(h)+epsilon)), v, h
	}, nil
}

func momentum(c *Call, rate float64, steps int64) (rule, error) {
	alpha, beta, norm := float64(c.Float("alpha", 0)), float64(c.Float("beta", 0)), float64(c.Float("norm_coefficient", 0))
	if steps <= 0 {
		beta = 1
	}
	mode := c.Str("mode", "standard")
	if mode != "standard" && mode != "nesterov" {
		return nil, c.Errorf("the mode is %q, want standard or nesterov", mode)
	}
	return func(x, g, v, _ float64) (float64, float64, float64) {
		g += norm * x
		v = alpha*v + beta*g
		if mode == "nesterov" {
			return x - rate*(g+alpha*v), v, 0
		}
		return x - rate*v, v, 0
	}, nil
}
