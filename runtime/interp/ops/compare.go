package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// compareOps compare two inputs, or combine two of bool, into bool.
var compareOps = family{
	{"", "Greater"}:        comparison(func(o order) bool { return o == above }),
	{"", "Less"}:           comparison(func(o order) bool { return o == below }),
	{"", "GreaterOrEqual"}: comparison(func(o order) bool { return o == above || o == alike }),
	{"", "LessOrEqual"}:    comparison(func(o order) bool { return o == below || o == alike }),
	{"", "Equal"}:          comparison(func(o order) bool { return o == alike }),
	{"", "And"}:            logic(func(x, y bool) bool { return x && y }),
	{"", "Or"}:             logic(func(x, y bool) bool { return x || y }),
	{"", "Xor"}:            logic(func(x, y bool) bool { return x != y }),
	{"", "Not"}:            not,
	{"", "Where"}:          where,
}

// order is how two numbers stand to each other.
type order uint8

// NaN has no order.
const (
	none order = iota
	below
	alike
	above
)

type ordered interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

func orderOf[T ordered](x, y T) order {
	switch {
	case x < y:
		return below
	case x > y:
		return above
	case x == y:
		return alike
	}
	return none
}

// pair checks that both inputs are there and of one type, and joins their shapes.
func (c *Call) pair() (a, b *tensor.Tensor, shape []int64, err error) {
	if !c.Has(0) || !c.Has(1) {
		return nil, nil, nil, c.Errorf("it needs two inputs")
	}
	a = c.In[0]
	if b, err = c.legacy(); err != nil {
		return nil, nil, nil, err
	}
	if a.Elem != b.Elem {
		return nil, nil, nil, c.Errorf("%s and %s are of two types", a, b)
	}
	shape, err = c.broadcast(a.Shape, b.Shape)
	return a, b, shape, err
}

// comparison compares inputs 0 and 1.
func comparison(verdict func(o order) bool) Kernel {
	return func(c *Call) error {
		a, b, shape, err := c.pair()
		if err != nil {
			return err
		}
		if tensor.Size(a.Elem) == 0 {
			return c.Unsupported(a)
		}
		s, out := newLayout(shape, a.Shape, b.Shape), tensor.As[bool](c.Make(0, onnxio.Bool, shape...))
		switch a.Elem {
		case onnxio.Float:
			compareAs[float32](c, s, out, a, b, verdict)
		case onnxio.Double:
			compareAs[float64](c, s, out, a, b, verdict)
		case onnxio.Int8:
			compareAs[int8](c, s, out, a, b, verdict)
		case onnxio.Int16:
			compareAs[int16](c, s, out, a, b, verdict)
		case onnxio.Int32:
			compareAs[int32](c, s, out, a, b, verdict)
		case onnxio.Int64:
			compareAs[int64](c, s, out, a, b, verdict)
		case onnxio.Uint8:
			compareAs[uint8](c, s, out, a, b, verdict)
		case onnxio.Uint16:
			compareAs[uint16](c, s, out, a, b, verdict)
		case onnxio.Uint32:
			compareAs[uint32](c, s, out, a, b, verdict)
		case onnxio.Uint64:
			compareAs[uint64](c, s, out, a, b, verdict)
		default:
			x, ok := numbers(a)
			if !ok {
				return c.Unsupported(a)
			}
			y, _ := numbers(b)
			c.Engine.Scratch(int64(len(x)+len(y)) * 8)
			zip(c, s, out, x, y, func(x, y float64) bool { return verdict(orderOf(x, y)) })
		}
		return nil
	}
}

func compareAs[T interface {
	ordered
	tensor.Element
}](c *Call, s *layout, out []bool, a, b *tensor.Tensor, verdict func(o order) bool) {
	zip(c, s, out, tensor.As[T](a), tensor.As[T](b), func(x, y T) bool { return verdict(orderOf(x, y)) })
}

// logic combines two tensors of bool.
func logic(f func(x, y bool) bool) Kernel {
	return func(c *Call) error {
		a, b, shape, err := c.pair()
		if err != nil {
			return err
		}
		if a.Elem != onnxio.Bool {
			return c.Unsupported(a)
		}
		out := tensor.As[bool](c.Make(0, onnxio.Bool, shape...))
		zip(c, newLayout(shape, a.Shape, b.Shape), out, tensor.As[bool](a), tensor.As[bool](b), f)
		return nil
	}
}

func not(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	if c.In[0].Elem != onnxio.Bool {
		return c.Unsupported(c.In[0])
	}
	mapTo(c, c.In[0], func(v bool) bool { return !v })
	return nil
}

// where selects bits, so that -0 and NaN come out as they went in.
func where(c *Call) error {
	if !c.Has(0) || !c.Has(1) || !c.Has(2) {
		return c.Errorf("it needs three inputs")
	}
	cond, x, y := c.In[0], c.In[1], c.In[2]
	if cond.Elem != onnxio.Bool || x.Elem != y.Elem {
		return c.Errorf("the condition is %s, the arms are %s and %s: want bool and two of one type", cond, x, y)
	}
	shape, err := c.broadcast(x.Shape, y.Shape)
	if err != nil {
		return err
	}
	if shape, err = c.broadcast(cond.Shape, shape); err != nil {
		return err
	}
	switch tensor.Size(x.Elem) {
	case 1:
		selectBits[uint8](c, shape)
	case 2:
		selectBits[uint16](c, shape)
	case 4:
		selectBits[uint32](c, shape)
	case 8:
		selectBits[uint64](c, shape)
	default:
		return c.Unsupported(x)
	}
	return nil
}

func selectBits[P uint8 | uint16 | uint32 | uint64](c *Call, shape []int64) {
	s := newLayout(shape, c.In[0].Shape, c.In[1].Shape, c.In[2].Shape)
	cond, x, y := tensor.As[bool](c.In[0]), tensor.Bits[P](c.In[1]), tensor.Bits[P](c.In[2])
	out := tensor.Bits[P](c.Make(0, c.In[1].Elem, shape...))
	s.over(c, func(at, n int, from []int) {
		o, cond, x, y := out[at:at+n], cond[from[0]:], x[from[1]:], y[from[2]:]
		for k := range o {
			if cond[k*s.step[0]] {
				o[k] = x[k*s.step[1]]
			} else {
				o[k] = y[k*s.step[2]]
			}
		}
	})
}
