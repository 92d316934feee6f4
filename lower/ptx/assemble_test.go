package ptx_test

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unswag/unswagc/lower/ptx"
)

// ptxas is the assembler that tests/setup.sh gets.
func ptxas(t *testing.T) string {
	t.Helper()
	path := os.Getenv("UNSWAG_PTXAS")
	switch {
	case path != "":
	case os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" && runtime.GOOS == "linux":
		t.Fatal("UNSWAG_PTXAS is not set, and UNSWAG_REQUIRE_PYTHON=1 says that tests/setup.sh was run")
	default:
		t.Skip("UNSWAG_PTXAS is not set: tests/setup.sh gets the program")
	}
	return path
}

// TestAssembleGoldens makes a cubin, which is an ELF file with the entries' names, of
// every golden's module, and of a module without entries.
func TestAssembleGoldens(t *testing.T) {
	program := ptxas(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 4 {
		t.Fatalf("only the goldens %v: %v", files, err)
	}
	modules := map[string]string{"empty": ".version 7.0\n.target sm_75\n.address_size 64\n"}
	for _, f := range files {
		ar, err := txtar.ParseFile(f)
		if err != nil {
			t.Fatal(err)
		}
		modules[f] = string(ar.Files[1].Data)
	}
	for name, text := range modules {
		cubin, err := ptx.Assemble(context.Background(), program, "sm_90", []byte(text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !strings.HasPrefix(string(cubin), "\x7fELF") {
			t.Errorf("%s: the cubin is no ELF file", name)
		}
		for line := range strings.Lines(text) {
			if _, entry, ok := strings.Cut(line, ".visible .entry "); ok && !strings.Contains(string(cubin), strings.TrimSuffix(entry, "(\n")) {
				t.Errorf("%s: the cubin lacks %s", name, entry)
			}
		}
	}
}

func TestAssembleTellsWhatPtxasSays(t *testing.T) {
	program := ptxas(t)
	_, err := ptx.Assemble(context.Background(), program, "sm_999", []byte(".version 7.0\n"))
	if err == nil || !strings.Contains(err.Error(), "cannot assemble the kernels for sm_999") || !strings.Contains(err.Error(), "sm_999' is not defined") {
		t.Errorf("the error is %v", err)
	}
	_, err = ptx.Assemble(context.Background(), filepath.Join(t.TempDir(), "none"), "sm_90", nil)
	if err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a program that is not there gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ptx.Assemble(ctx, program, "sm_90", nil); err != context.Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestCheckSM(t *testing.T) {
	for _, sm := range []string{"sm_75", "sm_90", "sm_90a", "sm_100f", "sm_120"} {
		if err := ptx.CheckSM(sm); err != nil {
			t.Errorf("%s: %v", sm, err)
		}
	}
	for sm, want := range map[string]string{
		"90": "give the GPU's compute capability", "sm_9": "give the GPU's", "compute_90": "give the GPU's", "": "give the GPU's",
		"sm_90; rm": "give the GPU's", "sm_70": "the kernels need sm_75 or later",
	} {
		if err := ptx.CheckSM(sm); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", sm, err, want)
		}
	}
}
