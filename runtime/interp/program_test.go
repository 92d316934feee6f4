package interp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// parsed is a model of opset 17 with the given graph.
func parsed(t *testing.T, graph string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1, "my" : 1]> ` + graph)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// program prepares a model.
func program(t *testing.T, m *onnxio.Model, o interp.Options) *interp.Program {
	t.Helper()
	p, err := interp.New(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// ran runs a program on tensors.
func ran(t *testing.T, p *interp.Program, in map[string]*tensor.Tensor) *interp.Result {
	t.Helper()
	r, err := p.Run(context.Background(), interp.Feeds{Tensors: in})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMissingOps: all that is missing, also in bodies, is in one error.
func TestMissingOps(t *testing.T) {
	m := parsed(t, `g (float[2] x, bool c) => (float[2] y) {
		a = Foo(x)
		b = my.Bar(a)
		d = Foo(b)
		y = If(c) <then_branch = t () => (float[2] u) { u = my.Inner(d) }, else_branch = e () => (float[2] v) { v = Relu(d) }>
	}`)
	_, err := interp.New(context.Background(), m, interp.Options{})
	var missing *interp.MissingOps
	if !errors.As(err, &missing) {
		t.Fatalf("the error is %v", err)
	}
	if d := cmp.Diff([]string{"Foo", "my.Bar", "my.Inner"}, missing.Ops); d != "" {
		t.Error(d)
	}
	if _, err := interp.New(context.Background(), m, interp.Options{Order: "best"}); err == nil || !strings.Contains(err.Error(), "file or ort") {
		t.Errorf("an unknown order: %v", err)
	}
}

// TestBadFeeds: each in a sentence that names the input.
func TestBadFeeds(t *testing.T) {
	p := program(t, parsed(t, `g (float[N,2] x, int64[1] k) => (float[N,2] y) { y = Relu(x) }`), interp.Options{})
	x, k := tensor.New(onnxio.Float, 3, 2), tensor.New(onnxio.Int64, 1)
	for _, c := range []struct {
		name, want string
		in         map[string]*tensor.Tensor
	}{
		{"missing", `input "k" is not fed: give it a tensor int64[1]`, map[string]*tensor.Tensor{"x": x}},
		{"shape", `input "x" is fed float[3,3], the graph wants float[N,2]`, map[string]*tensor.Tensor{"x": tensor.New(onnxio.Float, 3, 3), "k": k}},
		{"rank", `input "x" is fed float[2], the graph wants float[N,2]`, map[string]*tensor.Tensor{"x": tensor.New(onnxio.Float, 2), "k": k}},
		{"type", `input "x" is fed double[3,2], the graph wants float[N,2]`, map[string]*tensor.Tensor{"x": tensor.New(onnxio.Double, 3, 2), "k": k}},
		{"name", `"z" is fed, but the graph has no such input`, map[string]*tensor.Tensor{"x": x, "k": k, "z": k}},
	} {
		_, err := p.Run(context.Background(), interp.Feeds{Tensors: c.in})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: the error is %v, want %s", c.name, err, c.want)
		}
	}
	_, err := p.Run(context.Background(), interp.Feeds{Tensors: map[string]*tensor.Tensor{"x": x, "k": k}, Sequences: map[string][]*tensor.Tensor{"s": {x}}})
	if err == nil || err.Error() != `"s" is fed, but the graph has no such input` {
		t.Errorf("a sequence for no input: %v", err)
	}
}

// counted are graphs whose figures follow from the rules of pass/memory by hand. x has 32
// floats: a tensor of its size takes 128 bytes.
var counted = []struct {
	name, nodes, outs string
	held, peak        int64
}{
	{"a chain frees what is read", "a = Neg(x)\nb = Neg(a)\ny = Neg(b)", "y", 128, 256},
	{"Relu takes over what dies", "a = Neg(x)\nb = Relu(a)\ny = Neg(b)", "y", 128, 256},
	{"Relu alone takes over", "a = Neg(x)\ny = Relu(a)", "y", 128, 128},
	{"Relu overwrites no input of the graph", "y = Relu(x)", "y", 128, 128},
	{"Relu takes over nothing that is read later", "a = Neg(x)\nb = Relu(a)\ny = Add(a, b)", "y", 128, 384},
	{"nor an output of the graph", "a = Neg(x)\ny = Relu(a)", "a, y", 256, 256},
	{"a view takes nothing and keeps what it shows", "a = Neg(x)\nr = Flatten(a)\nb = Neg(x)\ny = Add(r, b)", "y", 128, 384},
	{"Relu takes over through a view", "a = Neg(x)\nr = Flatten(a)\ny = Relu(r)", "y", 128, 128},
	{"a view whose root is read later is not taken over", "a = Neg(x)\nr = Flatten(a)\nb = Relu(r)\ny = Add(a, b)", "y", 128, 384},
	{"what nothing reads is freed at once", "a = Neg(x)\ny = Neg(x)", "y", 128, 128},
	{"Shape holds nothing", "a = Neg(x)\nb = Neg(a)\ns = Shape(a)\ny = Expand(b, s)", "y", 128, 16 + 256},
	{"a constant is not counted", "a = Constant <value_floats = [1.0, 2.0, 3.0, 4.0]> ()\ny = Add(x, a)", "y", 128, 128},
	{"accumulators are in the buffer", "a = Neg(x)\nf, y = com.microsoft.InPlaceAccumulatorV2(x, a)", "f, y", 1, 129},
	{"the mask is a bit for each element", "a = Neg(x)\nm, y = ai.unswag.UnSwagPack(a)", "m, y", 132, 132},
	{"a tie is its first input", "a = Neg(x)\nb = Neg(x)\ny = ai.unswag.UnSwagTie(a, b)", "y", 128, 256},
}

// TestCounted holds the engine and pass/memory to figures found by hand.
func TestCounted(t *testing.T) {
	for _, c := range counted {
		t.Run(c.name, func(t *testing.T) {
			var outs []string
			for _, o := range strings.Split(c.outs, ", ") {
				typ := "float[8,4] "
				if o == "f" {
					typ = "bool[1] "
				} else if o == "m" {
					typ = "uint32[1] "
				}
				outs = append(outs, typ+o)
			}
			m := parsed(t, fmt.Sprintf("g (float[8,4] x) => (%s) {\n%s\n}", strings.Join(outs, ", "), c.nodes))
			for _, order := range []interp.Order{interp.File, interp.ORT} {
				r := ran(t, program(t, m, interp.Options{Order: order}), map[string]*tensor.Tensor{"x": tensor.New(onnxio.Float, 8, 4)})
				held, peak := predicted(t, m, nil, order)
				if r.Peak != peak || r.Held != held {
					t.Errorf("%s order: held %d, peak %d, predicted %d and %d", order, r.Held, r.Peak, held, peak)
				}
				if order == interp.File && (r.Peak != c.peak || r.Held != c.held) {
					t.Errorf("held %d, peak %d, want %d and %d", r.Held, r.Peak, c.held, c.peak)
				}
			}
		})
	}
}

// TestOrder: the nodes run in the order of pass/memory, which differs here between file
// and ONNX Runtime.
func TestOrder(t *testing.T) {
	m := parsed(t, `g (float[2] x) => (float[2] y, float[2] z) {
		[a] a = Neg(x)
		[b] b = Relu(x)
		[y] y = Neg(b)
		[z] z = Neg(a)
	}`)
	types, err := shape.Infer(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	flow := memory.New(m.Graph, types, nil)
	var seen [2][]string
	for i, order := range []interp.Order{interp.File, interp.ORT} {
		nodes := flow.FileOrder()
		if order == interp.ORT {
			nodes = flow.ORTOrder()
		}
		var want []string
		for _, n := range nodes {
			want = append(want, n.Label())
		}
		for _, at := range ran(t, program(t, m, interp.Options{Order: order}), map[string]*tensor.Tensor{"x": tensor.Of([]float32{1, -2})}).Timeline {
			seen[i] = append(seen[i], at.Node)
		}
		if d := cmp.Diff(want, seen[i]); d != "" {
			t.Errorf("%s order: %s", order, d)
		}
	}
	if slices.Equal(seen[0], seen[1]) {
		t.Errorf("both orders are %v: the graph tells nothing", seen[0])
	}
}

// TestCaptures: what a body alone reads lives until its node has run.
func TestCaptures(t *testing.T) {
	m := parsed(t, `g (float[2] x, bool c) => (float[2] y) {
		a = Neg(x)
		b = Neg(a)
		d = Neg(x)
		e = Neg(d)
		y = If(c) <
			then_branch = t () => (float[2] u) { u = Add(b, e) },
			else_branch = f () => (float[2] v) {
				v = If(c) <then_branch = tt () => (float[2] p) { p = Neg(x) }, else_branch = ff () => (float[2] q) { q = Relu(b) }>
			}
		>
	}`)
	p := program(t, m, interp.Options{})
	for cond, want := range map[bool][]float32{true: {2, -4}, false: {1, 0}} {
		r := ran(t, p, map[string]*tensor.Tensor{"x": tensor.Of([]float32{1, -2}), "c": tensor.Scalar(cond)})
		if got := tensor.As[float32](r.Outputs[0].Tensor); !slices.Equal(got, want) {
			t.Errorf("condition %v: got %v, want %v", cond, got, want)
		}
	}
}

// TestViewOfCapture: a body that shows a tensor of the graph around it does not keep it.
func TestViewOfCapture(t *testing.T) {
	m := parsed(t, `g (float[8,4] x, bool c) => (float[8,4] y) {
		a = Neg(x)
		b = If(c) <then_branch = t () => (float[8,4] u) { u = Identity(a) }, else_branch = e () => (float[8,4] v) { v = Relu(a) }>
		d = Neg(b)
		f = Neg(d)
		y = Add(d, f)
	}`)
	for _, cond := range []bool{true, false} {
		r := ran(t, program(t, m, interp.Options{}), map[string]*tensor.Tensor{"x": tensor.New(onnxio.Float, 8, 4), "c": tensor.Scalar(cond)})
		if r.Peak != 384 {
			t.Errorf("condition %v: peak %d, want 384", cond, r.Peak)
		}
	}
}

// TestLoop: a body reads what the graph around it made in every turn.
func TestLoop(t *testing.T) {
	m := parsed(t, `g (float[2] x, int64 n) => (float[2] y, float[K,2] s) {
		a = Neg(x)
		y, s = Loop(n, , x) <body = b (int64 i, bool c, float[2] v) => (bool d, float[2] w, float[2] o) {
			d = Identity(c)
			w = Add(v, a)
			o = Identity(v)
		}>
	}`)
	r := ran(t, program(t, m, interp.Options{}), map[string]*tensor.Tensor{"x": tensor.Of([]float32{1, -2}), "n": tensor.Scalar(int64(3))})
	if got, want := tensor.As[float32](r.Outputs[0].Tensor), []float32{-2, 4}; !slices.Equal(got, want) {
		t.Errorf("carried %v, want %v", got, want)
	}
	if got, want := tensor.As[float32](r.Outputs[1].Tensor), []float32{1, -2, 0, 0, -1, 2}; !slices.Equal(got, want) {
		t.Errorf("stacked %v, want %v", got, want)
	}
}

// TestFunction: a function without a kernel runs by its body.
func TestFunction(t *testing.T) {
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "my" : 1]>
		g (float[2] x) => (float[2] y) { a = Neg(x) y = my.Twice(a) }
		<opset_import: ["" : 17], domain: "my"> Twice (v) => (w) { w = Add(v, v) }`)
	if err != nil {
		t.Fatal(err)
	}
	r := ran(t, program(t, m, interp.Options{}), map[string]*tensor.Tensor{"x": tensor.Of([]float32{1, -2})})
	if got, want := tensor.As[float32](r.Outputs[0].Tensor), []float32{-2, 4}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestCancelled: a run ends before its first node.
func TestCancelled(t *testing.T) {
	p := program(t, parsed(t, `g (float[2] x) => (float[2] y) { y = Relu(x) }`), interp.Options{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := p.Run(ctx, interp.Feeds{Tensors: map[string]*tensor.Tensor{"x": tensor.New(onnxio.Float, 2)}}); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
}

// TestThreads: a step gives the same bits on every run and for any number of goroutines.
func TestThreads(t *testing.T) {
	for _, name := range []string{"lenet", "gemm_relu_dropout_gemm", "resnet_block", "ffn3d"} {
		m, err := onnxio.Load(context.Background(), "../../testdata/models/"+name+".onnx")
		if err != nil {
			t.Fatal(err)
		}
		var first [][]byte
		for _, threads := range []int{1, 2, 3, 7, 1} {
			p := program(t, m, interp.Options{Threads: threads})
			in, err := feeds.Random(context.Background(), m, p.Inputs(), nil, feeds.Options{Size: func(int) int64 { return 9 }})
			if err != nil {
				t.Fatal(err)
			}
			var got [][]byte
			for _, o := range ran(t, p, in.Tensors).Outputs {
				got = append(got, o.Tensor.Data)
			}
			for _, key := range sortedKeys(in.Tensors) { // accumulators among them
				got = append(got, in.Tensors[key].Data)
			}
			if first == nil {
				first = got
			}
			if !slices.EqualFunc(first, got, bytes.Equal) {
				t.Errorf("%s: %d goroutines give other bits than 1", name, threads)
			}
		}
		m.Close()
	}
}
