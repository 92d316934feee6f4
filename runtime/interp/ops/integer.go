package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// integerOps broadcast two inputs of integers, and Mod and Pow of floats as well.
var integerOps = family{
	{"", "Mod"}:        mod,
	{"", "Pow"}:        pow,
	{"", "BitShift"}:   bitShift,
	{"", "BitwiseAnd"}: bitwise(func(x, y uint64) uint64 { return x & y }),
	{"", "BitwiseOr"}:  bitwise(func(x, y uint64) uint64 { return x | y }),
	{"", "BitwiseXor"}: bitwise(func(x, y uint64) uint64 { return x ^ y }),
	{"", "BitwiseNot"}: bitwiseNot,
}

// mod has the sign of the divisor, with fmod that of the dividend. What is divided by 0
// is 0 for integers.
func mod(c *Call) error {
	if c.Int("fmod", 0) != 0 {
		return arithmetic(operation{func(x, y float32) float32 { return float32(math.Mod(float64(x), float64(y))) },
			math.Mod, remainder[int64], remainder[uint64], nil, nil})(c)
	}
	return arithmetic(operation{func(x, y float32) float32 { return float32(floorMod(float64(x), float64(y))) },
		floorMod,
		func(x, y int64) int64 {
			r := remainder(x, y)
			if r != 0 && (r < 0) != (y < 0) {
				r += y
			}
			return r
		}, remainder[uint64], nil, nil})(c)
}

func remainder[T int64 | uint64](x, y T) T {
	if y == 0 {
		return 0
	}
	return x % y
}

func floorMod(x, y float64) float64 {
	r := math.Mod(x, y)
	if r != 0 && (r < 0) != (y < 0) {
		r += y
	}
	return r
}

func bitShift(c *Call) error {
	f := func(x, y uint64) uint64 { return x << y }
	switch d := c.Str("direction", ""); d {
	case "LEFT":
	case "RIGHT":
		f = func(x, y uint64) uint64 { return x >> y }
	default:
		return c.Errorf("the direction is %q, want LEFT or RIGHT", d)
	}
	a, b, _, err := c.pair()
	if err != nil {
		return err
	}
	switch a.Elem {
	case onnxio.Uint8, onnxio.Uint16, onnxio.Uint32, onnxio.Uint64:
		return c.combine(operation{uint64: f}, a, b)
	}
	return c.Unsupported(a)
}

func bitwise(f func(x, y uint64) uint64) Kernel {
	return func(c *Call) error {
		a, b, _, err := c.pair()
		if err != nil {
			return err
		}
		switch a.Elem {
		case onnxio.Uint8, onnxio.Uint16, onnxio.Uint32, onnxio.Uint64,
			onnxio.Int8, onnxio.Int16, onnxio.Int32, onnxio.Int64:
			return c.combine(operation{uint64: f, int64: func(x, y int64) int64 { return int64(f(uint64(x), uint64(y))) }}, a, b)
		}
		return c.Unsupported(a)
	}
}

func bitwiseNot(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	if !integers(c, func(v int64) int64 { return ^v }, func(v uint64) uint64 { return ^v }) {
		return c.Unsupported(c.In[0])
	}
	return nil
}

// pow has the type of the base. The exponent may have another.
func pow(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two inputs")
	}
	x := c.In[0]
	y, err := c.legacy()
	if err != nil {
		return err
	}
	shape, err := c.broadcast(x.Shape, y.Shape)
	if err != nil {
		return err
	}
	exp, ok := numbers(y)
	if !ok {
		return c.Unsupported(y)
	}
	s := newLayout(shape, x.Shape, y.Shape)
	switch x.Elem {
	case onnxio.Float:
		powTo[float32](c, s, shape, exp)
	case onnxio.Double:
		powTo[float64](c, s, shape, exp)
	case onnxio.Float16, onnxio.BFloat16:
		return c.widen(func(c *Call) error {
			powTo[float32](c, s, shape, exp)
			return nil
		})
	case onnxio.Int32:
		powTo[int32](c, s, shape, exp)
	case onnxio.Int64:
		powTo[int64](c, s, shape, exp)
	default:
		return c.Unsupported(x)
	}
	return nil
}

func powTo[T int32 | int64 | float32 | float64](c *Call, s *layout, shape []int64, exp []float64) {
	out, x := tensor.As[T](c.Make(0, c.In[0].Elem, shape...)), tensor.As[T](c.In[0])
	power := powReal[T]
	if e := c.In[0].Elem; e == onnxio.Int32 || e == onnxio.Int64 {
		power = powInteger[T]
	}
	s.over(c, func(at, n int, from []int) {
		o, x, y := out[at:at+n], x[from[0]:], exp[from[1]:]
		i, j := s.step[0], s.step[1]
		if i == 1 && y[0] == 2 && (j == 0 || n == 1) {
			for k, v := range x[:n] {
				o[k] = v * v
			}
			return
		}
		for k := range o {
			o[k] = power(x[k*i], y[k*j])
		}
	})
}

func powReal[T int32 | int64 | float32 | float64](x T, y float64) T {
	switch y {
	case 2:
		return x * x
	case 0.5:
		return T(math.Sqrt(float64(x)))
	}
	return T(math.Pow(float64(x), y))
}

// powInteger is exact, modulo the type's range, where the exponent is a natural number.
func powInteger[T int32 | int64 | float32 | float64](x T, y float64) T {
	if y < 0 || y != math.Trunc(y) {
		return T(math.Pow(float64(x), y))
	}
	p := T(1)
	for n := uint64(y); n > 0; n >>= 1 {
		if n&1 != 0 {
			p *= x
		}
		x *= x
	}
	return p
}
