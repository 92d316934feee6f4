package ops

import (
	"math"

	"github.com/unswag/unswagc/runtime/tensor"
)

// globalPoolOps make one number of every plane.
var globalPoolOps = family{
	{"", "GlobalAveragePool"}:                  reals(globalPool(averageOf[float32]), globalPool(averageOf[float64])),
	{"", "GlobalMaxPool"}:                      reals(globalPool(maximumOf[float32]), globalPool(maximumOf[float64])),
	{"", "GlobalLpPool"}:                       reals(globalLp[float32], globalLp[float64]),
	{"", "GlobalAveragePoolGrad"}:              reals(globalAveragePoolGrad[float32], globalAveragePoolGrad[float64]),
	{"com.microsoft", "GlobalAveragePoolGrad"}: reals(globalAveragePoolGrad[float32], globalAveragePoolGrad[float64]),
}

func averageOf[T real](x []T) T { return T(total(x) / float64(len(x))) }

// maximumOf is the largest element, NaN if there is one.
func maximumOf[T real](x []T) T {
	if len(x) == 0 {
		return 0
	}
	most := x[0]
	for _, v := range x {
		most = max(most, v)
	}
	return most
}

func globalPool[T real](f func(x []T) T) Kernel {
	return func(c *Call) error {
		x := c.In[0]
		if x.Rank() < 2 {
			return c.Errorf("%s has no batch and channels", x)
		}
		shape := []int64{x.Shape[0], x.Shape[1]}
		for range x.Shape[2:] {
			shape = append(shape, 1)
		}
		in, out := tensor.As[T](x), tensor.As[T](c.Make(0, x.Elem, shape...))
		plane := int(tensor.Count(x.Shape[2:]))
		c.Engine.Parallel(len(out), max(1, grain/max(1, plane)), func(lo, hi int) {
			for i := lo; i < hi; i++ {
				out[i] = f(in[i*plane:][:plane])
			}
		})
		return nil
	}
}

func globalLp[T real](c *Call) error {
	p := float64(c.Int("p", 2))
	return globalPool(func(x []T) T {
		var sum float64
		for _, v := range x {
			sum += math.Pow(math.Abs(float64(v)), p)
		}
		return T(math.Pow(sum, 1/p))
	})(c)
}

// globalAveragePoolGrad has the gradient of the output as its only input; the attribute
// kernel_shape, or the type that the graph states, has the spatial dims of the input.
func globalAveragePoolGrad[T real](c *Call) error {
	dy := c.In[0]
	if dy.Rank() < 3 {
		return c.Errorf("the gradient %s has no spatial dims", dy)
	}
	shape := append([]int64{dy.Shape[0], dy.Shape[1]}, c.Ints("kernel_shape")...)
	if len(shape) != dy.Rank() {
		var err error
		if shape, err = c.stated(dy); err != nil {
			return err
		}
	}
	y, x := tensor.As[T](dy), tensor.As[T](c.Make(0, elemType[T](), shape...))
	plane := int(tensor.Count(shape[2:]))
	c.Engine.Parallel(len(y), max(1, grain/max(1, plane)), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			v, part := y[i]/T(plane), x[i*plane:][:plane]
			for j := range part {
				part[j] = v
			}
		}
	})
	return nil
}

// stated is the shape that the graph states for output 0, of the batch and channels of dy.
func (c *Call) stated(dy *tensor.Tensor) ([]int64, error) {
	shape := []int64{dy.Shape[0], dy.Shape[1]}
	if v := c.Node.Output(0); v != nil && v.Type != nil && v.Type.HasShape && len(v.Type.Shape) == dy.Rank() {
		for _, d := range v.Type.Shape[2:] {
			if d.Value >= 0 {
				shape = append(shape, d.Value)
			}
		}
	}
	if len(shape) != dy.Rank() {
		return nil, c.Errorf("neither kernel_shape nor the type of the output tells the spatial dims of the input")
	}
	return shape, nil
}
