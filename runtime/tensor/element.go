package tensor

import (
	"unsafe"

	"github.com/unswag/unswagc/onnxio"
)

// Float16 and BFloat16 are the bits of an element.
type (
	Float16  uint16
	BFloat16 uint16
)

// Element is a Go type that a tensor's elements can be viewed as.
type Element interface {
	bool | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64 | Float16 | BFloat16
}

// As views the elements, without a copy. T must be the Go type of t's elements.
func As[T Element](t *Tensor) []T {
	if want := elemOf[T](); t.Elem != want {
		panic("tensor: a tensor of " + t.Elem.String() + " is viewed as " + want.String())
	}
	return view[T](t.Data)
}

// Bits views the elements as unsigned integers of their size.
func Bits[T uint8 | uint16 | uint32 | uint64](t *Tensor) []T {
	if int64(unsafe.Sizeof(T(0))) != Size(t.Elem) {
		panic("tensor: elements of " + t.Elem.String() + " have another size")
	}
	return view[T](t.Data)
}

func view[T any](b []byte) []T {
	var zero T
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/int(unsafe.Sizeof(zero)))
}

// elemOf is the element type that T stands for.
func elemOf[T Element]() onnxio.DType {
	switch any(*new(T)).(type) {
	case bool:
		return onnxio.Bool
	case int8:
		return onnxio.Int8
	case int16:
		return onnxio.Int16
	case int32:
		return onnxio.Int32
	case int64:
		return onnxio.Int64
	case uint8:
		return onnxio.Uint8
	case uint16:
		return onnxio.Uint16
	case uint32:
		return onnxio.Uint32
	case uint64:
		return onnxio.Uint64
	case float32:
		return onnxio.Float
	case float64:
		return onnxio.Double
	case Float16:
		return onnxio.Float16
	}
	return onnxio.BFloat16
}
