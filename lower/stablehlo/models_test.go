package stablehlo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/shape"
)

// graphs lists the training graphs of the repository and those shared beside it.
func graphs(t *testing.T) []string {
	t.Helper()
	own, err := filepath.Glob("../../testdata/models/*.onnx")
	if err != nil || len(own) < 20 {
		t.Fatalf("only %d graphs in testdata/models: %v", len(own), err)
	}
	shared := os.Getenv("UNSWAG_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	found := 0
	for _, folder := range []string{"made", "ort", "ort_old", "others"} {
		files, err := filepath.Glob(filepath.Join(shared, "models", folder, "*.onnx"))
		if err != nil {
			t.Fatal(err)
		}
		found += len(files)
		own = append(own, files...)
	}
	if found == 0 {
		t.Logf("the shared graphs are not at %s: only the repository's own are lowered", shared)
	}
	return own
}

// unlowered tells why a graph of the tests is not lowered, or "".
func unlowered(file string, m *onnxio.Model) string {
	if strings.HasSuffix(file, ".optim.onnx") || strings.HasSuffix(file, "_adamw.onnx") {
		return "an optimizer's inputs are sequences of tensors, which StableHLO does not have"
	}
	for _, n := range m.Graph.Nodes() {
		switch {
		case n.Domain == "org.pytorch.aten" || n.Domain == "test.customop":
			return "the operator " + n.OpType + " runs a library of its user"
		case strings.HasPrefix(n.OpType, "GroupNormForward"):
			return "the operator " + n.OpType + " is a vendor's own"
		}
	}
	return ""
}

// load reads a graph, and binds the dims that it leaves open to a small size.
func load(t *testing.T, file string) (*onnxio.Model, lower.Options) {
	t.Helper()
	m, err := onnxio.Load(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	types, err := shape.Infer(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := lower.Options{Dims: map[string]int64{}}
	for _, s := range types.Symbols() {
		switch {
		case strings.HasSuffix(s, "input-0_dim1"), strings.Contains(file, "gelu") && s == "input1_dim1":
			o.Dims[s] = 784 // the product behind it wants these
		case strings.Contains(file, "recompute_tile"):
			o.Dims[s] = 24 // a constant of the graph
		case has(m, "Conv"):
			o.Dims[s] = images
		default:
			o.Dims[s] = batch
		}
	}
	return m, o
}

// batch is more than the 32 rows from which on masks are packed; images have rows enough.
const batch, images = 40, 2

// has tells whether a graph has an operator.
func has(m *onnxio.Model, op string) bool {
	for _, n := range m.Graph.Nodes() {
		if n.OpType == op {
			return true
		}
	}
	return false
}

// TestModelsAreLowered lowers every graph, as it is and with masks, in every form.
func TestModelsAreLowered(t *testing.T) {
	for _, file := range graphs(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
			m, o := load(t, file)
			if why := unlowered(file, m); why != "" {
				t.Skip(why)
			}
			lowerAs(t, m, o, "plain", stablehlo.Target{})
			if _, err := pass.Run(context.Background(), m, pass.Options{Policy: pass.Always}); err != nil {
				t.Fatal(err)
			}
			for _, form := range stablehlo.Forms() {
				for _, device := range stablehlo.Devices() {
					if (form != stablehlo.FFI || device != "tpu") && (form != stablehlo.Mosaic || device == "tpu") {
						lowerAs(t, m, o, form+"-"+device, stablehlo.Target{Form: form, Device: device})
					}
				}
			}
		})
	}
}

// lowerAs lowers m, and writes the text into the folder UNSWAG_STABLEHLO_OUT, if that is
// set, for other programs to look at.
func lowerAs(t *testing.T, m *onnxio.Model, o lower.Options, name string, target stablehlo.Target) []byte {
	t.Helper()
	out, err := target.Lower(context.Background(), m, o)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if dir := os.Getenv("UNSWAG_STABLEHLO_OUT"); dir != "" {
		file := filepath.Join(dir, strings.ReplaceAll(t.Name(), "/", "_")+"."+name+stablehlo.Suffix)
		if err := errors.Join(os.MkdirAll(dir, 0o777), os.WriteFile(file, out[0].Data, 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	return out[0].Data
}
