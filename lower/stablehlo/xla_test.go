package stablehlo_test

import (
	"context"
	"math"
	"os"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// runLimit are the most bytes of inputs of a graph that the tests run.
const runLimit = 18 << 20

// client opens XLA for CPUs: the library that UNSWAG_PJRT_CPU names.
func client(t *testing.T) *pjrt.Client {
	t.Helper()
	path := os.Getenv("UNSWAG_PJRT_CPU")
	if path == "" {
		t.Skip("UNSWAG_PJRT_CPU names no PJRT plugin for CPUs: the modules are not run")
	}
	p, err := pjrt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := p.Client()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// step is one training step with its inputs.
type step struct {
	model   *onnxio.Model
	program *interp.Program
	feeds   map[string]*tensor.Tensor
	// order are the inputs as the module has them.
	order []*tensor.Tensor
}

func newStep(t *testing.T, m *onnxio.Model, dims map[string]int64) *step {
	t.Helper()
	p, err := interp.New(context.Background(), m, interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	made, err := feeds.Random(context.Background(), m, p.Inputs(), nil, feeds.Options{Dims: dims, Seed: 1, MaxBytes: runLimit})
	if _, large := err.(feeds.TooLarge); large {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &step{model: m, program: p, feeds: made.Tensors}
	for _, v := range m.Graph.Inputs {
		in := made.Tensors[v.Name]
		if in == nil {
			if in, err = tensor.FromONNX(v.Init); err != nil {
				t.Fatal(err)
			}
		}
		s.order = append(s.order, in)
	}
	for _, n := range m.Graph.Nodes() {
		for _, v := range n.Outputs() {
			if n.OpType == "YieldOp" && v != nil {
				s.order = append(s.order, made.Tensors[v.Name])
			}
		}
	}
	return s
}

// dtypes are XLA's names of the element types.
var dtypes = map[onnxio.DType]pjrt.DType{onnxio.Float: pjrt.F32, onnxio.Double: pjrt.F64, onnxio.Float16: pjrt.F16,
	onnxio.BFloat16: pjrt.BF16, onnxio.Int64: pjrt.S64, onnxio.Int32: pjrt.S32, onnxio.Bool: pjrt.PRED}

// xla compiles a module and runs it.
func (s *step) xla(t *testing.T, c *pjrt.Client, text []byte, o pjrt.CompileOptions) [][]byte {
	t.Helper()
	e, err := c.Compile(text, o)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	var in []*pjrt.Buffer
	for _, x := range s.order {
		b, err := c.Buffer(dtypes[x.Elem], x.Shape, x.Data)
		if err != nil {
			t.Fatal(err)
		}
		in = append(in, b)
	}
	results, err := e.Run(in)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, b := range results {
		data, err := b.ToHost()
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, data)
		b.Close()
	}
	for _, b := range in {
		b.Close()
	}
	return out
}

// floats views the bytes of a float32 tensor.
func floats(data []byte) []float32 {
	return tensor.As[float32](&tensor.Tensor{Elem: onnxio.Float, Shape: []int64{int64(len(data) / 4)}, Data: data})
}

// distance is the largest difference as a part of the largest magnitude.
func distance(a, b []float32) float64 {
	most, d := 0.0, 0.0
	for i := range a {
		most = max(most, math.Abs(float64(a[i])))
		d = max(d, math.Abs(float64(a[i])-float64(b[i])))
	}
	if d == 0 || most == 0 {
		return d
	}
	return d / most
}
