// Package xla tests the library for XLA (docs/PLUGIN_XLA.md) without XLA.
package xla

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
)

func TestMain(m *testing.M) { os.Exit(plugins.Tests{M: m}.Run()) }

// source is the folder of the library's sources.
func source(t *testing.T) string { return filepath.Join(plugins.Root(t), "runtime", "plugin", "xla") }

// run runs a command, which must succeed.
func run(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
}

// caller builds the program of testdata/call.c.
func caller(t *testing.T, flags ...string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "call")
	run(t, nil, plugins.Compiler(t), append([]string{"-std=c11", "-D_DEFAULT_SOURCE", "-O1", "-g", "-pthread", "-Wall", "-Wextra", "-Werror", "-I", source(t),
		filepath.Join("testdata", "call.c"), "-o", out, "-ldl"}, flags...)...)
	return out
}

// TestStructs compares the structs that the library has of XLA's interface with XLA's own
// header.
func TestStructs(t *testing.T) {
	compiler := plugins.Compiler(t)
	include := os.Getenv("UNSWAG_XLA_INCLUDE")
	if include == "" {
		t.Skip("there is no header xla/ffi/api/c_api.h: tests/setup.sh gets it and sets UNSWAG_XLA_INCLUDE to its folder")
	}
	run(t, nil, compiler, "-std=c11", "-fsyntax-only", "-I", source(t), "-isystem", include, filepath.Join("testdata", "layout.c"))
}

// TestCalls calls the handlers for CPUs, and those for GPUs by a driver that runs the kernels
// on the host, and without a driver.
func TestCalls(t *testing.T) {
	library, call := plugins.XLA(t), caller(t)
	run(t, nil, call, library, "cpu")
	run(t, []string{"UNSWAG_CUDA=none"}, call, library, "none")
	fake := filepath.Join(t.TempDir(), "fakecuda.so")
	run(t, nil, plugins.Compiler(t), "-shared", "-fPIC", "-O1", "-o", fake, filepath.Join(plugins.Root(t), "runtime", "cuda", "testdata", "fakecuda.c"), "-lpthread")
	run(t, []string{"UNSWAG_CUDA=" + fake}, call, library, "cuda")
}

// TestCallsOnGPU calls the handlers for GPUs on one, outside and inside of a capture.
func TestCallsOnGPU(t *testing.T) {
	library, call := plugins.XLA(t), caller(t)
	out, err := exec.Command(call, library, "cuda").CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 77 {
		t.Skip(strings.TrimSpace(string(out)))
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// TestSanitizers calls a build that watches the memory, and one that watches the threads.
func TestSanitizers(t *testing.T) {
	for _, flag := range []string{"-fsanitize=address,undefined", "-fsanitize=thread"} {
		t.Run(flag, func(t *testing.T) {
			compiler := plugins.Compiler(t)
			probe := exec.Command(compiler, "-x", "c", "-", flag, "-o", filepath.Join(t.TempDir(), "probe"))
			probe.Stdin = strings.NewReader("int main(void) { return 0; }")
			if out, err := probe.CombinedOutput(); err != nil {
				t.Skipf("%s has no %s: %s", compiler, flag, out)
			}
			library := filepath.Join(t.TempDir(), "libunswag_ffi.so")
			run(t, nil, filepath.Join(source(t), "build.sh"), library, "-g", flag, "-fno-sanitize-recover=all")
			run(t, []string{"ASAN_OPTIONS=detect_leaks=1", "TSAN_OPTIONS=halt_on_error=1"}, caller(t, flag, "-fno-sanitize-recover=all"), library, "cpu")
		})
	}
}
