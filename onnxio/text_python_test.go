package onnxio

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTextIsReadByOnnxParser prints models and has onnx.parser read them: real ones
// must say the same, corner cases must be accepted.
func TestTextIsReadByOnnxParser(t *testing.T) {
	python := os.Getenv("UNSWAG_PYTHON_STOCK")
	if python == "" {
		needPython(t, "UNSWAG_PYTHON_STOCK is not set; tests/setup.sh names a Python with onnx")
	}
	files := append(sharedModels(t), textCorpus(t)...)
	dir := t.TempDir()
	args := []string{filepath.Join("testdata", "check_text.py")}
	for i, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		text := filepath.Join(dir, fmt.Sprintf("%d.%s.txt", i, filepath.Base(f)))
		if err := os.WriteFile(text, []byte(textOfModel(b, TextOptions{})), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, text, f)
	}
	for name, b := range cornerModels {
		text := filepath.Join(dir, strings.ReplaceAll(name, " ", "_")+".corner.txt")
		if err := os.WriteFile(text, []byte(textOfModel(b, TextOptions{})), 0o666); err != nil {
			t.Fatal(err)
		}
		args = append(args, text, "-")
	}
	if out, err := exec.Command(python, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// textCorpus lists models made for other tests of this repository.
func textCorpus(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "testdata", "models", "*.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}
