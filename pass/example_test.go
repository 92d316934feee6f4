package pass_test

import (
	"context"
	"fmt"
	"log"

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

func Example_findSites() {
	r, err := pass.Analyse(context.Background(), exampleModel(), pass.Options{})
	if err != nil {
		log.Fatal(err)
	}
	for _, s := range r.Sites {
		fmt.Println(s.Relu, s.Producer, s.Gradients, s.Stash, s.Strategy)
	}
	// Output: y gemm [dz] dies early
}

func Example_rewrite() {
	m := exampleModel()
	if _, err := pass.Run(context.Background(), m, pass.Options{Dims: map[string]int64{"B": 64}}); err != nil {
		log.Fatal(err)
	}
	for _, n := range m.Graph.Nodes() {
		if n.Domain == pass.Domain {
			fmt.Println(n.OpType, "makes", n.Output(0).Name)
		}
	}
	// Output:
	// UnSwagPack makes y_mask
	// UnSwagGradMask makes dz
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

func Example_ownPass() {
	passes := append([]pass.Pass{countGemms{}}, pass.Pipeline()...)
	r, err := pass.RunPasses(context.Background(), exampleModel(), pass.Options{}, passes)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Notes)
	// Output: [4 Gemm nodes]
}

func Example_report() {
	r, err := pass.Run(context.Background(), exampleModel(), pass.Options{})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("loss:", r.Loss)
	fmt.Println("held:", r.Memory.File.HeldBefore.Expr, "->", r.Memory.File.HeldAfter.Expr)
	// Output:
	// loss: loss gradient nodes
	// held: 160*B + 4 -> 36*B + 4
}
