package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// lossOps are losses of labels, and their gradients.
var lossOps = []entry{
	{"", "SoftmaxCrossEntropyLoss", 12, crossEntropy(false)},
	{ms, "SoftmaxCrossEntropyLossInternal", 1, crossEntropy(false)},
	{"", "NegativeLogLikelihoodLoss", 12, crossEntropy(true)},
	{ms, "NegativeLogLikelihoodLossInternal", 1, crossEntropy(true)},
	{ms, "NegativeLogLikelihoodLossInternal2", 1, crossEntropy(true)},
	{ms, "SoftmaxCrossEntropyLossGrad", 1, crossEntropyGrad},
	{ms, "SoftmaxCrossEntropyLossInternalGrad", 1, crossEntropyGrad},
}

// labelled are scores [N, C, D...] with the labels [N, D...] of their samples.
type labelled struct {
	// hot is true at the class of each sample that counts, in the shape of the scores.
	hot *value
	// weight is that of each sample, 0 where its label is ignored; norm their sum.
	weight, norm *value
}

// labels reads the labels at input i and the weights of classes behind them.
func (c *call) labels(scores *value, i int) labelled {
	label := c.arg(i)
	dims := slices.Concat(scores.dims[:1], scores.dims[2:])
	want(scores.rank() >= 2 && label.count() == count(dims) && !label.float(), "%s does not label scores of %s", label.typ, scores.typ)
	label = c.reshape(label, dims...)
	t := scores.typ.with(label.elem)
	l := labelled{hot: c.compare(eq, c.restored(label, t.dims, []int{1}), c.iota(t, 1))}
	counts := c.ignored(label, i+2)
	if counts != nil {
		l.hot = c.and(l.hot, c.restored(counts, t.dims, []int{1}))
	}
	zero := c.zeros(scores.typ)
	switch {
	case c.has(i + 1):
		w := c.along(c.convert(c.arg(i+1), scores.elem), scores.dims, 1)
		l.weight = c.reduce("add", c.select_(l.hot, w, zero), []int{1})
	case counts != nil:
		l.weight = c.convert(counts, scores.elem)
	default:
		l.norm = c.scalar(scores.elem, float64(label.count()))
		return l
	}
	l.norm = c.reduce("add", l.weight, span(0, l.weight.rank()))
	return l
}

// ignored tells which labels count, nil: all. The label that does not is an attribute or
// input i.
func (c *call) ignored(label *value, i int) *value {
	if c.has(i) && c.arg(i).elem == onnxio.Int64 {
		index := c.reshape(c.convert(c.arg(i), label.elem))
		return c.compare(ne, label, c.broadcast(index, label.dims))
	}
	if c.attr("ignore_index") == nil {
		return nil
	}
	return c.compare(ne, label, c.splat(label.typ, float64(c.int("ignore_index", 0))))
}

// lossType is the element type of the outputs.
func (c *call) lossType(def onnxio.DType) onnxio.DType {
	if t := onnxio.DType(c.int("output_type", 0)); t != onnxio.Undefined {
		return t
	}
	return def
}

// crossEntropy is the loss of scores, or where given is set of logarithms of
// probabilities. Output 1 are the logarithms.
func crossEntropy(given bool) func(*call) {
	return func(c *call) {
		in := c.arg(0)
		elem, logs := c.lossType(in.elem), c.wide(in)
		if !given {
			logs = c.logSoftmax(logs, []int{1})
		}
		l := c.labels(logs, 1)
		loss := c.negate(c.reduce("add", c.select_(l.hot, logs, c.zeros(logs.typ)), []int{1}))
		if l.weight != nil {
			// Of an ignored sample the weight is 0 and so is the sum above.
			loss = c.multiply(loss, l.weight)
		}
		switch reduction := c.str("reduction", "mean"); reduction {
		case "none":
			loss = c.reshape(loss, c.arg(1).dims...)
		case "sum":
			loss = c.reduce("add", loss, span(0, loss.rank()))
		case "mean":
			loss = c.ratio(c.reduce("add", loss, span(0, loss.rank())), l)
		default:
			fail("the reduction %q cannot be lowered", reduction)
		}
		c.set(0, c.convert(loss, elem))
		if c.wants(1) {
			c.set(1, c.convert(logs, elem))
		}
	}
}

// ratio divides by the sum of the weights, and gives 0 where that is 0, as ONNX Runtime
// does.
func (c *call) ratio(sum *value, l labelled) *value {
	q := c.divide(sum, l.norm)
	if l.weight == nil {
		return q
	}
	zero := c.zeros(q.typ)
	return c.select_(c.compare(eq, l.norm, zero), zero, q)
}

// crossEntropyGrad has inputs dLoss, logarithms of probabilities, labels, weights, the
// label to ignore, and a tensor that is added to the gradient.
func crossEntropyGrad(c *call) {
	if len(c.in) == 2 { // graphs of embedded targets leave the gradient of the loss out
		c.in = append([]*value{c.scalar(c.arg(0).elem, 1)}, c.in...)
	}
	dy, logs := c.arg(0), c.wide(c.arg(1))
	elem := c.lossType(c.arg(1).elem)
	l := c.labels(logs, 2)
	g := c.convert(dy, logs.elem)
	samples := slices.Concat(logs.dims[:1], logs.dims[2:])
	switch c.str("reduction", "mean") {
	case "none":
		g = c.reshape(g, samples...)
	case "mean":
		g = c.broadcast(c.divide(c.reshape(g), l.norm), samples)
	default:
		g = c.broadcast(c.reshape(g), samples)
	}
	hot := c.convert(l.hot, logs.elem)
	dx := c.subtract(c.exponential(logs), hot)
	if l.weight != nil {
		zero := c.zeros(g.typ)
		g = c.select_(c.compare(ne, l.weight, zero), c.multiply(g, l.weight), zero)
	}
	dx = c.multiply(dx, c.restored(g, logs.dims, []int{1}))
	for i := 4; i < len(c.in); i++ {
		if c.has(i) && c.in[i].elem != onnxio.Int64 {
			dx = c.add(dx, c.convert(c.arg(i), dx.elem))
		}
	}
	c.set(0, c.convert(dx, elem))
}
