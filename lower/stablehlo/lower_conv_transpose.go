package stablehlo

import "slices"

// convTransposeOps hold the transposed convolution: what convGradX does, with the input as
// the gradient of an output.
var convTransposeOps = []entry{
	{"", "ConvTranspose", 1, convTranspose},
}

func convTranspose(c *call) {
	x, w := c.arg(0), c.arg(1)
	groups := c.int("group", 1)
	want(x.rank() >= 3 && x.rank() == w.rank() && groups > 0 && x.dims[1] == w.dims[0] && w.dims[0]%groups == 0,
		"%s, the filters %s and %d groups do not fit together", x.typ, w.typ, groups)
	out := c.convGradX(x, w, c.slideBack(x.dims[2:], w.dims[2:]), groups)
	if c.has(2) {
		out = c.add(out, c.along(c.arg(2), out.dims, 1))
	}
	c.set(0, out)
}

// slideBack is the window whose positions are the given spatial dims: in is what the
// transposed convolution makes.
func (c *call) slideBack(out, kernel []int64) window {
	n := len(out)
	or := func(name string, def, size int64) []int64 {
		v := c.intList(name)
		if len(v) == 0 {
			v = slices.Repeat([]int64{def}, int(size))
		}
		want(int64(len(v)) == size, "%s has %d numbers, want %d", name, len(v), size)
		return v
	}
	w := window{in: make([]int64, n), out: out, kernel: kernel, stride: or("strides", 1, int64(n)), dilation: or("dilations", 1, int64(n))}
	more, pads := or("output_padding", 0, int64(n)), or("pads", 0, int64(2*n))
	w.begin, w.end = slices.Clone(pads[:n]), slices.Clone(pads[n:])
	auto, wanted := c.str("auto_pad", "NOTSET"), c.intList("output_shape")
	if len(wanted) > n {
		wanted = wanted[len(wanted)-n:] // with batch and channels
	}
	for d := range n {
		full := w.stride[d]*(out[d]-1) + more[d] + w.extent(d)
		same := auto == "SAME_UPPER" || auto == "SAME_LOWER"
		switch {
		case len(wanted) == n:
			w.in[d] = wanted[d]
		case same:
			w.in[d] = out[d] * w.stride[d]
		default:
			if auto == "VALID" {
				w.begin[d], w.end[d] = 0, 0
			}
			w.in[d] = full - w.begin[d] - w.end[d]
		}
		if same || len(wanted) == n {
			total := max(0, full-w.in[d])
			w.begin[d], w.end[d] = total-total/2, total/2
			if auto == "SAME_UPPER" {
				w.begin[d], w.end[d] = total/2, total-total/2
			}
		}
		want(w.in[d] > 0, "the result would have %d elements along spatial dim %d", w.in[d], d)
	}
	return w
}
