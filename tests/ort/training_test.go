// Package ort proves by ONNX Runtime itself that rewritten graphs compute what the
// originals do, byte for byte.
package ort

import (
	"bytes"
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/pass"
)

// notRunnable names graphs that ONNX Runtime 1.19.2 itself cannot run, and why.
var notRunnable = map[string]string{
	"made/light_resnet50": "its gradient of AveragePool fails on a symbolic batch on the CPU",
}

// large is the number of parameters above which a graph gets one feed of two, unless
// UNSWAG_TEST_FULL is 1.
const large = 5_000_000

// TestTrainingIsTheSame trains each graph as it is and rewritten under both policies,
// with the function bodies: losses, outputs, gradients and all parameters after five
// steps of AdamW have the same bytes. Without a checkpoint every output of single
// steps has.
func TestTrainingIsTheSame(t *testing.T) {
	python := python(t, "UNSWAG_PYTHON_TRAIN")
	for _, g := range graphs(t) {
		t.Run(g.name, func(t *testing.T) {
			if why, ok := notRunnable[g.name]; ok {
				t.Skipf("ONNX Runtime cannot run the original: %s", why)
			}
			compareTraining(t, python, g)
		})
	}
}

func compareTraining(t *testing.T, python string, g graph) {
	policies := []pass.Policy{pass.Auto, pass.Always}
	models, compared := []string{g.path}, []pass.Policy{}
	for _, policy := range policies {
		path, report := rewrite(t, g.path, pass.Options{Policy: policy})
		if n := report.Rewritten(); n > 0 {
			t.Logf("%s: %d of %d sites rewritten", policy, n, len(report.Sites))
			models, compared = append(models, path), append(compared, policy)
			continue
		}
		if policy == pass.Always && len(report.Sites) > 0 {
			t.Errorf("always rewrote none of %d sites", len(report.Sites))
		}
		sameFile(t, g.path, path)
	}
	for i := range models {
		models[i] = spellRounding(t, models[i])
	}
	results := train(t, python, g, models)
	for i, policy := range compared {
		if d := cmp.Diff(results[0], results[i+1]); d != "" {
			t.Errorf("under policy %s (-original +rewritten):\n%s", policy, d)
		}
	}
}

// sameFile asserts that two files have the same bytes: a model in which nothing was
// rewritten comes back as it was.
func sameFile(t *testing.T, a, b string) {
	t.Helper()
	x, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(x, y) {
		t.Errorf("%s and %s differ", a, b)
	}
}

// train returns, for each model, the digests of everything that it computes.
func train(t *testing.T, python string, g graph, models []string) []map[string]string {
	t.Helper()
	feeds, batch := 2, 5
	if g.checkpoint == "" {
		n := parameters(t, g.path)
		if n > large/10 {
			batch = 2
		}
		if n > large && os.Getenv("UNSWAG_TEST_FULL") != "1" {
			feeds = 1
		}
	}
	args := []string{"run_training.py", "-feeds", strconv.Itoa(feeds), "-batch", strconv.Itoa(batch)}
	if g.checkpoint != "" {
		args = append(args, "-checkpoint", g.checkpoint)
	}
	if g.optimizer != "" {
		args = append(args, "-optimizer", g.optimizer)
	}
	results, err := runLines[map[string]string](t, python, append(args, models...)...)
	if err != nil || len(results) != len(models) {
		t.Fatalf("%d of %d models ran: %v", len(results), len(models), err)
	}
	if len(results[0]) < 2 {
		t.Fatalf("the original computes %d values only", len(results[0]))
	}
	return results
}
