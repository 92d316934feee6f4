package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// real is a type that the kernels of networks compute in.
type real = blas.Real

// reals makes a kernel for the four float types of input 0: the 16-bit ones are widened
// to float32 first, and rounded once, at the end.
func reals(f32, f64 Kernel) Kernel {
	return func(c *Call) error {
		if !c.Has(0) {
			return c.Errorf("it needs input 0")
		}
		switch c.In[0].Elem {
		case onnxio.Float:
			return f32(c)
		case onnxio.Double:
			return f64(c)
		case onnxio.Float16, onnxio.BFloat16:
			return c.widen(f32)
		}
		return c.Unsupported(c.In[0])
	}
}

// widen runs a kernel of float32 on 16-bit inputs. Outputs have the type of input 0,
// but for those whose input of the same number tells otherwise by being float32 (the
// statistics of batch normalization).
func (c *Call) widen(f32 Kernel) error {
	half := c.In[0].Elem
	wide := *c
	wide.In, wide.Out = slices.Clone(c.In), make([]*tensor.Tensor, len(c.Out))
	wide.Engine = widening{c.Engine}
	for i, t := range c.In {
		if t != nil && (t.Elem == onnxio.Float16 || t.Elem == onnxio.BFloat16) {
			wide.In[i] = widened(t)
			c.Engine.Scratch(int64(len(wide.In[i].Data)))
		}
	}
	if err := f32(&wide); err != nil {
		return err
	}
	for i, t := range wide.Out {
		switch {
		case t == nil:
		case t.Elem == onnxio.Float && !c.statistic(i):
			narrowed(c.Make(i, half, t.Shape...), t)
		default:
			copy(c.Like(i, t).Data, t.Data)
		}
	}
	return nil
}

// statistic tells that an output stays float32 although input 0 is of 16 bits.
func (c *Call) statistic(i int) bool {
	switch c.Node.OpType {
	case "LayerNormalization", "SimplifiedLayerNormalization":
		return i > 0
	case "BatchNormalization", "BatchNormInternal":
		return i > 0 && c.Has(3) && c.In[3].Elem == onnxio.Float
	}
	return false
}

// widening makes outputs as scratch.
type widening struct{ Engine }

func (w widening) Alloc(_ *Call, _ int, elem onnxio.DType, shape []int64) *tensor.Tensor {
	t := tensor.New(elem, shape...)
	w.Scratch(int64(len(t.Data)))
	return t
}

// widened returns a 16-bit tensor as float32.
func widened(t *tensor.Tensor) *tensor.Tensor {
	out := tensor.New(onnxio.Float, t.Shape...)
	o := tensor.As[float32](out)
	if t.Elem == onnxio.Float16 {
		for i, v := range tensor.As[tensor.Float16](t) {
			o[i] = v.Float32()
		}
		return out
	}
	for i, v := range tensor.As[tensor.BFloat16](t) {
		o[i] = v.Float32()
	}
	return out
}

// narrowed rounds float32 into a 16-bit tensor.
func narrowed(out, t *tensor.Tensor) {
	x := tensor.As[float32](t)
	if out.Elem == onnxio.Float16 {
		for i, o := 0, tensor.As[tensor.Float16](out); i < len(o); i++ {
			o[i] = tensor.ToFloat16(x[i])
		}
		return
	}
	for i, o := 0, tensor.As[tensor.BFloat16](out); i < len(o); i++ {
		o[i] = tensor.ToBFloat16(x[i])
	}
}

// scratchOf returns n zero elements that are counted as scratch.
func scratchOf[T real](c *Call, n int) []T {
	out := make([]T, n)
	c.Engine.Scratch(int64(n) * elemSize[T]())
	return out
}

// borrowed returns n elements that are counted as scratch. They hold anything, and are for
// this call alone.
func borrowed[T real](c *Call, n int) []T {
	t := tensor.Tensor{Elem: elemType[T](), Shape: []int64{int64(n)}, Data: c.Engine.Borrow(int64(n) * elemSize[T]())}
	return tensor.As[T](&t)
}

func elemSize[T real]() int64 { return tensor.Size(elemType[T]()) }

func elemType[T real]() onnxio.DType {
	if any(*new(T)) == any(float32(0)) {
		return onnxio.Float
	}
	return onnxio.Double
}

// same checks that all given inputs among those listed have the type of T.
func same[T real](c *Call, inputs ...int) error {
	for _, i := range inputs {
		if c.Has(i) && c.In[i].Elem != elemType[T]() {
			return c.Errorf("input %d is %s, want the type of input 0, %s", i, c.In[i], elemType[T]())
		}
	}
	return nil
}
