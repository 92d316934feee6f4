package pass

import (
	"context"
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// step is a Pass made of a function.
type step struct {
	name string
	run  func(*Context) error
	// rewrites marks the steps that change the graph; Analyse leaves them out.
	rewrites bool
}

func (s step) Name() string         { return s.name }
func (s step) Run(c *Context) error { return s.run(c) }

// steps is the table of passes in the order in which Run runs them.
var steps = [...]step{
	{name: "shapes", run: inferShapes},
	{name: "boundary", run: findBoundary},
	{name: "sites", run: findSites},
	{name: "stash", run: classifyStashes},
	{name: "early", run: buildEarly},
	{name: "late", run: buildLate},
	{name: "flow", run: buildFlow},
	{name: "choose", run: choose},
	{name: "variants", run: nameVariants, rewrites: true},
	{name: "provenance", run: recordProvenance, rewrites: true},
	{name: "rewrite", run: rewrite, rewrites: true},
	{name: "schedule", run: scheduleNodes, rewrites: true},
	{name: "bodies", run: addBodies, rewrites: true},
	{name: "measure", run: measureResult, rewrites: true},
	{name: "report", run: fillReport},
}

// OrderConstraint says that pass Before must run before pass After.
type OrderConstraint struct{ Before, After, Reason string }

// OrderConstraints lists what the order of Pipeline must obey.
func OrderConstraints() []OrderConstraint {
	return []OrderConstraint{
		{"shapes", "boundary", "the loss may be found by its type: a scalar float output"},
		{"shapes", "sites", "the decomposed forms match only where shapes are proven equal"},
		{"boundary", "sites", "a pattern in the forward pass is no gradient"},
		{"sites", "stash", "what dies with a site's own gradients does not keep its stash"},
		{"stash", "early", "views that only a gradient reads are removed with it"},
		{"stash", "late", "the tie waits for the other readers of the stash"},
		{"early", "flow", "the flow numbers the values that the patches make"},
		{"late", "flow", "the flow numbers the values that the patches make"},
		{"flow", "choose", "the choice measures patches along the flow"},
		{"choose", "variants", "only chosen patches decide whether a model mixes predicates"},
		{"variants", "rewrite", "an operator's name may change only while its node is detached"},
		{"provenance", "rewrite", "notes take over the doc strings of nodes that the rewrite removes"},
		{"rewrite", "schedule", "accumulators move only in a graph that is rewritten"},
		{"rewrite", "bodies", "bodies are made for the operators that the graph calls"},
		{"schedule", "measure", "the figures are those of the written order"},
		{"measure", "report", "the report shows the measured figures"},
		{"choose", "report", "the report shows each site's strategy"},
	}
}

// Pipeline is the table of passes in the order in which Run runs them.
func Pipeline() []Pass {
	var out []Pass
	for _, s := range &steps {
		out = append(out, s)
	}
	return out
}

// analysis is the pipeline without the passes that change the graph.
func analysis() []Pass {
	var out []Pass
	for _, s := range &steps {
		if !s.rewrites {
			out = append(out, s)
		}
	}
	return out
}

// RunPasses runs the given passes over m: Pipeline with passes of one's own added.
// The graph is checked before the first pass and after every pass that changed it;
// an error names the pass. The report is the one that the pass "report" left, nil if
// it is not among them.
func RunPasses(ctx context.Context, m *onnxio.Model, o Options, passes []Pass) (*Report, error) {
	c := &Context{Context: ctx, Model: m, Options: o, start: len(m.Graph.Nodes())}
	if err := c.defaults(); err != nil {
		return nil, err
	}
	check, err := newVerifier(m.Graph)
	if err != nil {
		return nil, fmt.Errorf("the graph is not valid: %w", err)
	}
	for _, p := range passes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := p.Run(c); err != nil {
			return nil, fmt.Errorf("pass %s: %w", p.Name(), err)
		}
		if err := check.after(m.Graph); err != nil {
			return nil, fmt.Errorf("pass %s left a broken graph: %w", p.Name(), err)
		}
		if o.AfterPass != nil {
			o.AfterPass(p.Name(), m)
		}
	}
	return c.Report, nil
}

// defaults fills the options that were left out and refuses unknown ones.
func (c *Context) defaults() error {
	o := &c.Options
	if o.Policy == "" {
		o.Policy = Auto
	}
	if o.Schedule == "" {
		o.Schedule = ScheduleORT
	}
	if o.Policy != Auto && o.Policy != Always {
		return fmt.Errorf("unknown policy %q: give auto or always", o.Policy)
	}
	if o.Schedule != ScheduleORT && o.Schedule != ScheduleFile {
		return fmt.Errorf("unknown schedule %q: give ort or file", o.Schedule)
	}
	if o.MaxRewrites < 0 {
		return fmt.Errorf("the limit of rewrites is %d: give 0 (no limit) or more", o.MaxRewrites)
	}
	return checkOnly(o.Only)
}
