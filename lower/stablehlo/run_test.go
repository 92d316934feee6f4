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

// floats views the bytes of a float32 tensor.
func floats(data []byte) []float32 {
	return tensor.As[float32](&tensor.Tensor{Elem: onnxio.Float, Shape: []int64{int64(len(data) / 4)}, Data: data})
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
