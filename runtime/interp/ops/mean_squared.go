package ops

import "github.com/unswag/unswagc/runtime/tensor"

// squaredOps are the mean of squared differences and its gradient, as fused graphs of
// embedded targets have them.
var squaredOps = family{
	{"", "MSELoss"}:     reals(meanSquared[float32], meanSquared[float64]),
	{"", "MSELossGrad"}: reals(meanSquaredGrad[float32], meanSquaredGrad[float64]),
}

// differing checks that both inputs have one type and number of elements.
func differing[T real](c *Call) (x, y []T, err error) {
	if !c.Has(1) || c.In[0].Len() != c.In[1].Len() {
		return nil, nil, c.Errorf("%s and %s do not fit together", c.In[0], c.input(1))
	}
	if err := same[T](c, 1); err != nil {
		return nil, nil, err
	}
	return tensor.As[T](c.In[0]), tensor.As[T](c.In[1]), nil
}

func meanSquared[T real](c *Call) error {
	x, y, err := differing[T](c)
	if err != nil {
		return err
	}
	var sum float64
	for i := range x {
		d := float64(x[i] - y[i])
		sum += d * d
	}
	tensor.As[T](c.Make(0, elemType[T]()))[0] = T(sum / float64(len(x)))
	return nil
}

func meanSquaredGrad[T real](c *Call) error {
	x, y, err := differing[T](c)
	if err != nil {
		return err
	}
	out, scale := tensor.As[T](c.Like(0, c.In[0])), 2/T(len(x))
	c.Engine.Parallel(len(out), grain, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			out[i] = (x[i] - y[i]) * scale
		}
	})
	return nil
}
