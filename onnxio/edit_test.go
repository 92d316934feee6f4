package onnxio

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// edits are changes, made once through the API and once on the message.
var edits = map[string]struct {
	model func(m *Model)
	proto func(p *onnxpb.ModelProto)
}{
	"nothing": {func(*Model) {}, func(*onnxpb.ModelProto) {}},
	"SetInput": {
		func(m *Model) { node(m.Graph, "call").SetInput(0, m.Graph.Value("b")) },
		func(p *onnxpb.ModelProto) { p.Graph.Node[3].Input[0] = "b" }},
	"SetInput omits": {
		func(m *Model) { node(m.Graph, "attrs").SetInput(2, nil) },
		func(p *onnxpb.ModelProto) { p.Graph.Node[1].Input[2] = "" }},
	"SetDoc": {
		func(m *Model) { node(m.Graph, "relu").SetDoc("new"); node(m.Graph, "if").SetDoc("added") },
		func(p *onnxpb.ModelProto) {
			p.Graph.Node[0].DocString, p.Graph.Node[2].DocString = proto.String("new"), proto.String("added")
		}},
	"SetMetadata": {
		func(m *Model) {
			n := node(m.Graph, "relu")
			n.SetMetadata("n1", "first")
			n.SetMetadata("n3", "added")
			n.SetMetadata("n1", "new")
			node(m.Graph, "attrs").SetMetadata("k", "v")
		},
		func(p *onnxpb.ModelProto) {
			n := p.Graph.Node[0]
			n.MetadataProps = append(n.MetadataProps[1:], entryProto("n1", "new"), entryProto("n3", "added"))
			p.Graph.Node[1].MetadataProps = []*onnxpb.StringStringEntryProto{entryProto("k", "v")}
		}},
	"Patch": {patchModel, patchProto},
	"AddInitializer": {
		func(m *Model) {
			m.Graph.AddInitializer(NewTensor("k", Int64, []int64{1}, make([]byte, 8)))
			m.Graph.AddInitializer(NewTensor("w", Float, nil, make([]byte, 4)))
		},
		func(p *onnxpb.ModelProto) {
			p.Graph.Initializer = append(p.Graph.Initializer,
				&onnxpb.TensorProto{Name: proto.String("k"), DataType: proto.Int32(7), Dims: []int64{1}, RawData: make([]byte, 8)},
				&onnxpb.TensorProto{Name: proto.String("w_1"), DataType: proto.Int32(1), RawData: make([]byte, 4)})
		}},
	"AddInput": {
		func(m *Model) {
			m.Graph.AddInput("in", &TensorType{Elem: Float, HasShape: true, Shape: []Dim{{Value: -1, Param: "n"}, {Value: 0}, {Value: -1}}})
			m.Graph.AddInput("x", nil)
		},
		func(p *onnxpb.ModelProto) {
			dims := []*onnxpb.TensorShapeProto_Dimension{
				{Value: &onnxpb.TensorShapeProto_Dimension_DimParam{DimParam: "n"}},
				{Value: &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: 0}}, {}}
			p.Graph.Input = append(p.Graph.Input, infoProto("in", &onnxpb.TensorShapeProto{Dim: dims}), &onnxpb.ValueInfoProto{Name: proto.String("x_1")})
		}},
	"AddOutput": {
		func(m *Model) {
			a := m.Graph.Value("b")
			a.Type = &TensorType{Elem: Float}
			m.Graph.AddOutput(a)
		},
		func(p *onnxpb.ModelProto) { p.Graph.Output = append(p.Graph.Output, infoProto("b", nil)) }},
	"Import": {
		func(m *Model) { m.Import("my", 1); m.Import("ai.unswag", 1); m.Import("", 18) },
		func(p *onnxpb.ModelProto) {
			p.OpsetImport = append(p.OpsetImport, importProto("ai.unswag", 1), importProto("", 18))
		}},
	"RaiseIR":          {func(m *Model) { m.RaiseIR(11) }, func(p *onnxpb.ModelProto) { p.IrVersion = proto.Int64(11) }},
	"RaiseIR to lower": {func(m *Model) { m.RaiseIR(8) }, func(*onnxpb.ModelProto) {}},
	"AddFunction":      {addFunction, addFunctionProto},
	"inside a branch": {
		func(m *Model) {
			then := node(m.Graph, "if").Attr("then_branch").Graphs()[0]
			node(then, "t.relu").SetDoc("in then")
			deep := node(then, "t.if").Attr("then_branch").Graphs()[0]
			node(deep, "deep").SetInput(1, m.Graph.Value("w"))
		},
		func(p *onnxpb.ModelProto) {
			then := p.Graph.Node[2].Attribute[0].G
			then.Node[0].DocString = proto.String("in then")
			then.Node[1].Attribute[0].G.Node[0].Input[1] = "w"
		}},
	"nodes of a branch": {branchModel, branchProto},
	"inside a function": {
		func(m *Model) {
			body := m.Functions[0].Body
			node(body, "f.elu").SetDoc("elu")
			node(node(body, "f.if").Attr("else_branch").Graphs()[0], "f.relu2").SetInput(0, body.Value("r"))
		},
		func(p *onnxpb.ModelProto) {
			f := p.Functions[0]
			f.Node[0].DocString = proto.String("elu")
			f.Node[1].Attribute[1].G.Node[0].Input[0] = "r"
		}},
}

// patchModel replaces Relu by two nodes, and inserts before and after others.
func patchModel(m *Model) {
	g := m.Graph
	relu, call := node(g, "relu"), node(g, "call")
	z, u := g.NewValue("z"), g.NewValue("a") // the second is a_1
	z.Type = &TensorType{Elem: Uint32, HasShape: true, Shape: []Dim{{Value: 3}}}
	first := g.NewNode("ai.unswag", "Pack", "pack", []*Value{g.Value("x"), nil}, []*Value{z, nil}, StringAttr("p", "gt0"), IntAttr("i", -1))
	first.SetDoc("doc")
	first.SetMetadata("from", "relu")
	second := g.NewNode("", "Relu", "", []*Value{g.Value("x")}, []*Value{relu.Output(0)}, FloatAttr("f", 0.5), IntsAttr("is", []int64{1, -2}),
		TensorAttr("t", NewTensor("", Bool, []int64{2}, []byte{1, 0})))
	after := g.NewNode("", "Neg", "neg", []*Value{g.Value("b")}, []*Value{u})
	second.Overload = "o"
	g.Apply([]*Patch{{Replace: []Replacement{{Old: relu, New: []*Node{first, second}}}},
		{Insert: []Insertion{{Anchor: call, Before: true, Nodes: []*Node{after}}}, Inputs: []InputEdit{{Node: call, Index: 0, Value: u}}}})
}

func patchProto(p *onnxpb.ModelProto) {
	g := p.Graph
	first := &onnxpb.NodeProto{Name: proto.String("pack"), OpType: proto.String("Pack"), Domain: proto.String("ai.unswag"),
		Input: []string{"x", ""}, Output: []string{"z", ""}, DocString: proto.String("doc"),
		MetadataProps: []*onnxpb.StringStringEntryProto{entryProto("from", "relu")},
		Attribute: []*onnxpb.AttributeProto{
			{Name: proto.String("p"), S: []byte("gt0"), Type: onnxpb.AttributeProto_STRING.Enum()},
			{Name: proto.String("i"), I: proto.Int64(-1), Type: onnxpb.AttributeProto_INT.Enum()}}}
	second := &onnxpb.NodeProto{OpType: proto.String("Relu"), Input: []string{"x"}, Output: []string{"a"}, Overload: proto.String("o"),
		Attribute: []*onnxpb.AttributeProto{
			{Name: proto.String("f"), F: proto.Float32(0.5), Type: onnxpb.AttributeProto_FLOAT.Enum()},
			{Name: proto.String("is"), Ints: []int64{1, -2}, Type: onnxpb.AttributeProto_INTS.Enum()},
			{Name: proto.String("t"), T: &onnxpb.TensorProto{Dims: []int64{2}, DataType: proto.Int32(9), RawData: []byte{1, 0}}, Type: onnxpb.AttributeProto_TENSOR.Enum()}}}
	neg := &onnxpb.NodeProto{Name: proto.String("neg"), OpType: proto.String("Neg"), Input: []string{"b"}, Output: []string{"a_1"}}
	g.Node[3].Input[0] = "a_1"
	g.Node = []*onnxpb.NodeProto{first, second, g.Node[1], g.Node[2], neg, g.Node[3]}
	z := infoProto("z", &onnxpb.TensorShapeProto{Dim: []*onnxpb.TensorShapeProto_Dimension{{Value: &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: 3}}}})
	z.Type.GetTensorType().ElemType = proto.Int32(int32(Uint32))
	g.ValueInfo = append(g.ValueInfo, z)
}

// branchModel puts a node before the only one of a branch.
func branchModel(m *Model) {
	in := node(m.Graph, "if").Attr("else_branch").Graphs()[0]
	v := in.NewValue("a") // a is taken outside
	in.AddInitializer(NewTensor("k", Float, nil, []byte{0, 0, 0, 0}))
	add := node(in, "e.add")
	add.SetInput(0, v)
	in.SetNodes([]*Node{in.NewNode("", "Abs", "e.abs", []*Value{m.Graph.Value("a")}, []*Value{v}), add})
}

func branchProto(p *onnxpb.ModelProto) {
	in := p.Graph.Node[2].Attribute[1].G
	in.Node[0].Input[0] = "a_1"
	in.Node = append([]*onnxpb.NodeProto{{Name: proto.String("e.abs"), OpType: proto.String("Abs"), Input: []string{"a"}, Output: []string{"a_1"}}}, in.Node...)
	in.Initializer = append(in.Initializer, &onnxpb.TensorProto{Name: proto.String("k"), DataType: proto.Int32(1), RawData: []byte{0, 0, 0, 0}})
}

func addFunction(m *Model) {
	body := NewGraph("F")
	p, q := body.NewValue("p"), body.NewValue("q")
	body.Inputs, body.Outputs = []*Value{p}, []*Value{q}
	body.SetNodes([]*Node{body.NewNode("", "Relu", "r", []*Value{p}, []*Value{q})})
	m.AddFunction(&Function{Domain: "my", Name: "F", AttrNames: []string{"at"}, Imports: []OpsetImport{{"", 17}}, Body: body})
}

func addFunctionProto(p *onnxpb.ModelProto) {
	p.Functions = append(p.Functions, &onnxpb.FunctionProto{Name: proto.String("F"), Domain: proto.String("my"), Input: []string{"p"}, Output: []string{"q"},
		Attribute: []string{"at"}, OpsetImport: []*onnxpb.OperatorSetIdProto{importProto("", 17)},
		Node: []*onnxpb.NodeProto{{Name: proto.String("r"), OpType: proto.String("Relu"), Input: []string{"p"}, Output: []string{"q"}}}})
}

func node(g *Graph, name string) *Node {
	for _, n := range g.Nodes() {
		if n.Name == name {
			return n
		}
	}
	return nil
}

func entryProto(k, v string) *onnxpb.StringStringEntryProto {
	return &onnxpb.StringStringEntryProto{Key: proto.String(k), Value: proto.String(v)}
}

func importProto(domain string, v int64) *onnxpb.OperatorSetIdProto {
	return &onnxpb.OperatorSetIdProto{Domain: proto.String(domain), Version: proto.Int64(v)}
}

func infoProto(name string, shape *onnxpb.TensorShapeProto) *onnxpb.ValueInfoProto {
	tensor := &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(1), Shape: shape}
	return &onnxpb.ValueInfoProto{Name: proto.String(name), Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{TensorType: tensor}}}
}

// TestEdits makes each edit alone, and all at once, in memory and from file to file.
func TestEdits(t *testing.T) {
	data := richBytes(t)
	path := filepath.Join(t.TempDir(), "rich.onnx")
	must(t, os.WriteFile(path, data, 0o644))
	for name, e := range edits {
		t.Run(name, func(t *testing.T) {
			want := richModel(t)
			e.proto(want)
			m, err := Unmarshal(data)
			must(t, err)
			e.model(m)
			checkLinks(t, m)
			got, err := m.Marshal()
			must(t, err)
			wantProto(t, got, want)
			wantReads(t, got)

			loaded, err := Load(context.Background(), path)
			must(t, err)
			defer loaded.Close()
			e.model(loaded)
			out := filepath.Join(t.TempDir(), "out.onnx")
			must(t, loaded.Save(context.Background(), out, SaveOptions{}))
			wantContents(t, out, got)
			if loaded.Changed() != (name != "nothing" && name != "RaiseIR to lower") {
				t.Errorf("Changed() = %v", loaded.Changed())
			}
		})
	}
}

// TestAllEditsTogether makes all edits in one model, one by one with a look at the
// whole each time.
func TestAllEditsTogether(t *testing.T) {
	m, err := Unmarshal(richBytes(t))
	must(t, err)
	for name, e := range edits {
		if name == "Patch" {
			continue // takes out a node that others change
		}
		e.model(m)
		checkLinks(t, m)
		got, err := m.Marshal()
		must(t, err)
		wantReads(t, got)
	}
}
