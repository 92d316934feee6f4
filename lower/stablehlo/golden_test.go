package stablehlo_test

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

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

// TestGoldens lowers the models of testdata/*.txtar. The files of one: "in", then the
// module. The archive's comment may hold options: "form: inline", "for: tpu", "dim:
// batch=40", "axis: data=4", "shard: batch=data", "shardy: yes".
func TestGoldens(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 9 {
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
	target, o := options(t, string(ar.Comment))
	m := parse(t, string(ar.Files[0].Data))
	// The texts of kernels have goldens of their own, which people can read.
	lowered := func() []byte {
		return kernelText.ReplaceAll(lowerAs(t, m, o, "golden", target), []byte(`body\22:\22...\22`))
	}
	got := lowered()
	if *update {
		ar.Files = append(ar.Files[:1], txtar.File{Name: stablehlo.Suffix, Data: got})
		if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if len(ar.Files) != 2 || ar.Files[1].Name != stablehlo.Suffix {
		t.Fatal("the golden has not the files in and " + stablehlo.Suffix)
	}
	if d := cmp.Diff(string(ar.Files[1].Data), string(got)); d != "" {
		t.Errorf("the module differs (-want +got):\n%s", d)
	}
	if again := lowered(); string(again) != string(got) {
		t.Error("the module is another one the second time")
	}
}

func options(t *testing.T, comment string) (stablehlo.Target, lower.Options) {
	t.Helper()
	var target stablehlo.Target
	o := lower.Options{Dims: map[string]int64{}}
	for line := range strings.Lines(comment) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case name == "form":
			target.Form = value
		case name == "for":
			target.Device = value
		case name == "dim" || name == "axis":
			var dim string
			var size int64
			if _, err := fmt.Sscanf(strings.ReplaceAll(value, "=", " "), "%s %d", &dim, &size); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if name == "axis" {
				target.Sharding.Mesh = append(target.Sharding.Mesh, stablehlo.Axis{Name: dim, Size: size})
			} else {
				o.Dims[dim] = size
			}
		case name == "shard":
			what, axes, _ := strings.Cut(value, "=")
			target.Sharding.Rules = append(target.Sharding.Rules, stablehlo.Rule{Name: what, Axes: strings.Split(axes, ",")})
		case name == "shardy":
			target.Sharding.Shardy = true
		case ok:
			t.Fatalf("unknown option %q", line)
		}
	}
	return target, o
}

func parse(t *testing.T, text string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestRefusals checks that what cannot be lowered is an error that tells what to do.
func TestRefusals(t *testing.T) {
	const head = `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1, "local" : 1]>
`
	tests := []struct{ name, model, want string }{
		{"open dims", `g (float[batch,seq] x) => (y) { y = Relu (x) }`,
			`StableHLO needs all sizes: give a number for each of the dims batch, seq, as in -dim batch=8 -dim seq=8`},
		{"no name", `g (float[?,4] x) => (y) { y = Relu (x) }`,
			`dim 0 of the input "x" has neither a size nor a name: state one of them in the model`},
		{"missing", `g (float[4,4] x) => (y) { a = local.Own (x)
 b = Det (x)
 y = local.Own (a) }`,
			`there is no lowering for ai.onnx.Det of version 17, local.Own of version 1 (2 nodes)`},
		{"shapes", `g (float[4,3] x, float[4,3] w) => (y) { [p] y = Gemm (x, w) }`,
			`node "p", a Gemm: tensor<4x3xf32> and tensor<4x3xf32> do not fit together: one sums over 3 elements, the other over 4`},
		{"computed shape", `g (float[4] x, int64[1] s) => (y) { [p] y = Reshape (x, s) }`,
			`node "p", a Reshape: its input 1 is computed by the graph, but StableHLO needs static shapes`},
		{"mask out", `g (float[64,4] x) => (m) { m = ai.unswag.UnSwagPack (x) }`,
			`the mask m is an output of the graph, but masks are private to a module: leave it out`},
		{"mask read", `g (float[64,4] x) => (y) { m = ai.unswag.UnSwagPack (x)
 [p] y = Cast <to: int = 1> (m) }`,
			`node "p", a Cast: its input 0 is a mask, which only UnSwagGradMask and UnSwagTie can read`},
		{"mask in", `g (float[64,4] d, uint32[8] m) => (x) { [p] x = ai.unswag.UnSwagGradMask (d, m) }`,
			`node "p", a UnSwagGradMask: its mask must come from an UnSwagPack of the same graph: masks are private to a module`},
		{"strings", `g (string[4] x) => (y) { y = Identity (x) }`,
			`the input "x" is no tensor of a type that StableHLO has: it is string[4]`},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			_, err := stablehlo.Target{}.Lower(context.Background(), parse(t, head+c.model), lower.Options{})
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
	_, err := stablehlo.Target{Form: stablehlo.FFI, Device: "tpu"}.Lower(context.Background(), parse(t, head+`g (float[4] x) => (y) { y = Relu (x) }`), lower.Options{})
	if err == nil || !strings.Contains(err.Error(), "TPUs take none") {
		t.Errorf("ffi for TPUs: %v", err)
	}
}
