package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// number is a type that converts to float64 by itself.
type number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// numbers returns the elements as float64, false for types that have no numbers. It is
// exact but for integers beyond 2^53.
func numbers(t *tensor.Tensor) ([]float64, bool) {
	switch t.Elem {
	case onnxio.Float:
		return convert(tensor.As[float32](t)), true
	case onnxio.Double:
		return tensor.As[float64](t), true
	case onnxio.Int8:
		return convert(tensor.As[int8](t)), true
	case onnxio.Int16:
		return convert(tensor.As[int16](t)), true
	case onnxio.Int32:
		return convert(tensor.As[int32](t)), true
	case onnxio.Int64:
		return convert(tensor.As[int64](t)), true
	case onnxio.Uint8:
		return convert(tensor.As[uint8](t)), true
	case onnxio.Uint16:
		return convert(tensor.As[uint16](t)), true
	case onnxio.Uint32:
		return convert(tensor.As[uint32](t)), true
	case onnxio.Uint64:
		return convert(tensor.As[uint64](t)), true
	case onnxio.Float16:
		return halves(tensor.As[tensor.Float16](t)), true
	case onnxio.BFloat16:
		return halves(tensor.As[tensor.BFloat16](t)), true
	case onnxio.Bool:
		out := make([]float64, t.Len())
		for i, v := range tensor.As[bool](t) {
			if v {
				out[i] = 1
			}
		}
		return out, true
	}
	return nil, false
}

func convert[T number](in []T) []float64 {
	out := make([]float64, len(in))
	for i, v := range in {
		out[i] = float64(v)
	}
	return out
}

func halves[T interface{ Float32() float32 }](in []T) []float64 {
	out := make([]float64, len(in))
	for i, v := range in {
		out[i] = float64(v.Float32())
	}
	return out
}
