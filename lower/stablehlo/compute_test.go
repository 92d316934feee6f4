package stablehlo_test

import (
	"bytes"
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// full tells that tests are to leave nothing out.
func full() bool { return os.Getenv("UNSWAG_TEST_FULL") == "1" }

// isNet tells the large convolutional nets, which have a test of their own.
func isNet(file string) bool { return strings.HasPrefix(filepath.Base(file), "light_") }

// TestModelsComputeTheSame runs every graph but the large ones with XLA, as it is and with
// masks. The first must agree with the engine. With masks a module for CPUs must give the
// same bytes; modules for other devices, run here, may differ by rounding, since XLA for
// CPUs sums and rounds by what it fuses.
func TestModelsComputeTheSame(t *testing.T) {
	c := client(t)
	t.Run("models", func(t *testing.T) { // ends when all are done, before the client is closed
		for _, file := range graphs(t) {
			if isNet(file) {
				continue
			}
			t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
				if folder := filepath.Base(filepath.Dir(file)); !full() && folder != "models" && folder != "made" {
					t.Skip("UNSWAG_TEST_FULL=1 runs it")
				}
				t.Parallel()
				agree(t, c, file)
				formsAgree(t, c, file, formsRun())
			})
		}
	})
}

// TestNetsComputeTheSame does the same with convolutional nets, AlexNet to Inception, one
// after the other: the largest takes 3 GB. Unless UNSWAG_TEST_FULL is 1 it runs
// SqueezeNet alone, and for CPUs only.
func TestNetsComputeTheSame(t *testing.T) {
	c := client(t)
	forms, ran, found := formsRun(), 0, 0
	if !full() {
		forms = forms[:1]
	}
	for _, file := range graphs(t) {
		if !isNet(file) {
			continue
		}
		found++
		t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
			if !full() && (ran > 0 || filepath.Base(file) != "light_squeezenet.onnx") {
				t.Skip("UNSWAG_TEST_FULL=1 runs it")
			}
			ran++
			agree(t, c, file)
			formsAgree(t, c, file, forms)
		})
	}
	if found == 0 {
		t.Error("there are no nets")
	}
}

// TestMasksComputeTheSame writes masks in every way, also where the table takes another.
func TestMasksComputeTheSame(t *testing.T) {
	c := client(t)
	var forms []stablehlo.Target
	for _, mask := range (stablehlo.Target{Device: "cpu"}).Masks() {
		forms = append(forms, stablehlo.Target{Form: stablehlo.Inline, Device: "cpu", Mask: mask})
	}
	for _, name := range []string{"mlp_all", "lenet", "resnet_block"} {
		formsAgree(t, c, "../../testdata/models/"+name+".onnx", forms)
	}
}

// flips is how far gradients of a deep net may lie apart where rounding decides otherwise
// at a Relu or a maximum, and whole elements of them move; 0 for other graphs. The engine
// itself, with another library for its products, lies 0.017 away in VGG-19.
// TestNodesComputeTheSame holds them to more.
func flips(file string) float64 {
	for _, net := range []string{"inception", "resnet50", "vgg", "mobilenet"} {
		if strings.Contains(filepath.Base(file), net) {
			return 0.2
		}
	}
	return 0
}

// formsRun are the ways to write masks that are run. Inline holds the same operations as
// Composite.
func formsRun() []stablehlo.Target {
	forms := []stablehlo.Target{{Form: stablehlo.Composite, Device: "cpu"}, {Form: stablehlo.Composite, Device: "cuda"}, {Form: stablehlo.Composite, Device: "tpu"}}
	if full() {
		forms = append(forms, stablehlo.Target{Form: stablehlo.Inline, Device: "cpu"})
	}
	return forms
}

// agree runs a graph as it is, and holds the results against the engine's. The engine
// draws other random numbers, so Dropouts drop nothing here.
func agree(t *testing.T, c *pjrt.Client, file string) {
	t.Helper()
	s, o := undroppedStep(t, file)
	s.compare(t, s.lowered(t, c, o, "undropped"), either(s.model, limit), flips(file))
}

// undroppedStep is a step of a graph in which Dropouts drop nothing.
func undroppedStep(t *testing.T, file string) (*step, lower.Options) {
	t.Helper()
	m, o := load(t, file)
	t.Cleanup(func() { m.Close() })
	if why := unlowered(file, m); why != "" {
		t.Skip(why)
	}
	undropped(t, m)
	return newStep(t, m, o.Dims), o
}

// lowered runs the step's graph with XLA as it is.
func (s *step) lowered(t *testing.T, c *pjrt.Client, o lower.Options, name string) [][]byte {
	t.Helper()
	return s.xla(t, c, lowerAs(t, s.model, o, name, stablehlo.Target{Device: "cpu"}), pjrt.CompileOptions{})
}

// undropped sets the ratio of every Dropout to 0.
func undropped(t *testing.T, m *onnxio.Model) {
	t.Helper()
	for _, n := range m.Graph.Nodes() {
		if !strings.HasSuffix(n.OpType, "Dropout") {
			continue
		}
		ratio := n.Input(1)
		if strings.HasSuffix(n.OpType, "BiasDropout") {
			ratio = n.Input(3)
		}
		if ratio == nil || ratio.Init == nil {
			t.Fatalf("the ratio of the Dropout %q is no initializer", n.Label())
		}
		ratio.Init = onnxio.NewTensor(ratio.Name, ratio.Init.Elem, ratio.Init.Dims, make([]byte, ratio.Init.Elem.Bits()/8))
	}
}

// formsAgree runs a graph as it is and with masks in these forms.
func formsAgree(t *testing.T, c *pjrt.Client, file string, forms []stablehlo.Target) {
	t.Helper()
	m, o := load(t, file)
	defer m.Close()
	s := newStep(t, m, o.Dims)
	plain := s.lowered(t, c, o, "plain")
	if _, err := pass.Run(context.Background(), m, pass.Options{Policy: pass.Always}); err != nil {
		t.Fatal(err)
	}
	for _, target := range forms {
		name := strings.TrimSuffix(target.Form+"-"+target.Device+"-"+target.Mask, "-")
		masked(t, name, target.Device == "cpu", flips(file), plain, s.xla(t, c, lowerAs(t, m, o, name, target), pjrt.CompileOptions{}))
	}
}

// formLimit is how far results with and without masks may lie apart in modules that are
// not written for the device that runs them.
const formLimit = 2e-5

// masked holds the results with masks against those without.
func masked(t *testing.T, name string, exact bool, flips float64, plain, got [][]byte) {
	t.Helper()
	worst := 0.0
	for i := range plain {
		if bytes.Equal(plain[i], got[i]) {
			continue
		}
		d := distance(floats(onnxio.Float, plain[i]), floats(onnxio.Float, got[i]))
		if worst = max(worst, d); exact || !(d <= max(formLimit, flips)) {
			t.Errorf("%s: result %d lies %g away from that without masks", name, i, d)
		}
	}
	if worst > 0 {
		t.Logf("%s: the results lie at most %.2g away from those without masks", name, worst)
	}
}

// limit is how far a result of XLA may lie from the engine's, as a part of the largest
// magnitude in the tensor, and nodeLimit how far that of one node; halfLimit is either in
// graphs with 16-bit floats, which have 11 digits.
const limit, nodeLimit, halfLimit = 1e-4, 2e-5, 1e-3

// either is halfLimit for a graph with 16-bit floats, and limit for others.
func either(m *onnxio.Model, limit float64) float64 {
	for _, v := range m.Graph.Values() {
		if v.Type != nil && v.Type.Elem == onnxio.Float16 {
			return halfLimit
		}
	}
	return limit
}

// compare holds what XLA computed against the engine: at most allowed away. What is no loss
// may lie flips away.
func (s *step) compare(t *testing.T, got [][]byte, allowed, flips float64) {
	t.Helper()
	want := s.engine(t)
	if len(want) != len(got) {
		t.Fatalf("the module has %d results, the engine %d", len(got), len(want))
	}
	worst := 0.0
	for i, w := range want {
		if len(w.Data) != len(got[i]) {
			t.Errorf("result %d has %d bytes, want those of %s", i, len(got[i]), w)
			continue
		}
		if w.Elem != onnxio.Float && w.Elem != onnxio.Float16 {
			if !bytes.Equal(w.Data, got[i]) {
				t.Errorf("result %d, %s, is another one", i, w)
			}
			continue
		}
		d := distance(floats(w.Elem, w.Data), floats(w.Elem, got[i]))
		if worst = max(worst, d); !(d <= allowed) && !(d <= flips && len(w.Shape) > 0) {
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
