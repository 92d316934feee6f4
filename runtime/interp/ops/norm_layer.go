package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// layerNormOps normalize rows: all dims from an axis on. The simplified form, which is
// also RMSNormalization, leaves the mean where it is.
var layerNormOps = family{
	{"", "LayerNormalization"}:                            reals(layerNorm[float32](false), layerNorm[float64](false)),
	{"", "SimplifiedLayerNormalization"}:                  reals(layerNorm[float32](true), layerNorm[float64](true)),
	{"", "RMSNormalization"}:                              reals(layerNorm[float32](true), layerNorm[float64](true)),
	{"com.microsoft", "LayerNormalizationGrad"}:           reals(layerNormGrad[float32](false), layerNormGrad[float64](false)),
	{"com.microsoft", "SimplifiedLayerNormalizationGrad"}: reals(layerNormGrad[float32](true), layerNormGrad[float64](true)),
}

// rowsOf splits the shape of input i into rows of the dims from the attribute axis on.
func (c *Call) rowsOf(i int) (axis, rows, wide int, err error) {
	shape := c.In[i].Shape
	if axis, err = c.Axis(c.Int("axis", -1), len(shape)); err != nil {
		return 0, 0, 0, err
	}
	return axis, int(tensor.Count(shape[:axis])), int(tensor.Count(shape[axis:])), nil
}

// weights is input i, a scale or bias, broadcast to the dims of a row.
func weights[T real](c *Call, i int, row []int64) ([]T, error) {
	t := c.In[i]
	x, n := tensor.As[T](t), int(tensor.Count(row))
	if len(x) == n {
		return x, nil
	}
	if s, err := c.broadcast(row, t.Shape); err != nil || !slices.Equal(s, row) {
		return nil, c.Errorf("input %d is %s, which cannot be broadcast to the normalized dims %v", i, t, row)
	}
	out := scratchOf[T](c, n)
	fill(c, out, x, row, t.Shape)
	return out, nil
}

// statistics makes output i, of one number per row: float32, as ONNX has it, unless the
// graph states double. It returns how to write it.
func (c *Call) statistics(i, axis int) func(row int, v float64) {
	if !c.Wants(i) {
		return func(int, float64) {}
	}
	shape := slices.Clone(c.In[0].Shape)
	for d := axis; d < len(shape); d++ {
		shape[d] = 1
	}
	if t := c.Node.Output(i).Type; t != nil && t.Elem == onnxio.Double {
		out := tensor.As[float64](c.Make(i, onnxio.Double, shape...))
		return func(row int, v float64) { out[row] = v }
	}
	out := tensor.As[float32](c.Make(i, onnxio.Float, shape...))
	return func(row int, v float64) { out[row] = float32(v) }
}

func layerNorm[T real](simple bool) Kernel {
	return func(c *Call) error {
		if err := same[T](c, 1, 2); err != nil {
			return err
		}
		axis, rows, wide, err := c.rowsOf(0)
		if err != nil {
			return err
		}
		var scale, bias []T
		for i, to := range []*[]T{&scale, &bias} {
			if !c.Has(i + 1) {
				continue
			}
			if *to, err = weights[T](c, i+1, c.In[0].Shape[axis:]); err != nil {
				return err
			}
		}
		x, y := tensor.As[T](c.In[0]), tensor.As[T](c.Like(0, c.In[0]))
		means, inverses := c.statistics(1, axis), func(int, float64) {}
		if simple {
			means, inverses = inverses, means
		} else {
			inverses = c.statistics(2, axis)
		}
		epsilon := float64(c.Float("epsilon", 1e-5))
		c.Engine.Parallel(rows, max(1, grain/max(1, wide)), func(lo, hi int) {
			for r := lo; r < hi; r++ {
				x, y := x[r*wide:][:wide], y[r*wide:][:wide]
				mean, variance := rowMoments(x, simple)
				inv := inverse(variance, epsilon)
				means(r, mean)
				inverses(r, inv)
				for i, v := range x {
					y[i] = (v - T(mean)) * T(inv)
				}
				for i, v := range scale {
					y[i] *= v
				}
				for i, v := range bias {
					y[i] += v
				}
			}
		})
		return nil
	}
}

// rowMoments are mean and variance of a row; simply, 0 and the mean of the squares.
func rowMoments[T real](x []T, simple bool) (mean, variance float64) {
	if simple {
		return 0, distances(x, 0) / float64(max(1, len(x)))
	}
	return moments(x, 1, len(x), 0)
}

// layerNormGrad has inputs dY, X, scale, mean (not in the simplified form) and
// 1/sqrt(variance+epsilon), and outputs dX, dScale, dB (not in the simplified form).
func layerNormGrad[T real](simple bool) Kernel {
	return func(c *Call) error {
		last := 4
		if simple {
			last = 3
		}
		if !c.Has(1) || !c.Has(2) || !c.Has(last) || c.In[0].Len() != c.In[1].Len() {
			return c.Errorf("it needs a gradient and an input of one shape, a scale and the row statistics")
		}
		if err := same[T](c, 1, 2); err != nil {
			return err
		}
		axis, rows, wide, err := c.rowsOf(1)
		if err != nil {
			return err
		}
		g := &rowGrad[T]{rows: rows, wide: wide, dy: tensor.As[T](c.In[0]), x: tensor.As[T](c.In[1])}
		if g.scale, err = weights[T](c, 2, c.In[1].Shape[axis:]); err != nil {
			return err
		}
		if g.inv, err = g.statistic(c, last); err != nil {
			return err
		}
		g.mean = make([]float64, rows)
		if !simple {
			if g.mean, err = g.statistic(c, 3); err != nil {
				return err
			}
		}
		if c.Wants(0) {
			g.input(c, tensor.As[T](c.Like(0, c.In[1])), simple)
		}
		var dScale, dB []T
		if c.Wants(1) {
			dScale = tensor.As[T](c.Like(1, c.In[2]))
		}
		if c.Wants(2) {
			dB = tensor.As[T](c.Like(2, c.In[2]))
		}
		if n := int(c.In[2].Len()); n != wide && (dScale != nil || dB != nil) {
			return c.Errorf("the scale %s has not one element for each of a row, %d", c.In[2], wide)
		}
		g.weights(c, dScale, dB)
		return nil
	}
}

// rowGrad is the gradient of a normalization of rows.
type rowGrad[T real] struct {
	rows, wide   int
	dy, x, scale []T
	mean, inv    []float64
}

// statistic reads input i, one number per row.
func (g *rowGrad[T]) statistic(c *Call, i int) ([]float64, error) {
	v, ok := numbers(c.In[i])
	if !ok || len(v) != g.rows {
		return nil, c.Errorf("input %d is %s, want one number for each of %d rows", i, c.In[i], g.rows)
	}
	return v, nil
}

// input computes dX = inv * (g - mean(g) - xhat*mean(g*xhat)) with g = dY*scale; the
// simplified form has no mean(g).
func (g *rowGrad[T]) input(c *Call, dx []T, simple bool) {
	wide := g.wide
	c.Engine.Parallel(g.rows, max(1, grain/max(1, wide)), func(lo, hi int) {
		for r := lo; r < hi; r++ {
			dy, x, dx := g.dy[r*wide:][:wide], g.x[r*wide:][:wide], dx[r*wide:][:wide]
			for i, v := range dy {
				dx[i] = v * g.scale[i]
			}
			mean, inv := T(g.mean[r]), g.inv[r]
			sum, dot := dots(dx, x, mean)
			if simple {
				sum = 0
			}
			b, k := T(sum/float64(wide)), T(dot*inv*inv/float64(wide))
			for i, v := range dx {
				dx[i] = T(inv) * (v - b - (x[i]-mean)*k)
			}
		}
	})
}

// weights computes dScale, the sum over rows of dY*xhat, and dB, that of dY. Columns are
// cut among goroutines, so that the order of the rows stays.
func (g *rowGrad[T]) weights(c *Call, dScale, dB []T) {
	c.Engine.Parallel(g.wide, max(16, grain/max(1, g.rows)), func(lo, hi int) {
		scale, bias := make([]float64, hi-lo), make([]float64, hi-lo)
		for r := range g.rows {
			dy, x := g.dy[r*g.wide:][lo:hi], g.x[r*g.wide:][lo:hi]
			mean, inv := T(g.mean[r]), T(g.inv[r])
			for i, v := range dy {
				bias[i] += float64(v)
				scale[i] += float64(v * ((x[i] - mean) * inv))
			}
		}
		for i := lo; i < hi; i++ {
			if dScale != nil {
				dScale[i] = T(scale[i-lo])
			}
			if dB != nil {
				dB[i] = T(bias[i-lo])
			}
		}
	})
}
