package pass_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// exampleText is a training step whose second weight is frozen.
const exampleText = `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
step (float[B,16] x, int64[B] labels, float[16,32] w0, float[32,8] w1) => (float loss, float[16,32] dw0)
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
}
`

func exampleModel() *onnxio.Model {
	m, err := onnxio.ParseText(exampleText)
	if err != nil {
		log.Fatal(err)
	}
	return m
}

// Load a model, rewrite it and save it under another name.
func ExampleRun() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "unswag")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "step.onnx"), filepath.Join(dir, "small.onnx")
	if err := exampleModel().Save(ctx, in, onnxio.SaveOptions{}); err != nil {
		log.Fatal(err)
	}

	m, err := onnxio.Load(ctx, in)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	r, err := pass.Run(ctx, m, pass.Options{Dims: map[string]int64{"B": 64}})
	if err != nil {
		log.Fatal(err)
	}
	if err := m.Save(ctx, out, onnxio.SaveOptions{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Rewritten(), "site rewritten")
	for _, n := range m.Graph.Nodes() {
		if n.Domain == pass.Domain {
			fmt.Println(n.OpType, "makes", n.Output(0).Name)
		}
	}
	// Output:
	// 1 site rewritten
	// UnSwagPack makes y_mask
	// UnSwagGradMask makes dz
}

// Find the sites of a model and leave it as it is.
func ExampleAnalyse() {
	r, err := pass.Analyse(context.Background(), exampleModel(), pass.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range r.Sites {
		fmt.Println(s.Relu, s.Producer, s.Gradients, s.Stash, s.Strategy)
	}
	// Output: y gemm [dz] dies early
}

// countGemms is a pass of one's own: it leaves a note for the report.
type countGemms struct{}

func (countGemms) Name() string { return "count-gemms" }

func (countGemms) Run(c *pass.Context) error {
	k := 0
	for _, n := range c.Model.Graph.Nodes() {
		if n.Is("", "Gemm") {
			k++
		}
	}
	c.Notes = append(c.Notes, fmt.Sprintf("%d Gemm nodes", k))
	return nil
}

// Run a pass of one's own before the others.
func ExampleRunPasses() {
	passes := append([]pass.Pass{countGemms{}}, pass.Pipeline()...)
	r, err := pass.RunPasses(context.Background(), exampleModel(), pass.Options{}, passes)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Notes)
	// Output: [4 Gemm nodes]
}

// Print the report, and take single figures from it.
func ExampleReport_WriteText() {
	r, err := pass.Analyse(context.Background(), exampleModel(), pass.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := r.WriteText(os.Stdout); err != nil {
		log.Fatal(err)
	}
	held := r.Memory.File
	fmt.Println("held:", held.HeldBefore.Expr, "->", held.HeldAfter.Expr)
	// Output:
	// model: 8 nodes, IR 8, opset 17; boundary: loss gradient nodes
	// 1 site found, 1 rewritten: 1 early, 0 late.
	//
	// RELU  PRODUCER  SHAPE    TYPE   STRATEGY  BYTES HELD  AFTER
	// y     gemm      [B, 32]  float  early     128*B       4*B
	//
	// TOTALS                                   BYTES
	// held                             before  160*B + 4
	//                                  after   36*B + 4
	// peak, file order                 before  max(128*B + 2052, 384*B + 4)
	//                                  after   max(128*B + 2052, 164*B + 4)
	// peak, ONNX Runtime's order       before  max(128*B + 2052, 384*B + 4)
	//                                  after   max(128*B + 2052, 164*B + 4)
	// peak, with its reuse of buffers  before  max(128*B + 2052, 384*B + 4)
	//                                  after   max(128*B + 2052, 260*B + 4)
	//
	// Dims without a size: B. With -dim B=32 the figures are bytes, and auto decides for that size.
	//
	// The figures assume native UnSwag kernels; with function bodies alone the peak is max(128*B + 2052,
	// 532*B + 4) (file order), max(128*B + 2052, 532*B + 4) (ONNX Runtime's order).
	// held: 160*B + 4 -> 36*B + 4
}
