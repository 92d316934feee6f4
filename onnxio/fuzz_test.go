package onnxio

import (
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// FuzzLoad checks that no bytes panic; that what is read as a model comes back byte for
// byte, is one to the generated code too, and prints; and that it reads again after a
// change of everything that can be changed.
func FuzzLoad(f *testing.F) {
	f.Add(richBytes(f))
	f.Add(protoModel(f, `graph { node { op_type: "F" } }`))
	for _, text := range tensorModels {
		f.Add(protoModel(f, sprintfTensor(text)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Unmarshal(data)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		wantSame(t, m, data)
		checkLinks(t, m)
		must(t, proto.Unmarshal(data, &onnxpb.ModelProto{}))
		readEverything(m.Graph)
		m.Text()
		changeEverything(m)
		checkLinks(t, m)
		changed, err := m.Marshal()
		must(t, err)
		must(t, proto.Unmarshal(changed, &onnxpb.ModelProto{}))
		wantReads(t, changed)
	})
}

// readEverything calls each accessor.
func readEverything(g *Graph) {
	for _, v := range g.Values() {
		if v.Init != nil {
			readTensor(v.Init)
		}
	}
	for _, n := range g.Nodes() {
		n.Doc()
		n.Metadata("k")
		for _, a := range n.Attrs {
			a.Int()
			a.Float()
			a.Str()
			a.Ints()
			a.Floats()
			a.Strs()
			readTensor(a.Tensor())
			for _, in := range a.Graphs() {
				readEverything(in)
			}
		}
	}
}

func readTensor(t *Tensor) {
	if t == nil || t.Len() > 1<<20 {
		return
	}
	_, _ = t.Bytes()
	_, _ = t.Int64s()
	_, _ = t.Float64s()
}

func changeEverything(m *Model) {
	m.RaiseIR(m.IRVersion + 1)
	m.Import("fuzz", 1)
	changeGraph(m.Graph)
	m.Graph.AddOutput(m.Graph.AddInput("fuzz", &TensorType{Elem: Float}))
	for _, f := range m.Functions {
		changeGraph(f.Body)
	}
	addFunction(m)
	m.Functions[len(m.Functions)-1].Domain = "fuzz.of.its.own"
}

func changeGraph(g *Graph) {
	nodes := g.Nodes()
	for _, n := range nodes {
		n.SetDoc("fuzz")
		n.SetMetadata("fuzz", "1")
		for i := range n.Inputs() {
			n.SetInput(i, nil)
		}
		for _, a := range n.Attrs {
			for _, in := range a.Graphs() {
				changeGraph(in)
			}
		}
	}
	v := g.NewValue("fuzz")
	g.SetNodes(append([]*Node{g.NewNode("", "Fuzz", "", nil, []*Value{v})}, nodes...))
}
