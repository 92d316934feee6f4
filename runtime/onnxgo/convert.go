package onnxgo

import (
	"fmt"
	"reflect"
	"slices"

	gorgonia "gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// readers read gorgonia's tensors, one element type each.
var readers = []func(gorgonia.Tensor) (*tensor.Tensor, error){
	read[float32], read[float64], read[int64], read[int32], read[bool], read[uint32],
	read[uint8], read[int8], read[uint16], read[int16], read[uint64],
}

// toEngine copies a tensor into row-major order. It may be a view, transposed or sparse.
func toEngine(t gorgonia.Tensor) (*tensor.Tensor, error) {
	if s, ok := t.(*gorgonia.CS); ok {
		t = s.Dense()
	}
	if m, ok := t.(gorgonia.MaskedTensor); ok && len(m.Mask()) > 0 && m.IsMasked() {
		return nil, fmt.Errorf("the tensor is masked, and ONNX has no masked tensors: fill it (Filled) first")
	}
	if !t.IsNativelyAccessible() {
		return nil, fmt.Errorf("the tensor's memory is not the CPU's: copy it there first")
	}
	for _, r := range readers {
		if out, err := r(t); out != nil || err != nil {
			return out, err
		}
	}
	return nil, fmt.Errorf("the tensor's elements are of Go's type %s, which is none that ONNX and the engine have: use float32, float64, bool, int8 to int64 or uint8 to uint64", t.Dtype())
}

// read copies a tensor whose elements are T, and returns nothing for any other.
func read[T tensor.Element](t gorgonia.Tensor) (*tensor.Tensor, error) {
	shape, n := make([]int64, len(t.Shape())), 1
	for i, d := range t.Shape() {
		shape[i] = int64(d)
		n *= d
	}
	if n == 0 { // gorgonia makes such a tensor, and panics when its elements are asked for
		if t.Dtype().Type != reflect.TypeFor[T]() {
			return nil, nil
		}
		return tensor.New(elemOf[T](), shape...), nil
	}
	var data []T
	switch d := t.Data().(type) {
	case []T:
		data = d
	case T:
		data = []T{d}
	default:
		return nil, nil
	}
	out := tensor.New(elemOf[T](), shape...)
	to, strides := tensor.As[T](out), t.Strides()
	if len(to) <= 1 || rowMajor(t.Shape(), strides) {
		if copy(to, data) < len(to) {
			return nil, fmt.Errorf("the tensor has the shape %v, but only %d elements in memory", t.Shape(), len(data))
		}
		return out, nil
	}
	return out, gather(to, data, t.Shape(), strides)
}

// rowMajor tells whether the strides are those of elements that lie one behind another.
func rowMajor(shape, strides []int) bool {
	if len(strides) != len(shape) {
		return false
	}
	step := 1
	for i := len(shape) - 1; i >= 0; i-- {
		if shape[i] != 1 && strides[i] != step {
			return false
		}
		step *= shape[i]
	}
	return true
}

// gather copies elements that lie strides apart.
func gather[T any](to, data []T, shape, strides []int) error {
	if len(strides) != len(shape) {
		return fmt.Errorf("the tensor has %d dims and %d strides", len(shape), len(strides))
	}
	at, from := make([]int, len(shape)), 0
	for i := range to {
		if from < 0 || from >= len(data) {
			return fmt.Errorf("the tensor has the shape %v and %d elements in memory, of which it reads number %d", shape, len(data), from)
		}
		to[i] = data[from]
		for k := len(at) - 1; k >= 0; k-- {
			if at[k]++; at[k] < shape[k] {
				from += strides[k]
				break
			}
			from -= (at[k] - 1) * strides[k]
			at[k] = 0
		}
	}
	return nil
}

func elemOf[T tensor.Element]() onnxio.DType { return tensor.Of[T](nil).Elem }

// fromEngine copies a tensor of the engine.
func fromEngine(t *tensor.Tensor) (gorgonia.Tensor, error) {
	if t.Len() == 0 {
		return nil, fmt.Errorf("it is %s, and gorgonia has no tensors without elements", t)
	}
	var backing any
	switch t.Elem {
	case onnxio.Float:
		backing = slices.Clone(tensor.As[float32](t))
	case onnxio.Double:
		backing = slices.Clone(tensor.As[float64](t))
	case onnxio.Bool:
		backing = slices.Clone(tensor.As[bool](t))
	case onnxio.Int8:
		backing = slices.Clone(tensor.As[int8](t))
	case onnxio.Int16:
		backing = slices.Clone(tensor.As[int16](t))
	case onnxio.Int32:
		backing = slices.Clone(tensor.As[int32](t))
	case onnxio.Int64:
		backing = slices.Clone(tensor.As[int64](t))
	case onnxio.Uint8:
		backing = slices.Clone(tensor.As[uint8](t))
	case onnxio.Uint16:
		backing = slices.Clone(tensor.As[uint16](t))
	case onnxio.Uint32:
		backing = slices.Clone(tensor.As[uint32](t))
	case onnxio.Uint64:
		backing = slices.Clone(tensor.As[uint64](t))
	default:
		return nil, fmt.Errorf("it is %s, and gorgonia has no elements of %s: add a Cast to float to the model", t, t.Elem)
	}
	shape := make([]int, len(t.Shape))
	for i, d := range t.Shape {
		shape[i] = int(d)
	}
	return gorgonia.New(gorgonia.WithShape(shape...), gorgonia.WithBacking(backing)), nil
}
