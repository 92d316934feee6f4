package shape

import "github.com/unswag/unswagc/onnxio"

// lossRules: losses and their gradients.
var lossRules = map[opKey]rule{
	{"", "SoftmaxCrossEntropyLoss"}:             crossEntropy,
	{ms, "SoftmaxCrossEntropyLossInternal"}:     crossEntropy,
	{"", "NegativeLogLikelihoodLoss"}:           crossEntropy,
	{ms, "NegativeLogLikelihoodLossInternal"}:   crossEntropy,
	{ms, "NegativeLogLikelihoodLossInternal2"}:  crossEntropy,
	{ms, "SoftmaxCrossEntropyLossGrad"}:         crossEntropyGrad,
	{ms, "SoftmaxCrossEntropyLossInternalGrad"}: crossEntropyGrad,
	{ms, "SparseSoftmaxCrossEntropy"}:           crossEntropy,
	{ms, "SparseSoftmaxCrossEntropyGrad"}:       crossEntropyGrad,
	{ms, "SoftmaxCrossEntropy"}:                 softmaxCrossEntropy,
	{ms, "SoftmaxCrossEntropyGrad"}:             crossEntropyGrad,
}

// crossEntropy: scores [N, C, d...] and labels [N, d...] give the loss, a scalar or
// (reduction none) of the labels' shape, and the log probabilities of the scores'
// shape. The loss requires the labels' dims to be those of the scores.
func crossEntropy(c *call) {
	scores, labels := c.in(0), c.in(1)
	elem := onnxio.DType(c.intAttr("output_type", int64(scores.Elem)))
	c.unifyLabels(scores, labels)
	if c.onlyLogProb() {
		c.set(0, scores)
		return
	}
	if c.strAttr("reduction", "mean") == "none" {
		c.set(0, Type{Elem: elem, Ranked: labels.Ranked, Dims: labels.Dims})
	} else {
		c.shaped(0, elem)
	}
	scores.Elem = elem
	c.set(1, scores)
}

// onlyLogProb reports whether the only output is what a gradient without dLoss reads:
// then it is the log probabilities (Deeploy leaves the loss out).
func (c *call) onlyLogProb() bool {
	v := c.n.Output(0)
	if len(c.n.Outputs()) != 1 || v == nil {
		return false
	}
	for _, u := range v.Uses() {
		if u.Index == 0 && u.Node.OpType == "SoftmaxCrossEntropyLossGrad" && len(u.Node.Inputs()) == 2 {
			return true
		}
	}
	return false
}

func (c *call) unifyLabels(scores, labels Type) {
	if len(scores.Dims) < 2 || len(labels.Dims) != len(scores.Dims)-1 {
		return
	}
	c.syms.unify(scores.Dims[0], labels.Dims[0])
	for i, d := range labels.Dims[1:] {
		c.syms.unify(scores.Dims[i+2], d)
	}
}

// crossEntropyGrad: (dLoss, log probabilities, labels, ...) -> the gradient of the
// scores. Some writers leave dLoss out.
func crossEntropyGrad(c *call) {
	i := 1
	if len(c.n.Inputs()) == 2 {
		i = 0
	}
	t := c.in(i)
	c.unifyLabels(t, c.in(i+1))
	if e := c.in(0).Elem; i == 1 && e != onnxio.Undefined {
		t.Elem = e
	}
	t.Elem = onnxio.DType(c.intAttr("output_type", int64(t.Elem)))
	c.set(0, t)
}

// softmaxCrossEntropy takes labels of the scores' own shape.
func softmaxCrossEntropy(c *call) {
	c.unifyDims(c.in(0), c.in(1))
	c.shaped(0, c.in(0).Elem)
	c.set(1, c.in(0))
}
