package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// arithmeticOps broadcast two inputs as numpy does.
var arithmeticOps = family{
	{"", "Add"}:  arithmetic(sumOf),
	{"", "Sub"}:  arithmetic(differenceOf),
	{"", "Mul"}:  arithmetic(productOf),
	{"", "Div"}:  arithmetic(quotientOf),
	{"", "Sum"}:  fold(sumOf, false),
	{"", "Mean"}: fold(sumOf, true),
	{"", "Max"}:  fold(greaterOf, false),
	{"", "Min"}:  fold(lesserOf, false),
}

// operation is one arithmetic operator for each kind of number.
type operation struct {
	float32 func(x, y float32) float32
	float64 func(x, y float64) float64
	int64   func(x, y int64) int64
	uint64  func(x, y uint64) uint64
	// fast32 and fast64 are faster loops, nil where there are none.
	fast32 *loops[float32]
	fast64 *loops[float64]
}

var (
	sumOf = operation{plus[float32], plus[float64], plus[int64], plus[uint64],
		addLoops[float32](), addLoops[float64]()}
	differenceOf = operation{minus[float32], minus[float64], minus[int64], minus[uint64],
		subLoops[float32](), subLoops[float64]()}
	productOf = operation{times[float32], times[float64], times[int64], times[uint64],
		mulLoops[float32](), mulLoops[float64]()}
	quotientOf = operation{over[float32], over[float64], quotient[int64], quotient[uint64],
		divLoops[float32](), divLoops[float64]()}
	greaterOf = operation{greater[float32], greater[float64], greater[int64], greater[uint64], nil, nil}
	lesserOf  = operation{lesser[float32], lesser[float64], lesser[int64], lesser[uint64], nil, nil}
)

type arithmetical interface {
	float32 | float64 | int64 | uint64
}

func plus[T arithmetical](x, y T) T  { return x + y }
func minus[T arithmetical](x, y T) T { return x - y }
func times[T arithmetical](x, y T) T { return x * y }
func over[T real](x, y T) T          { return x / y }

// greater and lesser are NaN where one of both is.
func greater[T arithmetical](x, y T) T { return max(x, y) }
func lesser[T arithmetical](x, y T) T  { return min(x, y) }

// quotient rounds towards 0; what is divided by 0 becomes 0.
func quotient[T int64 | uint64](x, y T) T {
	if y == 0 {
		return 0
	}
	return x / y
}

// arithmetic computes an operation on inputs 0 and 1.
func arithmetic(op operation) Kernel {
	return func(c *Call) error {
		if !c.Has(0) || !c.Has(1) {
			return c.Errorf("it needs two inputs")
		}
		b, err := c.legacy()
		if err != nil {
			return err
		}
		return c.combine(op, c.In[0], b)
	}
}

// legacy returns input 1 under the shape that lets it broadcast as numpy does. Before
// opset 7 the attribute axis said where its dims stand among those of input 0.
func (c *Call) legacy() (*tensor.Tensor, error) {
	a, b := c.In[0], c.In[1]
	if c.Opset >= 7 || c.Node.Attr("axis") == nil || c.Int("broadcast", 0) == 0 {
		return b, nil
	}
	axis, err := c.Axis(c.Int("axis", 0), len(a.Shape)+1)
	if err != nil {
		return nil, err
	}
	shape := slices.Clone(b.Shape)
	for len(shape)+axis < len(a.Shape) {
		shape = append(shape, 1)
	}
	return b.Reshaped(shape...), nil
}

// fold computes an operation on all inputs, from left to right; mean divides by their
// number.
func fold(op operation, mean bool) Kernel {
	return func(c *Call) error {
		if !c.Has(0) || slices.Contains(c.In, nil) {
			return c.Errorf("it needs at least one input, and none may be omitted")
		}
		if e := c.In[0].Elem; e == onnxio.Float16 || e == onnxio.BFloat16 {
			return c.widen(func(c *Call) error { return c.fold(op, mean) })
		}
		return c.fold(op, mean)
	}
}

func (c *Call) fold(op operation, mean bool) (err error) {
	left := c.In[0]
	shape := left.Shape
	for _, t := range c.In[1:] {
		if shape, err = c.broadcast(shape, t.Shape); err != nil {
			return err
		}
	}
	out := c.Make(0, left.Elem, shape...)
	if len(c.In) == 1 {
		copy(out.Data, left.Data)
	}
	for _, t := range c.In[1:] {
		if err := c.apply(op, out, left, t); err != nil {
			return err
		}
		left = out
	}
	if n := len(c.In); mean && n > 1 {
		by := tensor.Scalar(float32(n))
		if out.Elem == onnxio.Double {
			by = tensor.Scalar(float64(n))
		}
		return c.apply(quotientOf, out, out, by)
	}
	return nil
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
		applyFast(c, out, a, b, op.float32, op.fast32)
	case onnxio.Double:
		applyFast(c, out, a, b, op.float64, op.fast64)
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
	zip(c, newLayout(out.Shape, a.Shape, b.Shape), tensor.As[T](out), tensor.As[T](a), tensor.As[T](b), f)
}

// applyFast uses the loops where there are some.
func applyFast[T real](c *Call, out, a, b *tensor.Tensor, f func(x, y T) T, fast *loops[T]) {
	if fast == nil {
		applyTo(c, out, a, b, f)
		return
	}
	fast.run(c, newLayout(out.Shape, a.Shape, b.Shape), tensor.As[T](out), tensor.As[T](a), tensor.As[T](b))
}

// grain is how many elements a goroutine is worth.
const grain = 1 << 15
