package tests

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// example runs a command at the top of the repository; what it prints has to contain want.
func example(t *testing.T, want string, words ...string) {
	t.Helper()
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Dir = ".."
	out, err := cmd.CombinedOutput()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 77 {
		t.Skipf("%v: %s", words, out)
	}
	if err != nil {
		t.Fatalf("%v: %v\n%s", words, err, out)
	}
	if !strings.Contains(string(out), want) {
		t.Errorf("%v printed no %q:\n%s", words, want, out)
	}
}

// need skips a test without a program or, where UNSWAG_REQUIRE_PYTHON is 1, fails it.
func need(t *testing.T, program, why string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatalf("%s: %v", why, err)
		}
		t.Skipf("%s: %v", why, err)
	}
}

func TestExampleGo(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.onnx")
	example(t, "2 of 4 ReLUs rewritten", "go", "run", "./examples/go", "testdata/models/lenet.onnx", out)
	in, err := os.ReadFile("../testdata/models/lenet.onnx")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(out); err != nil || string(got) == string(in) {
		t.Errorf("the saved graph is the original (%v)", err)
	}
}

func TestExampleOnnxruntimeTraining(t *testing.T) {
	need(t, "cc", "the custom-op library needs a C compiler")
	python := os.Getenv("UNSWAG_PYTHON_TRAIN")
	need(t, python, `UNSWAG_PYTHON_TRAIN names no interpreter: env=$(tests/setup.sh) && eval "$env" makes it`)
	dir := t.TempDir()
	program, library := filepath.Join(dir, "unswagc"), filepath.Join(dir, "libunswag_ort.so")
	example(t, "", "go", "build", "-o", program, "./cmd/unswagc")
	example(t, "", "runtime/plugin/ort/build.sh", library)
	example(t, "the losses are the same, bit for bit", python, "examples/onnxruntime_training/main.py",
		"-unswagc", program, "-library", library, "-batch", "256")
}

// TestExampleCpp compiles the host program everywhere, and runs it where there is a GPU.
func TestExampleCpp(t *testing.T) {
	need(t, "c++", "the example needs a C++ compiler")
	example(t, "bit for bit", "examples/cpp/run.sh")
}
