package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// typ prints a TypeProto and reports whether the text says all of it. What was
// printed otherwise is to be thrown away.
func (p *textPrinter) typ(b []byte, depth int) bool {
	var kind wireField
	n := 0
	if !p.scan(b, func(f wireField) { kind, n = f, n+1 }) || n != 1 || depth > maxTextDepth ||
		kind.typ != protowire.BytesType {
		return false
	}
	switch kind.num {
	case 1:
		return p.tensorType(kind.val)
	case 4:
		return p.wrapped("seq(", kind.val, depth)
	case 5:
		return p.mapType(kind.val, depth)
	case 8:
		p.str("sparse_tensor(")
		ok := p.tensorType(kind.val)
		p.str(")")
		return ok
	case 9:
		return p.wrapped("optional(", kind.val, depth)
	}
	return false
}

// wrapped prints a type whose only field is another type.
func (p *textPrinter) wrapped(open string, b []byte, depth int) bool {
	var elem []byte
	n := 0
	clean := p.scan(b, func(f wireField) {
		if n++; f.is(1, protowire.BytesType) {
			elem = f.val
		} else {
			n++
		}
	})
	p.str(open)
	ok := clean && n == 1 && p.typ(elem, depth+1)
	p.str(")")
	return ok
}

func (p *textPrinter) mapType(b []byte, depth int) bool {
	var key uint64
	var value []byte
	n := 0
	clean := p.scan(b, func(f wireField) {
		switch n++; {
		case f.is(1, protowire.VarintType):
			key = f.n
		case f.is(2, protowire.BytesType):
			value = f.val
		default:
			n++
		}
	})
	p.str("map(" + elemName(key) + ", ")
	ok := clean && n == 2 && elemName(key) != "" && value != nil && p.typ(value, depth+1)
	p.str(")")
	return ok
}

func (p *textPrinter) tensorType(b []byte) bool {
	var elem uint64
	var shape []byte
	elems, shapes, exact := 0, 0, true
	clean := p.scan(b, func(f wireField) {
		switch {
		case f.is(1, protowire.VarintType):
			elem, elems = f.n, elems+1
		case f.is(2, protowire.BytesType):
			shape, shapes = f.val, shapes+1
		default:
			exact = false
		}
	})
	p.str(elemName(elem))
	if shapes == 0 {
		p.str("[]")
	}
	return clean && exact && elems == 1 && elemName(elem) != "" && shapes <= 1 && p.shape(shape)
}

func (p *textPrinter) shape(b []byte) bool {
	n, exact := 0, true
	clean := p.scan(b, func(f wireField) {
		if !f.is(1, protowire.BytesType) {
			exact = false
			return
		}
		if n++; n == 1 {
			p.str("[")
		} else {
			p.str(",")
		}
		exact = p.dim(f.val) && exact
	})
	if n > 0 {
		p.str("]")
	}
	return clean && exact
}

func (p *textPrinter) dim(b []byte) bool {
	var only wireField
	n := 0
	clean := p.scan(b, func(f wireField) { only, n = f, n+1 })
	switch {
	case n == 0:
		p.str("?")
	case only.is(1, protowire.VarintType):
		p.int(int64(only.n))
	case only.is(2, protowire.BytesType):
		if s := string(only.val); isIdent(s) {
			p.str(s)
		} else {
			p.quote(s)
		}
	default:
		return false
	}
	return clean && n <= 1
}
