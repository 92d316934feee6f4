package pass

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/unswag/unswagc/pass/memory"
)

// shownNames is how many names a group lists in the text; JSON lists all.
const shownNames = 6

// WriteText writes the report for people: a row per site, what was left or skipped
// grouped by reason, and the bytes before and after along both orders. The last line
// says what the figures assume.
func (r *Report) WriteText(w io.Writer) error { return r.writeAll(w, r.writeSites) }

// WriteStash writes what inspection is after: the sites and who keeps what alive.
// The rest is as in WriteText.
func (r *Report) WriteStash(w io.Writer) error { return r.writeAll(w, r.writeKeepers) }

func (r *Report) writeAll(w io.Writer, sites func(io.Writer)) error {
	b := bufio.NewWriter(w)
	r.writeHead(b)
	if len(r.Sites) > 0 {
		fmt.Fprintln(b)
		sites(b)
	}
	r.writeGroups(b)
	r.writeMemory(b)
	r.writeEnd(b)
	return b.Flush()
}

func (r *Report) writeHead(w io.Writer) {
	path := r.Model.Path
	switch path {
	case "":
		path = "model"
	case "-":
		path = "standard input"
	}
	dims := ""
	for _, name := range slices.Sorted(maps.Keys(r.Options.Dims)) {
		dims += fmt.Sprintf(", %s=%d", name, r.Options.Dims[name])
	}
	fmt.Fprintf(w, "%s: %s, IR %d, opset %d%s; boundary: %s\n", oneLine(path), count(r.Model.Nodes, "node"),
		r.Model.IR, r.Model.Opset, oneLine(dims), oneLine(r.Loss))
	by := map[string]int{}
	for _, s := range r.Sites {
		by[s.Strategy]++
	}
	found := count(len(r.Sites), "site") + " found"
	switch {
	case len(r.Sites) == 0:
		fmt.Fprintln(w, "There is nothing to do: no Relu with a gradient was found.")
	case r.Rewritten() == 0:
		fmt.Fprintf(w, "There is nothing to do: %s, none rewritten.\n", found)
	default:
		fmt.Fprintf(w, "%s, %d rewritten: %d early, %d late.\n", found, r.Rewritten(), by["early"], by["late"])
	}
}

func (r *Report) writeSites(w io.Writer) {
	t := newTable("RELU", "PRODUCER", "SHAPE", "TYPE", "STRATEGY", "BYTES HELD", "AFTER")
	late := false
	for _, s := range r.Sites {
		t.row(s.Relu, s.Producer, known(s.Shape), known(s.Type), s.Strategy, short(s.BytesBefore), short(s.BytesAfter))
		late = late || s.Strategy == "late"
	}
	t.write(w)
	if late {
		fmt.Fprintln(w, "A late site holds as much as before and frees it sooner in the backward pass: it lowers the peak.")
	}
}

func (r *Report) writeKeepers(w io.Writer) {
	t := newTable("RELU", "PRODUCER", "GRADIENT", "FORM", "READS", "BYTES HELD", "KEPT ALIVE BY", "STRATEGY")
	for _, s := range r.Sites {
		kept := "its gradient only"
		if len(s.KeptBy) > 0 {
			kept = names(s.KeptBy)
		}
		t.row(s.Relu, s.Producer, names(s.Gradients), s.Form, s.Reads, short(s.BytesBefore), kept, s.Strategy)
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
		wrap(w, "\nOperators without a shape rule: "+names(r.Unknown), "")
	}
}

// groups gathers names by the kind of their reason, in the order in which these come
// up.
type groups struct {
	kinds   []string
	members map[string][]string
	reason  map[string]string // the first of the kind
	differ  map[string]bool   // the kind has other reasons too
}

func (g *groups) add(reason, name string) {
	if g.members == nil {
		g.members, g.reason, g.differ = map[string][]string{}, map[string]string{}, map[string]bool{}
	}
	k := kind(reason)
	if _, ok := g.members[k]; !ok {
		g.kinds = append(g.kinds, k)
		g.reason[k] = reason
	}
	g.members[k] = append(g.members[k], name)
	g.differ[k] = g.differ[k] || g.reason[k] != reason
}

func (g *groups) write(w io.Writer, title string) {
	if len(g.kinds) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, k := range g.kinds {
		m, text := g.members[k], oneLine(g.reason[k])
		if g.differ[k] {
			text += ", and others of that kind"
		}
		wrap(w, fmt.Sprintf("%4d  %s", len(m), text), "      ")
		wrap(w, "      "+names(m), "      ")
	}
}

// writeEnd writes what is to be said, and last what the figures assume.
func (r *Report) writeEnd(w io.Writer) {
	var said []string
	for _, n := range r.Notes {
		if n != r.Loss {
			said = append(said, oneLine(n))
		}
	}
	if len(r.Unbound) > 0 && len(r.Sites) > 0 {
		said = append(said, fmt.Sprintf("Dims without a size: %s. With -dim %s=32 the figures are bytes, and auto decides for that size.",
			names(r.Unbound), oneLine(r.Unbound[0])))
	}
	if len(said) > 0 {
		fmt.Fprintln(w)
	}
	for _, s := range said {
		wrap(w, s, "")
	}
	last := "The figures assume native UnSwag kernels"
	if f, o := r.Memory.File.PeakBodies, r.Memory.ORT.PeakBodies; r.Rewritten() > 0 && f.known() && o.known() {
		last += fmt.Sprintf("; with function bodies alone the peak is %s (file order), %s (ONNX Runtime's order)", size(&f), size(&o))
	}
	fmt.Fprintln(w)
	wrap(w, last+".", "")
}

// noLoss reports whether no boundary was found, so that nothing is held across it.
func (r *Report) noLoss() bool { return strings.HasPrefix(r.Loss, memory.ErrNoLoss{}.Error()) }
