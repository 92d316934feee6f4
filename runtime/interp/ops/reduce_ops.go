package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// reduceOps reduce along axes. Numbers are accumulated in float64, but for sums
// and products of 64-bit integers, which are exact.
var reduceOps = family{
	{"", "ReduceSum"}:       reduction(func(v float64) float64 { return v }, nil),
	{"", "ReduceMean"}:      reduction(func(v float64) float64 { return v }, func(s float64, n int) float64 { return s / float64(n) }),
	{"", "ReduceL1"}:        reduction(math.Abs, nil),
	{"", "ReduceL2"}:        reduction(func(v float64) float64 { return v * v }, func(s float64, _ int) float64 { return math.Sqrt(s) }),
	{"", "ReduceSumSquare"}: reduction(func(v float64) float64 { return v * v }, nil),
	{"", "ReduceLogSum"}:    reduction(func(v float64) float64 { return v }, func(s float64, _ int) float64 { return math.Log(s) }),
	{"", "ReduceProd"}:      reduceProd,
	{"", "ReduceLogSumExp"}: reduceLogSumExp,
	{"", "ReduceMax"}:       extreme(true),
	{"", "ReduceMin"}:       extreme(false),
}

// reduction sums what f makes of the elements; end finishes the sum of n.
func reduction(f func(v float64) float64, end func(s float64, n int) float64) Kernel {
	if end == nil {
		end = func(s float64, _ int) float64 { return s }
	}
	step := func(acc, v float64) float64 { return acc + f(v) }
	return folding(0, step, end)
}

// folding makes a kernel that folds any numbers: in float64, but for 64-bit
// integers where that would lose digits.
func folding(start float64, step func(acc, v float64) float64, end func(acc float64, n int) float64) Kernel {
	floats := reals(foldReals[float32](start, step, end), foldReals[float64](start, step, end))
	return func(c *Call) error {
		if !c.Has(0) {
			return c.Errorf("it needs input 0")
		}
		p, err := c.reduction()
		if err != nil {
			return err
		}
		switch c.In[0].Elem {
		case onnxio.Int64:
			wrapping[int64](c, p, start, step, end)
		case onnxio.Uint64:
			wrapping[uint64](c, p, start, step, end)
		case onnxio.Int8:
			foldNumbers[int8](c, p, start, step, end)
		case onnxio.Int16:
			foldNumbers[int16](c, p, start, step, end)
		case onnxio.Int32:
			foldNumbers[int32](c, p, start, step, end)
		case onnxio.Uint8:
			foldNumbers[uint8](c, p, start, step, end)
		case onnxio.Uint16:
			foldNumbers[uint16](c, p, start, step, end)
		case onnxio.Uint32:
			foldNumbers[uint32](c, p, start, step, end)
		default:
			return floats(c)
		}
		return nil
	}
}

func foldReals[T real](start float64, step func(acc, v float64) float64, end func(acc float64, n int) float64) Kernel {
	return func(c *Call) error {
		p, err := c.reduction()
		if err == nil {
			foldNumbers[T](c, p, start, step, end)
		}
		return err
	}
}

func foldNumbers[T interface {
	number
	tensor.Element
}](c *Call, p *plan, start float64, step func(acc, v float64) float64, end func(acc float64, n int) float64) {
	f := folder[T, float64]{start: start,
		step: func(acc float64, v T) float64 { return step(acc, float64(v)) },
		end:  func(acc float64, n int) T { return T(end(acc, n)) }}
	if op := c.Node.OpType; op == "ReduceSum" || op == "ReduceMean" {
		f.step = func(acc float64, v T) float64 { return acc + float64(v) }
		f.many, f.row = manySum[T], rowSum[T]
	}
	reduce(c, p, f)
}

// wrapping folds sums and products of 64 bits without a loss.
func wrapping[T int64 | uint64](c *Call, p *plan, start float64, step func(acc, v float64) float64, end func(acc float64, n int) float64) {
	exact := map[string]func(acc, v T) T{
		"ReduceSum":       plus[T],
		"ReduceProd":      times[T],
		"ReduceSumSquare": func(acc, v T) T { return acc + v*v },
	}[c.Node.OpType]
	if exact == nil {
		foldNumbers[T](c, p, start, step, end)
		return
	}
	reduce(c, p, folder[T, T]{start: T(start), step: exact, end: func(acc T, _ int) T { return acc }})
}

// rowSum adds each element at its place.
func rowSum[T number](acc []float64, x []T) {
	acc = acc[:len(x)]
	for k, v := range x {
		acc[k] += float64(v)
	}
}

// manySum adds in four lanes.
func manySum[T number](acc float64, x []T) float64 {
	var s [4]float64
	for ; len(x) >= 4; x = x[4:] {
		s[0] += float64(x[0])
		s[1] += float64(x[1])
		s[2] += float64(x[2])
		s[3] += float64(x[3])
	}
	for _, v := range x {
		s[0] += float64(v)
	}
	return acc + (s[0] + s[2]) + (s[1] + s[3])
}

func reduceProd(c *Call) error {
	return folding(1, func(acc, v float64) float64 { return acc * v }, func(acc float64, _ int) float64 { return acc })(c)
}

// reduceLogSumExp takes the largest number out of the exponents.
func reduceLogSumExp(c *Call) error {
	return reals(logSumExp[float32], logSumExp[float64])(c)
}

func logSumExp[T real](c *Call) error {
	p, err := c.reduction()
	if err != nil {
		return err
	}
	type state struct{ most, sum float64 }
	reduce(c, p, folder[T, state]{start: state{math.Inf(-1), 0},
		step: func(s state, t T) state {
			switch v := float64(t); {
			case v == s.most:
				s.sum++
			case v > s.most:
				s = state{v, s.sum*math.Exp(s.most-v) + 1}
			default:
				s.sum += math.Exp(v - s.most)
			}
			return s
		},
		end: func(s state, _ int) T { return T(s.most + math.Log(s.sum)) }})
	return nil
}
