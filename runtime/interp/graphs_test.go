package interp_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
)

// mayLack tells the operators that graphs of the tests have and the engine need not: those
// that run Python or a library of the user, and one vendor's.
func mayLack(op string) bool {
	return op == "org.pytorch.aten.ATen" || strings.HasPrefix(op, "test.customop.") || strings.HasPrefix(op, "GroupNorm")
}

// needed are sizes of dims that a graph computes with: others do not fit together.
var needed = map[string]map[string]int64{
	"recompute_tile": {"input1_dim0": 24, "query_layer_dim0": 24},
}

// maxInputs is how many bytes of inputs a graph may need to be run, unless
// UNSWAG_TEST_FULL is 1.
const maxInputs = 64 << 20

// graphFiles lists the graphs of this repository and of the shared folder.
func graphFiles(t *testing.T) []string {
	t.Helper()
	shared := os.Getenv("UNSWAG_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	var out []string
	for _, dir := range []string{"../../testdata/models", shared + "/models/made", shared + "/models/ort", shared + "/models/ort_old", shared + "/models/others"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.onnx"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Logf("no graphs in %s (UNSWAG_SHARED names the folder above models)", dir)
		}
		out = append(out, files...)
	}
	if len(out) < 20 {
		t.Fatalf("only %d graphs were found", len(out))
	}
	return out
}

// TestEveryGraphRuns runs each graph, and the result of both policies, along both
// orders. The bytes held and at the peak are those that pass predicts, to the byte.
func TestEveryGraphRuns(t *testing.T) {
	for _, path := range graphFiles(t) {
		name := filepath.Base(filepath.Dir(path)) + "/" + strings.TrimSuffix(filepath.Base(path), ".onnx")
		if strings.HasSuffix(name, ".optim") || strings.HasSuffix(name, "_adamw") {
			continue // an optimizer: its inputs are sequences
		}
		t.Run(name, func(t *testing.T) {
			for _, policy := range []pass.Policy{"", pass.Auto, pass.Always} {
				runGraph(t, path, policy)
			}
		})
	}
}

// runGraph runs the graph at path, rewritten if there is a policy.
func runGraph(t *testing.T, path string, policy pass.Policy) {
	t.Helper()
	ctx := context.Background()
	m, err := onnxio.Load(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	if policy != "" {
		r, err := pass.Run(ctx, m, pass.Options{Policy: policy})
		if err != nil {
			t.Fatal(err)
		}
		if r.Rewritten() == 0 {
			return
		}
	}
	for _, order := range []interp.Order{interp.File, interp.ORT} {
		p, err := interp.New(ctx, m, interp.Options{Order: order})
		var missing *interp.MissingOps
		if errors.As(err, &missing) && !slices.ContainsFunc(missing.Ops, func(op string) bool { return !mayLack(op) }) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		o := feeds.Options{Dims: needed[strings.TrimSuffix(filepath.Base(path), ".onnx")], Size: func(i int) int64 { return 2 }, MaxBytes: maxInputs}
		if os.Getenv("UNSWAG_TEST_FULL") == "1" {
			o.MaxBytes = 0
		}
		in, err := feeds.Random(ctx, m, p.Inputs(), nil, o)
		if errors.As(err, new(feeds.TooLarge)) {
			t.Skipf("%v: UNSWAG_TEST_FULL=1 runs it", err)
		}
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.Run(ctx, in.Feeds)
		if err != nil {
			t.Fatalf("policy %q, %s order, dims %v: %v", policy, order, in.Dims, err)
		}
		held, peak := predicted(t, m, in.Dims, order)
		if got.Held != held || got.Peak != peak {
			t.Errorf("policy %q, %s order, dims %v: held %d, peak %d bytes; predicted %d and %d", policy, order, in.Dims, got.Held, got.Peak, held, peak)
		}
	}
}

// predicted are the figures of pass, with all dims bound.
func predicted(t *testing.T, m *onnxio.Model, dims map[string]int64, order interp.Order) (held, peak int64) {
	t.Helper()
	ctx := context.Background()
	types, err := shape.Infer(ctx, m, dims)
	if err != nil {
		t.Fatal(err)
	}
	b, err := memory.FindBoundary(m.Graph, types, "")
	if err != nil {
		b = nil
	}
	all, err := memory.New(m.Graph, types, b).Measure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	figures := all.File
	if order == interp.ORT {
		figures = all.ORT
	}
	number := func(b memory.Bytes) (most int64) {
		for _, term := range b.Terms {
			n, ok := term.Int()
			if !ok {
				t.Errorf("predicted %s, which is no number", term)
			}
			most = max(most, n)
		}
		return most
	}
	return number(figures.Held), number(figures.Peak)
}
