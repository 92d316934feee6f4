package onnxgo_test

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/owulveryck/onnx-go/backend/testbackend"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
)

const suiteFile = "testdata/suite.txt"

// checkList compares what happened with the committed list, or writes it.
func checkList(t *testing.T, lines []string) {
	t.Helper()
	passed := 0
	for _, l := range lines {
		if strings.HasSuffix(l, ": passed") {
			passed++
		}
	}
	got := fmt.Sprintf("# The conformance suite of onnx-go v0.5.0; written by go test -run Suite -update.\n# %d of %d tests pass.\n%s\n", passed, len(lines), strings.Join(lines, "\n"))
	if *update {
		if t.Failed() {
			t.Fatalf("%s is not written: a test failed", suiteFile)
		}
		if err := os.WriteFile(suiteFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(suiteFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s does not say what happened (-update writes it anew): -listed +happened\n%s", suiteFile, diff)
	}
}

// dtypes are gorgonia's types of the elements that the suite's models state.
var dtypes = map[onnxio.DType]tensor.Dtype{
	onnxio.Float: tensor.Float32, onnxio.Double: tensor.Float64, onnxio.Int32: tensor.Int32, onnxio.Int64: tensor.Int64, onnxio.Bool: tensor.Bool,
}

// retyped is the test with its data in the types and shapes that the model states, and
// says what was wrong. onnx-go's generator wrote one element tensors as float32 of the
// shape (1).
func retyped(c *testbackend.TestCase) (fixed *testbackend.TestCase, wrong []string) {
	m, err := onnxio.Unmarshal(c.ModelB)
	if err != nil {
		return nil, nil
	}
	out := *c
	out.Input, out.ExpectedOutput = slices.Clone(c.Input), slices.Clone(c.ExpectedOutput)
	fix := func(kind string, data []tensor.Tensor, values []*onnxio.Value) {
		for i, t := range data {
			want := values[i].Type
			var shape []int
			for _, d := range want.Shape {
				shape = append(shape, int(d.Value))
			}
			if t.Size() != 1 || t.Dtype() == dtypes[want.Elem] && slices.Equal(t.Shape(), shape) {
				continue
			}
			v, ok := t.Data().([]float32)
			if !ok {
				continue
			}
			data[i] = one(dtypes[want.Elem], float64(v[0]), shape)
			wrong = append(wrong, fmt.Sprintf("%s %d as %s of the shape %v, not %s of %v", kind, i, t.Dtype(), t.Shape(), dtypes[want.Elem], data[i].Shape()))
		}
	}
	fix("input", out.Input, m.Graph.Inputs)
	fix("output", out.ExpectedOutput, m.Graph.Outputs)
	return &out, wrong
}

// one is a tensor of one element.
func one(of tensor.Dtype, v float64, shape []int) tensor.Tensor {
	var backing any
	switch of {
	case tensor.Int32:
		backing = []int32{int32(v)}
	case tensor.Int64:
		backing = []int64{int64(v)}
	default:
		backing = []float32{float32(v)}
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(backing))
}

// withinOne tells whether all elements are float32 and at most neighbours of what is
// expected, and none that the suite refuses could be told apart by less.
func withinOne(got, want []tensor.Tensor) bool {
	if len(got) != len(want) {
		return false
	}
	for i := range got {
		a, ok := got[i].Data().([]float32)
		b, ok2 := want[i].Data().([]float32)
		if !ok || !ok2 || len(a) != len(b) || !slices.Equal(got[i].Shape(), want[i].Shape()) {
			return false
		}
		for k := range a {
			if a[k] != b[k] && a[k] != math.Nextafter32(b[k], a[k]) {
				return false
			}
		}
	}
	return true
}
