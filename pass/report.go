package pass

import (
	"fmt"
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
	r := &Report{Version: reportVersion, Sites: []ReportSite{}, Skipped: []Skip{}, Notes: []string{}}
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
	}
	r.Unknown = c.Types.Unknown()
	if r.Unknown == nil {
		r.Unknown = []string{}
	}
	r.Notes = append(r.Notes, c.Notes...)
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

// remarks are the notes that follow from the result.
func (c *Context) remarks() []string {
	var out []string
	if c.NoLoss != "" {
		out = append(out, c.NoLoss)
	}
	for _, s := range c.Sites {
		for _, g := range s.Gradients {
			if g.Form == "MulSign" && s.Rewritten() {
				out = append(out, g.Node.Label()+": "+signNote)
			}
		}
	}
	if c.NoLoss == "" {
		out = append(out, c.warnings()...)
	}
	return out
}

// warnings tell of every total that is not certain to be at most the original's.
func (c *Context) warnings() []string {
	b, a := c.Before, c.After
	why, whyORT := "", ""
	if c.Options.Policy == Always {
		why, whyORT = "; -policy auto does not let it", "; -policy auto does not let it"
	}
	if c.Options.Schedule == ScheduleFile {
		whyORT = "; -schedule file is for engines that run the nodes as the file has them"
	}
	rows := []struct {
		what          string
		before, after memory.Bytes
		why           string
	}{
		{"the number of held bytes", b.File.Held, a.File.Held, why},
		{"the peak along the file's order", b.File.Peak, a.File.Peak, why},
		{"the peak along ONNX Runtime's order", b.ORT.Peak, a.ORT.Peak, whyORT},
	}
	var out []string
	for _, r := range rows {
		if r.after.AtMost(r.before) {
			continue
		}
		verb := "may rise"
		if r.before.AtMost(r.after) {
			verb = "rises"
		}
		before, after := bytesFigure(r.before), bytesFigure(r.after)
		out = append(out, fmt.Sprintf("warning: %s %s from %s to %s%s", r.what, verb, size(&before), size(&after), r.why))
	}
	return out
}
