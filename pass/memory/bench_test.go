package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// deepNet is a chain of layers (Gemm -> Relu, 7 nodes a layer with the backward pass),
// every third weight frozen: the size of real graphs, built in linear time.
func deepNet(t testing.TB, layers int, batch string) *net {
	b := &netBuilder{builder: &builder{t: t, g: onnxio.NewGraph("main")}, r: rand.New(rand.NewPCG(7, uint64(layers)))}
	b.add("in x:640 one:4 labels:8 reset:1")
	h := b.g.Value("x")
	type layer struct{ gemm, relu *onnxio.Node }
	var all []layer
	for i := range layers {
		dim := batch + widths(b.r)
		b.add("in w%d:64 buf%d:64", i, i)
		l := layer{gemm: b.emit("Gemm %s w%d -> z%d:%s", h.Name, i, i, dim)}
		l.relu = b.emit("Relu z%d -> y%d:%s", i, i, dim)
		h = l.relu.Output(0)
		all = append(all, l)
	}
	b.add("SoftmaxCrossEntropyLoss %s labels -> loss:4 p:32", h.Name)
	b.add("out loss")
	d := b.emit("ms.SoftmaxCrossEntropyLossGrad one p labels -> dloss:%s", size(h)).Output(0)
	var dw *onnxio.Node // of the layer behind
	var dx *onnxio.Node // which made d
	for i := layers - 1; i >= 0; i-- {
		relu := all[i].relu
		grad := b.emit("ms.ReluGrad %s y%d -> dz%d:%s", d.Name, i, i, size(d))
		c := Candidate{Early: b.early(relu, grad)}
		if dw != nil {
			c.Late = b.latePatch(relu, grad, dw, dx)
		}
		b.cands = append(b.cands, c)
		dw = nil
		if x := all[i].gemm.Input(0); i%3 > 0 {
			dw = b.emit("Gemm dz%d %s -> dw%d:64", i, x.Name, i)
			b.add("Identity dw%d -> gw%d:64", i, i)
			b.accs = append(b.accs, fmt.Sprintf("ms.InPlaceAccumulatorV2 buf%d gw%d reset -> ok%d:1", i, i, i))
			b.add("out ok%d", i)
		}
		if i > 0 {
			dx = b.emit("Gemm dz%d w%d -> dy%d:%s", i, i, i, size(all[i-1].relu.Output(0)))
			d = dx.Output(0)
		}
	}
	slices.Reverse(b.accs)
	for _, a := range b.accs {
		b.add("%s", a)
	}
	slices.Reverse(b.cands)
	b.g.SetNodes(b.nodes)
	return &net{b.g, b.cands}
}

// BenchmarkFlow builds the flow and measures once; the time per node must not grow.
func BenchmarkFlow(b *testing.B) {
	for _, layers := range []int{1_500, 15_000, 150_000} {
		n := deepNet(b, layers, "")
		sh := noTypes(b)
		b.Run(fmt.Sprintf("nodes=%d", len(n.g.Nodes())), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bound, err := FindBoundary(n.g, sh, "")
				if err != nil {
					b.Fatal(err)
				}
				if _, err := New(n.g, sh, bound).Measure(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(n.g.Nodes())), "ns/node")
		})
	}
}

// BenchmarkChoose chooses among all sites of a deep net.
func BenchmarkChoose(b *testing.B) {
	for _, layers := range []int{1_500, 20_000, 150_000} {
		n := deepNet(b, layers, "")
		f := flow(b, n.g, "")
		b.Run(fmt.Sprintf("sites=%d/nodes=%d", len(n.cands), len(n.g.Nodes())), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := f.Choose(context.Background(), n.cands); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(n.g.Nodes())), "ns/node")
		})
	}
}
