package pass

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"unicode/utf8"
)

// change tells what became of a figure whose values are known.
func change(before, after Figure) string {
	b, a := *before.Value, *after.Value
	switch {
	case a == b:
		return "the same"
	case b == 0:
		return "WORSE"
	case a > b:
		return fmt.Sprintf("+%.1f%% WORSE", 100*(float64(a)/float64(b)-1))
	}
	return fmt.Sprintf("-%.1f%%", 100*(1-float64(a)/float64(b)))
}

// quoted is a name inside a sentence.
var quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"`)

// kind is what a reason says without the names of nodes and values in it.
func kind(reason string) string { return quoted.ReplaceAllString(reason, "..") }

// short prints a figure for a table of many: "1.25 MiB" or "128*batch".
func short(f *Figure) string {
	text, _, _ := strings.Cut(size(f), " (")
	if f != nil && f.Value == nil {
		text = size(f)
	}
	return text
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

// table aligns columns.
type table struct {
	buf bytes.Buffer
	tw  *tabwriter.Writer
}

func newTable(head ...string) *table {
	t := &table{}
	t.tw = tabwriter.NewWriter(&t.buf, 0, 8, 2, ' ', 0)
	t.row(head...)
	return t
}

// row adds a line; cells that a file chose cannot break it.
func (t *table) row(cells ...string) {
	for i, c := range cells {
		cells[i] = oneLine(c)
	}
	fmt.Fprintln(t.tw, strings.Join(cells, "\t"))
}

// write writes the lines without the spaces at their ends.
func (t *table) write(w io.Writer) {
	t.tw.Flush()
	for line := range strings.Lines(t.buf.String()) {
		fmt.Fprintln(w, strings.TrimRight(line, " \n"))
	}
}

// oneLine replaces what would break a line, or a terminal, by its escape.
func oneLine(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return s
	}
	q := strconv.Quote(s)
	return q[1 : len(q)-1]
}

// lines breaks text at its spaces into lines of at most width characters, where
// words allow.
func lines(text string, width int) []string {
	var out []string
	line := ""
	for word := range strings.SplitSeq(text, " ") {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
			out = append(out, line)
			line = word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(out, line)
}

// textWidth is how wide sentences and lists are.
const textWidth = 100

// wrap writes text, which may start with an indentation, in lines of textWidth; all
// but the first start with indent.
func wrap(w io.Writer, text, indent string) {
	start := len(text) - len(strings.TrimLeft(text, " \n"))
	for i, line := range lines(text[start:], textWidth-len(indent)) {
		if i == 0 {
			line = text[:start] + line
		} else {
			line = indent + line
		}
		fmt.Fprintln(w, line)
	}
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

// known stands in for what is not known.
func known(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

// known reports whether the figure was computed. No step takes 0 bytes.
func (f Figure) known() bool { return f.Expr != "" && f.Expr != "0" }

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
