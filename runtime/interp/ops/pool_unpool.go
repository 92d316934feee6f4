package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// unpoolOps put maxima back to where they came from.
var unpoolOps = family{
	{"", "MaxUnpool"}: reals(maxUnpool[float32], maxUnpool[float64]),
}

// maxUnpool has inputs X, the indices of a MaxPool, and optionally the shape of the
// output. The indices count in the smallest shape that the pooling can have had; that
// lies in the first corner of a larger output.
func maxUnpool[T real](c *Call) error {
	x, kernel := c.In[0], c.Ints("kernel_shape")
	if !c.Has(1) || c.In[1].Elem != onnxio.Int64 || c.In[1].Len() != x.Len() || x.Rank() < 3 {
		return c.Errorf("it needs an input with spatial dims and as many int64 indices")
	}
	if x.Rank() != len(kernel)+2 {
		return c.Errorf("%s has not a spatial dim for each of the kernel's, %v", x, kernel)
	}
	w, err := c.slide(slices.Repeat([]int64{1 << 20}, len(kernel)), kernel)
	if err != nil {
		return err
	}
	small := slices.Clone(x.Shape)
	for d := range kernel {
		small[d+2] = (x.Shape[d+2]-1)*int64(w.stride[d]) + int64(w.kernel[d]-w.begin[d]-w.end[d])
	}
	shape, err := c.IntsIn(2)
	if err != nil {
		return err
	}
	if shape == nil {
		shape = small
	}
	if len(shape) != len(small) {
		return c.Errorf("output_shape %v has not %d dims", shape, len(small))
	}
	y := tensor.As[T](c.Make(0, elemType[T](), shape...))
	clear(y)
	index := tensor.As[int64](c.In[1])
	for i, v := range tensor.As[T](x) {
		at, n, step := int64(0), index[i], int64(1)
		for d := len(small) - 1; d >= 0; d-- {
			k := n % small[d]
			if n < 0 || k >= shape[d] {
				return c.Errorf("index %d lies outside of the output", index[i])
			}
			at, step, n = at+k*step, step*shape[d], n/small[d]
		}
		if n != 0 {
			return c.Errorf("index %d lies outside of the output", index[i])
		}
		y[at] = v
	}
	return nil
}
