package randgraph

import (
	"fmt"
	"math/rand/v2"

	"github.com/unswag/unswagc/onnxio"
)

// width is the second dim of every hidden tensor.
const width = 16

// builder makes one graph. The forward ops are recorded so that the backward pass can
// be written from them.
type builder struct {
	rng    *rand.Rand
	m      *onnxio.Model
	g      *onnxio.Graph
	nodes  []*onnxio.Node
	tape   []op
	params []*onnxio.Value
	frozen map[*onnxio.Value]bool
	needs  map[*onnxio.Value]bool // a trained parameter stands before the value
	batch  onnxio.Dim
	flat   *onnxio.Value // the shape [-1]
	square *onnxio.Value // the shape [-1, width]
}

// op is one forward node with the inputs and outputs that gradients flow along.
type op struct {
	kind string
	in   []*onnxio.Value
	out  *onnxio.Value
}

// New makes the graph of seed, with about size forward ops.
func New(seed uint64, size int) *onnxio.Model {
	b := &builder{rng: rand.New(rand.NewPCG(seed, 7)), frozen: map[*onnxio.Value]bool{}, needs: map[*onnxio.Value]bool{}}
	b.m = onnxio.NewModel(8, onnxio.OpsetImport{Version: 17}, onnxio.OpsetImport{Domain: "com.microsoft", Version: 1})
	b.g = b.m.Graph
	b.batch = onnxio.Dim{Value: int64(8 << b.rng.IntN(3))}
	if b.rng.IntN(2) == 0 {
		b.batch = onnxio.Dim{Value: -1, Param: "batch"}
	}
	b.flat = b.int64s("flat", -1)
	b.square = b.int64s("square", -1, width)
	live := []*onnxio.Value{b.g.AddInput("x", b.typ())}
	live[0] = b.gemm(live[0])
	for range size {
		live = append(live, b.step(live))
	}
	b.backward(live[len(live)-1])
	b.g.SetNodes(b.nodes)
	return b.m
}

func (b *builder) typ() *onnxio.TensorType {
	return &onnxio.TensorType{Elem: onnxio.Float, HasShape: true, Shape: []onnxio.Dim{b.batch, {Value: width}}}
}

// step adds one op on values made so far, the newest most likely.
func (b *builder) step(live []*onnxio.Value) *onnxio.Value {
	v := live[len(live)-1]
	other := live[max(0, len(live)-1-b.rng.IntN(4))]
	switch k := b.rng.IntN(10); {
	case k < 3:
		return b.gemm(v)
	case k < 7:
		return b.relu(v)
	case k == 7 && other != v:
		return b.binary("Add", v, other)
	case k == 8 && other != v:
		return b.binary("Mul", v, other)
	case k == 9:
		return b.view(v)
	}
	return b.relu(b.gemm(v))
}

func (b *builder) add(domain, opType string, in []*onnxio.Value, name string, attrs ...*onnxio.Attr) *onnxio.Value {
	out := b.g.NewValue(fmt.Sprintf("%s%d", name, len(b.nodes)))
	b.nodes = append(b.nodes, b.g.NewNode(domain, opType, "", in, []*onnxio.Value{out}, attrs...))
	return out
}

func (b *builder) record(kind string, out *onnxio.Value, in ...*onnxio.Value) *onnxio.Value {
	b.tape = append(b.tape, op{kind, in, out})
	for _, v := range in {
		b.needs[out] = b.needs[out] || b.needs[v]
	}
	return out
}

// param adds a parameter; one in three is frozen.
func (b *builder) param() *onnxio.Value {
	w := b.g.AddInput(fmt.Sprintf("w%d", len(b.params)), &onnxio.TensorType{Elem: onnxio.Float, HasShape: true,
		Shape: []onnxio.Dim{{Value: width}, {Value: width}}})
	b.params = append(b.params, w)
	b.frozen[w] = b.rng.IntN(3) == 0
	b.needs[w] = !b.frozen[w]
	return w
}

func (b *builder) gemm(v *onnxio.Value) *onnxio.Value {
	w := b.param()
	return b.record("Gemm", b.add("", "Gemm", []*onnxio.Value{v, w}, "z"), v, w)
}

func (b *builder) relu(v *onnxio.Value) *onnxio.Value {
	return b.record("Relu", b.add("", "Relu", []*onnxio.Value{v}, "y"), v)
}

func (b *builder) binary(kind string, v, o *onnxio.Value) *onnxio.Value {
	return b.record(kind, b.add("", kind, []*onnxio.Value{v, o}, "s"), v, o)
}

// view is an Identity, or a Reshape to one dim and back with a Relu between.
func (b *builder) view(v *onnxio.Value) *onnxio.Value {
	if b.rng.IntN(2) == 0 {
		return b.record("Identity", b.add("", "Identity", []*onnxio.Value{v}, "i"), v)
	}
	r := b.record("Reshape1", b.add("", "Reshape", []*onnxio.Value{v, b.flat}, "r"), v)
	y := b.relu(r)
	return b.record("Reshape2", b.add("", "Reshape", []*onnxio.Value{y, b.square}, "r"), y)
}

func (b *builder) int64s(name string, v ...int64) *onnxio.Value {
	var data []byte
	for _, x := range v {
		for i := range 8 {
			data = append(data, byte(uint64(x)>>(8*i)))
		}
	}
	return b.g.AddInitializer(onnxio.NewTensor(name, onnxio.Int64, []int64{int64(len(v))}, data))
}
