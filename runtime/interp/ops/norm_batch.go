package ops

import (
	"github.com/unswag/unswagc/runtime/tensor"
)

// batchNormOps normalize every channel over batch and plane.
var batchNormOps = family{
	{"", "BatchNormalization"}:                  reals(batchNorm[float32], batchNorm[float64]),
	{"com.microsoft", "BatchNormInternal"}:      reals(batchNorm[float32], batchNorm[float64]),
	{"com.microsoft", "BatchNormalizationGrad"}: reals(batchNormGrad[float32], batchNormGrad[float64]),
}

// channels is how batch normalization sees a tensor: batch, channels, elements of a
// plane. Without spatial (version 7), every element of an image is a channel.
func (c *Call) channels(shape []int64) (batch, channels, plane int, err error) {
	if len(shape) == 0 {
		return 0, 0, 0, c.Errorf("the input has no dims")
	}
	batch, channels, plane = int(shape[0]), 1, 1
	if len(shape) == 1 {
		return batch, 1, 1, nil
	}
	channels, plane = int(shape[1]), int(tensor.Count(shape[2:]))
	if c.Int("spatial", 1) == 0 {
		channels, plane = channels*plane, 1
	}
	return batch, channels, plane, nil
}

// vectors views inputs, which must have n elements each.
func vectors[T real](c *Call, n int, inputs ...int) ([][]T, error) {
	out := make([][]T, len(inputs))
	for k, i := range inputs {
		if !c.Has(i) || c.In[i].Elem != elemType[T]() || c.In[i].Len() != int64(n) {
			var t *tensor.Tensor
			if i < len(c.In) {
				t = c.In[i]
			}
			return nil, c.Errorf("input %d is %s, want %d elements of %s, one for each channel", i, t, n, elemType[T]())
		}
		out[k] = tensor.As[T](c.In[i])
	}
	return out, nil
}

// batchNorm has outputs Y, running mean and variance, and, before version 14 and in
// BatchNormInternal, the mean and variance of the batch; BatchNormInternal has
// 1/sqrt(variance+epsilon) in place of that variance. Outside of training, where some
// exporters list further outputs all the same, they are what normalizes.
func batchNorm[T real](c *Call) error {
	batch, channels, plane, err := c.channels(c.In[0].Shape)
	if err != nil {
		return err
	}
	in, err := vectors[T](c, channels, 1, 2, 3, 4)
	if err != nil {
		return err
	}
	internal := c.Node.OpType == "BatchNormInternal"
	training := c.Int("training_mode", 0) != 0 || internal || c.Opset < 14 && c.Wants(1)
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
	epsilon, momentum := float64(c.Float("epsilon", 1e-5)), float64(c.Float("momentum", 0.9))
	var out [4][]T
	for i := range out {
		if c.Wants(i + 1) {
			out[i] = tensor.As[T](c.Like(i+1, c.In[3]))
		}
	}
	put := func(i, m int, v float64) {
		if out[i] != nil {
			out[i][m] = T(v)
		}
	}
	c.Engine.Parallel(channels, max(1, grain/max(1, batch*plane)), func(lo, hi int) {
		for m := lo; m < hi; m++ {
			mean, variance := float64(in[2][m]), float64(in[3][m])
			for i, v := range []float64{mean, variance, mean, variance} {
				put(i, m, v)
			}
			if training {
				mean, variance = moments(x[m*plane:], batch, plane, channels*plane)
				put(0, m, float64(in[2][m])*momentum+mean*(1-momentum))
				put(1, m, float64(in[3][m])*momentum+variance*(1-momentum))
				put(2, m, mean)
				put(3, m, variance)
				if internal {
					put(3, m, inverse(variance, epsilon))
				}
			}
			a := T(inverse(variance, epsilon)) * in[0][m]
			b := in[1][m] - T(mean)*a
			for n := range batch {
				at := (n*channels + m) * plane
				affine(y[at:at+plane], x[at:], a, b)
			}
		}
	})
	return nil
}

// batchNormGrad has inputs dY, X, scale, mean and 1/sqrt(variance+epsilon) of the batch,
// and outputs dX, dScale, dB.
func batchNormGrad[T real](c *Call) error {
	if !c.Has(1) || c.In[1].Len() != c.In[0].Len() {
		return c.Errorf("it needs a gradient and an input of one shape")
	}
	if err := same[T](c, 1); err != nil {
		return err
	}
	batch, channels, plane, err := c.channels(c.In[1].Shape)
	if err != nil {
		return err
	}
	in, err := vectors[T](c, channels, 2, 3, 4)
	if err != nil {
		return err
	}
	dy, x := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	var dx, dScale, dB []T
	if c.Wants(0) {
		dx = tensor.As[T](c.Like(0, c.In[1]))
	}
	if c.Wants(1) {
		dScale = tensor.As[T](c.Like(1, c.In[2]))
	}
	if c.Wants(2) {
		dB = tensor.As[T](c.Like(2, c.In[2]))
	}
	count := float64(max(1, batch*plane))
	c.Engine.Parallel(channels, max(1, grain/max(1, batch*plane)), func(lo, hi int) {
		for m := lo; m < hi; m++ {
			scale, mean, inv := float64(in[0][m]), in[1][m], float64(in[2][m])
			var sum, dot float64
			for n := range batch {
				at := (n*channels + m) * plane
				s, d := dots(dy[at:at+plane], x[at:at+plane], mean)
				sum, dot = sum+s, dot+d
			}
			if dScale != nil {
				dScale[m] = T(dot * inv)
			}
			if dB != nil {
				dB[m] = T(sum)
			}
			if dx == nil {
				continue
			}
			// dX = scale*inv * (dY - sum/count - (x-mean)*inv*inv*dot/count)
			a, b, k := T(scale*inv), T(sum/count), T(inv*inv*dot/count)
			for n := range batch {
				at := (n*channels + m) * plane
				out, g, v := dx[at:at+plane], dy[at:at+plane], x[at:at+plane]
				for i := range out {
					out[i] = a * (g[i] - b - (v[i]-mean)*k)
				}
			}
		}
	})
	return nil
}
