package pass_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// shared returns the folder of real training graphs, or skips the test.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("UNSWAG_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "models")); err != nil {
		t.Skipf("no real training graphs: %v (UNSWAG_SHARED names their folder)", err)
	}
	return filepath.Join(dir, "models")
}

// recall is what independent scripts counted in real training graphs: sites whose
// stash dies, and sites whose stash something else keeps.
var recall = []struct {
	file       string
	dies, kept int
}{
	{"ort/3layer_bloom_optimized_training.onnx", 0, 0},
	{"ort/custom_ops_training_model.onnx", 0, 0},
	{"ort/mnist_eval_model.onnx", 0, 0},
	{"ort/mnist_training_model.onnx", 0, 1},
	{"ort/recompute_gelu.onnx", 0, 0},
	{"ort/test_training_model_forward_only.onnx", 0, 0},
	{"ort_old/mnist_gradient_graph_v2022_onnxflow_InPlaceAccumulatorV1.onnx", 0, 1},
	{"ort_old/mnist_training_model_v2022_pytorch1.11.onnx", 0, 1},
	{"others/deeploy_autoencoder_train.onnx", 0, 6},
	{"others/deeploy_bminet_train.onnx", 2, 0},
	{"others/deeploy_convit_train_pre_sgd.onnx", 6, 0},
	{"others/deeploy_dscnn_train.onnx", 1, 8},
	{"others/deeploy_epidenet_train.onnx", 5, 0},
	{"others/deeploy_mobilenetv1_train.onnx", 1, 26},
	{"others/deeploy_resnet8_train.onnx", 1, 6},
	{"others/deeploy_tinytransformer_network_train.onnx", 0, 1},
	{"others/go_test_training_model.onnx", 2, 0},
	{"made/mlp_all.onnx", 0, 4},
	{"made/mlp_frozen_middle.onnx", 3, 1},
	{"made/mlp_frozen_as_initializers.onnx", 2, 0},
	{"made/mlp_relu_is_output.onnx", 0, 1},
	{"made/mlp_two_relus_one_x.onnx", 0, 1},
	{"made/mlp_opset12.onnx", 0, 1},
	{"made/mlp_opset21.onnx", 0, 1},
	{"made/mlp_relu6.onnx", 0, 0},
	{"made/mlp_autocast_fp16.onnx", 1, 1},
	{"made/dropout_head.onnx", 2, 0},
	{"made/lenet.onnx", 2, 2},
	{"made/ffn3d.onnx", 0, 2},
	{"made/ffn3d_fc1_only.onnx", 2, 0},
	{"made/lora_ffn3d_fc1.onnx", 2, 0},
	{"made/lora_ffn3d_both.onnx", 0, 2},
	{"made/resnet_block.onnx", 1, 4},
	{"made/light_bvlc_alexnet.onnx", 5, 2},
	{"made/light_vgg19.onnx", 7, 11},
	{"made/light_squeezenet.onnx", 18, 8},
	{"made/light_inception_v1_b2.onnx", 38, 19},
	{"made/light_resnet50.onnx", 2, 47},
	{"made/light_resnet50_b2.onnx", 2, 47},
	{"made/ortmodule_mlp_all.onnx", 0, 2},
	{"made/ortmodule_ffn3d.onnx", 0, 1},
}

func TestRecallOverRealGraphs(t *testing.T) {
	dir := shared(t)
	for _, tc := range recall {
		t.Run(tc.file, func(t *testing.T) {
			m := load(t, filepath.Join(dir, tc.file))
			r, err := pass.Analyse(context.Background(), m, pass.Options{})
			if err != nil {
				t.Fatal(err)
			}
			dies, kept := 0, 0
			for _, s := range r.Sites {
				if s.Stash == "dies" {
					dies++
				} else {
					kept++
				}
				if s.Strategy == "left" && s.Reason == "" {
					t.Errorf("site %s is left without a reason", s.Relu)
				}
			}
			if dies != tc.dies || kept != tc.kept {
				t.Errorf("found %d sites that die and %d that are kept, want %d and %d\n%s",
					dies, kept, tc.dies, tc.kept, reportLines(r))
			}
		})
	}
}

// TestRealGraphsRewriteAndReload rewrites every graph of the folder under both
// policies: it stays legal, comes back the same from a second run, and under auto no
// figure rises.
func TestRealGraphsRewriteAndReload(t *testing.T) {
	dir := shared(t)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.onnx"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no graphs in %s: %v", dir, err)
	}
	for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
		for _, file := range files {
			t.Run(string(policy)+"/"+filepath.Base(file), func(t *testing.T) {
				m := load(t, file)
				before := marshal(t, m)
				c, r := run(t, m, pass.Options{Policy: policy})
				rewritten := 0
				for _, s := range c.Sites {
					if s.Rewritten() {
						rewritten++
					}
				}
				if rewritten == 0 && string(before) != string(marshal(t, m)) {
					t.Error("no site was rewritten, but the bytes differ")
				}
				if policy == pass.Auto && !c.After.AtMost(c.Before) {
					t.Errorf("auto raised a figure:\n%s", reportLines(r))
				}
				idempotent(t, m, pass.Options{Policy: policy})
			})
		}
	}
}

func load(t testing.TB, path string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := m.Close(); err != nil {
			t.Error(err)
		}
	})
	return m
}
