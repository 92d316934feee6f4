package ops

import "slices"

// window is how a kernel slides over the spatial dims of a tensor.
type window struct {
	// in are the dims that it slides over, out its positions along each.
	in, out []int
	// kernel, stride and dilation are per dim; begin and end are the padding.
	kernel, stride, dilation, begin, end []int
}

// extent is how far the kernel reaches along dim d.
func (w *window) extent(d int) int { return (w.kernel[d]-1)*w.dilation[d] + 1 }

// slide reads the attributes of a convolution or pooling over the given spatial dims.
func (c *Call) slide(in, kernel []int64) (w window, err error) {
	n := len(in)
	if n == 0 || len(kernel) != n {
		return w, c.Errorf("a kernel of shape %v cannot slide over the spatial dims %v", kernel, in)
	}
	w.in, w.kernel, w.out = intsOf(in), intsOf(kernel), make([]int, n)
	if w.stride, err = c.perDim("strides", n, 1); err != nil {
		return w, err
	}
	if w.dilation, err = c.perDim("dilations", n, 1); err != nil {
		return w, err
	}
	pads := c.Ints("pads")
	if pads == nil || c.Str("auto_pad", "NOTSET") != "NOTSET" {
		pads = make([]int64, 2*n)
	}
	if len(pads) != 2*n {
		return w, c.Errorf("%d pads are given for %d spatial dims, want two for each", len(pads), n)
	}
	w.begin, w.end = intsOf(pads[:n]), intsOf(pads[n:])
	for d := range n {
		if w.kernel[d] < 1 || w.stride[d] < 1 || w.dilation[d] < 1 {
			return w, c.Errorf("kernel %v, strides %v and dilations %v must be at least 1", w.kernel, w.stride, w.dilation)
		}
		if err := c.place(&w, d); err != nil {
			return w, err
		}
	}
	return w, nil
}

// place computes the positions along dim d, and the padding where it is automatic.
func (c *Call) place(w *window, d int) error {
	in, step, extent := w.in[d], w.stride[d], w.extent(d)
	switch auto := c.Str("auto_pad", "NOTSET"); auto {
	case "SAME_UPPER", "SAME_LOWER":
		w.out[d] = (in + step - 1) / step
		total := max(0, (w.out[d]-1)*step+extent-in)
		w.begin[d] = total / 2
		if auto == "SAME_LOWER" {
			w.begin[d] = total - total/2
		}
		w.end[d] = total - w.begin[d]
		return nil
	case "NOTSET", "VALID", "":
	default:
		return c.Errorf("auto_pad is %q, want NOTSET, VALID, SAME_UPPER or SAME_LOWER", auto)
	}
	room := in + w.begin[d] + w.end[d] - extent
	if room < 0 {
		return c.Errorf("the kernel %v reaches beyond the dims %v with pads %v and %v", w.kernel, w.in, w.begin, w.end)
	}
	w.out[d] = room/step + 1
	if c.Int("ceil_mode", 0) != 0 {
		w.out[d] = (room+step-1)/step + 1
		if (w.out[d]-1)*step >= in+w.begin[d] {
			w.out[d]-- // it would start in the padding at the end
		}
	}
	return nil
}

// perDim reads a list attribute with one number per spatial dim.
func (c *Call) perDim(name string, n int, def int) ([]int, error) {
	v := intsOf(c.Ints(name))
	if len(v) == 0 {
		return slices.Repeat([]int{def}, n), nil
	}
	if len(v) != n {
		return nil, c.Errorf("%s has %d numbers, want one for each of %d spatial dims", name, len(v), n)
	}
	return v, nil
}

func intsOf(v []int64) []int {
	out := make([]int, len(v))
	for i, x := range v {
		out[i] = int(x)
	}
	return out
}

func int64sOf(v []int) []int64 {
	out := make([]int64, len(v))
	for i, x := range v {
		out[i] = int64(x)
	}
	return out
}

func product(v []int) int {
	n := 1
	for _, x := range v {
		n *= x
	}
	return n
}

// taps lists where a window reads. Spatial positions are rows (all dims but the last)
// and columns. A tap is an element of the kernel: outer*len(spans)+last.
type taps struct {
	inRows, inCols, outRows, outCols int
	// count are the elements of the kernel, step the stride along the columns.
	count, step int
	// rows has the input row that output row r reads at outer tap o, at o*outRows+r;
	// -1 where that is padding.
	rows []int
	// spans are the columns by last tap; first is what output column 0 reads at each.
	spans []span
	first []int
}

// span says that output columns [lo, hi) lie inside; column lo reads input column from.
type span struct{ lo, hi, from int }

// taps resolves a window.
func (w *window) taps() *taps {
	last := len(w.in) - 1
	t := &taps{inRows: product(w.in[:last]), inCols: w.in[last], outRows: product(w.out[:last]), outCols: w.out[last],
		count: product(w.kernel), step: w.stride[last]}
	t.rows = make([]int, 0, product(w.kernel[:last])*t.outRows)
	for o := range product(w.kernel[:last]) {
		for r := range t.outRows {
			t.rows = append(t.rows, w.row(o, r))
		}
	}
	for k := range w.kernel[last] {
		first := k*w.dilation[last] - w.begin[last] // what output column 0 reads
		s := span{lo: max(0, (-first+t.step-1)/t.step)}
		s.hi = min(t.outCols, max(s.lo, (t.inCols-first+t.step-1)/t.step))
		s.lo = min(s.lo, s.hi)
		s.from = first + s.lo*t.step
		t.spans, t.first = append(t.spans, s), append(t.first, first)
	}
	return t
}

// row is the input row that output row r reads at outer tap o, or -1.
func (w *window) row(o, r int) int {
	at, size := 0, 1
	for d := len(w.in) - 2; d >= 0; d-- {
		i := r%w.out[d]*w.stride[d] + o%w.kernel[d]*w.dilation[d] - w.begin[d]
		if i < 0 || i >= w.in[d] {
			return -1
		}
		at, size = at+i*size, size*w.in[d]
		r, o = r/w.out[d], o/w.kernel[d]
	}
	return at
}

// tap returns the input rows of tap k, by output row, and its columns.
func (t *taps) tap(k int) ([]int, span) {
	o := k / len(t.spans) * t.outRows
	return t.rows[o : o+t.outRows], t.spans[k%len(t.spans)]
}

// inPlane and outPlane are the elements of one channel of one image.
func (t *taps) inPlane() int  { return t.inRows * t.inCols }
func (t *taps) outPlane() int { return t.outRows * t.outCols }

// trivial tells that output and input positions are the same: a kernel of one element
// that visits each.
func (t *taps) trivial() bool {
	if t.count != 1 || t.step != 1 || t.inCols != t.outCols || t.spans[0] != (span{0, t.outCols, 0}) {
		return false
	}
	for r, in := range t.rows {
		if r != in {
			return false
		}
	}
	return t.inRows == t.outRows
}
