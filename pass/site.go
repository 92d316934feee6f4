package pass

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/sym"
)

// Site is one Relu, or one FusedGemm/FusedConv with activation Relu, with at least
// one matched gradient.
type Site struct {
	Relu *onnxio.Node
	// X is the value before the Relu (nil for fused producers), Y the one after it.
	X, Y      *onnxio.Value
	Gradients []*Gradient
	// Producer is gemm, matmul, conv, bn, add or other: the node that computes X, seen
	// through views and bias Adds.
	Producer string
	// Reads is "X" or "Y": what the gradients read ("X" and "Y" both: "X").
	Reads string
	// Dies: nothing else in the backward pass reads, as data, the tensor that the
	// gradients read; otherwise KeptBy lists who does.
	Dies   bool
	KeptBy []string
	// Early and Late are the possible rewrites; nil with the reason beside it.
	Early, Late             *onnxio.Patch
	EarlyReason, LateReason string
	Choice                  memory.Choice
	// Before and After are the bytes that the site holds between forward and backward.
	Before, After sym.Poly

	stash   *onnxio.Value   // the tensor that the gradients read, before any view
	readers []*onnxio.Node  // what else reads the stash in the backward pass
	pinned  string          // why the stash cannot die before the step ends, or ""
	removed []*onnxio.Node  // nodes between the stash and the gradients that go with them
	masks   []*onnxio.Value // masks that the patches make
}

// Gradient is one matched gradient of a Relu: dX = dY where A > 0.
type Gradient struct {
	Form      string // ReluGrad, Where, Mul, MulSign
	Node      *onnxio.Node
	A, DY, DX *onnxio.Value
	Predicate string // gt0, not_le0
	Combine   string // select, mul

	// chain lists the nodes between A's base and Node, from Node backwards: the
	// comparison, Not, Cast, Sign and the views behind them.
	chain []*onnxio.Node
}

// Predicates and combines of the ops (docs/OPS.md).
const (
	predGt0    = "gt0"
	predNotLe0 = "not_le0"
	combSelect = "select"
	combMul    = "mul"
)

// Skip is a candidate that is no site, or a site that a rule rejected.
type Skip struct {
	Node   string `json:"node"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Stash returns the activation: the tensor that the gradients read, before any view.
func (s *Site) Stash() *onnxio.Value { return s.stash }

// Rewritten reports whether the site was chosen for a rewrite.
func (s *Site) Rewritten() bool { return s.Choice.Strategy != memory.Left }

// patch returns the patch of the chosen strategy, nil for a site left alone.
func (s *Site) patch() *onnxio.Patch {
	switch s.Choice.Strategy {
	case memory.Early:
		return s.Early
	case memory.Late:
		return s.Late
	}
	return nil
}
