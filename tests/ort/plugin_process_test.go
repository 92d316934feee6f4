package ort

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/unswag/unswagc/pass"
)

// TestPluginProcess uses the library in processes that fork, run threads and many
// sessions, and unload it, in both engines.
func TestPluginProcess(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the script looks at /proc and forks beside threads")
	}
	library, model := plugin(t), processModel(t)
	for _, variable := range []string{"UNSWAG_PYTHON_TRAIN", "UNSWAG_PYTHON_STOCK"} {
		t.Run(variable, func(t *testing.T) {
			processCases(t, python(t, variable), library, model, nil, "fork", "threads_and_fork", "eight", "unload", "small")
		})
	}
}

// TestPluginSanitizers runs a build that looks for faults of memory and for what C leaves
// undefined.
func TestPluginSanitizers(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the sanitizer's library is preloaded as on Linux")
	}
	python := python(t, "UNSWAG_PYTHON_TRAIN")
	library := plugin(t, "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
	env := []string{
		// libstdc++ too: otherwise the sanitizer does not find its functions for exceptions.
		"LD_PRELOAD=" + sanitizer(t, "libasan.so") + " " + sanitizer(t, "libstdc++.so.6"),
		// Python itself leaves memory behind at the end.
		"ASAN_OPTIONS=detect_leaks=0:abort_on_error=1",
	}
	all := []string{"plain", "avx2", "avx512"}
	if runtime.GOARCH != "amd64" {
		all = []string{"plain", "neon"}
	}
	for _, kernels := range all {
		t.Run(kernels, func(t *testing.T) {
			processCases(t, python, library, processModel(t), append(env, "UNSWAG_KERNELS="+kernels), "small")
		})
	}
	t.Run("process", func(t *testing.T) {
		processCases(t, python, library, processModel(t), env, "eight", "unload")
	})
	t.Run("training", func(t *testing.T) {
		for _, kv := range env {
			name, value, _ := strings.Cut(kv, "=")
			t.Setenv(name, value)
		}
		for _, g := range graphsOf(t, modelsDir, "") {
			if g.name == "mlp_frozen_middle" || g.name == "lenet" {
				path, _ := rewrite(t, g.path, pass.Options{Policy: pass.Always})
				compareCells(t, python, g, []cell{{g.path, "", "DEFAULT", 2}, {path, library, "DEFAULT", 2}})
			}
		}
	})
}

// sanitizer returns the compiler's library, which has to be in the process first.
func sanitizer(t *testing.T, name string) string {
	t.Helper()
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	out, err := exec.Command(compiler, "-print-file-name="+name).Output()
	path := strings.TrimSpace(string(out))
	if err != nil || !filepath.IsAbs(path) {
		t.Skipf("%s has no %s: %v", compiler, name, err)
	}
	return path
}

// processModel writes a model of a float mask of each kind.
func processModel(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	m := bodyModel{opset: 17, types: []string{"float"}, rank: 1}
	m.write(t, dir)
	return filepath.Join(dir, m.name()+".onnx")
}

func processCases(t *testing.T, python, library, model string, env []string, cases ...string) {
	t.Helper()
	cmd := exec.Command(python, append([]string{"plugin_process.py", library, model}, cases...)...)
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	done := 0
	for line := range bytes.Lines(out) {
		var r struct{ Case, Wrong string }
		if e := json.Unmarshal(line, &r); e != nil {
			t.Fatalf("%q: %v", line, e)
		}
		if r.Wrong != "" {
			t.Errorf("%s: %s", r.Case, r.Wrong)
		}
		done++
	}
	if err != nil || done != len(cases) {
		t.Errorf("%d of %d cases ran: %v\n%s", done, len(cases), err, tail(stderr.Bytes(), 3000))
	}
}
