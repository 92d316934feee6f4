package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// convIntegerOps convolve 8-bit integers.
var convIntegerOps = family{
	{"", "ConvInteger"}: convInteger,
}

// convInteger convolves in float64, in which every sum of such products is exact.
func convInteger(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs an input and filters")
	}
	slide, err := c.newConv(c.In[0].Shape, c.In[1].Shape)
	if err != nil {
		return err
	}
	x, err := c.centred(0, 2, 1, 1, true)
	if err != nil {
		return err
	}
	filters := int(c.In[1].Shape[0])
	w, err := c.centred(1, 3, int(c.In[1].Len())/max(1, filters), filters, true)
	if err != nil {
		return err
	}
	v := convOf[float64](c, slide.taps(), c.In[0].Shape, c.In[1].Shape)
	shape := append([]int64{c.In[0].Shape[0], c.In[1].Shape[0]}, int64sOf(slide.out)...)
	y := tensor.As[int32](c.Make(0, onnxio.Int32, shape...))
	v.x, v.w, v.y = convert(x), convert(w), scratchOf[float64](c, len(y))
	c.Engine.Scratch(int64(8 * (len(x) + len(w))))
	v.forward(c, nil)
	for i, s := range v.y {
		y[i] = int32(s)
	}
	return nil
}
