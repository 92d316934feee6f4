package memory

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// net is a random training graph with its possible rewrites.
type net struct {
	g     *onnxio.Graph
	cands []Candidate
}

// netSpec says what randomNet makes.
type netSpec struct {
	layers int
	// dim gives the sizes of activations: a multiple of 32 elements of one byte.
	dim func(r *rand.Rand) string
	// frozen and pooled are probabilities: no dW, or a pooling behind the Relu.
	frozen, pooled float64
	shuffle        bool
}

// netBuilder writes forward nodes at once and keeps the backward ones for later.
type netBuilder struct {
	*builder
	r    *rand.Rand
	spec netSpec
	back []func()
	// grads are the gradients of each value, summed when they are needed.
	grads map[*onnxio.Value][]*onnxio.Value
	accs  []string
	cands []Candidate
	n     int
	// float32: sizes stand for elements of four bytes, otherwise of one.
	float32 bool
}

// randomNet makes a chain of Gemm -> Relu with random widths, some weights frozen,
// pooling, residual additions, gradients that read X or Y, and dW before or after dX.
func randomNet(t testing.TB, r *rand.Rand, spec netSpec) *net {
	b := &netBuilder{builder: &builder{t: t, g: onnxio.NewGraph("main")}, r: r, spec: spec, grads: map[*onnxio.Value][]*onnxio.Value{}}
	b.add("in x:%s one:4 labels:8", spec.dim(r))
	h := b.g.Value("x")
	for range spec.layers {
		h = b.layer(h)
	}
	z := b.gemm(h, "32")
	b.add("SoftmaxCrossEntropyLoss %s labels -> loss:4 p:32", z.Name)
	b.add("out loss")
	b.grads[z] = []*onnxio.Value{b.emit("ms.SoftmaxCrossEntropyLossGrad one p labels -> dz:32").Output(0)}
	for i := len(b.back) - 1; i >= 0; i-- {
		b.back[i]()
	}
	// ONNX Runtime lists accumulators in the order of the parameters.
	for i := len(b.accs) - 1; i >= 0; i-- {
		b.add("%s", b.accs[i])
	}
	slices.Reverse(b.cands)
	if spec.shuffle {
		shuffleNodes(b.g, b.nodes, r)
	} else {
		b.g.SetNodes(b.nodes)
	}
	return &net{b.g, b.cands}
}

func (b *netBuilder) add(format string, args ...any) {
	b.line(fields(fmt.Sprintf(format, args...)))
}

func (b *netBuilder) emit(format string, args ...any) *onnxio.Node {
	b.add(format, args...)
	return b.nodes[len(b.nodes)-1]
}

func (b *netBuilder) name(kind string) string { b.n++; return fmt.Sprintf("%s%d", kind, b.n) }

// size returns the size of v as builder text.
func size(v *onnxio.Value) string {
	s := ""
	for i, d := range v.Type.Shape {
		if i > 0 {
			s += "*"
		}
		if d.Param != "" {
			s += d.Param
		} else {
			s += fmt.Sprint(d.Value)
		}
	}
	return s
}

// gradient returns dv, or nil where nothing needs it.
func (b *netBuilder) gradient(v *onnxio.Value) *onnxio.Value {
	gs := b.grads[v]
	if len(gs) < 2 {
		if len(gs) == 0 {
			return nil
		}
		return gs[0]
	}
	line := "Sum"
	for _, g := range gs {
		line += " " + g.Name
	}
	return b.emit("%s -> %s:%s", line, b.name("sum"), size(v)).Output(0)
}

// gemm adds h @ W, trained or not, and its gradients.
func (b *netBuilder) gemm(h *onnxio.Value, out string) *onnxio.Value {
	w := b.name("w")
	weight := fmt.Sprint(32 * (1 + b.r.IntN(3)))
	b.add("in %s:%s buf%s:%s", w, weight, w, weight)
	z := b.emit("Gemm %s %s -> %s:%s", h.Name, w, b.name("z"), out).Output(0)
	frozen, dxFirst := b.r.Float64() < b.spec.frozen, b.r.IntN(5) == 0
	read := h.Name
	b.back = append(b.back, func() {
		dz := b.gradient(z)
		if dz == nil {
			return
		}
		dw := func() {
			if frozen {
				return
			}
			if b.n%3 == 0 {
				read = b.emit("Reshape %s -> %s:%s", h.Name, b.name("r"), size(h)).Output(0).Name
			}
			g := b.emit("Gemm %s %s -> d%s:%s", dz.Name, read, w, weight).Output(0)
			b.accs = append(b.accs, fmt.Sprintf("ms.InPlaceAccumulatorV2 buf%s %s -> ok%s:1 acc%s:%s", w, g.Name, w, w, weight))
			b.add("out ok%s acc%s", w, w)
		}
		dx := func() {
			if h.Producer == nil && h.Name == "x" {
				return
			}
			dh := b.emit("Gemm %s %s -> %s:%s", dz.Name, w, b.name("dh"), size(h)).Output(0)
			b.grads[h] = append(b.grads[h], dh)
		}
		if dxFirst {
			dx()
			dw()
		} else {
			dw()
			dx()
		}
	})
	return z
}

// layer adds Gemm -> Relu (-> MaxPool) (+ residual).
func (b *netBuilder) layer(h *onnxio.Value) *onnxio.Value {
	residual := b.r.IntN(4) == 0 && h.Name != "x"
	dim := b.spec.dim(b.r)
	if residual {
		dim = size(h)
	}
	y := b.relu(b.gemm(h, dim))
	if b.r.Float64() < b.spec.pooled {
		y = b.pool(y)
		residual = false
	}
	if residual {
		y = b.sum(h, y)
	}
	return y
}

func (b *netBuilder) pool(y *onnxio.Value) *onnxio.Value {
	k := b.name("k")
	p := b.emit("MaxPool %s -> %s:%s %s:%s", y.Name, b.name("pool"), b.spec.dim(b.r), k, b.spec.dim(b.r)).Output(0)
	b.back = append(b.back, func() {
		if dp := b.gradient(p); dp != nil {
			b.grads[y] = append(b.grads[y], b.emit("MaxPoolGrad %s %s -> %s:%s", dp.Name, k, b.name("dy"), size(y)).Output(0))
		}
	})
	return p
}

func (b *netBuilder) sum(h, y *onnxio.Value) *onnxio.Value {
	s := b.emit("Add %s %s -> %s:%s", h.Name, y.Name, b.name("s"), size(h)).Output(0)
	b.back = append(b.back, func() {
		ds := b.gradient(s)
		if ds == nil {
			return
		}
		for _, v := range []*onnxio.Value{h, y} {
			g := b.emit("Identity %s -> %s:%s", ds.Name, b.name("i"), size(h)).Output(0)
			b.grads[v] = append(b.grads[v], g)
		}
	})
	return s
}
