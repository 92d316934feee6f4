//go:build pjrt

package stablehlo_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// limit is how far a result of XLA may lie from the engine's, as a part of the largest
// magnitude in the tensor; halfLimit is that of graphs with 16-bit floats, which have 11
// digits.
const limit, halfLimit = 1e-4, 1e-3

// formLimit is how far results with and without masks may lie apart in modules that are
// not written for the device that runs them.
const formLimit = 2e-5

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

// TestModelsComputeTheSame runs every graph with XLA, as it is and with masks. The first
// must agree with the engine. With masks a module for CPUs must give the same bytes;
// modules for other devices, run here, may differ by rounding, since XLA for CPUs sums and
// rounds by what it fuses.
func TestModelsComputeTheSame(t *testing.T) {
	c := client(t)
	for _, file := range graphs(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
			if strings.HasSuffix(file, ".optim.onnx") {
				t.Skip("an optimizer's inputs are sequences of tensors, which StableHLO does not have")
			}
			m, o := load(t, file)
			s := newStep(t, m, o.Dims)
			plain := s.xla(t, c, lowerAs(t, m, o, "plain", stablehlo.Target{Device: "cpu"}))
			if has(m, "Dropout") {
				t.Log("the engine draws other random numbers: only the forms are compared")
			} else {
				s.compare(t, m, plain)
			}
			if _, err := pass.Run(context.Background(), m, pass.Options{Policy: pass.Always}); err != nil {
				t.Fatal(err)
			}
			for _, target := range []stablehlo.Target{{Form: stablehlo.Composite, Device: "cpu"}, {Form: stablehlo.Inline, Device: "cpu"},
				{Form: stablehlo.Composite, Device: "cuda"}, {Form: stablehlo.Composite, Device: "tpu"}} {
				name := target.Form + "-" + target.Device
				masked(t, name, target.Device == "cpu", plain, s.xla(t, c, lowerAs(t, m, o, name, target)))
			}
		})
	}
}

// masked holds the results with masks against those without.
func masked(t *testing.T, name string, exact bool, plain, got [][]byte) {
	t.Helper()
	worst := 0.0
	for i := range plain {
		if bytes.Equal(plain[i], got[i]) {
			continue
		}
		d := distance(floats(plain[i]), floats(got[i]))
		if worst = max(worst, d); exact || !(d <= formLimit) {
			t.Errorf("%s: result %d lies %g away from that without masks", name, i, d)
		}
	}
	if worst > 0 {
		t.Logf("%s: the results lie at most %.2g away from those without masks", name, worst)
	}
}

// floats views the bytes of a float32 tensor.
func floats(data []byte) []float32 {
	return tensor.As[float32](&tensor.Tensor{Elem: onnxio.Float, Shape: []int64{int64(len(data) / 4)}, Data: data})
}

// halves tells whether a graph casts to 16-bit floats.
func halves(m *onnxio.Model) bool {
	for _, v := range m.Graph.Values() {
		if v.Type != nil && v.Type.Elem == onnxio.Float16 {
			return true
		}
	}
	return false
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

// engine runs the step in the engine: outputs, what YieldOps hand out, and the buffers.
func (s *step) engine(t *testing.T) []*tensor.Tensor {
	t.Helper()
	in := map[string]*tensor.Tensor{}
	for name, x := range s.feeds {
		in[name] = x.Clone()
	}
	r, err := s.program.Run(context.Background(), interp.Feeds{Tensors: in})
	if err != nil {
		t.Fatal(err)
	}
	var out []*tensor.Tensor
	for _, o := range append(r.Outputs, r.Yields...) {
		out = append(out, o.Tensor)
	}
	for _, v := range s.model.Graph.Inputs {
		for _, u := range v.Uses() {
			if strings.HasPrefix(u.Node.OpType, "InPlaceAccumulator") && u.Index == 0 {
				out = append(out, in[v.Name])
			}
		}
	}
	return out
}

// dtypes are XLA's names of the element types.
var dtypes = map[onnxio.DType]pjrt.DType{onnxio.Float: pjrt.F32, onnxio.Double: pjrt.F64, onnxio.Float16: pjrt.F16,
	onnxio.BFloat16: pjrt.BF16, onnxio.Int64: pjrt.S64, onnxio.Int32: pjrt.S32, onnxio.Bool: pjrt.PRED}

// xla compiles a module and runs it.
func (s *step) xla(t *testing.T, c *pjrt.Client, text []byte) [][]byte {
	t.Helper()
	e, err := c.Compile(text, pjrt.CompileOptions{})
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

// compare holds what XLA computed against the engine.
func (s *step) compare(t *testing.T, m *onnxio.Model, got [][]byte) {
	t.Helper()
	want := s.engine(t)
	if len(want) != len(got) {
		t.Fatalf("the module has %d results, the engine %d", len(got), len(want))
	}
	worst, allowed := 0.0, limit
	if halves(m) {
		allowed = halfLimit
	}
	for i, w := range want {
		if len(w.Data) != len(got[i]) {
			t.Errorf("result %d has %d bytes, want those of %s", i, len(got[i]), w)
			continue
		}
		if w.Elem != onnxio.Float {
			if !bytes.Equal(w.Data, got[i]) {
				t.Errorf("result %d, %s, is another one", i, w)
			}
			continue
		}
		d := distance(tensor.As[float32](w), floats(got[i]))
		if worst = max(worst, d); !(d <= allowed) {
			t.Errorf("result %d, %s, lies %g away", i, w, d)
		}
	}
	t.Logf("%d results lie at most %.2g away", len(want), worst)
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
