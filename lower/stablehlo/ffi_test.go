package stablehlo_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/pjrt"
)

func TestMain(m *testing.M) { os.Exit(plugins.Tests{M: m}.Run()) }

// TestModelsByFFI runs every graph of the repository but the convolutional nets with the functions of the library for
// XLA, and with masks that XLA makes: all results must be the same bytes.
func TestModelsByFFI(t *testing.T) { byFFI(t, client(t), pjrt.CompileOptions{}) }

// TestModelsByFFIOnCUDA does so on a GPU, where XLA would otherwise choose by time how it
// multiplies. A call of a function fixes the layout of what it reads, and XLA lays out
// convolutions by what is around them: their results may differ by rounding there.
func TestModelsByFFIOnCUDA(t *testing.T) {
	path := os.Getenv(pjrt.EnvCUDA)
	if path == "" || path == "none" {
		t.Skipf("%s names no PJRT plugin for GPUs: the modules are not run on one", pjrt.EnvCUDA)
	}
	p, err := pjrt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Client(pjrt.Sparing(path)...)
	if err != nil {
		t.Skipf("there is no GPU: %v", err)
	}
	t.Cleanup(func() { c.Close() })
	byFFI(t, c, pjrt.CompileOptions{Flags: map[string]any{"xla_gpu_autotune_level": int64(0), "xla_gpu_deterministic_ops": true}})
}

func byFFI(t *testing.T, c *pjrt.Client, o pjrt.CompileOptions) {
	if err := c.Plugin().RegisterFFI(plugins.XLA(t)); err != nil {
		t.Fatal(err)
	}
	ran := 0
	for _, file := range graphs(t) {
		if !strings.HasPrefix(file, "../../testdata/") || strings.HasSuffix(file, ".optim.onnx") || isNet(file) {
			continue
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
			m, options := load(t, file)
			s := newStep(t, m, options.Dims)
			r, err := pass.Run(context.Background(), m, pass.Options{Policy: pass.Always})
			if err != nil {
				t.Fatal(err)
			}
			if r.Rewritten() == 0 {
				t.Skip("the graph has no site of a mask")
			}
			ran++
			ffi := lowerAs(t, m, options, "ffi-cpu", stablehlo.Target{Form: stablehlo.FFI, Device: "cpu"})
			if !bytes.Contains(ffi, []byte("custom_call @unswag.grad_mask")) {
				t.Fatal("the module calls no function of the library")
			}
			inline := lowerAs(t, m, options, "inline-cpu", stablehlo.Target{Form: stablehlo.Inline, Device: "cpu"})
			exact := c.Platform() == "cpu" || !has(m, "Conv")
			masked(t, "ffi", exact, 0, s.xla(t, c, inline, o), s.xla(t, c, ffi, o))
		})
	}
	if ran < 10 {
		t.Errorf("only %d graphs were run", ran)
	}
}
