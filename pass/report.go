package pass

import (
	"maps"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/sym"
)

// reportVersion is the version of the report's schema.
const reportVersion = 1

// fillReport makes c.Report from what the passes left in the context. The path of the
// model is the caller's to fill in.
func fillReport(c *Context) error {
	if err := predict(c); err != nil {
		return err
	}
	r := &Report{Version: reportVersion, Sites: make([]ReportSite, 0, len(c.Sites)), Skipped: []Skip{}, Notes: []string{}}
	r.Model = ReportModel{Nodes: c.start, IR: c.Model.IRVersion, Opset: c.Model.Opset("")}
	r.Options = reportOptions(c.Options)
	r.Loss = c.NoLoss
	if c.Boundary != nil {
		r.Loss = c.Boundary.Reason
	}
	for _, s := range c.Sites {
		r.Sites = append(r.Sites, c.row(s))
	}
	r.Skipped = append(r.Skipped, c.Skips...)
	bodies := c.Bodies
	if r.Rewritten() == 0 {
		bodies = c.After
	}
	r.Memory = ReportMemory{
		File: reportOrder(c.Before.File, c.After.File, bodies.File),
		ORT:  reportOrder(c.Before.ORT, c.After.ORT, bodies.ORT),
		ORTReuse: ReportPeaks{
			PeakBefore: bytesFigure(c.Before.Reuse), PeakAfter: bytesFigure(c.After.Reuse), PeakBodies: bytesFigure(bodies.Reuse),
		},
	}
	if r.Rewritten() > 0 && c.bodies == nil {
		r.Memory.File.PeakBodies, r.Memory.ORT.PeakBodies, r.Memory.ORTReuse.PeakBodies = Figure{}, Figure{}, Figure{}
	}
	r.Unbound = c.unbound()
	r.Unknown = append([]string{}, c.Types.Unknown()...)
	r.Conflicts = c.conflicts()
	r.Notes = append(r.Notes, c.Notes...)
	r.Notes = append(r.Notes, conflictNotes(r.Conflicts)...)
	r.Notes = append(r.Notes, c.remarks()...)
	c.Report = r
	return nil
}

// reportOptions copies o with empty lists instead of nil.
func reportOptions(o Options) ReportOptions {
	r := ReportOptions{Policy: o.Policy, Schedule: o.Schedule, Loss: o.Loss, MaxRewrites: o.MaxRewrites}
	r.Only, r.Dims = append([]string{}, o.Only...), map[string]int64{}
	maps.Copy(r.Dims, o.Dims)
	return r
}

// row is the report's line for one site.
func (c *Context) row(s *Site) ReportSite {
	row := ReportSite{Relu: s.Relu.Label(), Producer: s.Producer, Reads: s.Reads, Form: formOf(s),
		Stash: "kept", KeptBy: slices.Clone(s.KeptBy), Strategy: strategyName(s.Choice.Strategy), Reason: s.Choice.Reason}
	if s.Dies {
		row.Stash = "dies"
	}
	if row.KeptBy == nil {
		row.KeptBy = []string{}
	}
	for _, g := range s.Gradients {
		row.Gradients = append(row.Gradients, g.Node.Label())
	}
	row.Type, row.Shape = typeText(c, s.stash)
	if _, ok := c.Types.Bytes(s.stash); ok {
		row.BytesBefore, row.BytesAfter = figure(s.Before), figure(s.After)
	}
	return row
}

// formOf names the forms of the site's gradients, each once.
func formOf(s *Site) string {
	var forms []string
	for _, g := range s.Gradients {
		if !slices.Contains(forms, g.Form) {
			forms = append(forms, g.Form)
		}
	}
	return strings.Join(forms, "+")
}

func strategyName(s memory.Strategy) string {
	switch s {
	case memory.Early:
		return "early"
	case memory.Late:
		return "late"
	}
	return "left"
}

// typeNames are the element types of sites.
var typeNames = map[onnxio.DType]string{
	onnxio.Float: "float", onnxio.Float16: "float16", onnxio.BFloat16: "bfloat16", onnxio.Double: "double",
}

// typeText prints the element type and the shape of v, "" for what is unknown.
func typeText(c *Context, v *onnxio.Value) (elem, dims string) {
	t := c.Types.Of(v)
	if !t.Ranked {
		return typeNames[t.Elem], ""
	}
	var parts []string
	for _, d := range t.Dims {
		parts = append(parts, d.String())
	}
	return typeNames[t.Elem], "[" + strings.Join(parts, ", ") + "]"
}

func figure(p sym.Poly) *Figure {
	f := &Figure{Expr: p.String()}
	if v, ok := p.Int(); ok {
		f.Value = &v
	}
	return f
}

func bytesFigure(b memory.Bytes) Figure {
	f := Figure{Expr: b.String()}
	if v, ok := b.Int(); ok {
		f.Value = &v
	}
	return f
}

func reportOrder(before, after, bodies memory.Figures) ReportOrder {
	return ReportOrder{
		HeldBefore: bytesFigure(before.Held), HeldAfter: bytesFigure(after.Held),
		PeakBefore: bytesFigure(before.Peak), PeakAfter: bytesFigure(after.Peak),
		PeakBodies: bytesFigure(bodies.Peak),
	}
}

// unbound lists the symbols of the totals that the model names as dims.
func (c *Context) unbound() []string {
	used := map[string]bool{}
	for _, b := range []memory.Bytes{c.Before.File.Held, c.Before.File.Peak, c.Before.ORT.Peak, c.Before.Reuse, c.After.File.Peak, c.After.ORT.Peak, c.After.Reuse} {
		for _, t := range b.Terms {
			for _, s := range t.Symbols() {
				used[s] = true
			}
		}
	}
	out := []string{}
	for _, v := range c.Model.Graph.Values() {
		if v.Type == nil || len(used) == 0 {
			continue
		}
		for _, d := range v.Type.Shape {
			if used[d.Param] {
				out = append(out, d.Param)
				delete(used, d.Param)
			}
		}
	}
	slices.Sort(out)
	return out
}
