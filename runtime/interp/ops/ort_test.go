package ops_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
			one := runModel(t, path, onnxio.Float, feeds, 1)
			compare(t, one, want, 2e-5)
			for name, got := range runModel(t, path, onnxio.Float, feeds, 3) {
				if string(got.Data) != string(one[name].Data) {
					t.Errorf("%s: three goroutines compute other bits than one", name)
				}
			}
			compare(t, runModel(t, path, onnxio.Double, feeds, 2), want, 2e-5)
			compare(t, runModel(t, path, onnxio.Float16, feeds, 2), want, 0.02)
			compare(t, runModel(t, path, onnxio.BFloat16, feeds, 2), want, 0.1)
		})
	}
}

// compare allows what another type, or another order of the sums, makes of float32: a
// part of the largest element.
func compare(t *testing.T, got, want map[string]*tensor.Tensor, part float64) {
	t.Helper()
	for name, w := range want {
		if err := near(got[name], w, part); err != nil {
			t.Errorf("%s: %v", name, err)
		}
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

// retyped returns a tensor of floats as one of another float type.
func retyped(t *tensor.Tensor, elem onnxio.DType) *tensor.Tensor {
	if t.Elem != onnxio.Float || elem == onnxio.Float {
		return t
	}
	out := tensor.New(elem, t.Shape...)
	for i, v := range tensor.As[float32](t) {
		switch elem {
		case onnxio.Double:
			tensor.As[float64](out)[i] = float64(v)
		case onnxio.Float16:
			tensor.As[tensor.Float16](out)[i] = tensor.ToFloat16(v)
		case onnxio.BFloat16:
			tensor.As[tensor.BFloat16](out)[i] = tensor.ToBFloat16(v)
		}
	}
	return out
}

// elements returns floats of any type as float64.
func elements(t *tensor.Tensor) []float64 {
	out := make([]float64, t.Len())
	for i := range out {
		switch t.Elem {
		case onnxio.Float:
			out[i] = float64(tensor.As[float32](t)[i])
		case onnxio.Double:
			out[i] = tensor.As[float64](t)[i]
		case onnxio.Float16:
			out[i] = float64(tensor.As[tensor.Float16](t)[i].Float32())
		case onnxio.BFloat16:
			out[i] = float64(tensor.As[tensor.BFloat16](t)[i].Float32())
		}
	}
	return out
}

// runModel returns the outputs by name, of the model with all floats of the given type.
func runModel(t *testing.T, path string, elem onnxio.DType, feeds map[string]*tensor.Tensor, threads int) map[string]*tensor.Tensor {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	in := map[string]*tensor.Tensor{}
	for _, v := range m.Graph.Inputs {
		typ := *v.Type
		in[v.Name] = retyped(feeds[v.Name], elem)
		typ.Elem = in[v.Name].Elem
		v.Type = &typ
	}
	p, err := interp.New(context.Background(), m, interp.Options{Threads: threads})
	if err != nil {
		t.Fatal(err)
	}
	r, err := p.Run(context.Background(), interp.Feeds{Tensors: in})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*tensor.Tensor{}
	for _, o := range r.Outputs {
		out[o.Name] = o.Tensor
	}
	return out
}

// near compares shapes and elements; integers must be the same.
func near(got, want *tensor.Tensor, part float64) error {
	if got == nil || !slices.Equal(got.Shape, want.Shape) {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	if want.Elem != onnxio.Float {
		if string(got.Data) != string(want.Data) {
			return fmt.Errorf("%s differs", got)
		}
		return nil
	}
	g, w := elements(got), elements(want)
	most := 0.0
	for _, v := range w {
		most = max(most, math.Abs(v))
	}
	for i := range w {
		if d := math.Abs(g[i] - w[i]); !(d <= part*most) {
			return fmt.Errorf("element %d of %s is %v, want %v", i, got, g[i], w[i])
		}
	}
	return nil
}
