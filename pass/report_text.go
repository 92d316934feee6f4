package pass

import (
	"bufio"
	"fmt"
	"io"
)

// shownNames is how many names a group lists in the text; JSON lists all.
const shownNames = 6

// WriteText writes the report for people: a row per site, what was left or skipped
// grouped by reason, and the bytes before and after along both orders. The last line
// says what the figures assume.
func (r *Report) WriteText(w io.Writer) error {
	b := bufio.NewWriter(w)
	r.writeHead(b)
	r.writeSites(b)
	r.writeGroups(b)
	r.writeMemory(b)
	r.writeEnd(b)
	return b.Flush()
}

// WriteStash writes what inspection is after: the sites and who keeps what alive.
// The rest is as in WriteText.
func (r *Report) WriteStash(w io.Writer) error {
	b := bufio.NewWriter(w)
	r.writeHead(b)
	r.writeKeepers(b)
	r.writeGroups(b)
	r.writeMemory(b)
	r.writeEnd(b)
	return b.Flush()
}

func (r *Report) writeHead(w io.Writer) {
	path := r.Model.Path
	if path == "" {
		path = "model"
	}
	fmt.Fprintf(w, "%s: %s, IR %d, opset %d; boundary: %s\n", path, count(r.Model.Nodes, "node"), r.Model.IR, r.Model.Opset, oneLine(r.Loss))
	rewritten := r.Rewritten()
	switch {
	case len(r.Sites) == 0:
		fmt.Fprintln(w, "There is nothing to do: no Relu with a gradient was found.")
	case rewritten == 0:
		fmt.Fprintf(w, "There is nothing to do: %s found, none rewritten.\n", count(len(r.Sites), "site"))
	default:
		fmt.Fprintf(w, "%s found, %d rewritten.\n", count(len(r.Sites), "site"), rewritten)
	}
	if len(r.Sites) > 0 {
		fmt.Fprintln(w)
	}
}

func (r *Report) writeSites(w io.Writer) {
	if len(r.Sites) == 0 {
		return
	}
	t := newTable("RELU", "PRODUCER", "SHAPE", "TYPE", "STRATEGY", "BEFORE", "AFTER")
	for _, s := range r.Sites {
		t.row(s.Relu, s.Producer, known(s.Shape), known(s.Type), s.Strategy, size(s.BytesBefore), size(s.BytesAfter))
	}
	t.write(w)
}

func (r *Report) writeKeepers(w io.Writer) {
	if len(r.Sites) == 0 {
		return
	}
	t := newTable("RELU", "PRODUCER", "GRADIENT", "FORM", "READS", "BYTES", "KEPT ALIVE BY", "STRATEGY")
	for _, s := range r.Sites {
		kept := "its gradient only"
		if len(s.KeptBy) > 0 {
			kept = names(s.KeptBy)
		}
		t.row(s.Relu, s.Producer, names(s.Gradients), s.Form, s.Reads, size(s.BytesBefore), kept, s.Strategy)
	}
	t.write(w)
}

// writeGroups lists what was left or skipped, a line per reason.
func (r *Report) writeGroups(w io.Writer) {
	var left, skipped groups
	for _, s := range r.Sites {
		if s.Strategy == "left" {
			left.add(s.Reason, s.Relu)
		}
	}
	for _, s := range r.Skipped {
		skipped.add(s.Rule+": "+s.Reason, s.Node)
	}
	left.write(w, "Left as they are")
	skipped.write(w, "Skipped, no site")
	if len(r.Unknown) > 0 {
		fmt.Fprintf(w, "\nOperators without a shape rule: %s\n", names(r.Unknown))
	}
}

// groups gathers names by the kind of their reason, in the order in which these come
// up.
type groups struct {
	kinds   []string
	members map[string][]string
	reason  map[string]string // the first of the kind
}

func (g *groups) add(reason, name string) {
	if g.members == nil {
		g.members, g.reason = map[string][]string{}, map[string]string{}
	}
	k := kind(reason)
	if _, ok := g.members[k]; !ok {
		g.kinds = append(g.kinds, k)
		g.reason[k] = reason
	}
	g.members[k] = append(g.members[k], name)
}

func (g *groups) write(w io.Writer, title string) {
	if len(g.kinds) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, k := range g.kinds {
		m, text := g.members[k], k
		if len(m) == 1 {
			text = g.reason[k]
		}
		fmt.Fprintf(w, "  %d  %s\n     %s\n", len(m), oneLine(text), names(m))
	}
}

// total is one line of the totals.
type total struct {
	what, order   string
	before, after Figure
}

func (r *Report) totals() []total {
	f, o := r.Memory.File, r.Memory.ORT
	return []total{
		{"held", "file", f.HeldBefore, f.HeldAfter},
		{"held", "ONNX Runtime", o.HeldBefore, o.HeldAfter},
		{"peak", "file", f.PeakBefore, f.PeakAfter},
		{"peak", "ONNX Runtime", o.PeakBefore, o.PeakAfter},
	}
}

// writeMemory writes the totals, if there are any: side by side where they are
// numbers, one below the other where they are formulas.
func (r *Report) writeMemory(w io.Writer) {
	all, bound := r.totals(), true
	if all[0].before.Expr == "" {
		return
	}
	for _, l := range all {
		bound = bound && l.before.Value != nil && l.after.Value != nil
	}
	t := newTable("MEMORY", "ORDER", "BEFORE", "AFTER", "CHANGE")
	if !bound {
		t = newTable("MEMORY", "ORDER", "", "BYTES")
	}
	for _, l := range all {
		if bound {
			t.row(l.what, l.order, size(&l.before), size(&l.after), change(l.before, l.after))
			continue
		}
		t.row(l.what, l.order, "before", size(&l.before))
		if l.before.Expr != l.after.Expr {
			t.row("", "", "after", size(&l.after))
		} else {
			t.row("", "", "after", "the same")
		}
	}
	fmt.Fprintln(w)
	t.write(w)
}

func (r *Report) writeEnd(w io.Writer) {
	if len(r.Notes) > 0 {
		fmt.Fprintln(w)
	}
	for _, n := range r.Notes {
		fmt.Fprintln(w, oneLine(n))
	}
	fmt.Fprint(w, "\nThe figures assume native UnSwag kernels")
	if f, o := r.Memory.File.PeakBodies, r.Memory.ORT.PeakBodies; f.known() && o.known() && r.Rewritten() > 0 {
		fmt.Fprintf(w, "; with function bodies alone the peak is %s (file order), %s (ONNX Runtime's order)", size(&f), size(&o))
	}
	fmt.Fprintln(w, ".")
}
