package onnxio

// What reading keeps so that writing can copy it.

// modelWire holds the encoded model and where it came from.
type modelWire struct {
	changed bool
	closed  bool
	data    []byte  // the encoded ModelProto; nil: made in memory
	source  *source // nil: not read from a file
	imports int     // how many of Imports were read
	// functions is how many of Functions were read.
	functions int
	// external lists every tensor of the model, those in attributes included, whose
	// elements lie in a data file.
	external []externalTensor
}

// graphWire holds the encoded graph.
type graphWire struct {
	changed bool
	// inner holds the names that graphs inside this one define.
	inner  map[string]bool
	source *source
	// raw is the contents of the GraphProto, nil if there is none. The graph of a
	// function's body has the contents of the FunctionProto.
	raw []byte
	// inits lists the initializers, first those of raw in its order.
	inits []*Tensor
	// How many inits, inputs and outputs and values were read.
	readInits, readInputs, readOutputs, readValues int
}

// functionWire holds the encoded function.
type functionWire struct {
	field []byte // with its tag; nil: made in memory
}

// nodeWire holds the encoded node and what was changed about it.
type nodeWire struct {
	field []byte // with its tag; nil: made in memory
	dirty bool
	edit  *nodeEdit
}

// nodeEdit is what was set on a node apart from its inputs.
type nodeEdit struct {
	doc      *string
	metadata []metadataEntry
}

type metadataEntry struct{ key, value string }

func (w *nodeWire) changed() { w.dirty = true }

// contents is a field without its tag and length; the field is well formed.
func contents(field []byte) []byte {
	b := field
	for range 2 { // the tag, then the length
		for b[0] >= 0x80 {
			b = b[1:]
		}
		b = b[1:]
	}
	return b
}
