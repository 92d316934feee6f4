package ops

import (
	"math"

	"github.com/unswag/unswagc/runtime/tensor"
)

// geluOps are Gelu in its forms, and the gradients of activations as ONNX Runtime's
// training graphs have them.
var geluOps = family{
	{"", "Gelu"}:                             unaryWith(geluOf),
	{"com.microsoft", "Gelu"}:                unary(gelu),
	{"com.microsoft", "FastGelu"}:            biased(fastGelu),
	{"com.microsoft", "BiasGelu"}:            biased(gelu),
	{"com.microsoft", "GeluGrad"}:            chained(geluSlope),
	{"com.microsoft", "FastGeluGrad"}:        chained(fastGeluSlope),
	{"com.microsoft", "BiasGeluGrad_dX"}:     chained(geluSlope),
	{"com.microsoft", "BiasFastGeluGrad_dX"}: chained(fastGeluSlope),
	{"com.microsoft", "SigmoidGrad"}:         chained(func(y float64) float64 { return y * (1 - y) }),
	{"com.microsoft", "TanhGrad"}:            chained(func(y float64) float64 { return 1 - y*y }),
	{"com.microsoft", "Scale"}:               reals(scale[float32], scale[float64]),
}

func geluOf(c *Call) (func(v float64) float64, error) {
	switch a := c.Str("approximate", "none"); a {
	case "none":
		return gelu, nil
	case "tanh":
		return fastGelu, nil
	default:
		return nil, c.Errorf("approximate is %q, want none or tanh", a)
	}
}

func gelu(v float64) float64 { return v * 0.5 * (1 + math.Erf(v/math.Sqrt2)) }

func geluSlope(v float64) float64 {
	return 0.5*(1+math.Erf(v/math.Sqrt2)) + v*math.Exp(-v*v/2)/math.Sqrt(2*math.Pi)
}

const geluCube = 0.044715

func fastGelu(v float64) float64 {
	return 0.5 * v * (1 + math.Tanh(math.Sqrt(2/math.Pi)*(v+geluCube*v*v*v)))
}

func fastGeluSlope(v float64) float64 {
	k := math.Sqrt(2 / math.Pi)
	t := math.Tanh(k * (v + geluCube*v*v*v))
	return 0.5*(1+t) + 0.5*v*(1-t*t)*k*(1+3*geluCube*v*v)
}

// biased makes a kernel of a function of input 0 plus the bias that input 1 may be.
func biased(f func(v float64) float64) Kernel {
	return reals(biasedReals[float32](f), biasedReals[float64](f))
}

func biasedReals[T real](f func(v float64) float64) Kernel {
	return func(c *Call) error {
		if !c.Has(1) {
			mapTo(c, c.In[0], func(v T) T { return T(f(float64(v))) })
			return nil
		}
		bias, s, err := biasOf[T](c, 0, 1)
		if err != nil {
			return err
		}
		zip(c, s, tensor.As[T](c.Like(0, c.In[0])), tensor.As[T](c.In[0]), bias,
			func(x, b T) T { return T(f(float64(x + b))) })
		return nil
	}
}

// biasOf is a bias that is repeated along input x.
func biasOf[T real](c *Call, x, bias int) ([]T, *layout, error) {
	if err := same[T](c, x, bias); err != nil {
		return nil, nil, err
	}
	shape, err := c.broadcast(c.In[x].Shape, c.In[bias].Shape)
	if err != nil {
		return nil, nil, err
	}
	if tensor.Count(shape) != c.In[x].Len() {
		return nil, nil, c.Errorf("the bias %s is larger than %s", c.In[bias], c.In[x])
	}
	return tensor.As[T](c.In[bias]), newLayout(shape, c.In[x].Shape, c.In[bias].Shape), nil
}

// chained makes a kernel of a gradient: input 0 times the slope at input 1, to which the
// bias that input 2 may be is added first.
func chained(slope func(v float64) float64) Kernel {
	return reals(chainedReals[float32](slope), chainedReals[float64](slope))
}

func chainedReals[T real](slope func(v float64) float64) Kernel {
	return func(c *Call) error {
		if !c.Has(1) || c.In[1].Len() != c.In[0].Len() {
			return c.Errorf("the gradient is %s, the activation %s", c.In[0], c.input(1))
		}
		if err := same[T](c, 1); err != nil {
			return err
		}
		dy, x := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
		if !c.Has(2) {
			out := tensor.As[T](c.Like(0, c.In[0]))
			c.Engine.Parallel(len(out), grain, func(lo, hi int) {
				for i := lo; i < hi; i++ {
					out[i] = T(float64(dy[i]) * slope(float64(x[i])))
				}
			})
			return nil
		}
		bias, s, err := biasOf[T](c, 1, 2)
		if err != nil {
			return err
		}
		out := tensor.As[T](c.Like(0, c.In[0]))
		s.over(c, func(at, n int, from []int) {
			b := bias[from[1]:]
			for k := range n {
				out[at+k] = T(float64(dy[at+k]) * slope(float64(x[at+k]+b[k*s.step[1]])))
			}
		})
		return nil
	}
}

// scale multiplies with a scalar of any float type, or with its reciprocal.
func scale[T real](c *Call) error {
	if !c.Has(1) || c.In[1].Len() != 1 {
		return c.Errorf("the scale is %s, want a scalar", c.input(1))
	}
	by, ok := numbers(c.In[1])
	if !ok {
		return c.Unsupported(c.In[1])
	}
	factor := T(by[0])
	if c.Int("scale_down", 0) != 0 {
		factor = 1 / factor
	}
	mapTo(c, c.In[0], func(v T) T { return v * factor })
	return nil
}
