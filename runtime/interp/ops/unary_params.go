package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// unaryParamOps are functions of one number with attributes, or bounds as inputs.
var unaryParamOps = family{
	{"", "LeakyRelu"}: withAlphaBeta(0.01, 0, func(v, alpha, _ float64) float64 {
		if v < 0 {
			return alpha * v
		}
		return v
	}),
	{"", "Elu"}: withAlphaBeta(1, 0, func(v, alpha, _ float64) float64 {
		if v < 0 {
			return alpha * math.Expm1(v)
		}
		return v
	}),
	{"", "Celu"}: withAlphaBeta(1, 0, func(v, alpha, _ float64) float64 {
		if v < 0 {
			return alpha * math.Expm1(v/alpha)
		}
		return v
	}),
	{"", "HardSigmoid"}: withAlphaBeta(0.2, 0.5, func(v, alpha, beta float64) float64 { return min(max(alpha*v+beta, 0), 1) }),
	{"", "ThresholdedRelu"}: withAlphaBeta(1, 0, func(v, alpha, _ float64) float64 {
		if v > alpha {
			return v
		}
		return 0
	}),
	{"", "Swish"}:                  withAlphaBeta(1, 0, func(v, alpha, _ float64) float64 { return v * sigmoid(alpha*v) }),
	{"com.microsoft", "QuickGelu"}: withAlphaBeta(1.702, 0, func(v, alpha, _ float64) float64 { return v * sigmoid(alpha*v) }),
	{"", "Selu"}:                   unaryWith(selu),
	{"", "Shrink"}:                 shrinkAny,
	{"", "Clip"}:                   clip,
	{"", "PRelu"}:                  prelu,
}

// withAlphaBeta makes a kernel of a function of a number and the attributes alpha and
// beta.
func withAlphaBeta(alpha, beta float32, f func(v, alpha, beta float64) float64) Kernel {
	return unaryWith(func(c *Call) (func(v float64) float64, error) {
		a, b := float64(c.Float("alpha", alpha)), float64(c.Float("beta", beta))
		return func(v float64) float64 { return f(v, a, b) }, nil
	})
}

func selu(c *Call) (func(v float64) float64, error) {
	alpha, gamma := float32(1.67326319217681884765625), float32(1.05070102214813232421875)
	if c.Opset < 6 {
		alpha, gamma = 1.6732, 1.0507
	}
	a, g := float64(c.Float("alpha", alpha)), float64(c.Float("gamma", gamma))
	return func(v float64) float64 {
		if v > 0 {
			return g * v
		}
		return g * a * math.Expm1(v)
	}, nil
}

// shrinkAny moves numbers towards 0 by bias and makes those within lambd 0.
func shrinkAny(c *Call) error {
	bias, lambd := float64(c.Float("bias", 0)), float64(c.Float("lambd", 0.5))
	f := func(v float64) float64 {
		switch {
		case v < -lambd:
			return v + bias
		case v > lambd:
			return v - bias
		}
		return 0
	}
	return signed(f, func(v int64) int64 { return int64(f(float64(v))) }, func(v uint64) uint64 { return uint64(f(float64(v))) })(c)
}

// clip bounds numbers; NaN stays NaN. Bounds are attributes before opset 11, inputs
// since.
func clip(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	for _, i := range []int{1, 2} {
		if c.Has(i) && (c.In[i].Elem != c.In[0].Elem || c.In[i].Len() != 1) {
			return c.Errorf("bound %s of %s is no scalar of its type", c.In[i], c.In[0])
		}
	}
	switch in := c.In[0]; in.Elem {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
		return reals(clipReals[float32], clipReals[float64])(c)
	case onnxio.Int8:
		clipTo[int8](c)
	case onnxio.Int16:
		clipTo[int16](c)
	case onnxio.Int32:
		clipTo[int32](c)
	case onnxio.Int64:
		clipTo[int64](c)
	case onnxio.Uint8:
		clipTo[uint8](c)
	case onnxio.Uint16:
		clipTo[uint16](c)
	case onnxio.Uint32:
		clipTo[uint32](c)
	case onnxio.Uint64:
		clipTo[uint64](c)
	default:
		return c.Unsupported(in)
	}
	return nil
}

func clipReals[T real](c *Call) error {
	if c.Opset < 11 {
		lo, hi := T(c.Float("min", -math.MaxFloat32)), T(c.Float("max", math.MaxFloat32))
		bounded(c, &lo, &hi)
		return nil
	}
	clipTo[T](c)
	return nil
}

func clipTo[T interface {
	ordered
	tensor.Element
}](c *Call) {
	bounds := [2]*T{}
	for i := range bounds {
		if c.Has(i + 1) {
			bounds[i] = &tensor.As[T](c.In[i+1])[0]
		}
	}
	bounded(c, bounds[0], bounds[1])
}

func bounded[T interface {
	ordered
	tensor.Element
}](c *Call, lo, hi *T) {
	mapTo(c, c.In[0], func(v T) T {
		if lo != nil && v < *lo {
			v = *lo
		}
		if hi != nil && v > *hi {
			v = *hi
		}
		return v
	})
}

// prelu multiplies negative numbers with a slope that is broadcast to the input. Before
// opset 7 the slope has one number, or one for each channel.
func prelu(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two inputs")
	}
	x, slope := c.In[0], c.In[1]
	if c.Opset < 7 && len(slope.Shape) == 1 && len(x.Shape) > 2 {
		shape := []int64{slope.Len()}
		for range len(x.Shape) - 2 {
			shape = append(shape, 1)
		}
		slope = slope.Reshaped(shape...)
	}
	shape, err := c.broadcast(x.Shape, slope.Shape)
	if err != nil {
		return err
	}
	if tensor.Count(shape) != x.Len() || len(shape) != len(x.Shape) {
		return c.Errorf("the slope %s is larger than the input %s", slope, x)
	}
	return c.apply(operation{slopes[float32], slopes[float64], slopes[int64], slopes[uint64], nil, nil},
		c.Like(0, x), x, slope)
}

func slopes[T arithmetical](x, y T) T {
	if x < 0 {
		return x * y
	}
	return x
}
