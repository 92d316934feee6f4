// Package ops holds the operators of the embedded engine, one family per file, and the
// table that names them. It knows how to compute a node and nothing of graphs, order or
// lifetimes: those are the engine's (package interp). It may import onnxio,
// runtime/tensor, runtime/interp/blas and kernels.
package ops

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Call is one node at work.
type Call struct {
	Node *onnxio.Node
	// Opset is the version of the node's domain.
	Opset int64
	// In are the inputs, nil where one is omitted or is a sequence.
	In []*tensor.Tensor
	// Seqs are the inputs that are sequences of tensors, nil elsewhere.
	Seqs [][]*tensor.Tensor
	// Out are the outputs that were made so far.
	Out []*tensor.Tensor
	// OutSeqs are the outputs that are sequences.
	OutSeqs [][]*tensor.Tensor
	Engine  Engine
}

// Item is a tensor or a sequence of tensors; the zero Item is nothing.
type Item struct {
	Tensor   *tensor.Tensor
	Sequence []*tensor.Tensor
}

// Engine is what a call needs of the engine.
type Engine interface {
	// Alloc returns the memory of output i: new, or that of an input which dies here
	// and which the alias table lets the output overwrite.
	Alloc(c *Call, i int, elem onnxio.DType, shape []int64) *tensor.Tensor
	// Scratch counts bytes that the call uses beside its outputs.
	Scratch(bytes int64)
	// Borrow returns memory for the time of the call and counts it as scratch. It holds
	// anything.
	Borrow(bytes int64) []byte
	// Parallel calls f for parts of [0, n) of at least grain, on several goroutines.
	// What is computed must not depend on how [0, n) is cut.
	Parallel(n, grain int, f func(lo, hi int))
	// Body runs a graph of a node's attribute with the given inputs.
	Body(c *Call, g *onnxio.Graph, in []Item) ([]Item, error)
	// Random returns the next numbers of the run's generator, uniform in [0, 1).
	Random(n int64, seed *int64) []float32
}

// Kernel computes the outputs of a call. Inputs must not be changed, but for the memory
// that Make gave to an output. A kernel whose output may overwrite an input, by the
// alias table of pass/memory, must be right where both are the same memory.
type Kernel func(c *Call) error

// Wants reports whether output i is listed by the node.
func (c *Call) Wants(i int) bool { return c.Node.Output(i) != nil }

// Has reports whether input i is given.
func (c *Call) Has(i int) bool { return i < len(c.In) && c.In[i] != nil }

// Make makes output i. Where the node does not list it the tensor is scratch.
func (c *Call) Make(i int, elem onnxio.DType, shape ...int64) *tensor.Tensor {
	if !c.Wants(i) {
		t := tensor.New(elem, shape...)
		c.Engine.Scratch(int64(len(t.Data)))
		return t
	}
	t := c.Engine.Alloc(c, i, elem, shape)
	c.Out[i] = t
	return t
}

// Like makes output i of the type and shape of t.
func (c *Call) Like(i int, t *tensor.Tensor) *tensor.Tensor { return c.Make(i, t.Elem, t.Shape...) }

// Item is input i.
func (c *Call) Item(i int) Item { return Item{c.In[i], c.Seqs[i]} }

// Give makes output i a copy of a tensor, or the sequence.
func (c *Call) Give(i int, x Item) {
	switch {
	case !c.Wants(i):
	case x.Tensor != nil:
		copy(c.Like(i, x.Tensor).Data, x.Tensor.Data)
	default:
		c.OutSeqs[i] = x.Sequence
	}
}

// View makes output i a view of input in, under another shape of as many elements. Only
// for operators that the alias table of pass/memory has as views.
func (c *Call) View(i, in int, shape ...int64) {
	if c.Wants(i) {
		c.Out[i] = c.In[in].Reshaped(shape...)
	}
}

// Floats returns n floats of scratch.
func (c *Call) Floats(n int) []float32 {
	t := tensor.New(onnxio.Float, int64(n))
	c.Engine.Scratch(int64(len(t.Data)))
	return tensor.As[float32](t)
}

// Int returns an attribute, def where the node has none.
func (c *Call) Int(name string, def int64) int64 {
	if a := c.Node.Attr(name); a != nil {
		return a.Int()
	}
	return def
}

// Float returns an attribute, def where the node has none.
func (c *Call) Float(name string, def float32) float32 {
	if a := c.Node.Attr(name); a != nil {
		return a.Float()
	}
	return def
}

// Str returns an attribute, def where the node has none.
func (c *Call) Str(name, def string) string {
	if a := c.Node.Attr(name); a != nil {
		return a.Str()
	}
	return def
}

// Ints returns an attribute, nil where the node has none.
func (c *Call) Ints(name string) []int64 {
	if a := c.Node.Attr(name); a != nil {
		return a.Ints()
	}
	return nil
}

// IntsIn returns the elements of input i, which must be an int64 or int32 tensor; nil
// where it is omitted.
func (c *Call) IntsIn(i int) ([]int64, error) {
	if !c.Has(i) {
		return nil, nil
	}
	switch t := c.In[i]; t.Elem {
	case onnxio.Int64:
		return tensor.As[int64](t), nil
	case onnxio.Int32:
		out := make([]int64, t.Len())
		for k, v := range tensor.As[int32](t) {
			out[k] = int64(v)
		}
		return out, nil
	default:
		return nil, c.Errorf("input %d is %s, want integers", i, t)
	}
}

// Axis resolves an axis that may count from the end; it must lie in [0, rank).
func (c *Call) Axis(axis int64, rank int) (int, error) {
	a := axis
	if a < 0 {
		a += int64(rank)
	}
	if a < 0 || a >= int64(rank) {
		return 0, c.Errorf("axis %d is none of a tensor of %d dims", axis, rank)
	}
	return int(a), nil
}

// Errorf makes an error; the engine adds the node's name.
func (c *Call) Errorf(format string, args ...any) error { return fmt.Errorf(format, args...) }

// Unsupported says that the kernel does not compute with the type of a tensor.
func (c *Call) Unsupported(t *tensor.Tensor) error {
	return c.Errorf("%s of %s is not supported", c.Node.OpType, t)
}
