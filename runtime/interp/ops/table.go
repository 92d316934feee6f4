package ops

import (
	"cmp"
	"slices"
)

// Key names an operator.
type Key struct{ Domain, Op string }

// family is the operators of one file.
type family map[Key]Kernel

// families is the table of operators: a new family is one file and a line here.
var families = []family{
	arithmeticOps,
	compareOps,
	unaryOps,
	unaryParamOps,
	integerOps,
	castOps,
	reduceOps,
	softmaxOps,
	geluOps,
	scanOps,
	reluOps,
	unswagOps,
	gemmOps,
	matmulOps,
	matmulIntegerOps,
	convOps,
	convGradOps,
	convTransposeOps,
	maxPoolOps,
	averagePoolOps,
	globalPoolOps,
	batchNormOps,
	layerNormOps,
	groupNormOps,
	einsumOps,
	quantizedOps,
	lpNormOps,
	convIntegerOps,
	unpoolOps,
	viewOps,
	constantOps,
	transposeOps,
	concatOps,
	resizeOps,
	padOps,
	sortOps,
	sliceOps,
	scatterOps,
	squaredOps,
	sequenceOps,
	controlOps,
	gatherOps,
	lossOps,
	dropoutOps,
	accumulateOps,
	optimizerOps,
	onnxOptimizerOps,
}

// Lookup returns the kernel of an operator, nil if the engine lacks it.
func Lookup(domain, op string) Kernel {
	if domain == "ai.onnx" {
		domain = ""
	}
	for _, f := range families {
		if k := f[Key{domain, op}]; k != nil {
			return k
		}
	}
	return nil
}

// All lists the operators, sorted.
func All() []Key {
	var out []Key
	for _, f := range families {
		for k := range f {
			out = append(out, k)
		}
	}
	slices.SortFunc(out, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.Domain, b.Domain), cmp.Compare(a.Op, b.Op))
	})
	return out
}
