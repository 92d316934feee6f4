package ops

import (
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// convTransposeOps hold the transposed convolution: what gradX does, with x as the
// gradient of an output.
var convTransposeOps = family{
	{"", "ConvTranspose"}: reals(convTranspose[float32], convTranspose[float64]),
}

func convTranspose[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs filters")
	}
	if err := same[T](c, 1, 2); err != nil {
		return err
	}
	x, w := c.In[0], c.In[1]
	groups := c.Int("group", 1)
	if x.Rank() < 3 || x.Rank() != w.Rank() || groups < 1 || x.Shape[1] != w.Shape[0] || w.Shape[0]%groups != 0 {
		return c.Errorf("%s, the filters %s and %d groups do not fit together", x, w, groups)
	}
	slide, err := c.slideBack(x.Shape[2:], w.Shape[2:])
	if err != nil {
		return err
	}
	shape := append([]int64{x.Shape[0], w.Shape[1] * groups}, int64sOf(slide.in)...)
	v := convOf[T](c, slide.taps(), shape, w.Shape)
	v.y, v.w, v.x = tensor.As[T](x), tensor.As[T](w), tensor.As[T](c.Make(0, elemType[T](), shape...))
	v.gradX(c)
	if !c.Has(2) {
		return nil
	}
	bias := tensor.As[T](c.In[2])
	if int64(len(bias)) != shape[1] {
		return c.Errorf("the bias %s has not one element for each of %d channels", c.In[2], shape[1])
	}
	for p := range v.batch * len(bias) {
		y := v.x[p*v.inPlane:][:v.inPlane]
		for i := range y {
			y[i] += bias[p%len(bias)]
		}
	}
	return nil
}

// slideBack is the window whose positions are the given spatial dims: in is what the
// transposed convolution makes.
func (c *Call) slideBack(out, kernel []int64) (w window, err error) {
	n := len(out)
	w.out, w.kernel, w.in = intsOf(out), intsOf(kernel), make([]int, n)
	if w.stride, err = c.perDim("strides", n, 1); err != nil {
		return w, err
	}
	if w.dilation, err = c.perDim("dilations", n, 1); err != nil {
		return w, err
	}
	more, err := c.perDim("output_padding", n, 0)
	if err != nil {
		return w, err
	}
	pads := intsOf(c.Ints("pads"))
	if len(pads) == 0 {
		pads = make([]int, 2*n)
	}
	if len(pads) != 2*n {
		return w, c.Errorf("%d pads are given for %d spatial dims, want two for each", len(pads), n)
	}
	w.begin, w.end = slices.Clone(pads[:n]), slices.Clone(pads[n:])
	auto, wanted := c.Str("auto_pad", "NOTSET"), intsOf(c.Ints("output_shape"))
	if len(wanted) > n {
		wanted = wanted[len(wanted)-n:] // with batch and channels
	}
	for d := range n {
		full := w.stride[d]*(w.out[d]-1) + more[d] + w.extent(d)
		same := auto == "SAME_UPPER" || auto == "SAME_LOWER"
		switch {
		case len(wanted) == n:
			w.in[d] = wanted[d]
		case same:
			w.in[d] = w.out[d] * w.stride[d]
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
		if w.in[d] < 1 || w.stride[d] < 1 || w.dilation[d] < 1 {
			return w, c.Errorf("the result would have %d elements along spatial dim %d", w.in[d], d)
		}
	}
	return w, nil
}
