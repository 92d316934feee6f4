package ops

import (
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// unswagOps are the operators of ai.unswag, and their variants by name.
var unswagOps = family{
	{"ai.unswag", "UnSwagPack"}:         unswagPack,
	{"ai.unswag", "UnSwagPack_not_le0"}: unswagPack,
	{"ai.unswag", "UnSwagGradMask"}:     unswagGradMask,
	{"ai.unswag", "UnSwagGradMask_mul"}: unswagGradMask,
	{"ai.unswag", "UnSwagTie"}:          unswagTie,
}

// maskKernels are the fastest kernels of one goroutine: the engine splits the work.
func maskKernels() kernels.Kernels {
	all := kernels.All()
	return all[len(all)-1]
}

// variant is the value of an attribute: what the node says, else the end of the
// operator's name, else def.
func (c *Call) variant(attr, end, def string) string {
	if strings.HasSuffix(c.Node.OpType, "_"+end) {
		def = end
	}
	return c.Str(attr, def)
}

// unswagPack makes the mask, a bit for each element of V, and Relu(V). Y may lie in V's
// memory.
func unswagPack(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	v, o := c.In[0], kernels.PackOptions{}
	switch p := c.variant("predicate", "not_le0", "gt0"); p {
	case "gt0":
	case "not_le0":
		o.Predicate = kernels.NotLE0
	default:
		return c.Errorf("the predicate is %q, want gt0 or not_le0", p)
	}
	switch v.Elem {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
	default:
		return c.Unsupported(v)
	}
	n := int(v.Len())
	mask := tensor.As[uint32](c.Make(0, onnxio.Uint32, int64((n+31)/32)))
	var y *tensor.Tensor
	if c.Wants(1) {
		y = c.Like(1, v)
	}
	return c.inWords(n, func(lo, hi int) error {
		m := mask[lo/32 : (hi+31)/32]
		switch v.Elem {
		case onnxio.Float:
			return maskKernels().Pack32(m, piece[float32](y, lo, hi), tensor.As[float32](v)[lo:hi], o)
		case onnxio.Double:
			return maskKernels().Pack64(m, piece[float64](y, lo, hi), tensor.As[float64](v)[lo:hi], o)
		}
		var half []uint16
		if y != nil {
			half = tensor.Bits[uint16](y)[lo:hi]
		}
		return maskKernels().Pack16(m, half, tensor.Bits[uint16](v)[lo:hi], halfOf(v), o)
	})
}

// unswagGradMask gives dY where the mask has a 1. dX may lie in dY's memory.
func unswagGradMask(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs a gradient and a mask")
	}
	dy, o := c.In[0], kernels.MaskOptions{}
	switch p := c.variant("combine", "mul", "select"); p {
	case "select":
	case "mul":
		o.Combine = kernels.Mul
	default:
		return c.Errorf("combine is %q, want select or mul", p)
	}
	n := int(dy.Len())
	if c.In[1].Elem != onnxio.Uint32 || c.In[1].Len() != int64((n+31)/32) {
		return c.Errorf("the mask is %s, want uint32[%d] for a gradient %s", c.In[1], (n+31)/32, dy)
	}
	switch dy.Elem {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
	default:
		return c.Unsupported(dy)
	}
	mask, dx := tensor.As[uint32](c.In[1]), c.Like(0, dy)
	return c.inWords(n, func(lo, hi int) error {
		m := mask[lo/32 : (hi+31)/32]
		switch dy.Elem {
		case onnxio.Float:
			return maskKernels().GradMask32(piece[float32](dx, lo, hi), piece[float32](dy, lo, hi), m, o)
		case onnxio.Double:
			return maskKernels().GradMask64(piece[float64](dx, lo, hi), piece[float64](dy, lo, hi), m, o)
		}
		return maskKernels().GradMask16(tensor.Bits[uint16](dx)[lo:hi], tensor.Bits[uint16](dy)[lo:hi], m, halfOf(dy), o)
	})
}

// unswagTie hands on its first input; the others only have to be there before.
func unswagTie(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	c.View(0, 0, c.In[0].Shape...)
	return nil
}

// inWords calls f for parts of [0, n) that start at a multiple of 32.
func (c *Call) inWords(n int, f func(lo, hi int) error) error {
	failed := make(chan error, 1)
	c.Engine.Parallel((n+31)/32, grain/32, func(lo, hi int) {
		if err := f(lo*32, min(n, hi*32)); err != nil {
			select {
			case failed <- err:
			default:
			}
		}
	})
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// piece is a piece of the elements, nil where there is no tensor.
func piece[T tensor.Element](t *tensor.Tensor, lo, hi int) []T {
	if t == nil {
		return nil
	}
	return tensor.As[T](t)[lo:hi]
}

func halfOf(t *tensor.Tensor) kernels.Half {
	if t.Elem == onnxio.BFloat16 {
		return kernels.BFloat16
	}
	return kernels.Float16
}
