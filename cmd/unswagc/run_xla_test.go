package main

import (
	"bytes"
	"math"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
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
		"flag -threads belongs to the embedded engine":                {"-device", "pjrt:cpu", "-threads", "2"},
	} {
		var stdout, stderr bytes.Buffer
		if code := doMain(append([]string{"run", "a.onnx"}, args...), strings.NewReader(""), &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%v: exit code %d: %s", args, code, stderr.String())
		}
	}
}
