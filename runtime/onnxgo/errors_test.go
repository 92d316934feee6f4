package onnxgo_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/owulveryck/onnx-go"
	"gonum.org/v1/gonum/graph/simple"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/runtime/onnxgo"
)

const sum = `<ir_version: 8, opset_import: ["" : 17]> g (float[B,2] x, float[2] b) => (float[B,2] y) { y = Add(x, b) }`

func TestRunSaysWhatIsWrong(t *testing.T) {
	x, two := floats([]float32{1, 2, 3, 4}, 2, 2), floats([]float32{1, 2})
	masked := tensor.New(tensor.WithShape(2), tensor.WithBacking([]float32{1, 2}, []bool{true, false}))
	for _, c := range []struct {
		name string
		x, b tensor.Tensor
		want string
	}{
		{"not set", x, nil, `input "b" is not set: give it a tensor with Model.SetInput, or with SetTensor of the node that Model.GetNodeByName("b") returns`},
		{"a wrong type", x, tensor.New(tensor.WithBacking([]float64{1, 2})), `input "b" is set to float64 of the shape (2), the model declares float32 of (2)`},
		{"a wrong dim", x, floats([]float32{1, 2, 3}), `input "b" is set to float32 of the shape (3)`},
		{"too many dims", floats(make([]float32, 8), 2, 2, 2), two, ``},
		{"a wrong static dim", floats(make([]float32, 9), 3, 3), two, `input "x" is set to float32 of the shape (3, 3), the model declares float32 of (2) (without its symbolic dims)`},
		{"masked", x, masked, "the tensor is masked"},
	} {
		m, b := decodePlain(t, sum, onnxgo.Options{})
		for i, in := range []tensor.Tensor{c.x, c.b} {
			if in == nil {
				continue
			}
			if err := m.SetInput(i, in); err != nil {
				t.Fatal(err)
			}
		}
		err := b.Run()
		if c.want == "" {
			if err != nil { // one more dim may be a symbolic one, for all that onnx-go says
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		wantError(t, err, c.want)
	}
}

// TestUnusualModels: what cannot be run or handed over is said, and nothing panics.
func TestUnusualModels(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"an output without elements", `g (float[2] x) => (y) <int64[1] zero = {0}> { y = Slice(x, zero, zero) }`,
			`output "y" cannot be given to onnx-go: it is float[0], and gorgonia has no tensors without elements`},
		{"a half output", `g (float[2] x) => (y) { y = Cast <to = 10> (x) }`,
			`output "y" cannot be given to onnx-go: it is float16[2], and gorgonia has no elements of float16: add a Cast to float to the model`},
		{"an output that is a sequence", `g (float[2] x) => (y) { y = SplitToSequence(x) }`,
			`output "y" is a sequence, which onnx-go has no type for`},
		{"a kernel's error", `g (float[2] x) => (float[2] y) <int64[1] three = {3}> { y = Reshape(x, three) }`, "Reshape"},
		{"a value from nowhere", `g (float[2] x) => (float[2] y) { y = Add(x, x) }`, ""},
	} {
		text := `<ir_version: 8, opset_import: ["" : 17]> ` + c.text
		m, b := decodePlain(t, text, onnxgo.Options{Outputs: []string{"y"}})
		if err := m.SetInput(0, floats([]float32{1, 2})); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if err := b.Run(); c.want != "" {
			wantError(t, err, c.want)
		} else if err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestDecodeSaysWhatOnnxGoCannotTake(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"half", `g (float16[2] x) => (float16[2] y) { y = Relu(x) }`, `the value "x" is declared as float16, which onnx-go and gorgonia have no type for`},
		{"a sequence", `g (seq(float[2]) x) => (float[2] y) { y = ConcatFromSequence <axis = 0> (x) }`, `the value "x" is not declared as a tensor`},
		{"an initializer", `g (float[2] x) => (float[2] y) <uint8[2] w = {1, 2}> { c = Cast <to = 1> (w) y = Add(x, c) }`, `the initializer "w" is uint8, and onnx-go reads constants of bool, int32, int64, float and double only`},
		{"no elements", `g (float[2] x) => (float[2] y) <int64[0] w = {}> { y = Squeeze(x, w) }`, `the initializer "w" has no elements`},
		{"control flow", `g (bool x, float[2] z) => (float[2] y) { y = If <then_branch = a () => (float[2] p) { p = Relu(z) }, else_branch = b () => (float[2] q) { q = Neg(z) }> (x) }`,
			`is a graph, and onnx-go has no control flow`},
		{"two domains", `g (float[2] x) => (float[2] y) { a = Gelu(x) y = com.microsoft.Gelu(a) }`, `set Options.Domains["Gelu"]`},
		{"an attribute", `g (float[2] x) => (float[2] y) { c = Constant <value = uint8[2] {1, 2}> () d = Cast <to = 1> (c) y = Add(x, d) }`, `the attribute "value" of node "c" (Constant) is uint8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := encode(t, `<ir_version: 8, opset_import: ["" : 20, "com.microsoft" : 1]> `+c.text)
			_, _, err := onnxgo.Decode(data, onnxgo.Options{})
			wantError(t, err, c.want)
		})
	}
	_, _, err := onnxgo.Decode([]byte("no model"), onnxgo.Options{})
	wantError(t, err, "this is no ONNX model that can be read")
}

// TestOptimizers: the inputs of ONNX Runtime's optimizer models are sequences.
func TestOptimizers(t *testing.T) {
	files, err := filepath.Glob(models + "/*.optim.onnx")
	if err != nil || len(files) == 0 {
		t.Fatalf("no optimizer models: %v", err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = onnxgo.Decode(data, onnxgo.Options{})
		wantError(t, err, "is not declared as a tensor, and onnx-go has no sequences")
	}
}

// TestOlderOpset: a model that must be of another opset than the default is refused, as it
// would compute something else.
func TestOlderOpset(t *testing.T) {
	for node, want := range map[string]string{
		`Clip <min = 0.0> (x)`:      "a Clip with the attribute min, which ONNX has up to opset 10 only",
		`Squeeze <axes = [0]> (x)`:  "a Squeeze with the attribute axes, which ONNX has up to opset 12 only",
		`Upsample(x, x)`:            "the operator Upsample",
		`Resize(x, x)`:              "a Resize with two inputs",
		`my.Clip <min = 0.0> (x)`:   "",
		`Relu(x)`:                   "",
		`Resize(x, "", x)`:          "",
		`ReduceMean <axes=[0]> (x)`: "",
	} {
		data := encode(t, `<ir_version: 8, opset_import: ["" : 10, "my" : 1]> g (float[1] x) => (float[1] y) { y = `+node+` }`)
		o := onnxgo.Options{}
		if want == "" {
			o.Domains = map[string]string{"Clip": "my"}
		}
		err := onnx.NewModel(onnxgo.New(o)).UnmarshalBinary(data)
		if want != "" {
			wantError(t, err, want)
		} else if err != nil {
			t.Errorf("%s: %v", node, err)
		}
		if err := onnx.NewModel(onnxgo.New(onnxgo.Options{Opset: 10})).UnmarshalBinary(data); err != nil {
			t.Errorf("%s with an opset: %v", node, err)
		}
	}
}

func TestMisuse(t *testing.T) {
	m, b := decodePlain(t, sum, onnxgo.Options{})
	y, _ := m.GetNodeByName("y")
	wantError(t, y.(onnx.DataCarrier).SetTensor(floats([]float32{1})), `the value "y" is computed by Add and cannot be set`)
	wantError(t, m.UnmarshalBinary(encode(t, sum)), `a backend takes one model`)
	wantError(t, b.NewNode().(onnx.DataCarrier).SetTensor(floats([]float32{1})), "is not in a graph")
	if b.NewNode().(onnx.DataCarrier).GetTensor() != nil {
		t.Error("a new node has a tensor")
	}
	wantError(t, b.ApplyOperation(onnx.Operation{Name: "Relu"}), "has no outputs")
	wantError(t, b.ApplyOperation(onnx.Operation{Name: "Relu"}, simple.Node(1)), "is not in this backend")
	wantError(t, b.ApplyOperation(onnx.Operation{Name: "Relu", Attributes: map[string]any{"a": struct{}{}}}, y), "before IR version 2")
	wantError(t, b.ApplyOperation(onnx.Operation{Name: "Relu", Attributes: map[string]any{"a": 1}}, y), "it is a int")

	wantError(t, onnxgo.New(onnxgo.Options{}).Run(), "holds no operations")
	b = onnxgo.New(onnxgo.Options{})
	b.AddNode(simple.Node(1))
	wantError(t, b.Run(), "AddNode was given a node")
	b = onnxgo.New(onnxgo.Options{})
	n := b.NewNode()
	b.AddNode(n)
	b.SetWeightedEdge(b.NewWeightedEdge(n, n, 0.5))
	wantError(t, b.Run(), "want the position of an input")
	b = onnxgo.New(onnxgo.Options{})
	b.SetWeightedEdge(b.NewWeightedEdge(n, n, 0))
	wantError(t, b.Run(), "not in this backend")
}

func TestContext(t *testing.T) {
	m, b := decodePlain(t, sum, onnxgo.Options{})
	outputs(t, m, b, floats([]float32{1, 2}, 1, 2), floats([]float32{1, 2}))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.RunContext(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	got, err := m.GetOutputTensors()
	if err != nil || got[0].Dims() == 2 {
		t.Errorf("a run that failed left the output of the one before: %v %v", got, err)
	}
}

// TestTruncated: part of a model is an error or a smaller model, never a panic.
func TestTruncated(t *testing.T) {
	refused := 0
	for _, c := range suite() {
		for n := 0; n < len(c.ModelB); n += 1 + len(c.ModelB)/100 {
			if _, _, err := onnxgo.Decode(c.ModelB[:n], onnxgo.Options{}); err != nil {
				refused++
			}
		}
	}
	if refused < 10_000 {
		t.Errorf("only %d parts were refused", refused)
	}
}
