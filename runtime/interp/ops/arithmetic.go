package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// arithmeticOps broadcast two inputs as numpy does.
var arithmeticOps = family{
	{"", "Add"}:            arithmetic(sumOf),
	{"", "Sub"}:            arithmetic(differenceOf),
	{"", "Mul"}:            arithmetic(productOf),
	{"", "Div"}:            arithmetic(quotientOf),
	{"", "Sum"}:            fold(sumOf),
	{"", "Greater"}:        comparison(func(c int, ok bool) bool { return ok && c > 0 }),
	{"", "Less"}:           comparison(func(c int, ok bool) bool { return ok && c < 0 }),
	{"", "GreaterOrEqual"}: comparison(func(c int, ok bool) bool { return ok && c >= 0 }),
	{"", "LessOrEqual"}:    comparison(func(c int, ok bool) bool { return ok && c <= 0 }),
	{"", "Equal"}:          comparison(func(c int, ok bool) bool { return ok && c == 0 }),
}

// operation is one arithmetic operator for each kind of number.
type operation struct {
	float32 func(x, y float32) float32
	float64 func(x, y float64) float64
	int64   func(x, y int64) int64
	uint64  func(x, y uint64) uint64
}

var (
	sumOf = operation{func(x, y float32) float32 { return x + y }, func(x, y float64) float64 { return x + y },
		func(x, y int64) int64 { return x + y }, func(x, y uint64) uint64 { return x + y }}
	differenceOf = operation{func(x, y float32) float32 { return x - y }, func(x, y float64) float64 { return x - y },
		func(x, y int64) int64 { return x - y }, func(x, y uint64) uint64 { return x - y }}
	productOf = operation{func(x, y float32) float32 { return x * y }, func(x, y float64) float64 { return x * y },
		func(x, y int64) int64 { return x * y }, func(x, y uint64) uint64 { return x * y }}
	quotientOf = operation{func(x, y float32) float32 { return x / y }, func(x, y float64) float64 { return x / y },
		func(x, y int64) int64 {
			if y == 0 {
				return 0
			}
			return x / y
		}, func(x, y uint64) uint64 {
			if y == 0 {
				return 0
			}
			return x / y
		}}
)

// arithmetic computes an operation on inputs 0 and 1.
func arithmetic(op operation) Kernel {
	return func(c *Call) error {
		if !c.Has(0) || !c.Has(1) {
			return c.Errorf("it needs two inputs")
		}
		return c.combine(op, c.In[0], c.In[1])
	}
}

// fold computes an operation on all inputs, from left to right.
func fold(op operation) Kernel {
	return func(c *Call) error {
		if len(c.In) == 1 {
			copy(c.Like(0, c.In[0]).Data, c.In[0].Data)
			return nil
		}
		shape := c.In[0].Shape
		for _, t := range c.In[1:] {
			var err error
			if shape, err = c.broadcast(shape, t.Shape); err != nil {
				return err
			}
		}
		out := c.Make(0, c.In[0].Elem, shape...)
		left := c.In[0]
		for _, t := range c.In[1:] {
			if err := c.apply(op, out, left, t); err != nil {
				return err
			}
			left = out
		}
		return nil
	}
}

// combine makes output 0 of two tensors.
func (c *Call) combine(op operation, a, b *tensor.Tensor) error {
	shape, err := c.broadcast(a.Shape, b.Shape)
	if err != nil {
		return err
	}
	return c.apply(op, c.Make(0, a.Elem, shape...), a, b)
}

// apply computes out = op(a, b); out may be a.
func (c *Call) apply(op operation, out, a, b *tensor.Tensor) error {
	if a.Elem != b.Elem {
		return c.Errorf("%s and %s are of two types", a, b)
	}
	switch a.Elem {
	case onnxio.Float:
		applyTo(c, out, a, b, op.float32)
	case onnxio.Double:
		applyTo(c, out, a, b, op.float64)
	case onnxio.Float16:
		applyTo(c, out, a, b, func(x, y tensor.Float16) tensor.Float16 {
			return tensor.ToFloat16(op.float32(x.Float32(), y.Float32()))
		})
	case onnxio.BFloat16:
		applyTo(c, out, a, b, func(x, y tensor.BFloat16) tensor.BFloat16 {
			return tensor.ToBFloat16(op.float32(x.Float32(), y.Float32()))
		})
	case onnxio.Int64:
		applyTo(c, out, a, b, op.int64)
	case onnxio.Uint64:
		applyTo(c, out, a, b, op.uint64)
	case onnxio.Int32:
		applyTo(c, out, a, b, narrow[int32](op.int64))
	case onnxio.Int16:
		applyTo(c, out, a, b, narrow[int16](op.int64))
	case onnxio.Int8:
		applyTo(c, out, a, b, narrow[int8](op.int64))
	case onnxio.Uint32:
		applyTo(c, out, a, b, narrowUnsigned[uint32](op.uint64))
	case onnxio.Uint16:
		applyTo(c, out, a, b, narrowUnsigned[uint16](op.uint64))
	case onnxio.Uint8:
		applyTo(c, out, a, b, narrowUnsigned[uint8](op.uint64))
	default:
		return c.Unsupported(a)
	}
	return nil
}

func narrow[T int8 | int16 | int32](f func(x, y int64) int64) func(x, y T) T {
	return func(x, y T) T { return T(f(int64(x), int64(y))) }
}

func narrowUnsigned[T uint8 | uint16 | uint32](f func(x, y uint64) uint64) func(x, y T) T {
	return func(x, y T) T { return T(f(uint64(x), uint64(y))) }
}

func applyTo[T tensor.Element](c *Call, out, a, b *tensor.Tensor, f func(x, y T) T) {
	o, x, y := tensor.As[T](out), tensor.As[T](a), tensor.As[T](b)
	if len(x) == len(o) && len(y) == len(o) {
		c.Engine.Parallel(len(o), grain, func(lo, hi int) {
			x, y, o := x[lo:hi], y[lo:hi], o[lo:hi]
			for i := range o {
				o[i] = f(x[i], y[i])
			}
		})
		return
	}
	binaryLoop(o, x, y, out.Shape, a.Shape, b.Shape, f)
}

// grain is how many elements a goroutine is worth.
const grain = 1 << 15

// comparison compares inputs 0 and 1; verdict gets their order and whether they have
// one.
func comparison(verdict func(order int, ordered bool) bool) Kernel {
	return func(c *Call) error {
		a, b := c.In[0], c.In[1]
		if a.Elem != b.Elem {
			return c.Errorf("%s and %s are of two types", a, b)
		}
		shape, err := c.broadcast(a.Shape, b.Shape)
		if err != nil {
			return err
		}
		x, ok := numbers(a)
		y, ok2 := numbers(b)
		if !ok || !ok2 {
			return c.Unsupported(a)
		}
		out := tensor.As[bool](c.Make(0, onnxio.Bool, shape...))
		binaryLoop(out, x, y, shape, a.Shape, b.Shape, func(x, y float64) bool {
			switch {
			case math.IsNaN(x) || math.IsNaN(y):
				return verdict(0, false)
			case x < y:
				return verdict(-1, true)
			case x > y:
				return verdict(1, true)
			}
			return verdict(0, true)
		})
		return nil
	}
}
