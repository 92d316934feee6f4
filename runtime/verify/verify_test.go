package verify

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/interp"
)

// early is a step in which the mask can take the activation's place.
const early = `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1]>
step (float[batch,16] x, int64[batch] labels, float[16,32] w0, float[32,8] w1) => (float loss, float[16,32] dw0)
<float one = {1.0}>
{
   z = Gemm (x, w0)
   y = Relu (z)
   q = Gemm (y, w1)
   loss, logp = SoftmaxCrossEntropyLoss (q, labels)
   dq = com.microsoft.SoftmaxCrossEntropyLossGrad (one, logp, labels)
   dy = Gemm <transB: int = 1> (dq, w1)
   dz = com.microsoft.ReluGrad (dy, y)
   dw0 = Gemm <transA: int = 1> (x, dz)
}`

func parse(t *testing.T, text string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func compare(t *testing.T, a, b string, o Options) (*Result, error) {
	t.Helper()
	return Compare(context.Background(), parse(t, a), parse(t, b), o)
}

func TestSameGraph(t *testing.T) {
	r, err := compare(t, early, early, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range r.Rounds {
		got = append(got, x.String())
		if x.Tensors < 3 || x.Bytes < 2000 || x.Left != "" {
			t.Errorf("%+v", x)
		}
	}
	if s := strings.Join(got, "; "); s != "random, batch=1; random, batch=5; special values, batch=37" {
		t.Error(s)
	}
	if len(r.Exceptions) > 0 {
		t.Errorf("exceptions: %q", r.Exceptions)
	}
}

// TestDifferencesAreFound changes a graph in ways that few inputs tell apart.
func TestDifferencesAreFound(t *testing.T) {
	pack := strings.NewReplacer("y = Relu (z)", "m, y = ai.unswag.UnSwagPack (z)", "com.microsoft.ReluGrad (dy, y)", "ai.unswag.UnSwagGradMask (dy, m)").Replace(early)
	if r, err := compare(t, early, pack, Options{}); err != nil || r.Compared() != 3 {
		t.Fatalf("the mask that every change starts from: %v, %v", r, err)
	}
	for _, c := range []struct{ name, from, old, to, tensor, round string }{
		{"no ReLU in the backward pass", early, "com.microsoft.ReluGrad (dy, y)", "Identity (dy)", "dz", "random"},
		{"another gradient of a weight", early, "(x, dz)", "(x, dy)", "dw0", "random"},
		{"NaN passes", pack, "UnSwagPack (z)", `UnSwagPack <predicate: string = "not_le0"> (z)`, "dz", "special values"},
		{"a zero with a sign", pack, "UnSwagGradMask (dy, m)", `UnSwagGradMask <combine: string = "mul"> (dy, m)`, "dz", "random"},
		{"another loss", early, "(q, labels)\n", "(q, labels)\n   lost = Add (loss, loss)\n", "", ""},
	} {
		b := strings.Replace(c.from, c.old, c.to, 1)
		if b == c.from {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		_, err := compare(t, early, b, Options{})
		var d *Difference
		switch {
		case c.tensor == "":
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		case !errors.As(err, &d):
			t.Errorf("%s: %v, want a difference", c.name, err)
		case d.Tensor != c.tensor || d.Round.What != c.round || len(d.Index) != 2 || d.A == d.B || !strings.Contains(err.Error(), " differs at ["):
			t.Errorf("%s: %v, want %s in the round of %s", c.name, d, c.tensor, c.round)
		}
	}
}

// TestReluOfRelu has a mask of a ReLU's input where the other graph reads its output,
// which a second ReLU reads.
func TestReluOfRelu(t *testing.T) {
	a := strings.Replace(early, "y = Relu (z)", "y = Relu (z)\n   y2 = Relu (y)", 1)
	a = strings.Replace(a, "q = Gemm (y, w1)", "q = Gemm (y2, w1)", 1)
	b := strings.NewReplacer("y = Relu (z)", "m, y = ai.unswag.UnSwagPack (z)", "com.microsoft.ReluGrad (dy, y)", "ai.unswag.UnSwagGradMask (dy, m)").Replace(a)
	if r, err := compare(t, a, b, Options{}); err != nil || r.Compared() != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestOtherInterface(t *testing.T) {
	for _, c := range []struct{ old, to, want string }{
		{"float[16,32] w0,", "float[16,32] w0, float[1] more,", `the graphs have different inputs: only the second has "more"`},
		{"float[32,8] w1)", "float[32,8] w1, float[1] z1)", `the graphs have different inputs: only the second has "z1"`},
		{"float[16,32] dw0)", "float[16,32] dz)", `the graphs have different outputs: only the first has "dw0"`},
	} {
		b := strings.Replace(early, c.old, c.to, 1)
		if _, err := compare(t, early, b, Options{}); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	r, err := compare(t, early, early, Options{MaxBytes: 20_000})
	if err != nil || r.Compared() != 3 || r.Rounds[2].Dims["batch"] != 2 {
		t.Errorf("with little memory: %+v, %v", r, err)
	}
	r, err = compare(t, early, early, Options{MaxBytes: 1000})
	if err != nil || r.Compared() != 0 || !strings.Contains(r.Rounds[2].Left, "MiB allowed") {
		t.Errorf("with hardly any memory: %+v, %v", r, err)
	}
	r, err = compare(t, early, early, Options{Time: time.Nanosecond})
	if err != nil || r.Compared() != 0 || r.Rounds[0].Left != "the time of 1ns is over" {
		t.Errorf("with little time: %+v, %v", r, err)
	}
	r, err = compare(t, early, early, Options{Dims: map[string]int64{"batch": 3}})
	if err != nil || r.Rounds[0].Dims["batch"] != 3 || r.Rounds[2].Dims["batch"] != 3 {
		t.Errorf("with a bound dim: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Compare(ctx, parse(t, early), parse(t, early), Options{Time: time.Minute}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestWhatCannotRun(t *testing.T) {
	_, err := compare(t, strings.Replace(early, "Relu (z)", "Frobnicate (z)", 1), early, Options{})
	if m := (&interp.MissingOps{}); !errors.As(err, &m) || fmt.Sprint(m.Ops) != "[Frobnicate]" {
		t.Errorf("a missing operator: %v", err)
	}
	bad := strings.Replace(early, "float[32,8] w1", "float[33,8] w1", 1)
	if _, err := compare(t, bad, bad, Options{}); !errors.As(err, new(*Unrunnable)) {
		t.Errorf("shapes that do not fit: %v", err)
	}
}

// TestRewrittenGraphs compiles the graphs of the tests under both policies.
func TestRewrittenGraphs(t *testing.T) {
	files, err := filepath.Glob("../../testdata/models/*.onnx")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d graphs: %v", len(files), err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".onnx")
		if strings.HasSuffix(name, ".optim") || name == "light_alexnet" {
			continue
		}
		for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
			t.Run(name+"/"+string(policy), func(t *testing.T) { verifyRewritten(t, f, policy) })
		}
	}
}

func verifyRewritten(t *testing.T, path string, policy pass.Policy) {
	ctx := context.Background()
	var models [2]*onnxio.Model
	for i := range models {
		m, err := onnxio.Load(ctx, path)
		if err != nil {
			t.Fatal(err)
		}
		defer m.Close()
		models[i] = m
	}
	report, err := pass.Run(ctx, models[1], pass.Options{Policy: policy})
	if err != nil {
		t.Fatal(err)
	}
	// SqueezeNet takes too long with 37 images.
	r, err := Compare(ctx, models[0], models[1], Options{MaxBytes: 100 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if r.Compared() < 2 || r.Rounds[2].Left != "" || r.Compared() != 3 && !strings.Contains(path, "squeezenet") || r.Rounds[0].Tensors == 0 {
		t.Errorf("%+v", r)
	}
	t.Logf("%d sites rewritten; %+v; exceptions %q", report.Rewritten(), r.Rounds, r.Exceptions)
}
