package stablehlo

import "slices"

// convOps are convolutions and their gradients.
var convOps = []entry{
	{"", "Conv", 1, conv},
	{ms, "ConvGrad", 1, convGrad},
	{"", "ConvGradX", 1, convGradXOnly},
	{"", "ConvGradW", 1, convGradWOnly},
}

// window is how a kernel slides over the spatial dims of a tensor.
type window struct {
	in, out, kernel, stride, dilation, begin, end []int64
}

// extent is how far the kernel reaches along dim d.
func (w *window) extent(d int) int64 { return (w.kernel[d]-1)*w.dilation[d] + 1 }

// slide reads the attributes of a convolution or pooling over the given spatial dims.
func (c *call) slide(in, kernel []int64) window {
	n := len(in)
	want(n > 0 && len(kernel) == n, "a kernel of shape %v cannot slide over the spatial dims %v", kernel, in)
	perDim := func(name string, def int64) []int64 {
		v := c.intList(name)
		if len(v) == 0 {
			return slices.Repeat([]int64{def}, n)
		}
		want(len(v) == n, "%s has %d numbers, want one for each of %d spatial dims", name, len(v), n)
		return v
	}
	w := window{in: in, kernel: kernel, out: make([]int64, n), stride: perDim("strides", 1), dilation: perDim("dilations", 1)}
	pads := c.intList("pads")
	if pads == nil || c.str("auto_pad", "NOTSET") != "NOTSET" {
		pads = make([]int64, 2*n)
	}
	want(len(pads) == 2*n, "%d pads are given for %d spatial dims, want two for each", len(pads), n)
	w.begin, w.end = slices.Clone(pads[:n]), slices.Clone(pads[n:])
	for d := range n {
		want(kernel[d] > 0 && w.stride[d] > 0 && w.dilation[d] > 0, "kernel %v, strides %v and dilations %v must be at least 1", kernel, w.stride, w.dilation)
		c.place(&w, d)
	}
	return w
}

// place computes the positions along dim d, and the padding where it is automatic. With
// ceil_mode the padding at the end grows to what the last position reads.
func (c *call) place(w *window, d int) {
	in, step, extent := w.in[d], w.stride[d], w.extent(d)
	switch auto := c.str("auto_pad", "NOTSET"); auto {
	case "SAME_UPPER", "SAME_LOWER":
		w.out[d] = (in + step - 1) / step
		total := max(0, (w.out[d]-1)*step+extent-in)
		w.begin[d] = total / 2
		if auto == "SAME_LOWER" {
			w.begin[d] = total - total/2
		}
		w.end[d] = total - w.begin[d]
		return
	case "NOTSET", "VALID", "":
	default:
		fail("auto_pad is %q, want NOTSET, VALID, SAME_UPPER or SAME_LOWER", auto)
	}
	room := in + w.begin[d] + w.end[d] - extent
	want(room >= 0, "the kernel %v reaches beyond the dims %v", w.kernel, w.in)
	w.out[d] = room/step + 1
	if c.int("ceil_mode", 0) != 0 {
		w.out[d] = (room+step-1)/step + 1
		if (w.out[d]-1)*step >= in+w.begin[d] {
			w.out[d]--
		}
	}
}

// high is the padding at the end that makes the window end at its last position.
func (w *window) high(d int) int64 {
	return (w.out[d]-1)*w.stride[d] + w.extent(d) - w.in[d] - w.begin[d]
}

// highs are those of all dims.
func (w *window) highs() []int64 {
	out := make([]int64, len(w.in))
	for d := range out {
		out[d] = w.high(d)
	}
	return out
}

func ones(n int) []int64 { return slices.Repeat([]int64{1}, n) }

// filtered reads how filters slide over x.
func (c *call) filtered(x, w *value) (window, int64) {
	groups := c.int("group", 1)
	want(x.rank() >= 3 && x.rank() == w.rank(), "%s and filters %s do not fit together", x.typ, w.typ)
	want(groups > 0 && w.dims[1]*groups == x.dims[1] && w.dims[0]%groups == 0, "%d groups do not divide %s and filters %s", groups, x.typ, w.typ)
	return c.slide(x.dims[2:], w.dims[2:]), groups
}

func conv(c *call) {
	x, w := c.arg(0), c.arg(1)
	win, groups := c.filtered(x, w)
	n := len(win.in)
	out := c.convolution(x, w, convolution{x: "bf", w: "oi", y: "bf", stride: win.stride, low: win.begin, high: win.highs(),
		xDilation: ones(n), wDilation: win.dilation, featureGroups: groups, batchGroups: 1})
	if c.has(2) {
		out = c.add(out, c.along(c.arg(2), out.dims, 1))
	}
	c.set(0, out)
}

// convGrad has inputs dY, X, W and outputs dX, dW, dB, any of which may be left out.
func convGrad(c *call) {
	dy, x, w := c.arg(0), c.arg(1), c.arg(2)
	win, groups := c.filtered(x, w)
	want(slices.Equal(dy.dims, slices.Concat([]int64{x.dims[0], w.dims[0]}, win.out)), "the gradient %s is not that of filters %s on %s", dy.typ, w.typ, x.typ)
	if c.wants(0) {
		c.set(0, c.convGradX(dy, w, win, groups))
	}
	if c.wants(1) {
		c.set(1, c.convGradW(dy, x, win, groups))
	}
	if c.wants(2) {
		c.set(2, c.sum(dy, append([]int{0}, span(2, dy.rank())...)))
	}
}

// convGradXOnly has inputs dY and W.
func convGradXOnly(c *call) {
	dy, w := c.arg(0), c.arg(1)
	want(dy.rank() == w.rank() && dy.rank() >= 3, "%s and %s have not the same spatial dims", dy.typ, w.typ)
	x := &value{typ: c.before(dy, w.dims[2:], w.dims[1]*c.int("group", 1))}
	win, groups := c.filtered(x, w)
	c.set(0, c.convGradX(dy, w, win, groups))
}

// convGradWOnly has inputs dY and X. The kernel is that of kernel_shape.
func convGradWOnly(c *call) {
	dy, x := c.arg(0), c.arg(1)
	kernel := c.intList("kernel_shape")
	want(dy.rank() == x.rank() && dy.rank() == len(kernel)+2, "%s, %s and kernel_shape %v have not the same spatial dims", dy.typ, x.typ, kernel)
	dims := append([]int64{dy.dims[1], x.dims[1] / max(1, c.int("group", 1))}, kernel...)
	win, groups := c.filtered(x, &value{typ: x.shaped(dims...)})
	c.set(0, c.convGradW(dy, x, win, groups))
}

// convGradX slides the filters, turned around, over the gradient, whose elements move
// apart by the stride. In every group inputs and outputs change places.
func (c *call) convGradX(dy, w *value, win window, groups int64) *value {
	n := len(win.in)
	low, high := make([]int64, n), make([]int64, n)
	for d := range n {
		low[d] = win.extent(d) - 1 - win.begin[d]
		wide := (win.out[d]-1)*win.stride[d] + 1
		high[d] = win.in[d] - 1 + win.extent(d) - wide - low[d]
	}
	turned := c.reverse(w, span(2, n+2))
	out, in := w.dims[0]/groups, w.dims[1]
	if groups > 1 { // [groups*out, in, ...] to [groups*in, out, ...]
		turned = c.reshape(turned, slices.Concat([]int64{groups, out, in}, win.kernel)...)
		turned = c.transpose(turned, append([]int{0, 2, 1}, span(3, n+3)...))
		turned = c.reshape(turned, slices.Concat([]int64{groups * in, out}, win.kernel)...)
	}
	filters := "io"
	if groups > 1 {
		filters = "oi"
	}
	return c.convolution(dy, turned, convolution{x: "bf", w: filters, y: "bf", stride: ones(n), low: low, high: high,
		xDilation: win.stride, wDilation: win.dilation, featureGroups: groups, batchGroups: 1})
}

// convGradW slides the gradient over the input: the batch is summed over, and what were
// strides and dilations change places.
func (c *call) convGradW(dy, x *value, win window, groups int64) *value {
	n := len(win.in)
	high := make([]int64, n)
	for d := range n {
		wide := (win.out[d]-1)*win.stride[d] + 1
		high[d] = (win.kernel[d]-1)*win.dilation[d] + wide - win.in[d] - win.begin[d]
	}
	return c.convolution(x, dy, convolution{x: "fb", w: "io", y: "fb", stride: win.dilation, low: win.begin, high: high,
		xDilation: ones(n), wDilation: win.stride, featureGroups: 1, batchGroups: groups})
}
