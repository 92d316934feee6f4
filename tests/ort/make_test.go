package ort

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestModelsAreMadeAgain runs the script that makes the graphs and holds what it
// writes against what is committed, byte for byte.
func TestModelsAreMadeAgain(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(python(t, "UNSWAG_PYTHON_TRAIN"), filepath.Join(modelsDir, "make.py"), "-o", dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, tail(out, 3000))
	}
	made, committed := modelFiles(t, dir), modelFiles(t, modelsDir)
	for _, name := range made {
		if _, err := os.Stat(filepath.Join(modelsDir, name)); err != nil {
			t.Errorf("%s is made and not committed", name)
		}
	}
	total := int64(0)
	for _, name := range committed {
		sameFile(t, filepath.Join(modelsDir, name), filepath.Join(dir, name))
		info, err := os.Stat(filepath.Join(modelsDir, name))
		if err != nil {
			t.Fatal(err)
		}
		total += info.Size()
	}
	if len(committed) < 40 || total > 3<<20 {
		t.Errorf("%d files of %d bytes, want 40 or more in 3 MB", len(committed), total)
	}
}

// modelFiles lists the graphs and checkpoints of a folder.
func modelFiles(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"*.onnx", "*.ckpt"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			out = append(out, filepath.Base(f))
		}
	}
	return out
}
