package onnxgo_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/owulveryck/onnx-go"
	gorgonia "gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/onnxgo"
	"github.com/unswag/unswagc/runtime/tensor"
)

const models = "../../testdata/models"

// undecodable are the training graphs that onnx-go cannot decode.
var undecodable = map[string]string{
	"decomposed_mixed":  "is declared as float16, which onnx-go and gorgonia have no type for",
	"mlp_autocast_fp16": "is declared as float16, which onnx-go and gorgonia have no type for",
}

// onlyDecode are those with Dropout: their bools are read right by Decode only.
var onlyDecode = []string{"gemm_relu_dropout_gemm", "light_alexnet", "light_squeezenet"}

// maxInputs is how many bytes of inputs a graph may need to be run, unless
// UNSWAG_TEST_FULL is 1.
const maxInputs = 64 << 20

// TestTrainingGraphs compiles each real training graph with every legal site rewritten,
// writes it, decodes it with onnx-go and runs it. All outputs and all buffers of
// gradients have the bytes that the engine gives when it reads the file itself.
func TestTrainingGraphs(t *testing.T) {
	files, err := filepath.Glob(models + "/*.onnx")
	if err != nil {
		t.Fatal(err)
	}
	total, started, ran, unswag := 0, 0, 0, 0
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".onnx")
		if strings.HasSuffix(name, ".optim") {
			continue // its inputs are sequences: see TestOptimizers
		}
		total++
		t.Run(name, func(t *testing.T) {
			started++
			out, rewritten := compile(t, path)
			if why := undecodable[name]; why != "" {
				_, _, err := onnxgo.Decode(read(t, out), onnxgo.Options{})
				wantError(t, err, why)
				return
			}
			for _, batch := range []int64{3, 4} {
				compareRuns(t, name, out, batch)
			}
			ran++
			if rewritten > 0 {
				unswag++
			}
		})
	}
	if started == total && !t.Failed() && (ran < 21 || unswag < 19) {
		t.Errorf("%d graphs ran, %d of them with operators of ai.unswag; want 21 and 19 at least", ran, unswag)
	}
}

// compile writes the graph at path with UnSwag's operators.
func compile(t *testing.T, path string) (out string, rewritten int) {
	t.Helper()
	ctx := context.Background()
	m, err := onnxio.Load(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	r, err := pass.Run(ctx, m, pass.Options{Policy: pass.Always})
	if err != nil {
		t.Fatal(err)
	}
	out = filepath.Join(t.TempDir(), "out.onnx")
	if err := m.Save(ctx, out, onnxio.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	return out, r.Rewritten()
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// compareRuns runs the graph at path on the engine and through onnx-go, decoded by Decode
// and, with the opset alone, by onnx-go itself.
func compareRuns(t *testing.T, name, path string, batch int64) {
	t.Helper()
	ctx := context.Background()
	m, err := onnxio.Load(ctx, path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	p, err := interp.New(ctx, m, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	o := feeds.Options{Size: func(int) int64 { return batch }, MaxBytes: maxInputs}
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
	data := read(t, path)
	dm, db, err := onnxgo.Decode(data, onnxgo.Options{})
	if err != nil {
		t.Fatal(err)
	}
	set(t, dm, in.Feeds)
	plain := onnxgo.New(onnxgo.Options{Opset: m.Opset("")})
	pm := onnx.NewModel(plain)
	err = pm.UnmarshalBinary(data)
	if slices.Contains(onlyDecode, name) {
		wantError(t, err, "Unable to decode data")
		pm = nil
	} else if err != nil {
		t.Fatal(err)
	} else {
		set(t, pm, in.Feeds)
	}
	want, err := p.Run(ctx, in.Feeds)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // what a run leaves does not change the next one: the buffers are reset
		compareOutputs(t, dm, db, want)
		compareInputs(t, dm, in.Feeds)
		if held, peak := db.Memory(); held != want.Held || peak != want.Peak {
			t.Errorf("held %d, peak %d bytes; %d and %d where the engine reads the file", held, peak, want.Held, want.Peak)
		}
		if pm != nil {
			compareOutputs(t, pm, plain, want)
			compareInputs(t, pm, in.Feeds)
		}
	}
}

// set gives the inputs to a model, by their index where they have one.
func set(t *testing.T, m *onnx.Model, in interp.Feeds) {
	t.Helper()
	byID := map[int64]int{}
	for i, id := range m.Input {
		byID[id] = i
	}
	for name, x := range in.Tensors {
		n, ok := m.GetNodeByName(name)
		if !ok {
			t.Fatalf("onnx-go has no node %q", name)
		}
		var err error
		if i, ok := byID[n.ID()]; ok {
			err = m.SetInput(i, toGorgonia(t, x))
		} else { // a gradient that YieldOp hands on
			err = n.(onnx.DataCarrier).SetTensor(toGorgonia(t, x))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// compareOutputs runs the model and compares all bytes.
func compareOutputs(t *testing.T, m *onnx.Model, b *onnxgo.Backend, want *interp.Result) {
	t.Helper()
	if err := b.Run(); err != nil {
		t.Fatal(err)
	}
	got, err := m.GetOutputTensors()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(want.Outputs) || len(got) == 0 {
		t.Fatalf("%d outputs, want %d", len(got), len(want.Outputs))
	}
	for i, w := range want.Outputs {
		same(t, w.Name, got[i], w.Tensor)
	}
	for _, y := range want.Yields {
		n, _ := m.GetNodeByName(y.Name)
		same(t, y.Name, n.(onnx.DataCarrier).GetTensor(), y.Tensor)
	}
}

// compareInputs compares the inputs after a run: the engine added the gradients to their
// buffers.
func compareInputs(t *testing.T, m *onnx.Model, in interp.Feeds) {
	t.Helper()
	for name, want := range in.Tensors {
		n, _ := m.GetNodeByName(name)
		same(t, name, n.(onnx.DataCarrier).GetTensor(), want)
	}
}

func same(t *testing.T, name string, got gorgonia.Tensor, want *tensor.Tensor) {
	t.Helper()
	if got == nil {
		t.Errorf("%s was not computed", name)
		return
	}
	x := toGorgonia(t, want)
	if got.Dtype() != x.Dtype() || !got.Shape().Eq(x.Shape()) || !bytes.Equal(raw(t, got), raw(t, x)) {
		t.Errorf("%s differs: %s of the shape %v, want %s", name, got.Dtype(), got.Shape(), want)
	}
}
