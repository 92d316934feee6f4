package ops_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/npz"
	"github.com/unswag/unswagc/runtime/tensor"
)

// python is the interpreter that has onnxruntime-training.
func python(t *testing.T) string {
	t.Helper()
	p := os.Getenv("UNSWAG_PYTHON_TRAIN")
	if p == "" {
		missing := `UNSWAG_PYTHON_TRAIN is not set: env=$(tests/setup.sh) && eval "$env" makes the environment and sets it`
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return p
}

// TestNodesAgainstORT compares single nodes, gradients above all, with what
// onnxruntime-training computes. testdata/ort_nodes.py lists them.
func TestNodesAgainstORT(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command(python(t), "testdata/ort_nodes.py", dir).CombinedOutput(); err != nil {
		t.Fatalf("ort_nodes.py: %v\n%s", err, out)
	}
	models, err := filepath.Glob(filepath.Join(dir, "*.onnx"))
	if err != nil || len(models) < 55 {
		t.Fatalf("there are %d models: %v", len(models), err)
	}
	for _, path := range models {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".onnx"), func(t *testing.T) {
			feeds, want := arrays(t, strings.TrimSuffix(path, ".onnx")+".npz")
			one := runModel(t, path, feeds, 1)
			for name, w := range want {
				if err := near(one[name], w); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			for name, got := range runModel(t, path, feeds, 3) {
				if string(got.Data) != string(one[name].Data) {
					t.Errorf("%s: three goroutines compute other bits than one", name)
				}
			}
		})
	}
}

// arrays reads the inputs and outputs of a case.
func arrays(t testing.TB, path string) (in, out map[string]*tensor.Tensor) {
	t.Helper()
	all, err := npz.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	in, out = map[string]*tensor.Tensor{}, map[string]*tensor.Tensor{}
	for _, a := range all {
		if name, ok := strings.CutPrefix(a.Name, "in."); ok {
			in[name] = a.Tensor
		} else {
			out[strings.TrimPrefix(a.Name, "out.")] = a.Tensor
		}
	}
	return in, out
}

// runModel returns the outputs by name.
func runModel(t *testing.T, path string, feeds map[string]*tensor.Tensor, threads int) map[string]*tensor.Tensor {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	p, err := interp.New(context.Background(), m, interp.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(context.Background(), interp.Feeds{Tensors: feeds})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*tensor.Tensor{}
	for _, o := range r.Outputs {
		out[o.Name] = o.Tensor
	}
	return out
}

// near allows what another order of the sums makes of float32: 2e-5 of the largest
// element.
func near(got, want *tensor.Tensor) error {
	if got == nil || got.String() != want.String() {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	if want.Elem != onnxio.Float {
		if string(got.Data) != string(want.Data) {
			return fmt.Errorf("%s differs", got)
		}
		return nil
	}
	g, w := tensor.As[float32](got), tensor.As[float32](want)
	most := 0.0
	for _, v := range w {
		most = max(most, math.Abs(float64(v)))
	}
	for i := range w {
		if d := math.Abs(float64(g[i]) - float64(w[i])); !(d <= 2e-5*most) {
			return fmt.Errorf("element %d of %s is %v, want %v", i, got, g[i], w[i])
		}
	}
	return nil
}
