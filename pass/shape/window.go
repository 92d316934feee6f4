package shape

import "github.com/unswag/unswagc/pass/sym"

// window is the geometry of a convolution or pooling.
type window struct {
	kernel                   []sym.Poly
	strides, dilations, pads []int64
	auto                     string
	ceil                     bool
	ok                       bool
}

// window reads the attributes of a node with n spatial dims; kernel is W's, or nil to
// take kernel_shape.
func (c *call) window(kernel []sym.Poly, n int) window {
	w := window{kernel: kernel, auto: c.strAttr("auto_pad", "NOTSET"), ceil: c.intAttr("ceil_mode", 0) != 0}
	if k, ok := c.intsAttr("kernel_shape"); ok {
		w.kernel = polys(k)
	}
	w.strides, _ = c.intsAttr("strides")
	w.dilations, _ = c.intsAttr("dilations")
	w.pads, _ = c.intsAttr("pads")
	w.ok = len(w.kernel) == n && (len(w.strides) == 0 || len(w.strides) == n) &&
		(len(w.dilations) == 0 || len(w.dilations) == n) && (len(w.pads) == 0 || len(w.pads) == 2*n)
	for i := range w.strides {
		w.ok = w.ok && w.strides[i] > 0
	}
	return w
}

func at(list []int64, i int, def int64) int64 {
	if i < len(list) {
		return list[i]
	}
	return def
}

// extent is how many elements the kernel covers along dim i: (k-1)*dilation + 1.
func (w window) extent(i int) sym.Poly {
	return w.kernel[i].Sub(number(1)).Mul(number(at(w.dilations, i, 1))).Add(number(1))
}

// padding is the sum of both pads along dim i.
func (w window) padding(i int) sym.Poly {
	if len(w.pads) == 0 || w.auto == "VALID" {
		return number(0)
	}
	return number(w.pads[i]).Add(number(w.pads[i+len(w.pads)/2]))
}

// out is the number of positions along dim i of size d:
// floor((d + pads - extent) / stride) + 1, which is ceil((d + pads - extent + 1) / stride).
func (w window) out(c *call, i int, d sym.Poly) sym.Poly {
	if !w.ok {
		return c.syms.unknown()
	}
	stride := at(w.strides, i, 1)
	if w.auto == "SAME_UPPER" || w.auto == "SAME_LOWER" {
		return d.CeilDiv(stride)
	}
	room := d.Add(w.padding(i)).Sub(w.extent(i))
	out := room.Add(number(1)).CeilDiv(stride)
	if w.ceil {
		out = room.CeilDiv(stride).Add(number(1))
		// A last window that would start in the end padding does not count.
		n, isInt := out.Int()
		size, sized := d.Int()
		if isInt && sized && (n-1)*stride >= size+at(w.pads, i, 0) {
			out = number(n - 1)
		}
	}
	if n, isInt := out.Int(); isInt && n < 0 || out.Overflowed() {
		return c.syms.unknown()
	}
	return out
}

// back is the size that a transposed convolution gives along dim i:
// stride*(d-1) + output_padding + extent - pads.
func (w window) back(c *call, i int, d sym.Poly, extra int64) sym.Poly {
	if !w.ok {
		return c.syms.unknown()
	}
	stride := number(at(w.strides, i, 1))
	if w.auto == "SAME_UPPER" || w.auto == "SAME_LOWER" {
		return d.Mul(stride)
	}
	return d.Sub(number(1)).Mul(stride).Add(number(extra)).Add(w.extent(i)).Sub(w.padding(i))
}
