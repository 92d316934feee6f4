package onnxio

import (
	"bytes"
	"math"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// attrField is the field of AttributeProto that holds the value, by AttrType.
var attrField = [...]protowire.Number{0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 22, 23, 14, 15}

// attrText is an AttributeProto taken apart for printing.
type attrText struct {
	name, ref optString
	typ       uint64
	values    []wireField
	extras
}

func (a *attrText) take(f wireField) {
	switch {
	case f.is(1, protowire.BytesType):
		a.name.set(f.val)
	case f.is(20, protowire.VarintType):
		a.typ = f.n
	case f.is(21, protowire.BytesType):
		a.ref.set(f.val)
	case f.num >= 2 && f.num <= 15 && f.num != 13 || f.num == 22 || f.num == 23:
		a.values = append(a.values, f)
	default:
		a.extras.take(f, 13, 0)
	}
}

// attr prints an AttributeProto and returns its notes. Only the parameters of a
// function may have quoted names.
func (p *textPrinter) attr(b []byte, quotable bool) []string {
	var a attrText
	var ns []string
	clean := p.scan(b, a.take)
	switch {
	case isIdent(a.name.s):
		p.str(a.name.s)
	case quotable:
		p.name(a.name.s)
	default:
		p.str("attr")
		ns = append(ns, note("name", a.name.s))
	}
	nameEnd := len(p.out)
	if a.typ > 0 && a.typ < uint64(len(attrTypeNames)) {
		p.str(": " + attrTypeNames[a.typ])
	}
	p.str(" = ")
	ns = append(ns, a.extras.notes()...)
	// The notes of a tensor stand where those of its attribute would.
	both := len(ns) > 0 && AttrType(a.typ) == AttrTensor
	if clean && a.name.has && !both && p.attrValue(&a) {
		return ns
	}
	p.out = append(p.out[:nameEnd], " = 0"...)
	return []string{noteBytes("is", b)}
}

// attrValue prints the value and reports whether the text says all of it.
func (p *textPrinter) attrValue(a *attrText) bool {
	if a.ref.has {
		p.str("@")
		p.name(a.ref.s)
		return len(a.values) == 0 && a.ref.s != ""
	}
	if a.typ == 0 || a.typ >= uint64(len(attrTypeNames)) {
		return false
	}
	for _, v := range a.values {
		if v.num != attrField[a.typ] {
			return false
		}
	}
	switch t := AttrType(a.typ); t {
	case AttrSparseTensor, AttrSparseTensors:
		return t == AttrSparseTensors && len(a.values) == 0 && p.empty()
	case AttrFloats, AttrInts, AttrStrings, AttrTensors, AttrGraphs, AttrTypeProtos:
		return p.attrList(t, a.values)
	default:
		return len(a.values) == 1 && p.attrOne(t, a.values[0], nil)
	}
}

func (p *textPrinter) empty() bool {
	p.str("[]")
	return true
}

// attrList prints a list value.
func (p *textPrinter) attrList(t AttrType, values []wireField) bool {
	ok := true
	one := singleOf(t)
	values, ok = unpacked(one, values)
	if !ok {
		return false
	}
	p.str("[")
	p.list(len(values), func(i int) (ns []string) {
		ok = p.attrOne(one, values[i], &ns) && ok
		return ns
	})
	p.str("]")
	return ok
}

// unpacked splits packed numbers into single ones.
func unpacked(t AttrType, values []wireField) (out []wireField, ok bool) {
	if t != AttrFloat && t != AttrInt {
		return values, true
	}
	for _, v := range values {
		if v.typ != protowire.BytesType {
			out = append(out, v)
			continue
		}
		for b := v.val; len(b) > 0; {
			f, n := wireField{typ: protowire.VarintType}, 0
			if t == AttrInt {
				f.n, n = protowire.ConsumeVarint(b)
			} else {
				var bits uint32
				bits, n = protowire.ConsumeFixed32(b)
				f.typ, f.n = protowire.Fixed32Type, uint64(bits)
			}
			if n < 0 {
				return nil, false
			}
			out, b = append(out, f), b[n:]
		}
	}
	return out, true
}

// attrOne prints one value of the kind t; notes of a tensor in a list go to ns.
func (p *textPrinter) attrOne(t AttrType, v wireField, ns *[]string) bool {
	switch {
	case t == AttrFloat && v.typ == protowire.Fixed32Type:
		return p.floatAttr(uint32(v.n))
	case t == AttrInt && v.typ == protowire.VarintType:
		p.int(int64(v.n))
		return true
	case v.typ != protowire.BytesType:
		return false
	case t == AttrString:
		p.quote(string(v.val))
		return isPlainText(string(v.val))
	case t == AttrTensor:
		tn := p.attrTensor(v.val)
		if ns != nil {
			*ns = tn
			return true
		}
		return p.tensorNotes(tn)
	case t == AttrGraph:
		if p.depth >= maxTextDepth {
			return false
		}
		p.graph(v.val)
		return true
	case t == AttrTypeProto:
		return p.typ(v.val, 0)
	}
	return false
}

// floatAttr prints a float so that onnx.parser 1.18, which looks at the number and
// not at the stated type, takes it for one.
func (p *textPrinter) floatAttr(bits uint32) (exact bool) {
	start := len(p.out)
	p.out, exact = appendFloat32(p.out, bits)
	if !bytes.ContainsAny(p.out[start:], ".enf") {
		p.str(".0")
	}
	return exact
}

// tensorNotes ends the line of a tensor that is the value of an attribute.
func (p *textPrinter) tensorNotes(ns []string) bool {
	if len(ns) > 0 && p.notes(ns) {
		p.indent(p.depth + 1)
	}
	return true
}

// appendFloat32 appends the shortest text that reads as the same float and
// reports whether it reads as the same bits: a NaN has more of them than the
// text can say.
func appendFloat32(b []byte, bits uint32) ([]byte, bool) {
	f := math.Float32frombits(bits)
	switch {
	case f != f:
		if bits>>31 != 0 {
			return append(b, "-nan"...), bits == 0xffc00000
		}
		return append(b, "nan"...), bits == 0x7fc00000
	case bits == 1<<31:
		return append(b, "-0.0"...), true
	}
	return appendFinite(b, float64(f), 32), true
}

// appendFloat64 is appendFloat32 for doubles.
func appendFloat64(b []byte, bits uint64) ([]byte, bool) {
	f := math.Float64frombits(bits)
	switch {
	case f != f:
		if bits>>63 != 0 {
			return append(b, "-nan"...), bits == 0xfff8000000000000
		}
		return append(b, "nan"...), bits == 0x7ff8000000000000
	case bits == 1<<63:
		return append(b, "-0.0"...), true
	}
	return appendFinite(b, f, 64), true
}

func appendFinite(b []byte, f float64, size int) []byte {
	switch {
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	}
	return strconv.AppendFloat(b, f, 'g', -1, size)
}
