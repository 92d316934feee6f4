package ops

import (
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

var castOps = family{
	{"", "Cast"}:     cast,
	{"", "CastLike"}: castLike,
	{"", "BitCast"}:  bitCast,
}

// cast converts to the type that the attribute names; before opset 6 it is a string.
func cast(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	to := onnxio.DType(c.Int("to", 0))
	if c.Opset < 6 {
		to = typeNamed(c.Str("to", ""))
	}
	return c.cast(to)
}

// typeNamed finds a type by its name in upper case, as opset 1 of Cast writes it.
func typeNamed(name string) onnxio.DType {
	for t := onnxio.Float; t <= onnxio.BFloat16; t++ {
		if strings.EqualFold(t.String(), name) {
			return t
		}
	}
	return onnxio.Undefined
}

func castLike(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two inputs")
	}
	return c.cast(c.In[1].Elem)
}

func bitCast(c *Call) error {
	to := onnxio.DType(c.Int("to", 0))
	if !c.Has(0) || tensor.Size(to) == 0 || tensor.Size(to) != tensor.Size(c.In[0].Elem) {
		return c.Errorf("BitCast from %s to %s is not supported", c.In[0], to)
	}
	copy(c.Make(0, to, c.In[0].Shape...).Data, c.In[0].Data)
	return nil
}

// cast makes output 0 of input 0. The same type keeps all bits.
func (c *Call) cast(to onnxio.DType) error {
	in := c.In[0]
	if !tensor.HasNumbers(in.Elem) || !tensor.HasNumbers(to) {
		return c.Errorf("Cast from %s to %s is not supported", in.Elem, to)
	}
	out := c.Make(0, to, in.Shape...)
	if to == in.Elem {
		copy(out.Data, in.Data)
		return nil
	}
	switch in.Elem {
	case onnxio.Float:
		castFrom(c, out, tensor.As[float32](in))
	case onnxio.Double:
		castFrom(c, out, tensor.As[float64](in))
	case onnxio.Int8:
		castFrom(c, out, tensor.As[int8](in))
	case onnxio.Int16:
		castFrom(c, out, tensor.As[int16](in))
	case onnxio.Int32:
		castFrom(c, out, tensor.As[int32](in))
	case onnxio.Int64:
		castFrom(c, out, tensor.As[int64](in))
	case onnxio.Uint8:
		castFrom(c, out, tensor.As[uint8](in))
	case onnxio.Uint16:
		castFrom(c, out, tensor.As[uint16](in))
	case onnxio.Uint32:
		castFrom(c, out, tensor.As[uint32](in))
	case onnxio.Uint64:
		castFrom(c, out, tensor.As[uint64](in))
	case onnxio.Bool:
		castFrom(c, out, tensor.Bits[uint8](in))
	default:
		wide := widened(in)
		c.Engine.Scratch(int64(len(wide.Data)))
		castFrom(c, out, tensor.As[float32](wide))
	}
	return nil
}

// castFrom converts to the type of out. Integers lose their upper bits; a float beyond
// the range of an integer gives any number; 16-bit floats are rounded from float32.
func castFrom[S number](c *Call, out *tensor.Tensor, in []S) {
	switch out.Elem {
	case onnxio.Float:
		castTo(c, tensor.As[float32](out), in)
	case onnxio.Double:
		castTo(c, tensor.As[float64](out), in)
	case onnxio.Int8:
		castTo(c, tensor.As[int8](out), in)
	case onnxio.Int16:
		castTo(c, tensor.As[int16](out), in)
	case onnxio.Int32:
		castTo(c, tensor.As[int32](out), in)
	case onnxio.Int64:
		castTo(c, tensor.As[int64](out), in)
	case onnxio.Uint8:
		castTo(c, tensor.As[uint8](out), in)
	case onnxio.Uint16:
		castTo(c, tensor.As[uint16](out), in)
	case onnxio.Uint32:
		castTo(c, tensor.As[uint32](out), in)
	case onnxio.Uint64:
		castTo(c, tensor.As[uint64](out), in)
	case onnxio.Bool:
		transform(c, tensor.As[bool](out), in, func(v S) bool { return v != 0 })
	case onnxio.Float16:
		transform(c, tensor.As[tensor.Float16](out), in, func(v S) tensor.Float16 { return tensor.ToFloat16(float32(v)) })
	case onnxio.BFloat16:
		transform(c, tensor.As[tensor.BFloat16](out), in, func(v S) tensor.BFloat16 { return tensor.ToBFloat16(float32(v)) })
	}
}

func castTo[S, D number](c *Call, out []D, in []S) {
	c.Engine.Parallel(len(out), grain, func(lo, hi int) {
		x, y := in[lo:hi], out[lo:hi]
		for i, v := range x {
			y[i] = D(v)
		}
	})
}

// transform computes out = f(in), elementwise.
func transform[S, D any](c *Call, out []D, in []S, f func(v S) D) {
	c.Engine.Parallel(len(out), grain, func(lo, hi int) {
		x, y := in[lo:hi], out[lo:hi]
		for i, v := range x {
			y[i] = f(v)
		}
	})
}
