package randgraph

import (
	"math/rand/v2"

	"github.com/unswag/unswagc/onnxio"
)

// MLP makes a chain of layers Gemm -> Relu with seven nodes a layer: Gemm, Relu, the
// gradients of weight, bias and input, ReluGrad, and an accumulator. Every third weight
// is frozen and gives an Identity where its gradient would stand.
func MLP(layers int) *onnxio.Model {
	b := &builder{rng: rand.New(rand.NewPCG(1, 1)), frozen: map[*onnxio.Value]bool{}, needs: map[*onnxio.Value]bool{}}
	b.m = onnxio.NewModel(8, onnxio.OpsetImport{Version: 17}, onnxio.OpsetImport{Domain: "com.microsoft", Version: 1})
	b.g = b.m.Graph
	b.batch = onnxio.Dim{Value: -1, Param: "batch"}
	x := b.g.AddInput("x", b.typ())
	type layer struct{ in, w, y *onnxio.Value }
	var ls []layer
	for i := range layers {
		w := b.param()
		b.frozen[w] = i%3 == 2
		y := b.relu(b.gemmOf(x, w))
		ls = append(ls, layer{x, w, y})
		x = y
	}
	labels := b.g.AddInput("labels", &onnxio.TensorType{Elem: onnxio.Int64, HasShape: true, Shape: []onnxio.Dim{b.batch}})
	seed := b.g.AddInitializer(onnxio.NewTensor("loss_grad", onnxio.Float, nil, []byte{0, 0, 0x80, 0x3f}))
	loss, logp := b.g.NewValue("loss"), b.g.NewValue("logp")
	b.nodes = append(b.nodes, b.g.NewNode("", "SoftmaxCrossEntropyLoss", "", []*onnxio.Value{x, labels}, []*onnxio.Value{loss, logp}))
	b.g.AddOutput(loss)
	d := b.add("com.microsoft", "SoftmaxCrossEntropyLossGrad", []*onnxio.Value{seed, logp, labels}, "d")
	parts := map[*onnxio.Value][]*onnxio.Value{}
	for i := len(ls) - 1; i >= 0; i-- {
		l := ls[i]
		d = b.add("com.microsoft", "ReluGrad", []*onnxio.Value{d, l.y}, "d")
		b.g.AddOutput(b.add("", "ReduceSum", []*onnxio.Value{d, b.flatAxes()}, "db", onnxio.IntAttr("keepdims", 0)))
		if b.frozen[l.w] {
			d = b.add("", "Identity", []*onnxio.Value{d}, "d")
		} else {
			parts[l.w] = append(parts[l.w], b.add("", "Gemm", []*onnxio.Value{l.in, d}, "dw", onnxio.IntAttr("transA", 1)))
		}
		d = b.add("", "Gemm", []*onnxio.Value{d, l.w}, "d", onnxio.IntAttr("transB", 1))
	}
	b.accumulate(parts)
	b.g.SetNodes(b.nodes)
	return b.m
}

func (b *builder) gemmOf(x, w *onnxio.Value) *onnxio.Value {
	return b.add("", "Gemm", []*onnxio.Value{x, w}, "z")
}

// flatAxes is the axes tensor [0], made once.
func (b *builder) flatAxes() *onnxio.Value {
	if b.flat == nil {
		b.flat = b.int64s("axes", 0)
	}
	return b.flat
}
