package randgraph

import (
	"math/rand/v2"

	"github.com/unswag/unswagc/onnxio"
)

// backward adds the loss of v and the gradients of everything that needs one.
func (b *builder) backward(v *onnxio.Value) {
	labels := b.g.AddInput("labels", &onnxio.TensorType{Elem: onnxio.Int64, HasShape: true, Shape: []onnxio.Dim{b.batch}})
	seed := b.g.AddInitializer(onnxio.NewTensor("loss_grad", onnxio.Float, nil, []byte{0, 0, 0x80, 0x3f}))
	loss, logp := b.g.NewValue("loss"), b.g.NewValue("logp")
	b.nodes = append(b.nodes, b.g.NewNode("", "SoftmaxCrossEntropyLoss", "", []*onnxio.Value{v, labels}, []*onnxio.Value{loss, logp}))
	b.g.AddOutput(loss)
	dv := b.add("com.microsoft", "SoftmaxCrossEntropyLossGrad", []*onnxio.Value{seed, logp, labels}, "d")
	parts := map[*onnxio.Value][]*onnxio.Value{v: {dv}}
	for i := len(b.tape) - 1; i >= 0; i-- {
		o := b.tape[i]
		if !b.needs[o.out] || len(parts[o.out]) == 0 {
			continue
		}
		b.gradient(o, b.total(parts[o.out]), parts)
	}
	b.accumulate(parts)
}

// total sums the gradients that a value gets from its readers.
func (b *builder) total(parts []*onnxio.Value) *onnxio.Value {
	if len(parts) == 1 {
		return parts[0]
	}
	return b.add("", "Sum", parts, "d")
}

// gradient adds the gradients of one op's inputs; those of the parameter and of the
// data stand in either order.
func (b *builder) gradient(o op, d *onnxio.Value, parts map[*onnxio.Value][]*onnxio.Value) {
	give := func(v *onnxio.Value, make func() *onnxio.Value) {
		if b.needs[v] {
			parts[v] = append(parts[v], make())
		}
	}
	switch o.kind {
	case "Gemm":
		x, w := o.in[0], o.in[1]
		both := []func(){
			func() {
				give(w, func() *onnxio.Value {
					return b.add("", "Gemm", []*onnxio.Value{x, d}, "dw", onnxio.IntAttr("transA", 1))
				})
			},
			func() {
				give(x, func() *onnxio.Value {
					return b.add("", "Gemm", []*onnxio.Value{d, w}, "d", onnxio.IntAttr("transB", 1))
				})
			},
		}
		k := b.rng.IntN(2)
		both[k]()
		both[1-k]()
	case "Relu":
		a := o.in[0]
		if b.rng.IntN(2) == 0 {
			a = o.out
		}
		give(o.in[0], func() *onnxio.Value { return b.add("com.microsoft", "ReluGrad", []*onnxio.Value{d, a}, "d") })
	case "Add":
		for _, v := range o.in {
			give(v, func() *onnxio.Value { return b.add("", "Identity", []*onnxio.Value{d}, "d") })
		}
	case "Mul":
		for i, v := range o.in {
			give(v, func() *onnxio.Value { return b.add("", "Mul", []*onnxio.Value{d, o.in[1-i]}, "d") })
		}
	case "Identity":
		give(o.in[0], func() *onnxio.Value { return b.add("", "Identity", []*onnxio.Value{d}, "d") })
	case "Reshape1":
		give(o.in[0], func() *onnxio.Value { return b.add("", "Reshape", []*onnxio.Value{d, b.square}, "d") })
	case "Reshape2":
		give(o.in[0], func() *onnxio.Value { return b.add("", "Reshape", []*onnxio.Value{d, b.flat}, "d") })
	}
}

// accumulate ends the graph with an accumulator per trained parameter.
func (b *builder) accumulate(parts map[*onnxio.Value][]*onnxio.Value) {
	reset := b.g.AddInput("lazy_reset_grad", &onnxio.TensorType{Elem: onnxio.Bool, HasShape: true, Shape: []onnxio.Dim{{Value: 1}}})
	for _, w := range b.params {
		if len(parts[w]) == 0 {
			continue
		}
		buf := b.g.AddInput(w.Name+"_buffer", w.Type)
		b.g.AddOutput(b.add("com.microsoft", "InPlaceAccumulatorV2", []*onnxio.Value{buf, parts[w][0], reset}, w.Name+"_out"))
	}
}

// Shuffle puts the nodes of g in another topological order.
func Shuffle(g *onnxio.Graph, seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 11))
	left := map[*onnxio.Node]int{}
	var ready, out []*onnxio.Node
	for _, n := range g.Nodes() {
		for _, v := range n.Inputs() {
			if v != nil && v.Producer != nil {
				left[n]++
			}
		}
		if left[n] == 0 {
			ready = append(ready, n)
		}
	}
	for len(ready) > 0 {
		k := rng.IntN(len(ready))
		n := ready[k]
		ready[k] = ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		out = append(out, n)
		for _, o := range n.Outputs() {
			if o == nil {
				continue
			}
			for _, u := range o.Uses() {
				if left[u.Node]--; left[u.Node] == 0 {
					ready = append(ready, u.Node)
				}
			}
		}
	}
	g.SetNodes(out)
}
