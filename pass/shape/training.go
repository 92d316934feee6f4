package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// trainingRules: what ONNX Runtime's training graphs add beyond gradients that stand
// with their forward operators.
var trainingRules = map[opKey]rule{
	{ms, "ReluGrad"}:             activationGrad,
	{ms, "LeakyReluGrad"}:        activationGrad,
	{ms, "GeluGrad"}:             activationGrad,
	{ms, "FastGeluGrad"}:         activationGrad,
	{ms, "QuickGeluGrad"}:        activationGrad,
	{ms, "SigmoidGrad"}:          activationGrad,
	{ms, "TanhGrad"}:             activationGrad,
	{ms, "SoftmaxGrad"}:          activationGrad,
	{ms, "SoftmaxGrad_13"}:       activationGrad,
	{ms, "LogSoftmaxGrad"}:       activationGrad,
	{ms, "LogSoftmaxGrad_13"}:    activationGrad,
	{ms, "BiasGeluGrad_dX"}:      activationGrad,
	{ms, "BiasFastGeluGrad_dX"}:  activationGrad,
	{"", "Dropout"}:              dropout,
	{ms, "BiasDropout"}:          dropout,
	{ms, "DropoutGrad"}:          sameAs0,
	{ms, "BitmaskDropout"}:       bitmaskDropout,
	{ms, "BitmaskBiasDropout"}:   bitmaskDropout,
	{ms, "BitmaskDropoutGrad"}:   sameAs0,
	{ms, "Scale"}:                sameAs0,
	{ms, "YieldOp"}:              yield,
	{ms, "InPlaceAccumulator"}:   accumulate,
	{ms, "InPlaceAccumulatorV2"}: accumulateV2,
	{ms, "AdamWOptimizer"}:       optimizer,
	{ms, "SGDOptimizerV2"}:       optimizer,
	{ms, "IsAllFinite"}:          flag,
	{ms, "Group"}:                flag,
}

// activationGrad: (dY, X or Y, ...) -> dX. It requires one shape of all.
func activationGrad(c *call) {
	dy, x := c.in(0), c.in(1)
	c.unifyDims(dy, x)
	if !dy.Ranked || dy.Elem == onnxio.Undefined && x.Elem != onnxio.Undefined {
		dy, x = x, dy
	}
	if dy.Elem == onnxio.Undefined {
		dy.Elem = x.Elem
	}
	c.set(0, dy)
}

// dropout: (data, ...) -> (output, mask). The mask is bool, before opset 10 of the
// data's type.
func dropout(c *call) {
	x := c.in(0)
	c.set(0, x)
	if v := c.model.Opset(""); v == 0 || v >= 10 {
		x.Elem = onnxio.Bool
	}
	c.set(1, x)
}

// bitmaskDropout keeps one bit per element, in 32-bit words.
func bitmaskDropout(c *call) {
	c.set(0, c.in(0))
	c.words(1, c.in(0))
}

// words gives output i the type of a mask over x: uint32[ceil(N/32)].
func (c *call) words(i int, x Type) {
	n, ok := x.Elements()
	if !ok {
		n = c.syms.unknown()
	} else {
		n = n.CeilDiv(32)
	}
	c.shaped(i, onnxio.Uint32, n)
}

// yield hands outputs of the forward pass to the caller and returns their gradients:
// one for each input that is not listed as non-differentiable.
func yield(c *call) {
	skip, _ := c.intsAttr("non_differentiable_outputs")
	out := 0
	for i := range c.n.Inputs() {
		if !contains(skip, int64(i)) {
			c.set(out, c.in(i))
			out++
		}
	}
}

func contains(list []int64, k int64) bool {
	for _, x := range list {
		if x == k {
			return true
		}
	}
	return false
}

// accumulate: (sum, gradient, ...) -> sum.
func accumulate(c *call) {
	c.unifyDims(c.in(0), c.in(1))
	c.set(0, c.in(0))
}

// accumulateV2 sums in place and returns whether it did, as bool[1]; the sum itself
// is its optional second output.
func accumulateV2(c *call) {
	c.unifyDims(c.in(0), c.in(1))
	c.shaped(0, onnxio.Bool, number(1))
	c.set(1, c.in(0))
}

// optimizer: the sequences that it updates in place are no tensors; the first output
// says whether it updated.
func optimizer(c *call) { c.shaped(0, onnxio.Bool, number(1)) }

// flag is a bool scalar.
func flag(c *call) { c.shaped(0, onnxio.Bool, []sym.Poly{}...) }
