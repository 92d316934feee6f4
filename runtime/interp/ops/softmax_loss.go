package ops

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// lossOps are losses of labels, and their gradients.
var lossOps = family{
	{"", "SoftmaxCrossEntropyLoss"}:                          lossTyped(reals(crossEntropy[float32](false), crossEntropy[float64](false))),
	{"com.microsoft", "SoftmaxCrossEntropyLossInternal"}:     lossTyped(reals(crossEntropy[float32](false), crossEntropy[float64](false))),
	{"", "NegativeLogLikelihoodLoss"}:                        reals(crossEntropy[float32](true), crossEntropy[float64](true)),
	{"com.microsoft", "NegativeLogLikelihoodLossInternal"}:   reals(crossEntropy[float32](true), crossEntropy[float64](true)),
	{"com.microsoft", "NegativeLogLikelihoodLossInternal2"}:  reals(crossEntropy[float32](true), crossEntropy[float64](true)),
	{"com.microsoft", "SoftmaxCrossEntropyLossGrad"}:         lossTyped(withGradient(reals(crossEntropyGrad[float32], crossEntropyGrad[float64]))),
	{"com.microsoft", "SoftmaxCrossEntropyLossInternalGrad"}: lossTyped(reals(crossEntropyGrad[float32], crossEntropyGrad[float64])),
}

// labelled are scores of shape [N, C, D...] with the labels [N, D...] of their samples.
type labelled[T real] struct {
	// samples are N * D..., classes C, inner D....
	samples, classes, inner int
	label                   []int64 // -1: ignored
	weight                  []T     // by class, nil: 1
	// norm is the sum of the weights of all labels.
	norm float64
}

// labels reads the labels at input i and the weights behind them. Which label is
// ignored is an attribute, or input ignore.
func labels[T real](c *Call, scores *tensor.Tensor, i int) (l labelled[T], err error) {
	shape := scores.Shape
	if len(shape) < 2 || !c.Has(i) || c.In[i].Len() != tensor.Count(shape[:1])*tensor.Count(shape[2:]) {
		return l, c.Errorf("%s does not label scores of %s", c.input(i), scores)
	}
	l.classes, l.inner = int(shape[1]), int(tensor.Count(shape[2:]))
	given, err := c.IntsIn(i)
	if err != nil {
		return l, err
	}
	if c.Has(i + 1) {
		if err := same[T](c, i+1); err != nil {
			return l, err
		}
		if l.weight = tensor.As[T](c.In[i+1]); len(l.weight) != l.classes {
			return l, c.Errorf("%s weighs %d classes", c.In[i+1], l.classes)
		}
	}
	ignored, ignores, err := c.ignored(i + 2)
	if err != nil {
		return l, err
	}
	l.samples, l.label = len(given), make([]int64, len(given))
	for k, v := range given {
		switch {
		case ignores && v == ignored:
			l.label[k] = -1
			continue
		case v < 0 || v >= int64(l.classes):
			return l, c.Errorf("label %d is none of %d classes", v, l.classes)
		}
		l.label[k] = v
		l.norm += float64(l.of(v))
	}
	return l, nil
}

// ignored is the label that does not count.
func (c *Call) ignored(input int) (int64, bool, error) {
	if c.Has(input) && c.In[input].Elem == onnxio.Int64 {
		v, err := c.oneInt(input, 0)
		return v, true, err
	}
	return c.Int("ignore_index", 0), c.Node.Attr("ignore_index") != nil, nil
}

// input tells what input i is.
func (c *Call) input(i int) *tensor.Tensor {
	if i < len(c.In) {
		return c.In[i]
	}
	return nil
}

// of is the weight of a class.
func (l *labelled[T]) of(label int64) T {
	if l.weight == nil {
		return 1
	}
	return l.weight[label]
}

// first is where the scores of a sample start; they lie inner apart.
func (l *labelled[T]) first(sample int) int {
	return sample/l.inner*l.inner*l.classes + sample%l.inner
}

// crossEntropy is the loss of scores, or where given is set of logarithms of
// probabilities. Output 1 are the logarithms.
func crossEntropy[T real](given bool) Kernel {
	return func(c *Call) error {
		scores := c.In[0]
		l, err := labels[T](c, scores, 1)
		if err != nil {
			return err
		}
		x, shape := tensor.As[T](scores), c.In[1].Shape
		reduction := c.Str("reduction", "mean")
		if reduction != "none" {
			shape = nil
		}
		loss := tensor.As[T](c.Make(0, scores.Elem, shape...))
		logs := x
		if !given {
			var y []T
			if c.Wants(1) {
				y = tensor.As[T](c.Like(1, scores))
			}
			logs = l.logSoftmax(c, x, y)
		}
		l.losses(loss, logs, reduction, given || c.Wants(1))
		return nil
	}
}

// logSoftmax writes the logarithms of all probabilities to y; where y is nil it returns
// those of the labels alone.
func (l *labelled[T]) logSoftmax(c *Call, x, y []T) []T {
	out := y
	if y == nil {
		out = scratchOf[T](c, l.samples)
	}
	c.Engine.Parallel(l.samples, max(1, grain/16/max(l.classes, 1)), func(lo, hi int) {
		for s := lo; s < hi; s++ {
			at := l.first(s)
			end := at + l.classes*l.inner
			top := x[at]
			for i := at; i < end; i += l.inner {
				top = max(top, x[i])
			}
			var sum float64
			for i := at; i < end; i += l.inner {
				sum += math.Exp(float64(x[i] - top))
			}
			log := math.Log(sum)
			if y == nil {
				if k := l.label[s]; k >= 0 {
					out[s] = T(float64(x[at+int(k)*l.inner]-top) - log)
				}
				continue
			}
			for i := at; i < end; i += l.inner {
				y[i] = T(float64(x[i]-top) - log)
			}
		}
	})
	return out
}

// losses writes the loss of every sample, or of all. logs are those of all classes, or of
// the labels alone.
func (l *labelled[T]) losses(loss, logs []T, reduction string, all bool) {
	var sum float64
	for s, k := range l.label {
		var v T
		if k >= 0 && all {
			v = -logs[l.first(s)+int(k)*l.inner] * l.of(k)
		} else if k >= 0 {
			v = -logs[s] * l.of(k)
		}
		if reduction == "none" {
			loss[s] = v
		}
		sum += float64(v)
	}
	switch reduction {
	case "none":
	case "sum":
		loss[0] = T(sum)
	default:
		loss[0] = 0 // as ONNX Runtime has it where all labels are ignored
		if l.norm != 0 {
			loss[0] = T(sum / l.norm)
		}
	}
}

// crossEntropyGrad gives the gradient of the scores: input 0 is that of the loss, input 1
// the logarithms of the probabilities; the last input of those with a bias is added.
func crossEntropyGrad[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs input 1")
	}
	if err := same[T](c, 0, 1); err != nil {
		return err
	}
	l, err := labels[T](c, c.In[1], 2)
	if err != nil {
		return err
	}
	dy, logs := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	reduction := c.Str("reduction", "mean")
	if want := map[bool]int{true: l.samples, false: 1}[reduction == "none"]; len(dy) != want {
		return c.Errorf("the gradient of the loss is %s, want %d elements", c.In[0], want)
	}
	bias, err := l.bias(c)
	if err != nil {
		return err
	}
	dx := tensor.As[T](c.Like(0, c.In[1]))
	c.Engine.Parallel(l.samples, max(1, grain/16/max(l.classes, 1)), func(lo, hi int) {
		for s := lo; s < hi; s++ {
			g := dy[0]
			if reduction == "none" {
				g = dy[s]
			} else if reduction == "mean" {
				g = T(float64(g) / l.norm)
			}
			l.gradient(dx, logs, bias, s, g)
		}
	})
	return nil
}

// withGradient gives a kernel the gradient 1 where a node leaves it out, as graphs of
// embedded targets do: their inputs start with the logarithms.
func withGradient(k Kernel) Kernel {
	return func(c *Call) error {
		if len(c.In) != 2 || !c.Has(0) {
			return k(c)
		}
		one, ok := oneOf(c.In[0].Elem)
		if !ok {
			return c.Unsupported(c.In[0])
		}
		with := *c
		with.In = append([]*tensor.Tensor{{Elem: c.In[0].Elem, Data: one}}, c.In...)
		return k(&with)
	}
}

// bias is what is added to the gradient: an input with as many elements, behind the
// weights.
func (l *labelled[T]) bias(c *Call) ([]T, error) {
	for i := 4; i < len(c.In); i++ {
		if t := c.In[i]; t != nil && t.Elem != onnxio.Int64 {
			if t.Elem != elemType[T]() || t.Len() != c.In[1].Len() {
				return nil, c.Errorf("the bias is %s, want the shape of %s", t, c.In[1])
			}
			return tensor.As[T](t), nil
		}
	}
	return nil, nil
}

// gradient writes the gradient of one sample's scores.
func (l *labelled[T]) gradient(dx, logs, bias []T, s int, g T) {
	at, label := l.first(s), l.label[s]
	if label >= 0 {
		g *= l.of(label)
	}
	for k := range l.classes {
		i := at + k*l.inner
		var d T
		if label >= 0 {
			d = T(math.Exp(float64(logs[i])))
			if int64(k) == label {
				d--
			}
			d *= g
		}
		if bias != nil {
			d += bias[i]
		}
		dx[i] = d
	}
}

// lossTyped runs a kernel whose outputs have the type that output_type names, where that
// is not the type of the inputs.
func lossTyped(k Kernel) Kernel {
	return func(c *Call) error {
		out := onnxio.DType(c.Int("output_type", 0))
		if out == onnxio.Undefined || !c.Has(0) || out == c.In[0].Elem {
			return k(c)
		}
		inner := *c
		inner.Out = make([]*tensor.Tensor, len(c.Out))
		inner.Engine = widening{c.Engine}
		inner.In = append([]*tensor.Tensor(nil), c.In...)
		for i, t := range c.In {
			if t != nil && (t.Elem == onnxio.Float16 || t.Elem == onnxio.BFloat16) {
				inner.In[i] = widened(t)
			}
		}
		if err := k(&inner); err != nil {
			return err
		}
		for i, t := range inner.Out {
			switch {
			case t == nil:
			case out == onnxio.Float16 || out == onnxio.BFloat16:
				narrowed(c.Make(i, out, t.Shape...), t)
			case out == t.Elem:
				copy(c.Like(i, t).Data, t.Data)
			default:
				return c.Errorf("an output of %s of %s is not supported", out, t.Elem)
			}
		}
		return nil
	}
}
