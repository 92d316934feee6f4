package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// optimizerOps update parameters: those on sequences in place.
var optimizerOps = family{
	{"com.microsoft", "AdamWOptimizer"}: adamW,
	{"com.microsoft", "SGDOptimizerV2"}: sgdOptimizer,
	{"", "SGD"}:                         reals(sgd[float32], sgd[float64]),
}

// adamW updates the parameters (input 2) and both moments (4 and 5) by their gradients
// (3), unless input 6 is false. Output 0 tells whether it was done.
func adamW(c *Call) error {
	update, err := c.flag(6, true)
	if err != nil {
		return err
	}
	lr, err := c.one(0)
	if err != nil {
		return err
	}
	step, err := c.oneInt(1, 0)
	if err != nil {
		return err
	}
	if err := c.inStep(2, 3, 4, 5); err != nil {
		return err
	}
	if update {
		a := c.adam(lr, step)
		for i, p := range c.Seqs[2] {
			a.update(c, tensor.As[float32](p), tensor.As[float32](c.Seqs[3][i]), tensor.As[float32](c.Seqs[4][i]), tensor.As[float32](c.Seqs[5][i]))
		}
	}
	return c.updated(update, 2, 4, 5)
}

// one reads input i, one float.
func (c *Call) one(i int) (float64, error) {
	if c.Has(i) {
		if v, ok := numbers(c.In[i]); ok && len(v) == 1 {
			return v[0], nil
		}
	}
	return 0, c.Errorf("input %d is %s, want one number", i, c.input(i))
}

// inStep checks that the inputs listed are sequences of float tensors whose shapes agree.
func (c *Call) inStep(inputs ...int) error {
	for _, i := range inputs {
		if i >= len(c.Seqs) || len(c.Seqs[i]) != len(c.Seqs[inputs[0]]) {
			return c.Errorf("inputs %v are no sequences of one length", inputs)
		}
		for k, t := range c.Seqs[i] {
			if p := c.Seqs[inputs[0]][k]; t.Elem != onnxio.Float || t.Len() != p.Len() {
				return c.Errorf("tensor %d of input %d is %s for a parameter %s", k, i, t, p)
			}
		}
	}
	return nil
}

// updated makes output 0, the flag, and hands on the sequences that were updated.
func (c *Call) updated(done bool, inputs ...int) error {
	if c.Wants(0) {
		tensor.As[bool](c.Make(0, onnxio.Bool, 1))[0] = done
	}
	for k, i := range inputs {
		if c.Wants(k + 1) {
			c.OutSeqs[k+1] = c.Seqs[i]
		}
	}
	return nil
}

// sgdOptimizer updates the parameters (input 1) by their gradients (2), unless input 3 is
// false.
func sgdOptimizer(c *Call) error {
	update, err := c.flag(3, true)
	if err != nil {
		return err
	}
	lr, err := c.one(0)
	if err != nil {
		return err
	}
	if err := c.inStep(1, 2); err != nil {
		return err
	}
	if update {
		for i, p := range c.Seqs[1] {
			descend(c, tensor.As[float32](p), tensor.As[float32](p), tensor.As[float32](c.Seqs[2][i]), float32(lr))
		}
	}
	return c.updated(update, 1)
}

// sgd makes the parameter, input 0, less its gradient times the attribute lr.
func sgd[T real](c *Call) error {
	if !c.Has(1) || c.In[1].Len() != c.In[0].Len() {
		return c.Errorf("the gradient %s does not fit the parameter %s", c.input(1), c.In[0])
	}
	if err := same[T](c, 1); err != nil {
		return err
	}
	descend(c, tensor.As[T](c.Like(0, c.In[0])), tensor.As[T](c.In[0]), tensor.As[T](c.In[1]), T(c.Float("lr", 0)))
	return nil
}

// descend computes y = w - rate*g.
func descend[T real](c *Call, y, w, g []T, rate T) {
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			y[i] = w[i] - rate*g[i]
		}
	})
}
