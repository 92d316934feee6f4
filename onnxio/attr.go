package onnxio

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// AttrType is the kind of an attribute, numbered as AttributeProto.AttributeType.
type AttrType int32

// Kinds of attributes.
const (
	AttrUndefined AttrType = iota
	AttrFloat
	AttrInt
	AttrString
	AttrTensor
	AttrGraph
	AttrFloats
	AttrInts
	AttrStrings
	AttrTensors
	AttrGraphs
	AttrSparseTensor
	AttrSparseTensors
	AttrTypeProto
	AttrTypeProtos
)

// Attr is one attribute. Reading checks its encoding and keeps the bytes; the
// accessors decode on demand and give zero values where the kind differs or the
// attribute takes its value from Ref.
type Attr struct {
	Name string
	Type AttrType
	// Ref names the function attribute that this one takes its value from.
	Ref string

	raw    []byte // encoded AttributeProto
	graphs []*Graph
	node   *Node // that it was read with; nil: made in memory
}

// Graphs lists the graphs that the attribute holds: one for AttrGraph, any
// number for AttrGraphs, none otherwise.
func (a *Attr) Graphs() []*Graph { return a.graphs }

// source is the file that the attribute's bytes may lie in, or nil.
func (a *Attr) source() *source {
	if a.node == nil {
		return nil
	}
	return a.node.graph.wire.source
}

// each calls do for the fields called num of an attribute of kind typ.
func (a *Attr) each(typ AttrType, num protowire.Number, do func(f wireField)) {
	if a.Type != typ {
		return
	}
	read := func() error {
		return eachField(a.raw, func(f wireField) {
			if f.num == num {
				do(f)
			}
		})
	}
	if len(a.raw) <= smallAttr {
		_ = read() // checked when it was read
		return
	}
	// A file that became shorter leaves the zero value; saving reports it.
	_ = a.source().protect(read)
}

// Int returns the value of an AttrInt.
func (a *Attr) Int() (v int64) {
	a.each(AttrInt, 3, func(f wireField) { v = int64(f.n) })
	return v
}

// Float returns the value of an AttrFloat.
func (a *Attr) Float() (v float32) {
	a.each(AttrFloat, 2, func(f wireField) { v = math.Float32frombits(uint32(f.n)) })
	return v
}

// Str returns the value of an AttrString.
func (a *Attr) Str() (v string) {
	a.each(AttrString, 4, func(f wireField) { v = string(f.val) })
	return v
}

// Ints returns the value of an AttrInts.
func (a *Attr) Ints() (v []int64) {
	a.each(AttrInts, 8, func(f wireField) {
		c := cursor{typ: f.typ, val: f.val, n: f.n}
		v = c.appendInts(v)
	})
	return v
}

// Floats returns the value of an AttrFloats.
func (a *Attr) Floats() (v []float32) {
	a.each(AttrFloats, 7, func(f wireField) {
		if f.typ == protowire.Fixed32Type {
			v = append(v, math.Float32frombits(uint32(f.n)))
			return
		}
		for b := f.val; len(b) >= 4; b = b[4:] {
			u, _ := protowire.ConsumeFixed32(b)
			v = append(v, math.Float32frombits(u))
		}
	})
	return v
}

// Strs returns the value of an AttrStrings.
func (a *Attr) Strs() (v []string) {
	a.each(AttrStrings, 9, func(f wireField) { v = append(v, string(f.val)) })
	return v
}

// Tensor returns the value of an AttrTensor, nil otherwise.
func (a *Attr) Tensor() (t *Tensor) {
	a.each(AttrTensor, 5, func(f wireField) {
		t = &Tensor{raw: f.val, source: a.source()}
		d := &decoder{data: f.val, model: &Model{}}
		if d.tensor(f.val, t) != nil {
			t = nil
		}
	})
	return t
}

// IntAttr makes an AttrInt.
func IntAttr(name string, v int64) *Attr {
	return newAttr(name, AttrInt, func(e *encoder) { e.varint(3, uint64(v)) })
}

// FloatAttr makes an AttrFloat.
func FloatAttr(name string, v float32) *Attr {
	return newAttr(name, AttrFloat, func(e *encoder) { e.fixed32(2, math.Float32bits(v)) })
}

// StringAttr makes an AttrString.
func StringAttr(name, v string) *Attr {
	return newAttr(name, AttrString, func(e *encoder) { e.str(4, v) })
}

// IntsAttr makes an AttrInts.
func IntsAttr(name string, v []int64) *Attr {
	return newAttr(name, AttrInts, func(e *encoder) {
		for _, i := range v {
			e.varint(8, uint64(i))
		}
	})
}

// FloatsAttr makes an AttrFloats.
func FloatsAttr(name string, v []float32) *Attr {
	return newAttr(name, AttrFloats, func(e *encoder) {
		for _, f := range v {
			e.fixed32(7, math.Float32bits(f))
		}
	})
}

// StringsAttr makes an AttrStrings.
func StringsAttr(name string, v []string) *Attr {
	return newAttr(name, AttrStrings, func(e *encoder) {
		for _, s := range v {
			e.str(9, s)
		}
	})
}

// TensorAttr makes an AttrTensor.
func TensorAttr(name string, t *Tensor) *Attr {
	return newAttr(name, AttrTensor, func(e *encoder) { e.bytes(5, t.encode(nil)) })
}

func newAttr(name string, typ AttrType, value func(e *encoder)) *Attr {
	var e encoder
	e.str(1, name)
	value(&e)
	e.varint(20, uint64(typ))
	return &Attr{Name: name, Type: typ, raw: e.b}
}
