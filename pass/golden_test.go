package pass_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

// TestGoldens runs the pipeline over testdata/*.txtar. The files of one: "in" (the
// graph), then "out" (the main graph that is expected, its functions left out) and
// "report" (the lines that are expected). The archive's comment may hold options:
// "policy: always", "only: gemm,conv", "schedule: file", "max: 1".
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) { golden(t, f) })
	}
}

func golden(t *testing.T, file string) {
	ar, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	o := goldenOptions(t, string(ar.Comment))
	m := parse(t, string(ar.Files[0].Data))
	r, err := pass.Run(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{"out": mainText(m), "report": reportLines(r)}
	if *update {
		ar.Files = ar.Files[:1]
		for _, name := range []string{"out", "report"} {
			ar.Files = append(ar.Files, txtar.File{Name: name, Data: []byte(got[name])})
		}
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range ar.Files[1:] {
		if d := cmp.Diff(string(want.Data), got[want.Name]); d != "" {
			t.Errorf("%s differs (-want +got):\n%s", want.Name, d)
		}
	}
	if len(ar.Files) != 3 {
		t.Errorf("the golden has %d files, want in, out and report", len(ar.Files))
	}
	idempotent(t, m, o)
}

// idempotent checks that the pipeline leaves its own output as it is.
func idempotent(t *testing.T, m *onnxio.Model, o pass.Options) {
	t.Helper()
	first := marshal(t, m)
	again, err := onnxio.Unmarshal(first)
	if err != nil {
		t.Fatalf("the output does not load: %v", err)
	}
	if _, err := pass.Run(context.Background(), again, o); err != nil {
		t.Fatalf("the output does not run again: %v", err)
	}
	if !bytes.Equal(first, marshal(t, again)) {
		t.Errorf("a second run changed the output:\n%s", cmp.Diff(mainText(m), mainText(again)))
	}
}

func goldenOptions(t *testing.T, comment string) pass.Options {
	var o pass.Options
	for line := range strings.Lines(comment) {
		key, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		switch key {
		case "policy":
			o.Policy = pass.Policy(value)
		case "schedule":
			o.Schedule = pass.Schedule(value)
		case "only":
			o.Only = strings.Split(value, ",")
		case "loss":
			o.Loss = value
		case "max":
			if _, err := fmt.Sscan(value, &o.MaxRewrites); err != nil {
				t.Fatal(err)
			}
		default:
			t.Fatalf("unknown option %q", key)
		}
	}
	return o
}

// mainText is the text of the model up to its functions.
func mainText(m *onnxio.Model) string {
	text := m.Text()
	if i := strings.Index(text, "\n}\n"); i >= 0 {
		text = text[:i+3]
	}
	return strings.TrimRight(text, "\n") + "\n"
}

// reportLines prints what the goldens compare of a report.
func reportLines(r *pass.Report) string {
	var b strings.Builder
	fmt.Fprintf(&b, "loss: %s\n", r.Loss)
	for _, s := range r.Sites {
		fmt.Fprintf(&b, "site %s: %s reads %s, form %s, producer %s, %s", s.Relu, strings.Join(s.Gradients, "+"), s.Reads, s.Form, s.Producer, s.Stash)
		if len(s.KeptBy) > 0 {
			fmt.Fprintf(&b, " by %s", strings.Join(s.KeptBy, ", "))
		}
		fmt.Fprintf(&b, ": %s", s.Strategy)
		if s.Reason != "" {
			fmt.Fprintf(&b, " (%s)", s.Reason)
		}
		if s.BytesBefore != nil {
			fmt.Fprintf(&b, ", %s -> %s bytes", s.BytesBefore.Expr, s.BytesAfter.Expr)
		}
		fmt.Fprintln(&b)
	}
	for _, s := range r.Skipped {
		fmt.Fprintf(&b, "skip %s: %s: %s\n", s.Node, s.Rule, s.Reason)
	}
	m := r.Memory
	fmt.Fprintf(&b, "held %s -> %s\n", m.File.HeldBefore.Expr, m.File.HeldAfter.Expr)
	fmt.Fprintf(&b, "peak, file order: %s -> %s\n", m.File.PeakBefore.Expr, m.File.PeakAfter.Expr)
	fmt.Fprintf(&b, "peak, ORT order: %s -> %s\n", m.ORT.PeakBefore.Expr, m.ORT.PeakAfter.Expr)
	for _, n := range r.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	return b.String()
}

func parse(t testing.TB, text string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func marshal(t testing.TB, m *onnxio.Model) []byte {
	t.Helper()
	b, err := m.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
