package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// unaryOps are functions of one number without attributes.
var unaryOps = family{
	{"", "Exp"}:        unary(math.Exp),
	{"", "Log"}:        unary(math.Log),
	{"", "Sqrt"}:       unary(math.Sqrt),
	{"", "Reciprocal"}: unary(func(v float64) float64 { return 1 / v }),
	{"", "Erf"}:        unary(math.Erf),
	{"", "Floor"}:      unary(math.Floor),
	{"", "Ceil"}:       unary(math.Ceil),
	{"", "Round"}:      unary(math.RoundToEven),
	{"", "Sigmoid"}:    unary(sigmoid),
	{"", "Tanh"}:       unary(math.Tanh),
	{"", "Softplus"}:   unary(softplus),
	{"", "Softsign"}:   unary(func(v float64) float64 { return v / (1 + math.Abs(v)) }),
	{"", "Mish"}:       unary(func(v float64) float64 { return v * math.Tanh(softplus(v)) }),
	{"", "HardSwish"}:  unary(func(v float64) float64 { return v * min(max(v/6+0.5, 0), 1) }),
	{"", "Sin"}:        unary(math.Sin),
	{"", "Cos"}:        unary(math.Cos),
	{"", "Tan"}:        unary(math.Tan),
	{"", "Asin"}:       unary(math.Asin),
	{"", "Acos"}:       unary(math.Acos),
	{"", "Atan"}:       unary(math.Atan),
	{"", "Sinh"}:       unary(math.Sinh),
	{"", "Cosh"}:       unary(math.Cosh),
	{"", "Asinh"}:      unary(math.Asinh),
	{"", "Acosh"}:      unary(math.Acosh),
	{"", "Atanh"}:      unary(math.Atanh),
	{"", "Abs"}:        signed(math.Abs, func(v int64) int64 { return max(v, -v) }, func(v uint64) uint64 { return v }),
	{"", "Neg"}:        signed(func(v float64) float64 { return -v }, func(v int64) int64 { return -v }, nil),
	{"", "Sign"}:       signed(signOf[float64], signOf[int64], func(v uint64) uint64 { return min(v, 1) }),
	{"", "IsNaN"}:      isNaN,
	{"", "IsInf"}:      isInf,
}

func sigmoid(v float64) float64 { return 1 / (1 + math.Exp(-v)) }

// softplus is log(1+exp(v)) without overflow.
func softplus(v float64) float64 { return max(v, 0) + math.Log1p(math.Exp(-math.Abs(v))) }

// signOf is NaN for NaN and 0 for both zeros.
func signOf[T int64 | float64](v T) T {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	case v == 0:
		return 0
	}
	return v
}

// unary makes a kernel of a function. It is computed in float64 and rounded to the type
// of the input.
func unary(f func(v float64) float64) Kernel {
	return unaryWith(func(*Call) (func(v float64) float64, error) { return f, nil })
}

// unaryWith makes a kernel of a function that depends on the node.
func unaryWith(of func(c *Call) (func(v float64) float64, error)) Kernel {
	return reals(
		func(c *Call) error {
			f, err := of(c)
			if err == nil {
				mapTo(c, c.In[0], func(v float32) float32 { return float32(f(float64(v))) })
			}
			return err
		},
		func(c *Call) error {
			f, err := of(c)
			if err == nil {
				mapTo(c, c.In[0], f)
			}
			return err
		})
}

// signed makes a kernel of functions for each kind of number.
func signed(f func(v float64) float64, i func(v int64) int64, u func(v uint64) uint64) Kernel {
	floats := unary(f)
	return func(c *Call) error {
		if !c.Has(0) {
			return c.Errorf("it needs input 0")
		}
		if integers(c, i, u) {
			return nil
		}
		return floats(c)
	}
}

// integers makes output 0 where input 0 is of integers, else false.
func integers(c *Call, i func(v int64) int64, u func(v uint64) uint64) bool {
	in := c.In[0]
	switch e := in.Elem; {
	case e == onnxio.Int8:
		mapTo(c, in, func(v int8) int8 { return int8(i(int64(v))) })
	case e == onnxio.Int16:
		mapTo(c, in, func(v int16) int16 { return int16(i(int64(v))) })
	case e == onnxio.Int32:
		mapTo(c, in, func(v int32) int32 { return int32(i(int64(v))) })
	case e == onnxio.Int64:
		mapTo(c, in, i)
	case u == nil:
		return false
	case e == onnxio.Uint8:
		mapTo(c, in, func(v uint8) uint8 { return uint8(u(uint64(v))) })
	case e == onnxio.Uint16:
		mapTo(c, in, func(v uint16) uint16 { return uint16(u(uint64(v))) })
	case e == onnxio.Uint32:
		mapTo(c, in, func(v uint32) uint32 { return uint32(u(uint64(v))) })
	case e == onnxio.Uint64:
		mapTo(c, in, u)
	default:
		return false
	}
	return true
}

func isNaN(c *Call) error { return c.test(math.IsNaN) }

func isInf(c *Call) error {
	neg, pos := c.Int("detect_negative", 1) != 0, c.Int("detect_positive", 1) != 0
	return c.test(func(v float64) bool { return pos && math.IsInf(v, 1) || neg && math.IsInf(v, -1) })
}

// test makes output 0, of bool, of the floats of input 0.
func (c *Call) test(f func(v float64) bool) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	switch in := c.In[0]; in.Elem {
	case onnxio.Float:
		mapTo(c, in, func(v float32) bool { return f(float64(v)) })
	case onnxio.Double:
		mapTo(c, in, f)
	case onnxio.Float16:
		mapTo(c, in, func(v tensor.Float16) bool { return f(float64(v.Float32())) })
	case onnxio.BFloat16:
		mapTo(c, in, func(v tensor.BFloat16) bool { return f(float64(v.Float32())) })
	default:
		return c.Unsupported(in)
	}
	return nil
}
