package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// extreme makes ReduceMax or ReduceMin. NaN is both.
func extreme(most bool) Kernel {
	return func(c *Call) error {
		p, err := c.reduction()
		if err != nil {
			return err
		}
		inf := math.Inf(1)
		if most {
			inf = -inf
		}
		switch in := c.In[0]; in.Elem {
		case onnxio.Float:
			extremeOf(c, p, most, float32(inf))
		case onnxio.Double:
			extremeOf(c, p, most, inf)
		case onnxio.Float16, onnxio.BFloat16:
			return c.widen(func(c *Call) error {
				extremeOf(c, p, most, float32(inf))
				return nil
			})
		case onnxio.Int8:
			extremeOf[int8](c, p, most, either[int8](most, math.MinInt8, math.MaxInt8))
		case onnxio.Int16:
			extremeOf(c, p, most, either[int16](most, math.MinInt16, math.MaxInt16))
		case onnxio.Int32:
			extremeOf(c, p, most, either[int32](most, math.MinInt32, math.MaxInt32))
		case onnxio.Int64:
			extremeOf(c, p, most, either[int64](most, math.MinInt64, math.MaxInt64))
		case onnxio.Uint8:
			extremeOf(c, p, most, either[uint8](most, 0, math.MaxUint8))
		case onnxio.Uint16:
			extremeOf(c, p, most, either[uint16](most, 0, math.MaxUint16))
		case onnxio.Uint32:
			extremeOf(c, p, most, either[uint32](most, 0, math.MaxUint32))
		case onnxio.Uint64:
			extremeOf(c, p, most, either[uint64](most, 0, math.MaxUint64))
		case onnxio.Bool:
			reduce(c, p, folder[bool, bool]{start: !most, step: func(acc, v bool) bool {
				if most {
					return acc || v
				}
				return acc && v
			}, end: func(acc bool, _ int) bool { return acc }})
		default:
			return c.Unsupported(in)
		}
		return nil
	}
}

// either is a where most, else b.
func either[T any](most bool, a, b T) T {
	if most {
		return a
	}
	return b
}

func extremeOf[T interface {
	ordered
	tensor.Element
}](c *Call, p *plan, most bool, start T) {
	step := func(acc, v T) T { return min(acc, v) }
	if most {
		step = func(acc, v T) T { return max(acc, v) }
	}
	reduce(c, p, folder[T, T]{start: start, step: step, end: func(acc T, _ int) T { return acc }})
}
