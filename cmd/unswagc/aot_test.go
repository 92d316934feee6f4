package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// needsXLA skips the test where there is no PJRT plugin for CPUs.
func needsXLA(t *testing.T) {
	t.Helper()
	if os.Getenv(pjrt.EnvCPU) == "" {
		t.Skipf("there is no PJRT plugin: tests/setup.sh gets one and sets %s", pjrt.EnvCPU)
	}
}

// aot runs the command and reads its JSON.
func aot(t *testing.T, args ...string) *aotResult {
	t.Helper()
	r := &aotResult{}
	if err := json.Unmarshal([]byte(call(t, append([]string{"aot", "-json"}, args...)...)), r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAOTModel(t *testing.T) {
	needsXLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	r := aot(t, model, "-device", "pjrt:cpu", "-dim", "batch=512", "-policy", "always")
	if len(r.Rows) != 2 || r.Rows[0].Name != "as it is" || !strings.HasPrefix(r.Rows[1].Name, "with masks at ") {
		t.Fatalf("%+v", r)
	}
	for _, row := range r.Rows {
		if row.Argument <= 0 || row.Output <= 0 || row.Peak < row.Argument || !row.Estimated {
			t.Errorf("%+v", row)
		}
	}
	if r.Rows[0].Argument != r.Rows[1].Argument || r.Rows[0].Output != r.Rows[1].Output {
		t.Errorf("masks change the inputs or outputs: %+v", r.Rows)
	}
	text := call(t, "aot", model, "-device", "pjrt:cpu", "-dim", "batch=512")
	for _, want := range []string{"pjrt:cpu: ", "as it is", "net", "Net is the peak without arguments and outputs.", "the plugin does not tell the peak"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
}

func TestAOTModules(t *testing.T) {
	needsXLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	dir := t.TempDir()
	call(t, model, "-o", filepath.Join(dir, "out.onnx"), "-target", "stablehlo", "-dim", "batch=64", "-policy", "always", "-q")
	module := filepath.Join(dir, "out.mlir")
	r := aot(t, module, "-device", "pjrt:cpu")
	if len(r.Rows) != 1 || r.Rows[0].Name != module || r.verdict() != "" {
		t.Errorf("%+v", r)
	}
	if r = aot(t, module, "-device", "pjrt:cpu", "-partitions", "8"); r.Devices != 8 {
		t.Errorf("%+v", r)
	}
	r = aot(t, module, "-against", module, "-device", "pjrt:cpu")
	if len(r.Rows) != 2 || r.verdict() != "Masks change nothing here.\n" {
		t.Errorf("%+v, %s", r, r.verdict())
	}
}

// TestAOTFFI compiles a model, and a module, that call the functions of the library.
func TestAOTFFI(t *testing.T) {
	needsXLA(t)
	library := plugins.XLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	r := aot(t, model, "-device", "pjrt:cpu", "-dim", "batch=512", "-policy", "always", "-stablehlo", "ffi", "-ffi", library)
	if len(r.Rows) != 2 || r.Rows[1].Net <= 0 || r.Rows[0].Argument != r.Rows[1].Argument {
		t.Fatalf("%+v", r)
	}
	dir := t.TempDir()
	call(t, model, "-o", filepath.Join(dir, "out.onnx"), "-target", "stablehlo", "-stablehlo", "ffi", "-dim", "batch=512", "-policy", "always", "-q")
	t.Setenv(pjrt.EnvFFI, library)
	if again := aot(t, filepath.Join(dir, "out.mlir"), "-device", "pjrt:cpu"); again.Rows[0].Argument != r.Rows[1].Argument {
		t.Errorf("%+v, want the row of %+v", again, r)
	}
}

// TestAOTForTPU compiles a model with and without masks where make tpu-check got libtpu.
func TestAOTForTPU(t *testing.T) {
	if os.Getenv(pjrt.EnvTPU) == "" {
		t.Skipf("libtpu is not part of the usual tests: make tpu-check gets it and sets %s", pjrt.EnvTPU)
	}
	model := filepath.Join("..", "..", "testdata", "models", "mlp_frozen_middle.onnx")
	r := aot(t, model, "-topology", "v5e:2x2", "-dim", "batch=4096", "-policy", "always")
	if len(r.Rows) != 2 || r.Kind != "TPU v5 lite" || r.Devices != 4 {
		t.Fatalf("%+v", r)
	}
	for _, row := range r.Rows {
		if row.Argument <= 0 || row.Code <= 0 || row.Accessed <= 0 || row.Estimated || row.Peak < row.Argument {
			t.Errorf("%+v", row)
		}
	}
	t.Log(r)
}

func TestAOTVerdicts(t *testing.T) {
	for want, rows := range map[string][2]aotRow{
		"Neither fits.\n":                                            {{TooLarge: "x"}, {TooLarge: "x"}},
		"It fits with masks only.\n":                                 {{TooLarge: "x"}, {}},
		"It fits without masks only.\n":                              {{}, {TooLarge: "x"}},
		"Masks change nothing here.\n":                               {{Net: 5}, {Net: 5}},
		"Masks cost 3.0 MB here: leave them out.\n":                  {{Net: 1e6}, {Net: 4e6}},
		"Masks save 3.0 MB: net memory falls to 25.0 % of 4.0 MB.\n": {{Net: 4e6}, {Net: 1e6}},
	} {
		r := &aotResult{Rows: rows[:]}
		if got := r.verdict(); got != want || !strings.HasSuffix(r.String(), want) {
			t.Errorf("%+v: %q, want %q", rows, got, want)
		}
	}
}

func TestAOTErrors(t *testing.T) {
	for want, args := range map[string][]string{
		"say what to compile for: -topology, such as v5e:2x2": {"a.mlir"},
		"say what to compile for":                             {"a.mlir", "-topology", "v5e:2x2", "-device", "pjrt:cpu"},
		"write the plugin's path into -device":                {"a.mlir", "-device", "pjrt:cpu", "-plugin", "x.so"},
		`"cuda" is not possible, give pjrt:cpu`:               {"a.mlir", "-device", "cuda"},
		"a model is compared with itself":                     {"a.onnx", "-device", "pjrt:cpu", "-against", "b.mlir"},
		"write it as 2x2":                                     {"a.mlir", "-topology", "v5e:2x2x2"},
		"flag -ffi belongs to -stablehlo ffi":                 {"a.onnx", "-device", "pjrt:cpu", "-ffi", "x.so"},
		"flag -dim belongs to a model":                        {"a.mlir", "-device", "pjrt:cpu", "-dim", "batch=2"},
	} {
		var stdout, stderr bytes.Buffer
		if code := doMain(append([]string{"aot"}, args...), strings.NewReader(""), &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("aot %v: exit code %d, %s, want %q", args, code, stderr.String(), want)
		}
	}
	var stdout, stderr bytes.Buffer
	file := filepath.Join(t.TempDir(), "a.mlir")
	if err := os.WriteFile(file, []byte("module {}"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := doMain([]string{"aot", file, "-device", "pjrt:./nothing.so"}, strings.NewReader(""), &stdout, &stderr); code != exitFailure ||
		!strings.Contains(stderr.String(), "no PJRT plugin") {
		t.Errorf("exit code %d: %s", code, stderr.String())
	}
}
