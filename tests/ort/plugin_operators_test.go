package ort

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/pass"
)

// TestPluginOperators runs the library's operators in sessions of the training engine and
// of the newest stock one, on all special values, of the 16-bit types on all patterns,
// with function bodies beside them and without.
func TestPluginOperators(t *testing.T) {
	library := plugin(t)
	stock, train := t.TempDir(), t.TempDir()
	for _, opset := range []int{17, trainOpset, stockOpset} {
		for _, m := range bodyModels(opset) {
			if m.cpu {
				continue // the library has what the bodies lack
			}
			m.write(t, stock)
			if opset <= trainOpset && !strings.Contains(m.name(), "bfloat16") {
				m.write(t, train) // its Python has no bfloat16
			}
		}
	}
	for _, e := range []struct{ variable, dir string }{{"UNSWAG_PYTHON_TRAIN", train}, {"UNSWAG_PYTHON_STOCK", stock}} {
		t.Run(e.variable, func(t *testing.T) {
			checkOperators(t, python(t, e.variable), library, e.dir)
		})
	}
}

func checkOperators(t *testing.T, python, library, dir string) {
	t.Helper()
	lines, err := runLines[struct {
		Model    string
		Compared int
		Wrong    string
	}](t, python, "plugin_operators.py", library, dir)
	if files, _ := filepath.Glob(filepath.Join(dir, "*.onnx")); err != nil || len(lines) != len(files) {
		t.Fatalf("%d of %d models ran: %v", len(lines), len(files), err)
	}
	total := 0
	for _, l := range lines {
		if l.Wrong != "" || l.Compared == 0 {
			t.Errorf("%s: %d results compared, %s", l.Model, l.Compared, l.Wrong)
		}
		total += l.Compared
	}
	t.Logf("%d models, %d results compared", len(lines), total)
}

// TestPluginStock holds graphs of standard operators, rewritten, against the original in
// the newest stock engine, with the library.
func TestPluginStock(t *testing.T) {
	python, library := python(t, "UNSWAG_PYTHON_STOCK"), plugin(t)
	for _, g := range graphsOf(t, modelsDir, "") {
		if !strings.HasPrefix(g.name, "decomposed_") {
			continue
		}
		t.Run(g.name, func(t *testing.T) {
			models := []string{spellRounding(t, g.path)}
			for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
				if path, r := rewrite(t, g.path, pass.Options{Policy: policy}); r.Rewritten() > 0 {
					models = append(models, spellRounding(t, path))
				}
			}
			flags := []string{"-run", "-library", library}
			if slices.Contains(whereGraphs, g.name) {
				flags = append(flags, "-positive-zeros")
			}
			results := stock(t, python, models, flags...)
			if len(results) < 2 || len(results[0].Outputs) == 0 {
				t.Fatalf("%d models ran", len(results))
			}
			for i, r := range results {
				if d := cmp.Diff(results[0].Outputs, r.Outputs); d != "" {
					t.Errorf("%s (-original +rewritten):\n%s", models[i], d)
				}
			}
		})
	}
}
