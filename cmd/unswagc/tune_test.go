package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// tuned writes the module of a model, tuned, and returns it and the report.
func tuned(t *testing.T, args ...string) (module []byte, report string) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.onnx")
	report = call(t, append([]string{"-o", out, "-target", "stablehlo", "-policy", "always", "-no-verify"}, args...)...)
	module, err := os.ReadFile(strings.TrimSuffix(out, ".onnx") + stablehlo.Suffix)
	if err != nil {
		t.Fatal(err)
	}
	return module, report
}

// TestTune compiles every way to write masks, and finds the module of the one that the
// report names.
func TestTune(t *testing.T) {
	needsXLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	module, report := tuned(t, model, "-dim", "batch=4096", "-tune", "pjrt:cpu")
	checkTuned(t, "cpu", module, report)
	r := aot(t, model, "-device", "pjrt:cpu", "-dim", "batch=4096", "-policy", "always", "-tune")
	if len(r.Rows) != 2+len(stablehlo.Target{Device: "cpu"}.Masks()) || !strings.Contains(r.verdict(), "The least net memory: ") {
		t.Errorf("%+v, %s", r, r.verdict())
	}
	best := r.Rows[lightest(r.Rows)]
	for _, row := range r.Rows {
		if row.Net < best.Net {
			t.Errorf("%s takes %d bytes, and %s was taken with %d", row.Name, row.Net, best.Name, best.Net)
		}
	}
}

func checkTuned(t *testing.T, device string, module []byte, report string) {
	t.Helper()
	for _, name := range append(stablehlo.Target{Device: device}.Masks(), "by the table") {
		if !strings.Contains(report, name+" ") {
			t.Errorf("the report lacks the row %s:\n%s", name, report)
		}
	}
	_, rest, ok := strings.Cut(report, "The least net memory: ")
	best, _, _ := strings.Cut(rest, ",")
	if !ok {
		t.Fatalf("the report names no module:\n%s", report)
	}
	want := !slices.Contains([]string{"by the table", "kept", "bools"}, best)
	called := "unswag.pack." + best + "."
	if best == "mosaic" {
		called = "@tpu_custom_call"
	}
	if bytes.Contains(module, []byte(called)) != want {
		t.Errorf("%s was found to be best, but the module is\n%.2000s", best, module)
	}
}

// TestTuneForTPU tunes where make tpu-check got libtpu.
func TestTuneForTPU(t *testing.T) {
	if os.Getenv(pjrt.EnvTPU) == "" {
		t.Skipf("libtpu is not part of the usual tests: make tpu-check gets it and sets %s", pjrt.EnvTPU)
	}
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	module, report := tuned(t, model, "-dim", "batch=4096", "-tune", "v5e:2x2")
	checkTuned(t, "tpu", module, report)
}

func TestLightest(t *testing.T) {
	for _, c := range []struct {
		rows []aotRow
		want int
	}{
		{nil, -1},
		{[]aotRow{{TooLarge: "x"}}, -1},
		{[]aotRow{{TooLarge: "x"}, {Net: 9}}, 1},
		{[]aotRow{{Net: 9}, {Net: 8}, {Net: 8}}, 1},
		{[]aotRow{{Net: 8, Accessed: 7}, {Net: 8, Accessed: 6}}, 1},
	} {
		if got := lightest(c.rows); got != c.want {
			t.Errorf("%+v: row %d, want %d", c.rows, got, c.want)
		}
	}
}
