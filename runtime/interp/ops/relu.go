package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// reluOps work on the bits of floats, so that zeros and NaN come out as they went in.
var reluOps = family{
	{"", "Relu"}:                  relu,
	{"com.microsoft", "ReluGrad"}: reluGrad,
}

// pattern is the bits of a float.
type pattern interface{ uint16 | uint32 | uint64 }

// relu is +0 where x < 0 and x's bits elsewhere: -0 and every NaN stay as they are.
func relu(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	in := c.In[0]
	switch in.Elem {
	case onnxio.Float:
		reluBits[uint32](c, in, 0x7f800000)
	case onnxio.Double:
		reluBits[uint64](c, in, 0x7ff<<52)
	case onnxio.Float16:
		reluBits[uint16](c, in, 0x7c00)
	case onnxio.BFloat16:
		reluBits[uint16](c, in, 0x7f80)
	case onnxio.Int8:
		mapTo(c, in, func(v int8) int8 { return max(v, 0) })
	case onnxio.Int16:
		mapTo(c, in, func(v int16) int16 { return max(v, 0) })
	case onnxio.Int32:
		mapTo(c, in, func(v int32) int32 { return max(v, 0) })
	case onnxio.Int64:
		mapTo(c, in, func(v int64) int64 { return max(v, 0) })
	default:
		return c.Unsupported(in)
	}
	return nil
}

// reluBits takes the bits of +infinity. The negative numbers are the patterns after -0
// up to -infinity.
func reluBits[P pattern](c *Call, in *tensor.Tensor, inf P) {
	out := c.Like(0, in)
	x, y := tensor.Bits[P](in), tensor.Bits[P](out)
	first := ^P(0)>>1 + 2 // the least negative number
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		x, y := x[lo:hi], y[lo:hi]
		for i, v := range x {
			if v-first < inf {
				v = 0
			}
			y[i] = v
		}
	})
}

// reluGrad gives dY's bits where input 1 is positive and +0 elsewhere, NaN included.
func reluGrad(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two inputs")
	}
	dy, v := c.In[0], c.In[1]
	if dy.Elem != v.Elem || dy.Len() != v.Len() {
		return c.Errorf("the gradient is %s, the activation %s", dy, v)
	}
	switch dy.Elem {
	case onnxio.Float:
		reluGradBits[uint32](c, dy, v, 0x7f800000)
	case onnxio.Double:
		reluGradBits[uint64](c, dy, v, 0x7ff<<52)
	case onnxio.Float16:
		reluGradBits[uint16](c, dy, v, 0x7c00)
	case onnxio.BFloat16:
		reluGradBits[uint16](c, dy, v, 0x7f80)
	default:
		return c.Unsupported(dy)
	}
	return nil
}

func reluGradBits[P pattern](c *Call, dy, v *tensor.Tensor, inf P) {
	out := tensor.Bits[P](c.Like(0, dy))
	g, x := tensor.Bits[P](dy), tensor.Bits[P](v)
	c.Engine.Parallel(len(out), grain, func(lo, hi int) {
		o, g, x := out[lo:hi], g[lo:hi], x[lo:hi]
		for i := range o {
			d := g[i]
			if x[i]-1 >= inf { // 0, negative or NaN
				d = 0
			}
			o[i] = d
		}
	})
}

// mapTo makes output 0 of input in, elementwise.
func mapTo[T, R tensor.Element](c *Call, in *tensor.Tensor, f func(v T) R) {
	out := c.Make(0, elemOf[R](), in.Shape...)
	x, y := tensor.As[T](in), tensor.As[R](out)
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		x, y := x[lo:hi], y[lo:hi]
		for i, v := range x {
			y[i] = f(v)
		}
	})
}

// elemOf is the element type that T stands for.
func elemOf[T tensor.Element]() onnxio.DType { return tensor.Of([]T{}).Elem }
