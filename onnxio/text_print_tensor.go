package onnxio

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxTextElems is the number of elements up to which raw data is printed as
// numbers; more are printed as base64 only.
const maxTextElems = 256

// tensorText is a TensorProto taken apart for printing.
type tensorText struct {
	name     optString
	dims     []int64
	elem     uint64
	elems    int
	data     []wireField // typed data, one kind
	raw      []byte
	hasRaw   bool
	external [][]byte
	location *uint64
	mixed    bool
	extras
}

func (t *tensorText) take(f wireField) {
	switch {
	case f.num == 1 && (f.typ == protowire.VarintType || f.typ == protowire.BytesType):
		ints, ok := unpacked(AttrInt, []wireField{f})
		for _, v := range ints {
			t.dims = append(t.dims, int64(v.n))
		}
		t.mixed = t.mixed || !ok
	case f.is(2, protowire.VarintType):
		t.elem, t.elems = f.n, t.elems+1
	case f.num >= 4 && f.num <= 7 || f.num == 10 || f.num == 11:
		t.mixed = t.mixed || len(t.data) > 0 && t.data[0].num != f.num
		t.data = append(t.data, f)
	case f.is(8, protowire.BytesType):
		t.name.set(f.val)
	case f.is(9, protowire.BytesType):
		t.raw, t.hasRaw = f.val, true
	case f.is(13, protowire.BytesType):
		t.external = append(t.external, f.val)
	case f.is(14, protowire.VarintType):
		t.location = &f.n
	default:
		t.extras.take(f, 12, 16)
	}
}

// dataField is the field that the syntax fills for an element type.
func dataField(elem uint64) protowire.Number {
	switch DType(elem) {
	case Float, Complex64:
		return 4
	case Double, Complex128:
		return 10
	case Int64:
		return 7
	case Uint32, Uint64:
		return 11
	case String:
		return 6
	}
	return 5
}

// initializer prints a tensor of a graph header and returns its notes.
func (p *textPrinter) initializer(b []byte) []string {
	return p.tensor(b, func(t *tensorText) (ns []string, ok bool) {
		p.str(" ")
		p.name(t.name.s)
		if p.scope != nil {
			p.scope.names[t.name.s] = true
		}
		p.str(" = ")
		return nil, t.name.has
	})
}

// attrTensor prints a tensor that is the value of an attribute; only a bare name
// may stand there.
func (p *textPrinter) attrTensor(b []byte) []string {
	return p.tensor(b, func(t *tensorText) (ns []string, ok bool) {
		switch {
		case isIdent(t.name.s):
			p.str(" " + t.name.s)
		case t.name.has:
			ns = append(ns, note("name", t.name.s))
		}
		if t.external != nil {
			p.str(" =")
		}
		p.str(" ")
		return ns, true
	})
}

func (p *textPrinter) tensor(b []byte, name func(*tensorText) ([]string, bool)) []string {
	var t tensorText
	exact := p.scan(b, t.take) && !t.mixed && t.elems == 1 && elemName(t.elem) != ""
	if word := elemName(t.elem); word != "" {
		p.str(word)
	} else {
		p.str("float")
	}
	for i, d := range t.dims {
		p.str(map[bool]string{true: "[", false: ","}[i == 0])
		p.int(d)
	}
	if len(t.dims) > 0 {
		p.str("]")
	}
	ns, ok := name(&t)
	data, ok2 := p.tensorData(&t, exact)
	if !exact || !ok || !ok2 {
		return []string{noteBytes("is", b)}
	}
	return append(append(ns, data...), t.extras.notes()...)
}

// tensorData prints the contents; ok is false where text and notes together do
// not say all.
func (p *textPrinter) tensorData(t *tensorText, exact bool) (ns []string, ok bool) {
	switch {
	case !exact:
		p.str("{}")
		return nil, false
	case t.location != nil || t.external != nil:
		return nil, p.externalData(t) && len(t.data) == 0 && !t.hasRaw
	case t.hasRaw:
		return p.rawData(t), len(t.data) == 0
	}
	if p.opt.MaxTensorBytes > 0 && t.typedSize() > p.opt.MaxTensorBytes {
		p.str("{}")
		return []string{fmt.Sprintf("elided %d", t.typedSize())}, true
	}
	start := len(p.out)
	p.str("{")
	if ok = p.typedData(t); !ok { // what stands there so far may not parse
		p.out = append(p.out[:start], '{')
	}
	p.str("}")
	return nil, ok
}

// typedSize is the number of bytes that typed data takes.
func (t *tensorText) typedSize() (n int64) {
	for _, f := range t.data {
		n += int64(len(f.raw))
	}
	return n
}

func (p *textPrinter) externalData(t *tensorText) bool {
	ok := t.location != nil && *t.location == 1 && len(t.external) > 0
	if len(t.external) == 0 {
		p.str("{}")
		return false
	}
	p.str("[")
	for i, e := range t.external {
		k, v, exact := stringPair(e)
		ok = ok && exact
		if i > 0 {
			p.str(", ")
		}
		p.quote(k)
		p.str(": ")
		p.quote(v)
	}
	p.str("]")
	return ok
}

// typedData prints the typed elements.
func (p *textPrinter) typedData(t *tensorText) bool {
	if len(t.data) > 0 && t.data[0].num != dataField(t.elem) {
		return false
	}
	ok, first := true, true
	for _, f := range t.data {
		b, packed := f.val, f.typ == protowire.BytesType && f.num != 6
		for n := 0; ; b = b[n:] {
			if packed && len(b) == 0 {
				break
			}
			if !first {
				p.str(", ")
			}
			first = false
			if !packed {
				ok = p.typedElem(f) && ok
				break
			}
			e := wireField{num: f.num}
			if n = e.unpack(b); n < 0 {
				return false
			}
			ok = p.typedElem(e) && ok
		}
	}
	return ok
}

// unpack reads the next element of packed data and returns its length.
func (f *wireField) unpack(b []byte) (n int) {
	switch f.num {
	case 4:
		var v uint32
		v, n = protowire.ConsumeFixed32(b)
		f.n, f.typ = uint64(v), protowire.Fixed32Type
	case 10:
		f.n, n = protowire.ConsumeFixed64(b)
		f.typ = protowire.Fixed64Type
	default:
		f.n, n = protowire.ConsumeVarint(b)
		f.typ = protowire.VarintType
	}
	return n
}

// typedElem prints one element and reports whether it reads as the same bits.
func (p *textPrinter) typedElem(f wireField) (ok bool) {
	switch {
	case f.is(4, protowire.Fixed32Type):
		p.out, ok = appendFloat32(p.out, uint32(f.n))
		return ok
	case f.is(10, protowire.Fixed64Type):
		p.out, ok = appendFloat64(p.out, f.n)
		return ok
	case f.is(6, protowire.BytesType):
		p.quote(string(f.val))
		return isPlainText(string(f.val))
	case f.is(11, protowire.VarintType):
		p.out = strconv.AppendUint(p.out, f.n, 10)
		return true
	case f.is(5, protowire.VarintType), f.is(7, protowire.VarintType):
		p.int(int64(f.n))
		return f.num == 7 || int64(f.n) == int64(int32(f.n))
	}
	p.str("0")
	return false
}

// rawData prints raw_data: as numbers where there are few of them and onnx.parser
// knows the type, as base64 otherwise.
func (p *textPrinter) rawData(t *tensorText) []string {
	size := rawSize(t.elem)
	n := len(t.raw) / max(size, 1)
	switch {
	case p.opt.MaxTensorBytes > 0 && int64(len(t.raw)) > p.opt.MaxTensorBytes:
		p.str("{}")
		return []string{fmt.Sprintf("elided %d", len(t.raw))}
	case len(t.raw) == 0:
		p.str("{}")
		return []string{"raw_data"}
	case size == 0 || n > maxTextElems || n*size != len(t.raw):
		p.str("{}")
		return []string{noteBytes("raw_data", t.raw)}
	}
	exact := true
	p.str("{")
	for i := range n {
		if i > 0 {
			p.str(", ")
		}
		exact = p.rawElem(DType(t.elem), t.raw[i*size:(i+1)*size]) && exact
	}
	p.str("}")
	if exact {
		return []string{"raw_data"}
	}
	return []string{noteBytes("raw_data", t.raw)}
}

// rawSize is the size in bytes of one element that can be printed as a number,
// 0 where it cannot.
func rawSize(elem uint64) int {
	switch DType(elem) {
	case Bool, Uint8, Int8, Float8E4M3FN, Float8E4M3FNUZ, Float8E5M2, Float8E5M2FNUZ, Float8E8M0:
		return 1
	case Uint16, Int16, Float16, BFloat16:
		return 2
	case Float, Int32, Uint32:
		return 4
	case Double, Int64, Uint64:
		return 8
	}
	return 0
}

// rawElem prints one element of raw data; types without a decimal form print
// their bits.
func (p *textPrinter) rawElem(elem DType, b []byte) (ok bool) {
	var word [8]byte
	copy(word[:], b)
	bits := binary.LittleEndian.Uint64(word[:])
	switch elem {
	case Float:
		p.out, ok = appendFloat32(p.out, uint32(bits))
		return ok
	case Double:
		p.out, ok = appendFloat64(p.out, bits)
		return ok
	case Int8:
		p.int(int64(int8(bits)))
	case Int16:
		p.int(int64(int16(bits)))
	case Int32:
		p.int(int64(int32(bits)))
	case Int64:
		p.int(int64(bits))
	default:
		p.out = strconv.AppendUint(p.out, bits, 10)
	}
	return true
}
