package nodetests

import (
	"fmt"
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Similar compares as numpy.testing.assert_allclose does, and types and shapes exactly.
func Similar(got, want Datum, rtol, atol float64) error {
	if want.Tensor != nil {
		return similarTensors(got.Tensor, want.Tensor, rtol, atol)
	}
	if got.Tensor != nil || len(got.Sequence) != len(want.Sequence) {
		return fmt.Errorf("got %v and %d tensors, want a sequence of %d", got.Tensor, len(got.Sequence), len(want.Sequence))
	}
	for i := range want.Sequence {
		if err := similarTensors(got.Sequence[i], want.Sequence[i], rtol, atol); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

func similarTensors(got, want *tensor.Tensor, rtol, atol float64) error {
	if got.String() != want.String() {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	if len(got.Data) != len(want.Data) {
		return fmt.Errorf("got %d bytes, want %d", len(got.Data), len(want.Data))
	}
	a, b := numbers(got), numbers(want)
	for i := range a {
		x, y := a[i], b[i]
		if x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= atol+rtol*math.Abs(y) && !math.IsInf(y, 0) {
			continue
		}
		return fmt.Errorf("%s differs at %d: got %v, want %v", got, i, x, y)
	}
	return nil
}

// numbers converts the elements. Integers of more than 53 bits are rounded.
func numbers(t *tensor.Tensor) []float64 {
	switch t.Elem {
	case onnxio.Float:
		return convert(tensor.As[float32](t))
	case onnxio.Double:
		return tensor.As[float64](t)
	case onnxio.Int8:
		return convert(tensor.As[int8](t))
	case onnxio.Int16:
		return convert(tensor.As[int16](t))
	case onnxio.Int32:
		return convert(tensor.As[int32](t))
	case onnxio.Int64:
		return convert(tensor.As[int64](t))
	case onnxio.Float16:
		out := make([]float64, t.Len())
		for i, h := range tensor.As[tensor.Float16](t) {
			out[i] = float64(h.Float32())
		}
		return out
	case onnxio.BFloat16:
		out := make([]float64, t.Len())
		for i, h := range tensor.As[tensor.BFloat16](t) {
			out[i] = float64(h.Float32())
		}
		return out
	}
	switch tensor.Size(t.Elem) {
	case 1:
		return convert(tensor.Bits[uint8](t))
	case 2:
		return convert(tensor.Bits[uint16](t))
	case 4:
		return convert(tensor.Bits[uint32](t))
	}
	return convert(tensor.Bits[uint64](t))
}

func convert[T float32 | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64](in []T) []float64 {
	out := make([]float64, len(in))
	for i, v := range in {
		out[i] = float64(v)
	}
	return out
}
