package verify

import (
	"bytes"
	"fmt"
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// firstDifference returns the first element whose bytes differ, -1 if there is none.
// With anyNaN two NaN count as the same.
func firstDifference(a, b *tensor.Tensor, anyNaN bool) int64 {
	if bytes.Equal(a.Data, b.Data) {
		return -1
	}
	width := tensor.Size(a.Elem)
	for i := range a.Len() {
		x, y := a.Data[i*width:(i+1)*width], b.Data[i*width:(i+1)*width]
		if bytes.Equal(x, y) || anyNaN && isNaN(a, i) && isNaN(b, i) {
			continue
		}
		return i
	}
	return -1
}

// number returns element i of a floating-point tensor; ok is false for other types.
func number(t *tensor.Tensor, i int64) (v float64, ok bool) {
	switch t.Elem {
	case onnxio.Float:
		return float64(tensor.As[float32](t)[i]), true
	case onnxio.Double:
		return tensor.As[float64](t)[i], true
	case onnxio.Float16:
		return float64(tensor.As[tensor.Float16](t)[i].Float32()), true
	case onnxio.BFloat16:
		return float64(tensor.As[tensor.BFloat16](t)[i].Float32()), true
	}
	return 0, false
}

func isNaN(t *tensor.Tensor, i int64) bool {
	v, ok := number(t, i)
	return ok && math.IsNaN(v)
}

// element prints the bits of an element, and the number that they are.
func element(t *tensor.Tensor, i int64) string {
	width := tensor.Size(t.Elem)
	var bits uint64
	for k := width - 1; k >= 0; k-- {
		bits = bits<<8 | uint64(t.Data[i*width+k])
	}
	if v, ok := number(t, i); ok {
		return fmt.Sprintf("%#0*x (%v)", 2*width, bits, v)
	}
	return fmt.Sprintf("%#0*x", 2*width, bits)
}

// indexOf splits a linear index by t's shape.
func indexOf(t *tensor.Tensor, at int64) []int64 {
	index := make([]int64, len(t.Shape))
	for i := len(index) - 1; i >= 0; i-- {
		index[i], at = at%t.Shape[i], at/t.Shape[i]
	}
	return index
}
