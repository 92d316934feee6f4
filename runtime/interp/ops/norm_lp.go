package ops

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// lpNormOps divide by a norm along one axis, or by mean and deviation along several.
var lpNormOps = family{
	{"", "LpNormalization"}:           reals(lpNorm[float32], lpNorm[float64]),
	{"", "MeanVarianceNormalization"}: reals(meanVariance[float32], meanVariance[float64]),
}

// overGroups returns the group of every element of the input: elements that differ
// along the given axes alone are of one group. It also returns the number of groups.
func (c *Call) overGroups(axes []int) (of []int, groups int) {
	shape := c.In[0].Shape
	kept := slices.Clone(shape)
	for _, a := range axes {
		kept[a] = 1
	}
	of = make([]int, c.In[0].Len())
	s := strides(kept, shape)
	walk(shape, s, s, func(at, g, _, n, sg, _ int) {
		for k := range n {
			of[at+k] = g + k*sg
		}
	})
	c.Engine.Scratch(int64(8 * len(of)))
	return of, int(tensor.Count(kept))
}

func lpNorm[T real](c *Call) error {
	axis, err := c.Axis(c.Int("axis", -1), c.In[0].Rank())
	if err != nil {
		return err
	}
	p := float64(c.Int("p", 2))
	if p != 1 && p != 2 {
		return c.Errorf("p is %g, want 1 or 2", p)
	}
	of, n := c.overGroups([]int{axis})
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
	norm := make([]float64, n)
	for i, v := range x {
		norm[of[i]] += math.Pow(math.Abs(float64(v)), p)
	}
	for i, v := range x {
		y[i] = 0
		if d := math.Pow(norm[of[i]], 1/p); d != 0 {
			y[i] = T(float64(v) / d)
		}
	}
	return nil
}

func meanVariance[T real](c *Call) error {
	axes := c.Ints("axes")
	if axes == nil {
		axes = []int64{0, 2, 3}
	}
	var along []int
	for _, a := range axes {
		d, err := c.Axis(a, c.In[0].Rank())
		if err != nil {
			return err
		}
		along = append(along, d)
	}
	of, n := c.overGroups(along)
	x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
	mean, variance, count := make([]float64, n), make([]float64, n), float64(len(x))/float64(max(1, n))
	for i, v := range x {
		mean[of[i]] += float64(v) / count
	}
	for i, v := range x {
		d := float64(v) - mean[of[i]]
		variance[of[i]] += d * d / count
	}
	for i, v := range x {
		y[i] = T((float64(v) - mean[of[i]]) / (math.Sqrt(variance[of[i]]) + 1e-9))
	}
	return nil
}
