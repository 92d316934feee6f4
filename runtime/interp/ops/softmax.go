package ops

import (
	"math"

	"github.com/unswag/unswagc/runtime/tensor"
)

// softmaxOps normalize along an axis. Before opset 13 all dims from the axis on are one.
var softmaxOps = family{
	{"", "Softmax"}:                        alongAxis(softmaxLine[float32], softmaxLine[float64]),
	{"", "LogSoftmax"}:                     alongAxis(logSoftmaxLine[float32], logSoftmaxLine[float64]),
	{"", "Hardmax"}:                        alongAxis(hardmaxLine[float32], hardmaxLine[float64]),
	{"com.microsoft", "SoftmaxGrad"}:       alongAxis(softmaxGradLine[float32], softmaxGradLine[float64]),
	{"com.microsoft", "SoftmaxGrad_13"}:    alongAxis(softmaxGradLine[float32], softmaxGradLine[float64]),
	{"com.microsoft", "LogSoftmaxGrad"}:    alongAxis(logSoftmaxGradLine[float32], logSoftmaxGradLine[float64]),
	{"com.microsoft", "LogSoftmaxGrad_13"}: alongAxis(logSoftmaxGradLine[float32], logSoftmaxGradLine[float64]),
}

// line computes n elements of o that are step apart, from those of x, and of y where the
// operator has two inputs. o may be x.
type line[T real] func(o, x, y []T, n, step int)

func alongAxis(f32 line[float32], f64 line[float64]) Kernel {
	return reals(func(c *Call) error { return byLine(c, f32) }, func(c *Call) error { return byLine(c, f64) })
}

func byLine[T real](c *Call, f line[T]) error {
	in := c.In[0]
	outer, n, inner, err := c.split(in.Shape)
	if err != nil {
		return err
	}
	x, y := tensor.As[T](in), []T(nil)
	if len(c.In) > 1 {
		if err := same[T](c, 1); err != nil || !c.Has(1) || c.In[1].Len() != in.Len() {
			return c.Errorf("the gradient is %s, the result %s", in, c.input(1))
		}
		y = tensor.As[T](c.In[1])
	}
	out := tensor.As[T](c.Like(0, in))
	if n == 0 {
		return nil
	}
	c.Engine.Parallel(outer*inner, max(1, grain/8/n), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			at := i/inner*n*inner + i%inner
			var second []T
			if y != nil {
				second = y[at:]
			}
			f(out[at:], x[at:], second, n, inner)
		}
	})
	return nil
}

// split cuts a shape at the node's axis into what stands before, along and behind it.
func (c *Call) split(shape []int64) (outer, n, inner int, err error) {
	op, flat, def := c.Node.OpType, c.Opset < 13, int64(-1)
	if c.Node.Domain == "com.microsoft" {
		flat = op == "SoftmaxGrad" || op == "LogSoftmaxGrad"
	}
	if flat {
		def = 1
	}
	at := c.Int("axis", def)
	if flat && at == int64(len(shape)) || len(shape) == 0 {
		return int(tensor.Count(shape)), 1, 1, nil
	}
	axis, err := c.Axis(at, len(shape))
	if err != nil {
		return 0, 0, 0, err
	}
	outer = int(tensor.Count(shape[:axis]))
	if flat {
		return outer, int(tensor.Count(shape[axis:])), 1, nil
	}
	return outer, int(shape[axis]), int(tensor.Count(shape[axis+1:])), nil
}

// mostOf is the largest element of a line, NaN where there is one.
func mostOf[T real](x []T, n, step int) T {
	most := x[0]
	for i := 1; i < n; i++ {
		most = max(most, x[i*step])
	}
	return most
}

func softmaxLine[T real](o, x, _ []T, n, step int) {
	most, sum := float64(mostOf(x, n, step)), 0.0
	for i := range n {
		e := T(math.Exp(float64(x[i*step]) - most))
		o[i*step] = e
		sum += float64(e)
	}
	for i := range n {
		o[i*step] = T(float64(o[i*step]) / sum)
	}
}

func logSoftmaxLine[T real](o, x, _ []T, n, step int) {
	most, sum := float64(mostOf(x, n, step)), 0.0
	for i := range n {
		sum += math.Exp(float64(x[i*step]) - most)
	}
	sum = math.Log(sum)
	for i := range n {
		o[i*step] = T(float64(x[i*step]) - most - sum)
	}
}

// hardmaxLine writes 1 where the first of the largest elements is.
func hardmaxLine[T real](o, x, _ []T, n, step int) {
	first := 0
	for i := range n {
		if x[i*step] > x[first*step] {
			first = i
		}
	}
	for i := range n {
		o[i*step] = 0
	}
	o[first*step] = 1
}

// softmaxGradLine takes the gradient and the softmax.
func softmaxGradLine[T real](o, dy, y []T, n, step int) {
	sum := 0.0
	for i := range n {
		sum += float64(dy[i*step]) * float64(y[i*step])
	}
	for i := range n {
		o[i*step] = T(float64(y[i*step]) * (float64(dy[i*step]) - sum))
	}
}

// logSoftmaxGradLine takes the gradient and the logarithm of the softmax.
func logSoftmaxGradLine[T real](o, dy, y []T, n, step int) {
	sum := 0.0
	for i := range n {
		sum += float64(dy[i*step])
	}
	for i := range n {
		o[i*step] = T(float64(dy[i*step]) - math.Exp(float64(y[i*step]))*sum)
	}
}
