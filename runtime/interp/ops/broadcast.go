package ops

import (
	"github.com/unswag/unswagc/runtime/tensor"
)

// broadcast returns the joint shape of two shapes, as numpy does.
func (c *Call) broadcast(a, b []int64) ([]int64, error) {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := append([]int64(nil), a...)
	skip := len(a) - len(b)
	for i, y := range b {
		switch x := a[skip+i]; {
		case x == y || y == 1:
		case x == 1:
			out[skip+i] = y
		default:
			return nil, c.Errorf("shapes %v and %v do not fit together", a, b)
		}
	}
	return out, nil
}

// strides are the steps, in elements, of a tensor of the given shape that is broadcast
// to out: 0 along dims that are repeated.
func strides(shape, out []int64) []int64 {
	s := make([]int64, len(out))
	step := int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		if k := len(out) - len(shape) + i; shape[i] != 1 {
			s[k] = step
		}
		step *= shape[i]
	}
	return s
}

// walk calls f for every run of elements along the last dim of out: at is the index of
// the run's first element in the output, a and b those in the inputs, n its length. The
// inputs step by sa and sb along the run.
func walk(out, stridesA, stridesB []int64, f func(at, a, b, n, sa, sb int)) {
	if tensor.Count(out) == 0 {
		return
	}
	if len(out) == 0 {
		f(0, 0, 0, 1, 0, 0)
		return
	}
	last := len(out) - 1
	n, sa, sb := int(out[last]), int(stridesA[last]), int(stridesB[last])
	index := make([]int64, last)
	var a, b int64
	for at := 0; ; at += n {
		f(at, int(a), int(b), n, sa, sb)
		d := last - 1
		for ; d >= 0; d-- {
			index[d]++
			a, b = a+stridesA[d], b+stridesB[d]
			if index[d] < out[d] {
				break
			}
			a, b = a-index[d]*stridesA[d], b-index[d]*stridesB[d]
			index[d] = 0
		}
		if d < 0 {
			return
		}
	}
}

// binaryLoop computes out[i] = f(a, b) with both inputs broadcast to out's shape.
func binaryLoop[T, R any](out []R, a, b []T, shape, shapeA, shapeB []int64, f func(x, y T) R) {
	switch {
	case len(a) == len(out) && len(b) == len(out):
		for i := range out {
			out[i] = f(a[i], b[i])
		}
	case len(b) == 1 && len(a) == len(out):
		y := b[0]
		for i := range out {
			out[i] = f(a[i], y)
		}
	case len(a) == 1 && len(b) == len(out):
		x := a[0]
		for i := range out {
			out[i] = f(x, b[i])
		}
	default:
		walk(shape, strides(shapeA, shape), strides(shapeB, shape), func(at, i, j, n, sa, sb int) {
			for k := range n {
				out[at+k] = f(a[i+k*sa], b[j+k*sb])
			}
		})
	}
}
