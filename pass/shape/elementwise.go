package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// elementwiseRules: output 0 has the type of an input.
var elementwiseRules = unaryOps(
	[]string{"Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid",
		"HardSwish", "Tanh", "Softplus", "Softsign", "ThresholdedRelu", "Mish", "Gelu", "Swish",
		"Abs", "Exp", "Log", "Sqrt", "Reciprocal", "Floor", "Ceil", "Round", "Sign", "Erf",
		"Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh",
		"Not", "Clip", "BitwiseNot", "Softmax", "LogSoftmax", "Hardmax", "CumSum",
		"Shrink", "Trilu", "LpNormalization", "MeanVarianceNormalization", "LRN"},
	[]string{"QuickGelu", "FastGelu", "BiasGelu", "BiasSoftmax", "ZeroGradient", "MemcpyToHost",
		"MemcpyFromHost", "PassThrough"},
)

func unaryOps(onnx, microsoft []string) map[opKey]rule {
	m := map[opKey]rule{
		{"", "Neg"}:      neg,
		{"", "Identity"}: identity,
		{"", "IsNaN"}:    toBool,
		{"", "IsInf"}:    toBool,
		{ms, "IsFinite"}: toBool,
	}
	for _, op := range onnx {
		m[opKey{"", op}] = sameAs0
	}
	for _, op := range microsoft {
		m[opKey{ms, op}] = sameAs0
	}
	return m
}

// sameAs0 gives output 0 the type of input 0.
func sameAs0(c *call) { c.set(0, c.in(0)) }

func identity(c *call) {
	c.set(0, c.in(0))
	c.keepInts(0)
}

func neg(c *call) {
	c.set(0, c.in(0))
	if p, ok := c.ints(0); ok {
		out := make([]sym.Poly, len(p))
		for i, x := range p {
			out[i] = number(0).Sub(x)
		}
		c.setInts(0, out)
	}
}

func toBool(c *call) {
	t := c.in(0)
	t.Elem = onnxio.Bool
	c.set(0, t)
}
