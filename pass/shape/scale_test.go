package shape

import (
	"context"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/unswag/unswagc/onnxio"
)

// trainingChain is a chain of layers Gemm -> Relu with their gradients, as ONNX
// Runtime writes them: 7 nodes a layer, a symbolic batch, value_info for the activations.
func trainingChain(layers int) *onnxio.Model {
	m := onnxio.NewModel(8, onnxio.OpsetImport{Domain: "", Version: 17})
	g := m.Graph
	tensor := func(dims ...onnxio.Dim) *onnxio.TensorType {
		return &onnxio.TensorType{Elem: onnxio.Float, HasShape: true, Shape: dims}
	}
	batch, d := onnxio.Dim{Value: -1, Param: "batch"}, onnxio.Dim{Value: 64}
	var nodes []*onnxio.Node
	add := func(domain, op string, out *onnxio.Value, attrs []*onnxio.Attr, in ...*onnxio.Value) *onnxio.Value {
		nodes = append(nodes, g.NewNode(domain, op, "", in, []*onnxio.Value{out}, attrs...))
		return out
	}
	x := g.AddInput("x", tensor(batch, d))
	dy := g.AddInput("dy", tensor(batch, d))
	axes := g.AddInitializer(onnxio.NewTensor("axes", onnxio.Int64, []int64{1}, make([]byte, 8)))
	transposed := []*onnxio.Attr{onnxio.IntAttr("transA", 1)}
	squeezed := []*onnxio.Attr{onnxio.IntAttr("keepdims", 0)}
	xs, ys, ws := make([]*onnxio.Value, layers), make([]*onnxio.Value, layers), make([]*onnxio.Value, layers)
	for i := range layers {
		s := strconv.Itoa(i)
		w, b := g.AddInput("w"+s, tensor(d, d)), g.AddInput("b"+s, tensor(d))
		ws[i], xs[i] = w, x
		z := add("", "Gemm", g.NewValue("z"+s), nil, x, w, b)
		z.Type = tensor(batch, d)
		x = add("", "Relu", g.NewValue("y"+s), nil, z)
		x.Type, ys[i] = tensor(batch, d), x
	}
	for i := layers - 1; i >= 0; i-- {
		s := strconv.Itoa(i)
		dz := add(ms, "ReluGrad", g.NewValue("dz"+s), nil, dy, ys[i])
		dz.Type = tensor(batch, d)
		dw := add("", "Gemm", g.NewValue("dw"+s), transposed, dz, xs[i])
		add("", "ReduceSum", g.NewValue("db"+s), squeezed, dz, axes)
		dy = add("", "Gemm", g.NewValue("dx"+s), nil, dz, ws[i])
		add(ms, "InPlaceAccumulatorV2", g.NewValue("aw"+s), nil, ws[i], dw)
	}
	g.SetNodes(nodes)
	return m
}

func BenchmarkInfer140k(b *testing.B) {
	m := trainingChain(20000)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		if _, err := Infer(context.Background(), m, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLinearTimeAndMemory allows three times what is expected of a machine that is
// not busy: 140,000 nodes take 0.05 s and keep 16 MB.
func TestLinearTimeAndMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("measures time")
	}
	m := trainingChain(20000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	r := inferAll(t, m, nil)
	took := time.Since(start)
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
	t.Logf("%d nodes: %v, %d kept bytes", len(m.Graph.Nodes()), took, kept)
	if took > 450*time.Millisecond || kept > 48<<20 {
		t.Errorf("%d nodes took %v and keep %d bytes", len(m.Graph.Nodes()), took, kept)
	}
	if got := r.Of(m.Graph.Value("dx0")).String(); got != "float[batch, 64]" {
		t.Errorf("the last gradient is %s", got)
	}
}
