// Package cuda tests the programs of docs/CUDA.md without a GPU, on the library that
// stands for the driver. It may import nothing of this module.
package cuda

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestDocs builds the programs in C++ and Go and runs them. Python's needs a GPU.
func TestDocs(t *testing.T) {
	for _, tool := range []string{"cc", "g++", "python3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("it needs %s", tool)
		}
	}
	dir := t.TempDir()
	fake := filepath.Join(dir, "fakecuda.so")
	run(t, nil, "cc", "-shared", "-fPIC", "-O1", "-o", fake, "../../runtime/cuda/testdata/fakecuda.c", "-lpthread")
	run(t, nil, "go", "build", "-o", filepath.Join(dir, "bin", "unswagc"), "../../cmd/unswagc")
	env := []string{"BIN=" + filepath.Join(dir, "bin"), "UNSWAG_CUDA=" + fake, "LIBCUDA=" + fake, "PYTHONDONTWRITEBYTECODE=1"}
	t.Run("Go", func(t *testing.T) {
		run(t, env, "python3", "docs.py", "build")
		if got, want := run(t, env, "python3", "docs.py", "Go"), "Go: mask 0xa, dx 0 20 0 40\n"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
	t.Run("C++", func(t *testing.T) {
		include := os.Getenv("UNSWAG_CUDA_INCLUDE")
		if include == "" {
			t.Skip("it needs cuda.h: runtime/gorgonia/setup.sh gets it and sets UNSWAG_CUDA_INCLUDE")
		}
		if got, want := run(t, append(env, "INCLUDE="+include), "python3", "docs.py", "C++"), "C++: mask 0xa, dx 0 20 0 40\n"; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}
