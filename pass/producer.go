package pass

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// kinds of producers, as -only names them.
var kinds = []string{"gemm", "matmul", "conv", "bn", "add", "other"}

// producerOps tells the kind of the operators that have one; the domain does not
// matter: com.microsoft has variants of most.
var producerOps = map[string]string{
	"Gemm": "gemm", "FusedGemm": "gemm", "GemmFastGelu": "other",
	"MatMul": "matmul", "FusedMatMul": "matmul", "TransposeMatMul": "matmul", "MatMulInteger": "other",
	"Conv": "conv", "FusedConv": "conv", "ConvTranspose": "conv", "NhwcConv": "conv",
	"BatchNormalization": "bn", "BatchNormInternal": "bn", "BatchNormalizationTraining": "bn",
	"Add": "add", "Sum": "add",
}

// producerOf names the kind of node that computes the input of the Relu relu, seen
// through views and through the Add of a bias.
func producerOf(relu *onnxio.Node) string {
	if isFusedRelu(relu) {
		return producerOps[relu.OpType]
	}
	v := base(relu.Input(0))
	if v.Producer == nil {
		return "other"
	}
	kind, ok := producerOps[v.Producer.OpType]
	if !ok {
		return "other"
	}
	if kind == "add" && len(v.Producer.Inputs()) == 2 {
		if k := biasAdd(v.Producer); k != "" {
			return k
		}
	}
	return kind
}

// biasAdd returns the kind behind an Add of a computed tensor and a parameter, "" for
// any other Add.
func biasAdd(n *onnxio.Node) string {
	a, b := n.Input(0), n.Input(1)
	if a == nil || b == nil {
		return ""
	}
	a, b = base(a), base(b)
	if a.Producer == nil {
		a, b = b, a
	}
	if a.Producer == nil || b.Producer != nil && !b.Producer.Is("", "Constant") {
		return ""
	}
	if k := producerOps[a.Producer.OpType]; k == "gemm" || k == "matmul" || k == "conv" {
		return k
	}
	return ""
}

// checkOnly refuses names that -only does not know.
func checkOnly(only []string) error {
	for _, o := range only {
		if !slices.Contains(kinds, o) {
			return fmt.Errorf("unknown producer %q: give some of %s", o, strings.Join(kinds, ", "))
		}
	}
	return nil
}
