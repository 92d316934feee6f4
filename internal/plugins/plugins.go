// Package plugins builds the libraries of runtime/plugin for tests.
package plugins

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// built is what this process has built.
var built struct {
	mu     sync.Mutex
	folder string
	xla    string
}

// Tests are the tests of a package, which remove what they built. TestMain runs them.
type Tests struct{ *testing.M }

// Run runs the tests and returns the exit code.
func (t Tests) Run() int {
	code := t.M.Run()
	if built.folder != "" {
		os.RemoveAll(built.folder)
	}
	return code
}

// Compiler skips the test where there is no C compiler, which CC names, or else is cc. It
// fails there if UNSWAG_REQUIRE_PYTHON is 1.
func Compiler(t testing.TB) string {
	t.Helper()
	compiler := os.Getenv("CC")
	if compiler == "" {
		compiler = "cc"
	}
	if _, err := exec.LookPath(compiler); err != nil {
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatalf("the library needs a C compiler: %v", err)
		}
		t.Skipf("the library needs a C compiler: %v", err)
	}
	return compiler
}

// Root is the root of the repository, from the folder of the package under test.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for dir != filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		dir = filepath.Dir(dir)
	}
	t.Fatal("there is no go.mod above the test")
	return ""
}

// XLA is the library for XLA (docs/PLUGIN_XLA.md): that which UNSWAG_FFI names, or else
// one that is built, once in a process.
func XLA(t testing.TB) string {
	t.Helper()
	if path := os.Getenv("UNSWAG_FFI"); path != "" {
		return path
	}
	Compiler(t)
	built.mu.Lock()
	defer built.mu.Unlock()
	if built.xla == "" {
		var err error
		if built.folder, err = os.MkdirTemp("", "unswag-plugin-"); err != nil {
			t.Fatal(err)
		}
		name := "libunswag_ffi.so"
		if runtime.GOOS == "darwin" {
			name = "libunswag_ffi.dylib"
		}
		out := filepath.Join(built.folder, name)
		cmd := exec.Command(filepath.Join(Root(t), "runtime", "plugin", "xla", "build.sh"), out)
		if msg, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", cmd.Args, err, msg)
		}
		built.xla = out
	}
	return built.xla
}
