package ops

import (
	"math"

	"github.com/unswag/unswagc/runtime/tensor"
)

// groupNormOps normalize groups of channels of one image, and LRN neighbouring channels.
var groupNormOps = family{
	{"", "InstanceNormalization"}: reals(instanceNorm[float32], instanceNorm[float64]),
	{"", "GroupNormalization"}:    reals(groupNorm[float32], groupNorm[float64]),
	{"", "LRN"}:                   reals(lrn[float32], lrn[float64]),
}

func instanceNorm[T real](c *Call) error {
	if c.In[0].Rank() < 2 {
		return c.Errorf("%s has no batch and channels", c.In[0])
	}
	return normalizeGroups[T](c, c.In[0].Shape[1])
}

func groupNorm[T real](c *Call) error {
	groups := c.Int("num_groups", 0)
	if c.In[0].Rank() < 2 || groups < 1 || c.In[0].Shape[1]%groups != 0 {
		return c.Errorf("num_groups %d does not divide the channels of %s", groups, c.In[0])
	}
	return normalizeGroups[T](c, groups)
}

// normalizeGroups has inputs X, scale and bias. These have one element for each channel,
// or, in GroupNormalization of version 18, for each group.
func normalizeGroups[T real](c *Call, groups int64) error {
	batch, channels, plane := int(c.In[0].Shape[0]), int(c.In[0].Shape[1]), int(tensor.Count(c.In[0].Shape[2:]))
	per := channels / int(groups) // channels of a group
	n := channels
	if c.Node.OpType == "GroupNormalization" && c.Has(1) && c.In[1].Len() == groups {
		n = int(groups)
	}
	in, err := vectors[T](c, n, 1, 2)
	if err != nil {
		return err
	}
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
	epsilon := float64(c.Float("epsilon", 1e-5))
	wide := per * plane
	c.Engine.Parallel(batch*int(groups), max(1, grain/max(1, wide)), func(lo, hi int) {
		for g := lo; g < hi; g++ {
			mean, variance := moments(x[g*wide:], 1, wide, 0)
			inv := inverse(variance, epsilon)
			for k := range per {
				m := (g%int(groups)*per + k) * n / channels
				at := g*wide + k*plane
				out, v := y[at:at+plane], x[at:at+plane]
				a := T(inv) * in[0][m]
				for i := range out {
					out[i] = (v[i]-T(mean))*a + in[1][m]
				}
			}
		}
	})
	return nil
}

// lrn divides by a power of the squares of neighbouring channels.
func lrn[T real](c *Call) error {
	if c.In[0].Rank() < 2 {
		return c.Errorf("%s has no batch and channels", c.In[0])
	}
	size := int(c.Int("size", 0))
	if size < 1 {
		return c.Errorf("size is %d, want the number of channels to sum over", size)
	}
	batch, channels, plane := int(c.In[0].Shape[0]), int(c.In[0].Shape[1]), int(tensor.Count(c.In[0].Shape[2:]))
	alpha, beta, bias := float64(c.Float("alpha", 1e-4))/float64(size), float64(c.Float("beta", 0.75)), float64(c.Float("bias", 1))
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
	c.Engine.Parallel(batch*channels, max(1, grain/max(1, plane*size)), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			n, m := p/channels, p%channels
			first, last := max(0, m-(size-1)/2), min(channels-1, m+size/2)
			out, in := y[p*plane:][:plane], x[p*plane:][:plane]
			clear(out)
			for k := first; k <= last; k++ {
				for i, v := range x[(n*channels+k)*plane:][:plane] {
					out[i] += v * v
				}
			}
			for i, v := range in {
				out[i] = T(float64(v) / math.Pow(bias+alpha*float64(out[i]), beta))
			}
		}
	})
	return nil
}
