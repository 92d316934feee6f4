package memory

import (
	"context"
	"fmt"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// mlp writes the training graph of a deep MLP as ONNX Runtime's artifacts have it:
// hidden layers of one width, a head of ten classes, float32.
type mlp struct {
	*netBuilder
	batch, width int
	// packAt says where a late UnSwagPack stands: "after" dW, "before" it, or behind a
	// UnSwagTie of Y and dW.
	packAt string
}

func (m *mlp) bytes(rows, cols int) string { return fmt.Sprint(4 * rows * cols) }

// newMLP makes a net with the given number of hidden layers; trained tells by layer
// whether its weights are; the head, the last one, always is.
func newMLP(t testing.TB, layers, batch, width int, packAt string, trained func(i int) bool) *net {
	m := &mlp{&netBuilder{builder: &builder{t: t, g: onnxio.NewGraph("main")}, float32: true}, batch, width, packAt}
	m.add("in y0:%s one:4 labels:%d reset:1", m.bytes(batch, width), 8*batch)
	outs := make([]int, layers+1)
	for i := range outs {
		outs[i] = width
	}
	outs[layers] = 10
	var relus []*onnxio.Node
	for i, out := range outs {
		m.add("in w%d:%s b%d:%d bw%d:%s bb%d:%d", i, m.bytes(width, out), i, 4*out, i, m.bytes(width, out), i, 4*out)
		m.add("Gemm y%d w%d b%d -> z%d:%s", i, i, i, i, m.bytes(batch, out))
		if i < layers {
			relus = append(relus, m.emit("Relu z%d -> y%d:%s", i, i+1, m.bytes(batch, out)))
		}
	}
	m.add("SoftmaxCrossEntropyLoss z%d labels -> loss:4 p:%s", layers, m.bytes(batch, 10))
	m.add("out loss")
	m.add("ms.SoftmaxCrossEntropyLossGrad one p labels -> dz%d:%s", layers, m.bytes(batch, 10))
	for i := layers; i >= 0; i-- {
		m.backward(i, outs[i], trained(i), i == 0 || !anyBelow(trained, i), relus)
	}
	for i := range outs {
		if trained(i) {
			m.add("ms.InPlaceAccumulatorV2 bw%d gw%d reset -> ow%d:1", i, i, i)
			m.add("ms.InPlaceAccumulatorV2 bb%d gb%d reset -> ob%d:1", i, i, i)
			m.add("out ow%d ob%d", i, i)
		}
	}
	m.g.SetNodes(m.nodes)
	return &net{m.g, m.cands}
}

func anyBelow(trained func(int) bool, i int) bool {
	for k := range i {
		if trained(k) {
			return true
		}
	}
	return false
}

// backward writes layer i's gradients, and the site of the Relu in front of it.
func (m *mlp) backward(i, out int, trained, last bool, relus []*onnxio.Node) {
	var dw *onnxio.Node
	if trained {
		m.add("ReduceSum dz%d -> rb%d:%d", i, i, 4*out)
		m.add("Identity rb%d -> gb%d:%d", i, i, 4*out)
		dw = m.emit("Gemm dz%d y%d -> gw%d:%s", i, i, i, m.bytes(m.width, out))
	}
	if last {
		return
	}
	dx := m.emit("Gemm dz%d w%d -> dy%d:%s", i, i, i, m.bytes(m.batch, m.width))
	grad := m.emit("ms.ReluGrad dy%d y%d -> dz%d:%s", i, i, i-1, m.bytes(m.batch, m.width))
	c := Candidate{Early: m.early(relus[i-1], grad)}
	if dw != nil {
		c.Late = m.latePatch(relus[i-1], grad, dw, dx)
		m.place(c.Late, dw, relus[i-1].Output(0))
	}
	m.cands = append(m.cands, c)
}

// place moves the late patch's UnSwagPack.
func (m *mlp) place(p *onnxio.Patch, dw *onnxio.Node, y *onnxio.Value) {
	pack, tie := p.Insert[0].Nodes[0], p.Insert[0].Nodes[1]
	switch m.packAt {
	case "before":
		p.Insert = []onnxio.Insertion{{Anchor: dw, Before: true, Nodes: []*onnxio.Node{pack}}, {Anchor: dw, Nodes: []*onnxio.Node{tie}}}
	case "tied":
		after := m.g.NewValue(m.name("after"))
		after.Type = y.Type
		order := m.g.NewNode(us, "UnSwagTie", "", []*onnxio.Value{y, dw.Output(0)}, []*onnxio.Value{after})
		pack = m.g.NewNode(us, "UnSwagPack", "", []*onnxio.Value{after}, pack.Outputs())
		p.Insert = []onnxio.Insertion{{Anchor: dw, Nodes: []*onnxio.Node{order, pack, tie}}}
	}
}

// TestMLPAgainstMeasurement: peaks of a step as measured in ONNX Runtime 1.19.2 on the
// CPU, in its default order, with native kernels, in MiB. The figures are below by what
// the model leaves out: labels, scratch, the allocator.
func TestMLPAgainstMeasurement(t *testing.T) {
	all := func(int) bool { return true }
	ends := func(i int) bool { return i == 0 || i == 8 }
	for _, c := range []struct {
		name             string
		batch            int
		packAt           string
		early            bool
		trained          func(int) bool
		original, chosen float64
	}{
		{"all trained, pack tied", 4096, "tied", false, all, 161.1, 133.6},
		{"all trained, pack after", 4096, "after", false, all, 161.1, 133.6},
		{"all trained, pack before", 4096, "before", false, all, 161.1, 133.6},
		{"first layer and head, the others early, B=4096", 4096, "after", true, ends, 161.1, 52.5},
		{"first layer and head, the others early, B=8192", 8192, "after", true, ends, 321.1, 104.0},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := newMLP(t, 8, c.batch, 1024, c.packAt, c.trained)
			f := flow(t, n.g, "")
			_, after, err := f.Choose(context.Background(), n.cands)
			if err != nil {
				t.Fatal(err)
			}
			if c.early { // measured with the head's Relu, the first candidate, as it was
				var patches []*onnxio.Patch
				for _, x := range n.cands[1:] {
					patches = append(patches, x.Early)
				}
				after = measure(t, f, patches...)
			}
			for _, x := range []struct {
				figure   Bytes
				measured float64
			}{{measure(t, f).ORT.Peak, c.original}, {after.ORT.Peak, c.chosen}} {
				k, _ := x.figure.Int()
				if got := float64(k) / (1 << 20); got > x.measured || got < x.measured-1.5 {
					t.Errorf("predicted %.2f MiB, measured %.1f MiB", got, x.measured)
				}
			}
		})
	}
}
