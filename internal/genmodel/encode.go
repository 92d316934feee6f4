package genmodel

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Element types of the models.
const (
	float   = 1
	int64s  = 7
	boolean = 9
)

func (c *chain) batched() []any { return []any{batch, c.width} }

func (c *chain) node(op, domain, name, doc string, in, out []string, attrs ...[]byte) {
	c.nodes = appendField(c.nodes, 1, node(op, domain, name, doc, in, out, attrs...))
}

func (c *chain) input(name string, elem uint64, dims []any) {
	c.in = appendField(c.in, 11, valueInfo(name, elem, dims))
}

func (c *chain) info(name string, dims []any) {
	c.infos = appendField(c.infos, 13, valueInfo(name, float, dims))
}

func appendField(b []byte, num protowire.Number, contents []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(b, num, protowire.BytesType), contents)
}

func text(b []byte, num protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, num, protowire.BytesType), s)
}

func varint(b []byte, num protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, num, protowire.VarintType), v)
}

func node(op, domain, name, doc string, in, out []string, attrs ...[]byte) (b []byte) {
	for _, s := range in {
		b = text(b, 1, s)
	}
	for _, s := range out {
		b = text(b, 2, s)
	}
	b = text(text(b, 3, name), 4, op)
	for _, a := range attrs {
		b = appendField(b, 5, a)
	}
	if doc != "" {
		b = text(b, 6, doc)
	}
	if domain != "" {
		b = text(b, 7, domain)
	}
	return b
}

func intAttr(name string, v uint64) []byte {
	return varint(varint(text(nil, 1, name), 3, v), 20, 2)
}

func floatAttr(name string, v float32) []byte {
	b := protowire.AppendTag(text(nil, 1, name), 2, protowire.Fixed32Type)
	return varint(protowire.AppendFixed32(b, math.Float32bits(v)), 20, 1)
}

func stringAttr(name, v string) []byte {
	return varint(text(text(nil, 1, name), 4, v), 20, 3)
}

// tensor encodes a TensorProto; nil data is left out.
func tensor(name string, elem uint64, dims []any, data []byte) (b []byte) {
	for _, d := range dims {
		b = varint(b, 1, uint64(d.(int)))
	}
	b = text(varint(b, 2, elem), 8, name)
	if data != nil {
		b = appendField(b, 9, data)
	}
	return b
}

func valueInfo(name string, elem uint64, dims []any) []byte {
	var shape []byte
	for _, d := range dims {
		switch d := d.(type) {
		case int:
			shape = appendField(shape, 1, varint(nil, 1, uint64(d)))
		case string:
			shape = appendField(shape, 1, text(nil, 2, d))
		}
	}
	typ := appendField(varint(nil, 1, elem), 2, shape)
	return appendField(text(nil, 1, name), 2, appendField(nil, 1, typ))
}
