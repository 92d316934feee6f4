package onnxio

// What reading keeps so that writing can copy it; see read.go and write.go.

// modelWire holds the encoded model: its mapping and its fields in file order.
type modelWire struct {
	changed bool
}

// graphWire holds the encoded graph fields other than nodes.
type graphWire struct {
	changed bool
	// inner holds the names that graphs inside this one define.
	inner map[string]bool
}

// functionWire holds the encoded function.
type functionWire struct{}

// nodeWire holds the encoded node while it is unchanged, nil afterwards.
type nodeWire struct {
	raw   []byte
	dirty bool
}

func (w *nodeWire) changed() { w.dirty = true }
