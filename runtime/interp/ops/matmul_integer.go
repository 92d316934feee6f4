package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// matmulIntegerOps are products of 8-bit integers, summed in 32 bits.
var matmulIntegerOps = family{
	{"", "MatMulInteger"}: matmulInteger,
}

func matmulInteger(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two matrices")
	}
	s, err := c.stack()
	if err != nil {
		return err
	}
	a, err := c.centred(0, 2, s.a.cols, s.a.rows, true)
	if err != nil {
		return err
	}
	b, err := c.centred(1, 3, s.b.cols, s.b.cols, false)
	if err != nil {
		return err
	}
	y := tensor.As[int32](c.Make(0, onnxio.Int32, s.shape...))
	m, n, k := s.a.rows, s.b.cols, s.a.cols
	atA, atB := s.offsets()
	for i := range atA {
		multiplyInts(y[i*m*n:(i+1)*m*n], a[atA[i]:], b[atB[i]:], m, n, k)
	}
	return nil
}

// centred returns input i less its zero point, input z: one number, or one for each of
// count rows (or columns) of matrices whose rows have cols elements.
func (c *Call) centred(i, z, cols, count int, byRow bool) ([]int32, error) {
	x, ok := bytesOf(c.In[i])
	if !ok {
		return nil, c.Unsupported(c.In[i])
	}
	c.Engine.Scratch(int64(4 * len(x)))
	if !c.Has(z) {
		return x, nil
	}
	zero, ok := bytesOf(c.In[z])
	switch {
	case !ok:
		return nil, c.Unsupported(c.In[z])
	case len(zero) == 1:
		for j := range x {
			x[j] -= zero[0]
		}
	case count > 0 && len(zero)%count == 0 && len(x)%max(len(zero), 1) == 0 && (c.In[z].Rank() == 1) == (len(zero) == count):
		stack := len(zero) / count
		for j := range x {
			at := j % cols
			if byRow {
				at = j / cols % count
			}
			if stack > 1 {
				at += j / (len(x) / stack) * count
			}
			x[j] -= zero[at]
		}
	default:
		return nil, c.Errorf("the zero point %s does not fit to %s", c.In[z], c.In[i])
	}
	return x, nil
}

// bytesOf widens 8-bit integers, false for other types.
func bytesOf(t *tensor.Tensor) ([]int32, bool) {
	out := make([]int32, t.Len())
	switch t.Elem {
	case onnxio.Uint8:
		for i, v := range tensor.As[uint8](t) {
			out[i] = int32(v)
		}
	case onnxio.Int8:
		for i, v := range tensor.As[int8](t) {
			out[i] = int32(v)
		}
	default:
		return nil, false
	}
	return out, true
}
