// Package pass finds ReLUs and their gradients in ONNX training graphs, decides from
// liveness which activations a 1-bit mask can replace, and rewrites the graph. See
// Run for the whole, Pipeline for the steps. It knows no device; it imports onnxio,
// pass/sym, pass/shape and pass/memory.
package pass

import (
	"context"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// Policy says which sites are rewritten.
type Policy string

// Policies.
const (
	Auto   Policy = "auto"
	Always Policy = "always"
)

// Schedule says which engine order the written file is arranged for.
type Schedule string

// Schedules.
const (
	ScheduleORT  Schedule = "ort"
	ScheduleFile Schedule = "file"
)

// Options steer the compilation. The zero value means: auto, ort, all producers.
type Options struct {
	Policy      Policy
	Schedule    Schedule
	Only        []string         // producers: gemm, matmul, conv, bn, add, other; empty: all
	Dims        map[string]int64 // -dim
	Loss        string           // -loss
	MaxRewrites int              // 0: no limit
	// AfterPass is called after each pass (for -dump-after); may be nil.
	AfterPass func(pass string, m *onnxio.Model)
}

// Context is what the passes share.
type Context struct {
	context.Context
	Model    *onnxio.Model
	Options  Options
	Types    *shape.Result
	Boundary *memory.Boundary
	Flow     *memory.Flow
	Sites    []*Site
	Skips    []Skip
	Before   memory.Memory
	After    memory.Memory
	Bodies   memory.Memory // After, with function bodies instead of kernels
}

// Pass is one step of the pipeline.
type Pass interface {
	Name() string
	Run(*Context) error
}

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
}

// Gradient is one matched gradient of a Relu: dX = dY where A > 0.
type Gradient struct {
	Form      string // ReluGrad, Where, MulCast, MulSign
	Node      *onnxio.Node
	A, DY, DX *onnxio.Value
	Predicate string // gt0, not_le0
	Combine   string // select, mul
}

// Skip is a candidate that is no site, or a site that a rule rejected.
type Skip struct {
	Node   string `json:"node"`
	Rule   string `json:"rule"`
	Reason string `json:"reason"`
}

// Run analyses and rewrites m in place and returns the report.
func Run(ctx context.Context, m *onnxio.Model, o Options) (*Report, error) { return nil, nil }

// Analyse is Run without the rewriting passes: m stays as it is.
func Analyse(ctx context.Context, m *onnxio.Model, o Options) (*Report, error) { return nil, nil }

// Pipeline is the table of passes in the order in which Run runs them.
func Pipeline() []Pass { return nil }
