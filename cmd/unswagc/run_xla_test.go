package main

import (
	"bytes"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
	"github.com/unswag/unswagc/runtime/pjrt"
)

var digestLine = regexp.MustCompile(`(?m)^(output|yield|updated) .*$`)

// TestRunOnXLA trains by XLA: the losses are the engine's within rounding, and those with
// masks are the bytes of those without.
func TestRunOnXLA(t *testing.T) {
	needsXLA(t)
	models := filepath.Join("..", "..", "testdata", "models")
	for _, name := range []string{"mlp_all", "lenet"} {
		model := filepath.Join(models, name)
		small := filepath.Join(t.TempDir(), name+".onnx")
		common := []string{"-ckpt", model + ".ckpt", "-steps", "4", "-optim", model + ".optim.onnx", "-dim", "batch=6", "-seed", "3"}
		engine := losses(t, call(t, append([]string{"run", model + ".onnx"}, common...)...))
		common = append(common, "-device", "pjrt:cpu")
		plain := call(t, append([]string{"run", model + ".onnx"}, common...)...)
		got := losses(t, plain)
		if len(got) != 4 || got[3] >= got[0] {
			t.Errorf("%s: losses %v, want four that fall", name, got)
		}
		for i := range got {
			if math.Abs(got[i]-engine[i]) > 1e-4*engine[i] {
				t.Errorf("%s: step %d has the loss %v, and %v on the engine", name, i+1, got[i], engine[i])
			}
		}
		call(t, model+".onnx", "-o", small, "-policy", "always", "-q")
		masked := call(t, append([]string{"run", small}, common...)...)
		want, have := digestLine.FindAllString(plain, -1), digestLine.FindAllString(masked, -1)
		if len(want) < 5 || strings.Join(want, "\n") != strings.Join(have, "\n") {
			t.Errorf("%s: with masks\n%s\nwithout\n%s", name, strings.Join(have, "\n"), strings.Join(want, "\n"))
		}
		if !strings.Contains(plain, "pjrt:cpu on cpu: compiled in ") || !strings.Contains(plain, " in donated arguments, temp ") {
			t.Errorf("%s: %s", name, plain)
		}
	}
}

// TestRunFFIOnXLA runs a model with the functions of the library, which a flag or a variable
// names.
func TestRunFFIOnXLA(t *testing.T) {
	needsXLA(t)
	library := plugins.XLA(t)
	model := filepath.Join(t.TempDir(), "out.onnx")
	call(t, filepath.Join("..", "..", "testdata", "models", "lenet.onnx"), "-o", model, "-policy", "always", "-q")
	common := []string{"run", model, "-dim", "batch=6", "-seed", "3", "-device", "pjrt:cpu"}
	want := digestLine.FindAllString(call(t, append(common, "-stablehlo", "inline")...), -1)
	t.Setenv(pjrt.EnvFFI, "none.so")
	flag := digestLine.FindAllString(call(t, append(common, "-stablehlo", "ffi", "-ffi", library)...), -1)
	t.Setenv(pjrt.EnvFFI, library)
	variable := digestLine.FindAllString(call(t, append(common, "-stablehlo", "ffi")...), -1)
	for _, got := range [][]string{flag, variable} {
		if len(want) < 5 || strings.Join(want, "\n") != strings.Join(got, "\n") {
			t.Errorf("in the form ffi\n%s\nin the form inline\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	t.Setenv(pjrt.EnvFFI, "")
	var stdout, stderr bytes.Buffer
	if code := doMain(append(common, "-stablehlo", "ffi"), strings.NewReader(""), &stdout, &stderr); code != exitFailure || !strings.Contains(stderr.String(), "make plugin builds it") {
		t.Errorf("without the library: exit code %d: %s", code, stderr.String())
	}
}

// TestRunYieldOnXLA runs a graph whose gradients come in by a YieldOp.
func TestRunYieldOnXLA(t *testing.T) {
	needsXLA(t)
	model := filepath.Join(t.TempDir(), "yield.onnx")
	call(t, "parse", filepath.Join("testdata", "yield.txt"), "-o", model)
	want, got := call(t, "run", model, "-dim", "batch=3"), call(t, "run", model, "-dim", "batch=3", "-device", "pjrt:cpu")
	names := regexp.MustCompile(`(?m)^(output|yield|updated) +\S+ +\S+`)
	if a, b := names.FindAllString(want, -1), names.FindAllString(got, -1); len(a) == 0 || strings.Join(a, "\n") != strings.Join(b, "\n") {
		t.Errorf("XLA gives\n%s\nthe engine\n%s", got, want)
	}
}

func TestRunDeviceErrors(t *testing.T) {
	for want, args := range map[string][]string{
		`flag -device: "cuda" is not possible, give cpu, or pjrt:cpu`: {"-device", "cuda"},
		"flag -stablehlo belongs to XLA: give -device pjrt:cpu":       {"-stablehlo", "inline"},
		"flag -ffi belongs to XLA":                                    {"-ffi", "a.so"},
		"flag -ffi belongs to -stablehlo ffi":                         {"-device", "pjrt:cpu", "-ffi", "a.so"},
		"flag -threads belongs to the embedded engine":                {"-device", "pjrt:cpu", "-threads", "2"},
	} {
		var stdout, stderr bytes.Buffer
		if code := doMain(append([]string{"run", "a.onnx"}, args...), strings.NewReader(""), &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%v: exit code %d: %s", args, code, stderr.String())
		}
	}
}
