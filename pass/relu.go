package pass

import "github.com/unswag/unswagc/onnxio"

// Domain is the operator domain of the ops that the pass writes.
const Domain = "ai.unswag"

// Names of the ops (docs/OPS.md). A model that mixes predicates or combines calls
// the non-default ones by the names with a suffix.
const (
	OpPack        = "UnSwagPack"
	OpPackNotLe0  = "UnSwagPack_not_le0"
	OpGradMask    = "UnSwagGradMask"
	OpGradMaskMul = "UnSwagGradMask_mul"
	OpTie         = "UnSwagTie"
)

// isRelu reports whether n is a Relu.
func isRelu(n *onnxio.Node) bool {
	return n.OpType == "Relu" && n.Domain == "" && n.Input(0) != nil && n.Output(0) != nil
}

// isFusedRelu reports whether n is a FusedGemm or FusedConv whose activation is Relu.
func isFusedRelu(n *onnxio.Node) bool {
	if n.Domain != "com.microsoft" || (n.OpType != "FusedGemm" && n.OpType != "FusedConv") || n.Output(0) == nil {
		return false
	}
	a := n.Attr("activation")
	return a != nil && a.Str() == "Relu"
}

// isReluOutput reports whether v is what a Relu, fused or not, computes.
func isReluOutput(v *onnxio.Value) bool {
	p := v.Producer
	return p != nil && v.Index == 0 && (isRelu(p) || isFusedRelu(p))
}

func isPack(n *onnxio.Node) bool {
	return n.Domain == Domain && (n.OpType == OpPack || n.OpType == OpPackNotLe0)
}

func isGradMask(n *onnxio.Node) bool {
	return n.Domain == Domain && (n.OpType == OpGradMask || n.OpType == OpGradMaskMul)
}
