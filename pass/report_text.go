package pass

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
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
	t := table(b)
	if len(r.Sites) > 0 {
		fmt.Fprintln(t, "RELU\tPRODUCER\tGRADIENT\tFORM\tREADS\tBYTES\tKEPT ALIVE BY\tWOULD BE")
	}
	for _, s := range r.Sites {
		kept := "its gradient only"
		if len(s.KeptBy) > 0 {
			kept = names(s.KeptBy)
		}
		row(t, s.Relu, s.Producer, names(s.Gradients), s.Form, s.Reads, size(s.BytesBefore), kept, s.Strategy)
	}
	t.Flush()
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
	t := table(w)
	fmt.Fprintln(t, "RELU\tPRODUCER\tSHAPE\tTYPE\tSTRATEGY\tBEFORE\tAFTER")
	for _, s := range r.Sites {
		row(t, s.Relu, s.Producer, s.Shape, s.Type, s.Strategy, size(s.BytesBefore), size(s.BytesAfter))
	}
	t.Flush()
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

// groups gathers names by reason, in the order in which the reasons come up.
type groups struct {
	reasons []string
	members map[string][]string
}

func (g *groups) add(reason, name string) {
	if g.members == nil {
		g.members = map[string][]string{}
	}
	if _, ok := g.members[reason]; !ok {
		g.reasons = append(g.reasons, reason)
	}
	g.members[reason] = append(g.members[reason], name)
}

func (g *groups) write(w io.Writer, title string) {
	if len(g.reasons) == 0 {
		return
	}
	fmt.Fprintf(w, "\n%s:\n", title)
	for _, reason := range g.reasons {
		m := g.members[reason]
		fmt.Fprintf(w, "  %d  %s\n     %s\n", len(m), oneLine(reason), names(m))
	}
}

// writeMemory writes the totals. Without a boundary there are none.
func (r *Report) writeMemory(w io.Writer) {
	if r.Memory.File.PeakBefore.Expr == "" {
		return
	}
	fmt.Fprintln(w)
	t := table(w)
	fmt.Fprintln(t, "MEMORY\tORDER\tBEFORE\tAFTER\t")
	lines := []struct {
		what, order   string
		before, after Figure
	}{
		{"held", "file", r.Memory.File.HeldBefore, r.Memory.File.HeldAfter},
		{"held", "ONNX Runtime", r.Memory.ORT.HeldBefore, r.Memory.ORT.HeldAfter},
		{"peak", "file", r.Memory.File.PeakBefore, r.Memory.File.PeakAfter},
		{"peak", "ONNX Runtime", r.Memory.ORT.PeakBefore, r.Memory.ORT.PeakAfter},
	}
	for _, l := range lines {
		row(t, l.what, l.order, size(&l.before), size(&l.after), change(l.before, l.after))
	}
	t.Flush()
}

func (r *Report) writeEnd(w io.Writer) {
	if len(r.Notes) > 0 {
		fmt.Fprintln(w)
	}
	for _, n := range r.Notes {
		fmt.Fprintln(w, oneLine(n))
	}
	fmt.Fprint(w, "\nThe figures assume native UnSwag kernels")
	if f, o := r.Memory.File.PeakBodies, r.Memory.ORT.PeakBodies; f.Expr != "" && r.Rewritten() > 0 {
		fmt.Fprintf(w, "; with function bodies alone the peak is %s (file order), %s (ONNX Runtime's order)", size(&f), size(&o))
	}
	fmt.Fprintln(w, ".")
}

// change tells what became of a figure: in percent where both are known, and in
// words where it grew.
func change(before, after Figure) string {
	if before.Value == nil || after.Value == nil {
		if before.Expr == after.Expr {
			return "same"
		}
		return ""
	}
	b, a := *before.Value, *after.Value
	switch {
	case a == b:
		return "same"
	case a > b:
		return "WORSE"
	}
	return fmt.Sprintf("-%.1f%%", 100*(1-float64(a)/float64(b)))
}

// size prints a figure: "1.25 MiB (1310720)" or "128*batch".
func size(f *Figure) string {
	if f == nil || f.Expr == "" {
		return "unknown"
	}
	if f.Value == nil {
		return f.Expr
	}
	return Size(*f.Value)
}

// Size prints a number of bytes for people, with the exact number behind it.
func Size(bytes int64) string {
	unit, units := float64(bytes), []string{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"}
	if bytes < 1024 {
		return strconv.FormatInt(bytes, 10) + " B"
	}
	i := -1
	for unit >= 1024 && i < len(units)-1 {
		unit /= 1024
		i++
	}
	return fmt.Sprintf("%.2f %s (%d)", unit, units[i], bytes)
}

func table(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
}

// row writes one line of a table; cells that a file chose cannot break it.
func row(w io.Writer, cells ...string) {
	for i, c := range cells {
		if c == "" && i < len(cells)-1 {
			c = "-"
		}
		cells[i] = oneLine(c)
	}
	fmt.Fprintln(w, strings.Join(cells, "\t"))
}

// oneLine replaces what would break a line, or a terminal, by its escape.
func oneLine(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return s
	}
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// names joins the first few names and counts the others.
func names(s []string) string {
	shown := slices.Clone(s[:min(len(s), shownNames)])
	for i := range shown {
		shown[i] = oneLine(shown[i])
	}
	out := strings.Join(shown, ", ")
	if more := len(s) - len(shown); more > 0 {
		out += fmt.Sprintf(" and %d more (-report json lists all)", more)
	}
	return out
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
