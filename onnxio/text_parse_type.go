package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// atType reports whether a type comes next.
func (p *textParser) atType() bool {
	return p.tok.kind == tokIdent && isTypeWord(p.tok.s)
}

// typ reads a TypeProto; v, if given, learns what a tensor type says.
func (p *textParser) typ(v *textValue) (b []byte) {
	p.nested(func() { b = p.typeBody(v) })
	return b
}

func (p *textParser) typeBody(v *textValue) []byte {
	pos := p.tok.pos
	word := p.ident("a type")
	var e encoder
	if elem, ok := elemByName(word); ok {
		e.bytes(1, p.tensorType(elem, v))
		return e.b
	}
	num := map[string]protowire.Number{"seq": 4, "map": 5, "sparse_tensor": 8, "optional": 9, "opaque": 7}[word]
	if num == 0 {
		p.fail(pos, "%q is not a type", word)
		return nil
	}
	p.expect("(", "behind "+word)
	switch word {
	case "opaque":
		e.bytes(num, p.opaque())
	case "sparse_tensor":
		elem, ok := elemByName(p.ident("an element type"))
		if !ok {
			p.fail(pos, "sparse_tensor needs an element type")
			return nil
		}
		e.bytes(num, p.tensorType(elem, nil))
	case "map":
		e.bytes(num, p.mapType())
	default:
		var inner encoder
		inner.bytes(1, p.typ(nil))
		e.bytes(num, inner.b)
	}
	p.expect(")", "behind "+word)
	return e.b
}

func (p *textParser) mapType() []byte {
	var e encoder
	pos := p.tok.pos
	key, ok := elemByName(p.ident("the type of the keys"))
	if !ok {
		p.fail(pos, "the keys of a map need an element type")
		return nil
	}
	e.varint(1, uint64(key))
	p.expect(",", "behind the type of the keys")
	e.bytes(2, p.typ(nil))
	return e.b
}

// opaque reads the arguments of an opaque type: nothing, a name, or a domain and
// a name.
func (p *textParser) opaque() []byte {
	var e encoder
	if p.at(")") {
		return nil
	}
	first := p.ident("a name")
	for p.eat(".") {
		first += "." + p.ident("the rest of a name")
	}
	if p.eat(",") {
		e.str(1, first)
		e.str(2, p.ident("a name"))
	} else {
		e.str(2, first)
	}
	return e.b
}

// tensorType reads what follows an element type: nothing for a scalar, [] for an
// unknown rank, or the dims.
func (p *textParser) tensorType(elem DType, v *textValue) []byte {
	var e, shape encoder
	e.varint(1, uint64(elem))
	if v != nil {
		v.elem, v.concrete = elem, true
	}
	if p.eat("[") {
		if p.eat("]") {
			if v != nil {
				v.concrete = false
			}
			return e.b
		}
		p.list("]", "behind the dims", func() func() {
			shape.bytes(1, p.dim(v))
			return nil
		})
	}
	e.bytes(2, shape.b)
	return e.b
}

func (p *textParser) dim(v *textValue) []byte {
	var e encoder
	switch {
	case p.eat("?"):
	case p.tok.kind == tokIdent || p.tok.kind == tokString:
		e.str(2, p.name("a dim"))
	default:
		n := p.integer("a dim")
		e.varint(1, uint64(n))
		if v != nil {
			v.dims = append(v.dims, n)
		}
		return e.b
	}
	if v != nil {
		v.concrete = false
	}
	return e.b
}
