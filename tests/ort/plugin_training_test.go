package ort

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/pass"
)

// cell is one way to run one model.
type cell struct {
	Model, Library, Order string
	Threads               int
}

// TestPluginTraining trains each graph, as it is and rewritten, under both orders of
// ONNX Runtime, with one and two threads, with and without the library: everything
// computed has the same bytes. Graphs of many parameters get one cell, unless
// UNSWAG_TEST_FULL is 1.
func TestPluginTraining(t *testing.T) {
	python, library := python(t, "UNSWAG_PYTHON_TRAIN"), plugin(t)
	for _, g := range graphs(t) {
		t.Run(g.name, func(t *testing.T) {
			if why, ok := notRunnable[g.name]; ok {
				t.Skipf("ONNX Runtime cannot run the original: %s", why)
			}
			comparePlugin(t, python, library, g)
		})
	}
}

func comparePlugin(t *testing.T, python, library string, g graph) {
	t.Helper()
	full := os.Getenv("UNSWAG_TEST_FULL") == "1"
	small := parameters(t, g.path) < large
	original := spellRounding(t, g.path)
	compared := 0
	for _, s := range []struct {
		order    string
		schedule pass.Schedule
	}{{"DEFAULT", pass.ScheduleORT}, {"PRIORITY_BASED", pass.ScheduleFile}} {
		if s.order != "DEFAULT" && !small && !full {
			continue
		}
		var models []string
		for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
			if path, r := rewrite(t, g.path, pass.Options{Policy: policy, Schedule: s.schedule, Dims: boundDims}); r.Rewritten() > 0 {
				models = append(models, spellRounding(t, path))
			}
		}
		if len(models) == 0 {
			continue
		}
		for _, threads := range []int{1, 2} {
			cells := []cell{{original, "", s.order, threads}}
			switch {
			case small || full:
				for _, m := range models {
					cells = append(cells, cell{m, library, s.order, threads}, cell{m, "", s.order, threads})
				}
			case threads == 2:
				cells = append(cells, cell{models[0], library, s.order, threads})
			default:
				continue
			}
			compareCells(t, python, g, cells)
			compared += len(cells) - 1
		}
	}
	if compared == 0 {
		t.Skip("no policy rewrites a site of this graph")
	}
	t.Logf("%d cells", compared)
}

// compareCells holds each cell against the first.
func compareCells(t *testing.T, python string, g graph, cells []cell) {
	t.Helper()
	results := runCells(t, python, g, cells)
	if len(results[0]) < 2 {
		t.Fatalf("the original computes %d values only", len(results[0]))
	}
	for i, r := range results[1:] {
		if d := cmp.Diff(results[0], r); d != "" {
			t.Errorf("%+v (-original +rewritten):\n%s", cells[i+1], d)
		}
	}
}

func runCells(t *testing.T, python string, g graph, cells []cell) []map[string]string {
	t.Helper()
	args := []string{"plugin_training.py", "-feeds", "1", "-batch", strconv.Itoa(pluginBatch(t, g))}
	if g.checkpoint != "" {
		args = append(args, "-checkpoint", g.checkpoint)
	}
	if g.optimizer != "" {
		args = append(args, "-optimizer", g.optimizer)
	}
	in, err := json.Marshal(cells)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, args...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), &stderr
	out, err := cmd.Output()
	var results []map[string]string
	for line := range bytes.Lines(out) {
		var r map[string]string
		if e := json.Unmarshal(line, &r); e != nil {
			t.Fatalf("%v printed %q: %v", args, line, e)
		}
		results = append(results, r)
	}
	if err != nil || len(results) != len(cells) {
		t.Fatalf("%d of %d cells ran, the next is %+v: %v\n%s", len(results), len(cells), cells[min(len(results), len(cells)-1)], err, tail(stderr.Bytes(), 3000))
	}
	return results
}

// pluginBatch is enough for some tasks of the thread pool where the graph is small.
func pluginBatch(t *testing.T, g graph) int {
	switch n := parameters(t, g.path); {
	case g.checkpoint == "" && n > large/10:
		return 2
	case n < 100_000 && g.checkpoint != "":
		return 33
	}
	return 5
}

// boundDims are sizes at which late sites pay: with open ones auto can rarely tell. They
// change what is chosen and nothing else.
var boundDims = map[string]int64{"batch": 4096, "batch_size": 4096, "sequence": 32}
