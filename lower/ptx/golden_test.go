package ptx_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/ptx"
	"github.com/unswag/unswagc/onnxio"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

// TestGoldens lowers the models of testdata/*.txtar. The files of one: "in", then what is
// expected, called after the artifacts' suffixes. The archive's comment may hold options:
// "zeros: plus", "dim: batch=5".
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 4 {
		t.Fatalf("only the goldens %v: %v", files, err)
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
	o := options(t, string(ar.Comment))
	got := lowered(t, string(ar.Files[0].Data), o)
	if *update {
		ar.Files = ar.Files[:1]
		for _, a := range got {
			ar.Files = append(ar.Files, txtar.File{Name: a.Suffix, Data: a.Data})
		}
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(ar.Files) != 1+len(got) {
		t.Fatalf("the golden has %d files, want in and %d artifacts", len(ar.Files), len(got))
	}
	for i, want := range ar.Files[1:] {
		if want.Name != got[i].Suffix {
			t.Errorf("artifact %d is %s, want %s", i, got[i].Suffix, want.Name)
		}
		if d := cmp.Diff(string(want.Data), string(got[i].Data)); d != "" {
			t.Errorf("%s differs (-want +got):\n%s", want.Name, d)
		}
	}
	for i, a := range lowered(t, string(ar.Files[0].Data), o) {
		if string(a.Data) != string(got[i].Data) {
			t.Errorf("%s is another one the second time", a.Suffix)
		}
	}
}

func options(t *testing.T, comment string) lower.Options {
	o := lower.Options{Dims: map[string]int64{}}
	for line := range strings.Lines(comment) {
		var name string
		var size int64
		switch line = strings.TrimSpace(line); {
		case line == "zeros: plus":
			o.Zeros = kernels.Plus
		case strings.HasPrefix(line, "dim: "):
			if _, err := fmt.Sscanf(strings.ReplaceAll(line, "=", " "), "dim: %s %d", &name, &size); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			o.Dims[name] = size
		case strings.Contains(line, ": "):
			t.Fatalf("unknown option %q", line)
		}
	}
	return o
}

func parse(t *testing.T, text string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func lowered(t *testing.T, text string, o lower.Options) []lower.Artifact {
	t.Helper()
	out, err := ptx.Target{}.Lower(context.Background(), parse(t, text), o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestRefusals checks that what has no kernel is an error that names the node.
func TestRefusals(t *testing.T) {
	const head = `<ir_version: 8, opset_import: ["" : 17, "ai.unswag" : 1, "local" : 1]>
`
	tests := []struct{ name, model, want string }{
		{"integers", `g (int32[8] v) => (uint32[1] m) { [a] m = ai.unswag.UnSwagPack (v) }`,
			`node "a", an UnSwagPack: there is no kernel for elements of type int32, only for float16, bfloat16, float and double`},
		{"no type", `g (float[8] v) => (uint32[1] m) { w = local.Own (v)
 [a] m = ai.unswag.UnSwagPack (w) }`,
			`node "a", an UnSwagPack: the element type of "w" is not known: state it in the model's value_info`},
		{"operator", `g (float[8] v) => (uint32[1] m) { [a] m = ai.unswag.UnSwagSort (v) }`,
			`node "a", an UnSwagSort: the domain ai.unswag has no operator of that name that this version knows`},
		{"predicate", `g (float[8] v) => (uint32[1] m) { [a] m = ai.unswag.UnSwagPack <predicate: string = "ge0"> (v) }`,
			`node "a", an UnSwagPack: its predicate is "ge0", and there are kernels for gt0 and not_le0`},
		{"combine", `g (float[8] d, uint32[1] m) => (float[8] x) { [a] x = ai.unswag.UnSwagGradMask <combine: string = "add"> (d, m) }`,
			`node "a", an UnSwagGradMask: its combine is "add", and there are kernels for select and mul`},
		{"mask missing", `g (float[8] d) => (float[8] x) { [a] x = ai.unswag.UnSwagGradMask (d) }`,
			`node "a", an UnSwagGradMask: it needs its inputs dY and M and its output dX`},
		{"pack without mask", `g (float[8] v) => (float[8] y) { [a] "", y = ai.unswag.UnSwagPack (v) }`,
			`node "a", an UnSwagPack: it needs its input V and its output M`},
		{"in a function", `g (float[8] v) => (uint32[1] m) { m = local.F (v) }
<domain: "local", opset_import: ["ai.unswag" : 1]>
F (v) => (m) { [a] m = ai.unswag.UnSwagPack (v) }`,
			`node "a", an UnSwagPack, stands in the function F of domain "local": inline the function, so that the node has one element type`},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := ptx.Target{}.Lower(context.Background(), parse(t, head+c.model), lower.Options{})
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}
