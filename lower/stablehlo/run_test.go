//go:build pjrt

package stablehlo_test

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
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
			plain := s.xla(t, c, lowerAs(t, m, o, "plain", stablehlo.Target{Device: "cpu"}), pjrt.CompileOptions{})
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
				masked(t, name, target.Device == "cpu", plain, s.xla(t, c, lowerAs(t, m, o, name, target), pjrt.CompileOptions{}))
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

// halves tells whether a graph casts to 16-bit floats.
func halves(m *onnxio.Model) bool {
	for _, v := range m.Graph.Values() {
		if v.Type != nil && v.Type.Elem == onnxio.Float16 {
			return true
		}
	}
	return false
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
