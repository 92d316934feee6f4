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
	// Auto rewrites the set of sites that lowers held bytes or peak and raises none.
	Auto Policy = "auto"
	// Always rewrites every legal site, with the mask made in the forward pass.
	Always Policy = "always"
)

// Schedule says which engine order the written file is arranged for.
type Schedule string

// Schedules.
const (
	// ScheduleORT keeps the nodes in the input's order, accumulators last.
	ScheduleORT Schedule = "ort"
	// ScheduleFile hoists each accumulator to its gradient, for engines that run the
	// nodes in file order.
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

// Context is what the passes share. A pass reads what the passes before it left
// there and leaves its own result; Pipeline's order constraints say who needs whom.
type Context struct {
	context.Context
	Model    *onnxio.Model
	Options  Options
	Types    *shape.Result
	Boundary *memory.Boundary
	Flow     *memory.Flow // of the graph as it stands: read, then rewritten
	Sites    []*Site
	Skips    []Skip
	Before   memory.Memory
	After    memory.Memory
	Bodies   memory.Memory // After, with function bodies instead of kernels
	// NoLoss tells why no boundary was found, and is "" where one was. Then no site
	// is rewritten.
	NoLoss string
	// Notes are remarks for the report.
	Notes []string
	// Report is filled by the last pass.
	Report *Report

	facts   *facts
	rewrote bool         // the graph was changed
	bodies  *bodyVariant // of the functions that were added, or nil
	start   int          // nodes of the input
	// lastWords are the last elements that words was asked for, and its answer.
	lastWords [2]sym.Poly
}

// Pass is one step of the pipeline.
type Pass interface {
	Name() string
	Run(*Context) error
}

// Run analyses and rewrites m in place and returns the report. On an error m may be
// half rewritten and must not be used any more.
func Run(ctx context.Context, m *onnxio.Model, o Options) (*Report, error) {
	return RunPasses(ctx, m, o, Pipeline())
}

// Analyse is Run without the rewriting passes: m keeps its nodes, and the report's
// figures after the rewrite are the predicted ones. Under ScheduleFile they are those
// of the nodes where they stand, before the accumulators move. New values that the
// rewrite would need stay in m's table of names, so that a later Run on the same m
// calls its masks otherwise.
func Analyse(ctx context.Context, m *onnxio.Model, o Options) (*Report, error) {
	return RunPasses(ctx, m, o, analysis())
}
