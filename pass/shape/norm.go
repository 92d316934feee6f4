package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// normRules: normalizations and their gradients.
var normRules = map[opKey]rule{
	{"", "BatchNormalization"}:               batchNorm,
	{ms, "BatchNormInternal"}:                batchNorm,
	{ms, "BatchNormalizationGrad"}:           normGrad,
	{"", "InstanceNormalization"}:            sameAs0,
	{"", "GroupNormalization"}:               sameAs0,
	{"", "LayerNormalization"}:               layerNorm,
	{"", "SimplifiedLayerNormalization"}:     simplifiedLayerNorm,
	{"", "RMSNormalization"}:                 sameAs0,
	{ms, "LayerNormalizationGrad"}:           normGrad,
	{ms, "SimplifiedLayerNormalizationGrad"}: normGrad,
	{ms, "InvertibleLayerNormalizationGrad"}: normGrad,
	{ms, "SkipLayerNormalization"}:           skipLayerNorm,
	{ms, "SkipSimplifiedLayerNormalization"}: skipLayerNorm,
}

// batchNorm: (X, scale, B, mean, var) -> (Y, then any number of vectors over the
// channels). The running ones have the type of input mean.
func batchNorm(c *call) {
	x, mean := c.in(0), c.in(3)
	c.set(0, x)
	vector := Type{Elem: mean.Elem, Ranked: mean.Ranked, Dims: mean.Dims}
	if len(x.Dims) > 1 {
		for i := 1; i < 5; i++ {
			if p := c.in(i); len(p.Dims) == 1 {
				c.syms.unify(x.Dims[1], p.Dims[0])
			}
		}
		if !mean.Ranked {
			vector.Ranked, vector.Dims = true, []sym.Poly{x.Dims[1]}
		}
	}
	for i := 1; i < len(c.n.Outputs()); i++ {
		c.set(i, vector)
	}
}

// normGrad: (dY, X, scale, ...) -> (dX, dScale, dBias).
func normGrad(c *call) {
	c.unifyDims(c.in(0), c.in(1))
	c.set(0, c.in(1))
	c.set(1, c.in(2))
	c.set(2, c.in(2))
}

// layerNorm: X -> (Y, mean, inverse standard deviation); the statistics have size 1
// from axis on.
func layerNorm(c *call) {
	x := c.in(0)
	c.set(0, x)
	s := c.statistics(x)
	c.set(1, s)
	c.set(2, s)
}

func simplifiedLayerNorm(c *call) {
	c.set(0, c.in(0))
	c.set(1, c.statistics(c.in(0)))
}

func (c *call) statistics(x Type) Type {
	t := Type{Elem: onnxio.DType(c.intAttr("stash_type", int64(onnxio.Float))), Ranked: x.Ranked}
	axis, ok := axisOf(c.intAttr("axis", -1), len(x.Dims))
	if !ok {
		return Type{Elem: t.Elem}
	}
	t.Dims = append([]sym.Poly(nil), x.Dims...)
	for i := axis; i < len(t.Dims); i++ {
		t.Dims[i] = number(1)
	}
	return t
}

// skipLayerNorm: (input, skip, ...) -> (output, mean, inverse deviation, sum).
func skipLayerNorm(c *call) {
	c.set(0, c.in(0))
	s := c.statistics(c.in(0))
	c.set(1, s)
	c.set(2, s)
	c.set(3, c.in(0))
}
