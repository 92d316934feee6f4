package stablehlo_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// client opens XLA for CPUs: the library that UNSWAG_PJRT_CPU names.
func client(t *testing.T) *pjrt.Client {
	t.Helper()
	path := os.Getenv("UNSWAG_PJRT_CPU")
	if path == "" {
		t.Skip(`UNSWAG_PJRT_CPU names no PJRT plugin for CPUs, and the modules are not run: env=$(tests/setup.sh) && eval "$env" gets one and sets it`)
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

// floats are the elements of a float or float16 tensor with this data.
func floats(elem onnxio.DType, data []byte) []float32 {
	x := &tensor.Tensor{Elem: elem, Shape: []int64{int64(len(data)) / tensor.Size(elem)}, Data: data}
	if elem == onnxio.Float {
		return tensor.As[float32](x)
	}
	var out []float32
	for _, h := range tensor.As[tensor.Float16](x) {
		out = append(out, h.Float32())
	}
	return out
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
	made, err := feeds.Random(context.Background(), m, p.Inputs(), nil, feeds.Options{Dims: dims, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	s := &step{model: m, program: p, feeds: made.Tensors}
	s.arrange(t)
	return s
}

// arrange puts the inputs into the order of the module.
func (s *step) arrange(t *testing.T) {
	t.Helper()
	s.order = nil
	for _, v := range s.model.Graph.Inputs {
		in := s.feeds[v.Name]
		if in == nil {
			var err error
			if in, err = tensor.FromONNX(v.Init); err != nil {
				t.Fatal(err)
			}
		}
		s.order = append(s.order, in)
	}
	for _, n := range s.model.Graph.Nodes() {
		for _, v := range n.Outputs() {
			if n.OpType == "YieldOp" && v != nil {
				s.order = append(s.order, s.feeds[v.Name])
			}
		}
	}
}

// engine runs the step in the engine: outputs, what YieldOps hand out, and the buffers.
func (s *step) engine(t *testing.T) []*tensor.Tensor {
	t.Helper()
	r, in := s.run(t, nil)
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

// run runs the step in the engine. The second result are the inputs, those that the graph
// updates as it leaves them.
func (s *step) run(t *testing.T, probe *interp.Probe) (*interp.Result, map[string]*tensor.Tensor) {
	t.Helper()
	in := map[string]*tensor.Tensor{}
	for name, x := range s.feeds {
		in[name] = x.Clone()
	}
	r, err := s.program.Run(context.Background(), interp.Feeds{Tensors: in, Probe: probe})
	if err != nil {
		t.Fatal(err)
	}
	return r, in
}

// dtypes are XLA's names of the element types.
var dtypes = map[onnxio.DType]pjrt.DType{onnxio.Bool: pjrt.PRED,
	onnxio.Float: pjrt.F32, onnxio.Double: pjrt.F64, onnxio.Float16: pjrt.F16, onnxio.BFloat16: pjrt.BF16,
	onnxio.Int8: pjrt.S8, onnxio.Int16: pjrt.S16, onnxio.Int32: pjrt.S32, onnxio.Int64: pjrt.S64,
	onnxio.Uint8: pjrt.U8, onnxio.Uint16: pjrt.U16, onnxio.Uint32: pjrt.U32, onnxio.Uint64: pjrt.U64}

// xla compiles a module and runs it on the inputs of the step.
func (s *step) xla(t *testing.T, c *pjrt.Client, text []byte, o pjrt.CompileOptions) [][]byte {
	t.Helper()
	results, err := execute(c, text, s.order, o)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, r := range results {
		out = append(out, r.Data)
	}
	return out
}

// execute compiles a module and runs it.
func execute(c *pjrt.Client, text []byte, args []*tensor.Tensor, o pjrt.CompileOptions) ([]*tensor.Tensor, error) {
	e, err := c.Compile(text, o)
	if err != nil {
		return nil, err
	}
	defer e.Close()
	var in []*pjrt.Buffer
	for _, x := range args {
		b, err := c.Buffer(dtypes[x.Elem], x.Shape, x.Data)
		if err != nil {
			return nil, err
		}
		defer b.Close()
		in = append(in, b)
	}
	results, err := e.Run(in)
	if err != nil {
		return nil, err
	}
	var out []*tensor.Tensor
	for _, b := range results {
		defer b.Close()
		data, err := b.ToHost()
		if err != nil {
			return nil, err
		}
		for elem, t := range dtypes {
			if t == b.DType() {
				out = append(out, &tensor.Tensor{Elem: elem, Shape: b.Dims(), Data: data})
			}
		}
	}
	return out, nil
}
