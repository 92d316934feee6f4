package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// encode writes the fields of the GraphProto: those that were read in their order,
// with all nodes where the first stood, then what is new.
func (g *Graph) encode(w *spliceWriter, spilled map[*Tensor]dataRef) {
	init, nodes := 0, false
	scanFields(g.wire.raw, func(f wireField) {
		switch f.num {
		case 1:
			if !nodes {
				g.encodeNodes(w, 1)
				nodes = true
			}
		case 5:
			g.encodeInit(w, f.raw, g.wire.inits[init], spilled)
			init++
		case 13:
			if !g.stale(f.val) {
				w.add(f.raw)
			}
		default:
			w.add(f.raw)
		}
	})
	if !nodes {
		g.encodeNodes(w, 1)
	}
	if g.wire.raw == nil && g.Name != "" {
		w.field(2, []byte(g.Name))
	}
	for _, t := range g.wire.inits[g.wire.readInits:] {
		g.encodeInit(w, nil, t, spilled)
	}
	for _, v := range g.Inputs[g.wire.readInputs:] {
		w.field(11, encodeValue(v))
	}
	for _, v := range g.Outputs[g.wire.readOutputs:] {
		w.field(12, encodeValue(v))
	}
	g.encodeInfos(w, 13)
}

// encodeNodes writes the nodes as fields number num.
func (g *Graph) encodeNodes(w *spliceWriter, num protowire.Number) {
	var buf []byte
	for _, n := range g.nodes {
		if n.wire.field != nil && !n.wire.dirty && num == fieldNumber(n.wire.field) {
			w.add(n.wire.field)
			continue
		}
		buf = n.appendProto(buf[:0])
		w.header(num, int64(len(buf)))
		w.addNew(buf)
		if len(buf) > newBytes/4 {
			buf = nil // it is part of the output now
		}
	}
}

// fieldNumber is the number of an encoded field.
func fieldNumber(field []byte) protowire.Number {
	num, _, _ := protowire.ConsumeTag(field)
	return num
}

// encodeInit writes an initializer; field is how it was read.
func (g *Graph) encodeInit(w *spliceWriter, field []byte, t *Tensor, spilled map[*Tensor]dataRef) {
	if ref, ok := spilled[t]; ok {
		w.field(5, t.encode(&ref))
		return
	}
	if field != nil {
		w.add(field)
		return
	}
	w.field(5, t.encode(nil))
}

// stale reports whether a ValueInfoProto is of a value that nothing defines any more.
func (g *Graph) stale(info []byte) bool {
	var v *Value
	scanFields(info, func(f wireField) {
		if f.num == 1 {
			v = g.Value(nameOf(f.val))
		}
	})
	return v != nil && v.Producer == nil && v.Init == nil && v.Flags == 0 && len(v.uses) == 0
}

// encodeInfos writes the types of values that are new since the graph was read, as
// fields number num.
func (g *Graph) encodeInfos(w *spliceWriter, num protowire.Number) {
	for _, v := range g.values[g.wire.readValues:] {
		if v.Type != nil && v.Producer != nil && v.Producer.linked && v.Flags&GraphOutput == 0 {
			w.field(num, encodeValue(v))
		}
	}
}

// encodeValue gives the ValueInfoProto of v.
func encodeValue(v *Value) []byte {
	var e encoder
	e.str(1, v.Name)
	if v.Type != nil {
		var tensor, typ encoder
		tensor.varint(1, uint64(v.Type.Elem))
		if v.Type.HasShape {
			tensor.bytes(2, encodeShape(v.Type.Shape))
		}
		typ.bytes(1, tensor.b)
		e.bytes(2, typ.b)
	}
	return e.b
}

func encodeShape(shape []Dim) []byte {
	var e encoder
	for _, d := range shape {
		var dim encoder
		switch {
		case d.Param != "":
			dim.str(2, d.Param)
		case d.Value >= 0:
			dim.varint(1, uint64(d.Value))
		}
		e.bytes(1, dim.b)
	}
	return e.b
}

// encode writes the fields of the FunctionProto.
func (f *Function) encode(w *spliceWriter) {
	g := f.Body
	if f.wire.field == nil {
		f.encodeHead(w)
		g.encodeNodes(w, 7)
		for _, i := range f.Imports {
			w.field(9, encodeImport(i))
		}
		w.field(10, []byte(f.Domain))
		if f.Overload != "" {
			w.field(13, []byte(f.Overload))
		}
		return
	}
	nodes := false
	scanFields(contents(f.wire.field), func(fd wireField) {
		switch {
		case fd.num != 7:
			w.add(fd.raw)
		case !nodes:
			g.encodeNodes(w, 7)
			nodes = true
		}
	})
	if !nodes {
		g.encodeNodes(w, 7)
	}
	g.encodeInfos(w, 12)
}

// encodeHead writes the name and the formal parameters.
func (f *Function) encodeHead(w *spliceWriter) {
	w.field(1, []byte(f.Name))
	for _, v := range f.Body.Inputs {
		w.field(4, []byte(v.Name))
	}
	for _, v := range f.Body.Outputs {
		w.field(5, []byte(v.Name))
	}
	for _, a := range f.AttrNames {
		w.field(6, []byte(a))
	}
}

// AddInitializer adds an initializer and its value. Where its name is taken the
// tensor gets another.
func (g *Graph) AddInitializer(t *Tensor) *Value {
	v := g.NewValue(t.Name)
	if v.Name != t.Name {
		renamed := *t
		renamed.Name = v.Name
		t = &renamed
	}
	v.Init, v.Type = t, t.typ()
	g.wire.inits = append(g.wire.inits, t)
	g.touch()
	return v
}

// AddInput declares a graph input. Where its name is taken it gets another.
func (g *Graph) AddInput(name string, t *TensorType) *Value {
	v := g.NewValue(name)
	v.Flags |= GraphInput
	v.Type = t
	g.Inputs = append(g.Inputs, v)
	g.touch()
	return v
}

// AddOutput makes v an output of the graph.
func (g *Graph) AddOutput(v *Value) {
	v.Flags |= GraphOutput
	g.Outputs = append(g.Outputs, v)
	g.touch()
}

// NewModel returns a model with an empty graph.
func NewModel(ir int64, imports ...OpsetImport) *Model {
	m := &Model{IRVersion: ir, Imports: imports, Graph: NewGraph("main")}
	m.wire.changed = true
	return m
}
