// Package tensor holds dense tensors in memory: what the embedded engine computes with,
// and what checkpoints and NumPy files are read into. It may import onnxio and the
// standard library only.
package tensor

import (
	"fmt"
	"slices"
	"unsafe"

	"github.com/unswag/unswagc/onnxio"
)

// Tensor is a dense tensor in row-major order.
type Tensor struct {
	Elem  onnxio.DType
	Shape []int64
	// Data are the elements, little endian, from an address that is a multiple of 64.
	// See As for a typed view.
	Data []byte
}

// Align is the alignment of a tensor's memory in bytes.
const Align = 64

// New makes a tensor of zeros. The element type must have a whole number of bytes.
func New(elem onnxio.DType, shape ...int64) *Tensor {
	return &Tensor{elem, slices.Clone(shape), Alloc(Count(shape) * Size(elem))}
}

// Alloc returns n zero bytes whose address is a multiple of Align.
func Alloc(n int64) []byte {
	b := make([]byte, n+Align-1)
	skip := -uintptr(unsafe.Pointer(unsafe.SliceData(b))) % Align
	return b[skip : int64(skip)+n : int64(skip)+n]
}

// Size returns the bytes of one element, 0 for strings, unknown types and those of less
// than a byte.
func Size(elem onnxio.DType) int64 { return int64(elem.Bits() / 8) }

// HasNumbers reports whether the engine computes with elements of that type: floats of 16
// to 64 bits, integers of whole bytes, and bool.
func HasNumbers(elem onnxio.DType) bool {
	switch elem {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16, onnxio.Bool,
		onnxio.Int8, onnxio.Int16, onnxio.Int32, onnxio.Int64,
		onnxio.Uint8, onnxio.Uint16, onnxio.Uint32, onnxio.Uint64:
		return true
	}
	return false
}

// Count returns the number of elements of a shape.
func Count(shape []int64) int64 {
	n := int64(1)
	for _, d := range shape {
		n *= d
	}
	return n
}

// Len returns the number of elements.
func (t *Tensor) Len() int64 { return Count(t.Shape) }

// Rank returns the number of dims.
func (t *Tensor) Rank() int { return len(t.Shape) }

// String tells type and shape, as ONNX text does: "float[2,3]".
func (t *Tensor) String() string {
	if t == nil {
		return "no tensor"
	}
	s := t.Elem.String() + "["
	for i, d := range t.Shape {
		if i > 0 {
			s += ","
		}
		s += fmt.Sprint(d)
	}
	return s + "]"
}

// Clone returns a copy with memory of its own.
func (t *Tensor) Clone() *Tensor {
	c := New(t.Elem, t.Shape...)
	copy(c.Data, t.Data)
	return c
}

// Reshaped returns t's memory under another shape with as many elements.
func (t *Tensor) Reshaped(shape ...int64) *Tensor {
	return &Tensor{t.Elem, slices.Clone(shape), t.Data}
}

// Of makes a tensor of values that are copied; a shape of none makes it a vector.
func Of[T Element](values []T, shape ...int64) *Tensor {
	if len(shape) == 0 {
		shape = []int64{int64(len(values))}
	}
	t := New(elemOf[T](), shape...)
	copy(As[T](t), values)
	return t
}

// Scalar makes a tensor without dims.
func Scalar[T Element](v T) *Tensor {
	t := New(elemOf[T]())
	As[T](t)[0] = v
	return t
}

// FromONNX copies an initializer or attribute. Strings and types of less than a byte
// are an error.
func FromONNX(t *onnxio.Tensor) (*Tensor, error) {
	if Size(t.Elem) == 0 {
		return nil, fmt.Errorf("tensor %q is %s, which the engine does not compute with", t.Name, t.Elem)
	}
	data, err := t.Bytes()
	if err != nil {
		return nil, err
	}
	out := New(t.Elem, t.Dims...)
	if len(data) != len(out.Data) {
		return nil, fmt.Errorf("tensor %q has %d bytes, want %d", t.Name, len(data), len(out.Data))
	}
	copy(out.Data, data)
	return out, nil
}
