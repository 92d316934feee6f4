package ops

import "slices"

// layout is how broadcast inputs lie along an output: in runs of n consecutive elements
// of the output, along which an input advances by 1 or stays.
type layout struct {
	n, runs int
	// dims are those of the output but the run, neighbours merged where all inputs allow.
	dims []int
	// step is the advance of each input along a run, jump along each of dims.
	step []int
	jump [][]int
}

// newLayout lays inputs of the given shapes along an output. All must broadcast to out.
func newLayout(out []int64, shapes ...[]int64) *layout {
	all := make([][]int64, len(shapes))
	for i, shape := range shapes {
		all[i] = strides(shape, out)
	}
	return layOut(out, all)
}

// layOut lays inputs along an output of the given shape; all are their steps, by input,
// along its dims.
func layOut(out []int64, all [][]int64) *layout {
	s := &layout{n: 1, runs: 1, step: make([]int, len(all)), jump: make([][]int, len(all))}
	var sizes []int
	var steps [][]int
	for d := len(out) - 1; d >= 0; d-- {
		if out[d] == 1 {
			continue
		}
		at := make([]int, len(all))
		for i := range all {
			at[i] = int(all[i][d])
		}
		if k := len(sizes) - 1; k >= 0 && follows(at, steps[k], sizes[k]) {
			sizes[k] *= int(out[d])
			continue
		}
		sizes, steps = append(sizes, int(out[d])), append(steps, at)
	}
	if len(sizes) == 0 {
		return s
	}
	s.n, s.step = sizes[0], steps[0]
	slices.Reverse(sizes)
	slices.Reverse(steps)
	s.dims = sizes[:len(sizes)-1]
	for d, size := range s.dims {
		s.runs *= size
		for i := range all {
			s.jump[i] = append(s.jump[i], steps[d][i])
		}
	}
	return s
}

// follows tells that a dim whose inputs jump by outer continues one of the given size
// along which they jump by inner.
func follows(outer, inner []int, size int) bool {
	for i := range outer {
		if outer[i] != inner[i]*size {
			return false
		}
	}
	return true
}

// each calls f for runs [lo, hi): at is the run's first element in the output, from
// those in the inputs.
func (s *layout) each(lo, hi int, f func(at int, from []int)) {
	from, index := make([]int, len(s.jump)), make([]int, len(s.dims))
	for d, rest := len(s.dims)-1, lo; d >= 0; d-- {
		index[d] = rest % s.dims[d]
		rest /= s.dims[d]
		for i := range from {
			from[i] += index[d] * s.jump[i][d]
		}
	}
	for r := lo; r < hi; r++ {
		f(r*s.n, from)
		for d := len(s.dims) - 1; d >= 0; d-- {
			index[d]++
			for i := range from {
				from[i] += s.jump[i][d]
			}
			if index[d] < s.dims[d] {
				break
			}
			for i := range from {
				from[i] -= s.dims[d] * s.jump[i][d]
			}
			index[d] = 0
		}
	}
}

// over calls f for all elements in pieces, on several goroutines: n elements from at on
// in the output, from from on in the inputs. Output elements must not depend on others.
func (s *layout) over(c *Call, f func(at, n int, from []int)) { s.pieces(c, grain, f) }

// pieces is over with at least so many elements, grain, for a goroutine.
func (s *layout) pieces(c *Call, grain int, f func(at, n int, from []int)) {
	if s.n == 0 || s.runs == 0 {
		return
	}
	if s.runs == 1 {
		c.Engine.Parallel(s.n, grain, func(lo, hi int) {
			from := make([]int, len(s.step))
			for i, step := range s.step {
				from[i] = lo * step
			}
			f(lo, hi-lo, from)
		})
		return
	}
	c.Engine.Parallel(s.runs, max(1, grain/s.n), func(lo, hi int) {
		s.each(lo, hi, func(at int, from []int) { f(at, s.n, from) })
	})
}

// zip computes out = f(a, b), elementwise.
func zip[T, R any](c *Call, s *layout, out []R, a, b []T, f func(x, y T) R) {
	s.over(c, func(at, n int, from []int) {
		o, x, y := out[at:at+n], a[from[0]:], b[from[1]:]
		i, j := s.step[0], s.step[1]
		for k := range o {
			o[k] = f(x[k*i], y[k*j])
		}
	})
}

// loops are the loops of one operation without a call for each element: of two slices,
// and of one slice with one number on either side.
type loops[T real] struct {
	both  func(o, x, y []T)
	right func(o, x []T, y T)
	left  func(o []T, x T, y []T)
}

// run computes out = a op b, elementwise.
func (l *loops[T]) run(c *Call, s *layout, out, a, b []T) {
	s.over(c, func(at, n int, from []int) {
		o, x, y := out[at:at+n], a[from[0]:], b[from[1]:]
		switch {
		case s.step[0] == 1 && s.step[1] == 1:
			l.both(o, x[:n], y[:n])
		case s.step[0] == 1:
			l.right(o, x[:n], y[0])
		case s.step[1] == 1:
			l.left(o, x[0], y[:n])
		default: // a run of one element
			l.right(o, x[:n], y[0])
		}
	})
}
