package shape

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMadeGraphsAreCompletelyInferred: every value that a node produces has a full
// shape, with and without what the files state, and the files agree.
func TestMadeGraphsAreCompletelyInferred(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t), "made", "*.onnx"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no models: %v", err)
	}
	for _, stated := range []bool{true, false} {
		for _, f := range files {
			m := load(t, f)
			if !stated {
				forget(m)
			}
			r := inferAll(t, m, nil)
			name := fmt.Sprintf("%s (value_info: %v)", filepath.Base(f), stated)
			if len(r.Unknown()) > 0 || len(r.Conflicts()) > 0 {
				t.Errorf("%s: unknown %v, conflicts %v", name, r.Unknown(), r.Conflicts())
			}
			for _, v := range m.Graph.Values() {
				if v.Producer == nil {
					continue
				}
				if s := r.Of(v).String(); strings.Contains(s, "?") || !r.Of(v).Ranked {
					t.Errorf("%s: %s of %s is %s", name, v.Name, v.Producer.OpType, s)
				}
				if _, ok := r.Bytes(v); !ok {
					t.Errorf("%s: the bytes of %s are unknown", name, v.Name)
				}
			}
			if slices.ContainsFunc(r.Symbols(), func(s string) bool { return strings.HasPrefix(s, "?") }) {
				t.Errorf("%s: symbols %v", name, r.Symbols())
			}
		}
	}
}

// TestOtherGraphs: in what others wrote, the operators without a rule and the values
// of which the shape is not complete are exactly these.
func TestOtherGraphs(t *testing.T) {
	// These state the type of the buffer for the accumulators' first output, which
	// ONNX Runtime makes a flag.
	const flags = "accumulator flags stated as buffers"
	want := map[string]string{
		"deeploy_autoencoder_train.onnx":       flags,
		"deeploy_dscnn_train.onnx":             flags,
		"deeploy_mobilenetv1_train.onnx":       flags,
		"deeploy_resnet8_train.onnx":           flags,
		"3layer_bloom_optimized_training.onnx": "open /_original_module/_original_model/transformer/Or_output_0 of Or",
		"custom_ops_training_model.onnx": "test.customop.CustomOpOne test.customop.CustomOpTwo" +
			" open output_1 of CustomOpOne open onnx::gemm.weight::1_grad of Gemm open output of CustomOpTwo",
		// Reshape to a target that is computed from quotients of dims.
		"recompute_tile.onnx": "open Tile_26_Grad/reshape_tile_grad_op of Reshape",
	}
	got := map[string]string{}
	for _, dir := range []string{"ort", "ort_old", "others"} {
		files, err := filepath.Glob(filepath.Join(shared(t), dir, "*.onnx"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no models in %s: %v", dir, err)
		}
		for _, f := range files {
			m := load(t, f)
			r := inferAll(t, m, nil)
			notes := slices.Clone(r.Unknown())
			for _, c := range r.Conflicts() {
				if c.Value.Producer.OpType == "InPlaceAccumulatorV2" && c.Inferred == "bool[1]" {
					if !slices.Contains(notes, flags) {
						notes = append(notes, flags)
					}
					continue
				}
				notes = append(notes, fmt.Sprintf("conflict %s: %s, %s", c.Value.Name, c.Stated, c.Inferred))
			}
			for _, n := range m.Graph.Nodes() {
				for _, v := range n.Outputs() {
					if v != nil && strings.ContainsAny(r.Of(v).String(), "?.") {
						notes = append(notes, "open "+v.Name+" of "+n.OpType)
					}
				}
			}
			if len(notes) > 0 {
				got[filepath.Base(f)] = strings.Join(notes, " ")
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestShapesThatONNXRuntimeComputes compares inference, without value_info, with the
// types of all tensors of a run of onnxruntime-training 1.19.2 (testdata/ort/make.py).
func TestShapesThatONNXRuntimeComputes(t *testing.T) {
	dir := shared(t)
	files, err := filepath.Glob(filepath.Join("testdata", "ort", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded types: %v", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		first, want, _ := strings.Cut(string(text), "\n")
		bind := map[string]int64{}
		for b := range strings.FieldsSeq(first) {
			name, size, _ := strings.Cut(b, "=")
			if bind[name], err = strconv.ParseInt(size, 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		m := load(t, filepath.Join(dir, "made", strings.TrimSuffix(filepath.Base(f), ".txt")+".onnx"))
		forget(m)
		r := inferAll(t, m, bind)
		var got strings.Builder
		for _, n := range m.Graph.Nodes() {
			for _, v := range n.Outputs() {
				if v != nil {
					fmt.Fprintf(&got, "%s\t%s\n", v.Name, r.Of(v))
				}
			}
		}
		if diff := cmp.Diff(want, got.String()); diff != "" {
			t.Errorf("%s (-ONNX Runtime +inferred):\n%s", f, diff)
		}
	}
}
