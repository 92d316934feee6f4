package onnxio

import (
	"errors"
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// The text printer and parser work on encoded messages: what the syntax cannot
// say is carried along as encoded fields, so that nothing needs to be understood
// in order to be kept.

// wireField is one field of an encoded message.
type wireField struct {
	num protowire.Number
	typ protowire.Type
	raw []byte // tag and value
	val []byte // contents, where typ is BytesType
	n   uint64 // value, where typ is a varint or fixed
}

// is reports whether the field is number num in the encoding typ.
func (f *wireField) is(num protowire.Number, typ protowire.Type) bool {
	return f.num == num && f.typ == typ
}

// scanFields calls do for each field of b and reports whether b is well formed.
func scanFields(b []byte, do func(f wireField)) bool {
	for len(b) > 0 {
		num, typ, n := protowire.ConsumeTag(b)
		if n < 0 {
			return false
		}
		m := protowire.ConsumeFieldValue(num, typ, b[n:])
		if m < 0 {
			return false
		}
		f := wireField{num: num, typ: typ, raw: b[:n+m]}
		switch typ {
		case protowire.BytesType:
			f.val, _ = protowire.ConsumeBytes(b[n:])
		case protowire.VarintType:
			f.n, _ = protowire.ConsumeVarint(b[n:])
		case protowire.Fixed32Type:
			v, _ := protowire.ConsumeFixed32(b[n:])
			f.n = uint64(v)
		case protowire.Fixed64Type:
			f.n, _ = protowire.ConsumeFixed64(b[n:])
		}
		do(f)
		b = b[n+m:]
	}
	return true
}

// optString is a string field that may be absent.
type optString struct {
	s   string
	has bool
}

func (o *optString) set(b []byte) { o.s, o.has = string(b), true }

// encoder collects the fields of one message in any order.
type encoder struct {
	b      []byte
	fields []encodedField
	// verbatim keeps the fields in the order in which they came.
	verbatim bool
}

type encodedField struct {
	num        protowire.Number
	start, end int
}

func (e *encoder) mark(num protowire.Number, start int) {
	e.fields = append(e.fields, encodedField{num, start, len(e.b)})
}

func (e *encoder) bytes(num protowire.Number, v []byte) {
	start := len(e.b)
	e.b = protowire.AppendBytes(protowire.AppendTag(e.b, num, protowire.BytesType), v)
	e.mark(num, start)
}

func (e *encoder) str(num protowire.Number, v string) {
	start := len(e.b)
	e.b = protowire.AppendString(protowire.AppendTag(e.b, num, protowire.BytesType), v)
	e.mark(num, start)
}

func (e *encoder) varint(num protowire.Number, v uint64) {
	start := len(e.b)
	e.b = protowire.AppendVarint(protowire.AppendTag(e.b, num, protowire.VarintType), v)
	e.mark(num, start)
}

func (e *encoder) fixed32(num protowire.Number, v uint32) {
	start := len(e.b)
	e.b = protowire.AppendFixed32(protowire.AppendTag(e.b, num, protowire.Fixed32Type), v)
	e.mark(num, start)
}

// raw adds encoded fields and reports whether they are well formed.
func (e *encoder) raw(b []byte) bool {
	return scanFields(b, func(f wireField) {
		start := len(e.b)
		e.b = append(e.b, f.raw...)
		e.mark(f.num, start)
	})
}

// drop removes every field with the number num.
func (e *encoder) drop(num protowire.Number) {
	e.fields = slices.DeleteFunc(e.fields, func(f encodedField) bool { return f.num == num })
}

// replace makes b the whole message and reports whether it is well formed.
func (e *encoder) replace(b []byte) bool {
	*e = encoder{verbatim: true}
	return e.raw(b)
}

// finish returns the message, fields in ascending order as protobuf writes them.
func (e *encoder) finish() []byte {
	byNumber := func(a, b encodedField) int { return int(a.num - b.num) }
	if !e.verbatim && !slices.IsSortedFunc(e.fields, byNumber) {
		slices.SortStableFunc(e.fields, byNumber)
	}
	out := make([]byte, 0, len(e.b))
	for _, f := range e.fields {
		out = append(out, e.b[f.start:f.end]...)
	}
	return out
}

var errNotWellFormed = errors.New("it holds a message that is not well formed")

// eachField is scanFields with an error.
func eachField(b []byte, do func(f wireField)) error {
	if !scanFields(b, do) {
		return errNotWellFormed
	}
	return nil
}
