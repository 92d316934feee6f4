package onnxio

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
// accessors decode on demand and give zero values where the kind differs.
type Attr struct {
	Name string
	Type AttrType
	// Ref names the function attribute that this one takes its value from.
	Ref string

	raw    []byte // encoded AttributeProto
	graphs []*Graph
	node   *Node
}

// Graphs lists the graphs that the attribute holds: one for AttrGraph, any
// number for AttrGraphs, none otherwise.
func (a *Attr) Graphs() []*Graph { return a.graphs }
