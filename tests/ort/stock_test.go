package ort

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/pass"
)

// stockResult is what run_stock.py says of one model.
type stockResult struct {
	Accepted  bool
	Complaint string
	Outputs   map[string]string
}

// whereGraphs select the gradient by Where. onnxruntime's Where makes +0.0 of a -0.0
// that it selects, which no mask does.
var whereGraphs = []string{"decomposed_where", "decomposed_mixed"}

// TestStockEngines holds every graph, rewritten under both policies, against the
// original in the newest onnx and onnxruntime: it loads, onnx.checker's full check
// accepts it where it accepts the original, and a graph of standard operators computes
// the same bytes in onnxruntime, with and without its optimizations, and in onnx's
// ReferenceEvaluator.
func TestStockEngines(t *testing.T) {
	python := python(t, "UNSWAG_PYTHON_STOCK")
	for _, g := range allGraphs(t) {
		if !slices.Contains(whereGraphs, g.name) {
			t.Run(g.name, func(t *testing.T) { compareStock(t, python, g) })
		}
	}
}

// TestStockEnginesNegativeZerosAsPositive is TestStockEngines for whereGraphs: every
// -0.0 of the outputs counts as +0.0.
func TestStockEnginesNegativeZerosAsPositive(t *testing.T) {
	python := python(t, "UNSWAG_PYTHON_STOCK")
	for _, g := range allGraphs(t) {
		if slices.Contains(whereGraphs, g.name) {
			t.Run(g.name, func(t *testing.T) { compareStock(t, python, g, "-positive-zeros") })
		}
	}
}

func compareStock(t *testing.T, python string, g graph, flags ...string) {
	t.Helper()
	models := []string{g.path}
	for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
		path, report := rewrite(t, g.path, pass.Options{Policy: policy})
		if report.Rewritten() == 0 {
			sameFile(t, g.path, path)
			continue
		}
		models = append(models, path)
	}
	results := stock(t, python, models)
	for _, r := range results[1:] {
		if results[0].Accepted && !r.Accepted {
			t.Errorf("the checker refuses the rewritten model: %s", r.Complaint)
		}
	}
	if !strings.HasPrefix(g.name, "decomposed_") { // not of standard operators
		return
	}
	for i := range models {
		models[i] = spellRounding(t, models[i])
	}
	results = stock(t, python, models, append(flags, "-run")...)
	for i, r := range results {
		if d := cmp.Diff(results[0].Outputs, r.Outputs); d != "" || len(r.Outputs) == 0 {
			t.Errorf("%s: %d outputs (-original +rewritten):\n%s", models[i], len(r.Outputs), d)
		}
	}
}

func stock(t *testing.T, python string, models []string, flags ...string) []stockResult {
	t.Helper()
	results, err := runLines[stockResult](t, python, slices.Concat([]string{"run_stock.py"}, flags, models)...)
	if err != nil || len(results) != len(models) {
		t.Fatalf("%d of %d models: %v", len(results), len(models), err)
	}
	return results
}
