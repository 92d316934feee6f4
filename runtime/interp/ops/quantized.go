package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// quantizedOps compute with 8-bit integers that stand for scaled numbers.
var quantizedOps = family{
	{"", "QLinearMatMul"}: qlinearMatMul,
	{"", "QLinearConv"}:   qlinearConv,
}

// qlinearMatMul has inputs a, its scale and zero point, the same of b, and those of y.
func qlinearMatMul(c *Call) error {
	if err := c.quantized(8); err != nil {
		return err
	}
	inner := *c
	inner.In = []*tensor.Tensor{c.In[0], c.In[3], c.In[2], c.In[5]}
	s, err := inner.stack()
	if err != nil {
		return err
	}
	a, err := inner.centred(0, 2, s.a.cols, s.a.rows, true)
	if err != nil {
		return err
	}
	b, err := inner.centred(1, 3, s.b.cols, s.b.cols, false)
	if err != nil {
		return err
	}
	sums := make([]int32, tensor.Count(s.shape))
	c.Engine.Scratch(int64(4 * len(sums)))
	m, n, k := s.a.rows, s.b.cols, s.a.cols
	atA, atB := s.offsets()
	for i := range atA {
		multiplyInts(sums[i*m*n:(i+1)*m*n], a[atA[i]:], b[atB[i]:], m, n, k)
	}
	return c.requantize(sums, s.shape, 1, 4, 6, 7, max(1, n), 1)
}

// qlinearConv has inputs x, its scale and zero point, the same of w, those of y, and a
// bias.
func qlinearConv(c *Call) error {
	if err := c.quantized(8); err != nil {
		return err
	}
	inner := *c
	inner.In = []*tensor.Tensor{c.In[0], c.In[3], c.In[2], c.In[5]}
	inner.Engine, inner.Out = widening{c.Engine}, make([]*tensor.Tensor, 1)
	if err := convInteger(&inner); err != nil {
		return err
	}
	y := inner.Out[0]
	sums := tensor.As[int32](y)
	plane, filters := int(tensor.Count(y.Shape[2:])), int(y.Shape[1])
	if c.Has(8) {
		if c.In[8].Elem != onnxio.Int32 || c.In[8].Len() != y.Shape[1] {
			return c.Errorf("the bias is %s, want one int32 for each of %d filters", c.In[8], filters)
		}
		for i := range sums {
			sums[i] += tensor.As[int32](c.In[8])[i/max(1, plane)%filters]
		}
	}
	return c.requantize(sums, y.Shape, 1, 4, 6, 7, max(1, filters), max(1, plane))
}

// quantized checks that the first n inputs are there.
func (c *Call) quantized(n int) error {
	for i := range n {
		if !c.Has(i) {
			return c.Errorf("it needs input %d", i)
		}
	}
	return nil
}

// requantize makes output 0 of sums, given the inputs that hold the scales of both sides
// and of y, and the zero point of y. The second scale may have one number for each of
// count columns or channels; one of these is step elements long.
func (c *Call) requantize(sums []int32, shape []int64, scaleA, scaleB, scaleY, zeroY, count, step int) error {
	a, ok := numbers(c.In[scaleA])
	b, ok2 := numbers(c.In[scaleB])
	s, ok3 := numbers(c.In[scaleY])
	zero, ok4 := bytesOf(c.In[zeroY])
	switch {
	case !ok4:
		return c.Unsupported(c.In[zeroY])
	case !ok || !ok2 || !ok3 || len(a) != 1 || len(s) != 1 || len(zero) != 1 || len(b) != 1 && len(b) != count:
		return c.Errorf("the scales %s, %s and %s and the zero point %s are not supported", c.In[scaleA], c.In[scaleB], c.In[scaleY], c.In[zeroY])
	}
	out := c.Make(0, c.In[zeroY].Elem, shape...)
	lo, hi := 0.0, 255.0
	if out.Elem == onnxio.Int8 {
		lo, hi = -128, 127
	}
	for i, v := range sums {
		scale := a[0] * b[i/step%count%len(b)] / s[0]
		out.Data[i] = byte(int32(min(max(math.RoundToEven(float64(v)*scale)+float64(zero[0]), lo), hi)))
	}
	return nil
}
