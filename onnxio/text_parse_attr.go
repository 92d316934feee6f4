package onnxio

import (
	"math"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// textAttr is an attribute that is being read.
type textAttr struct {
	name string
	typ  AttrType
	enc  encoder
}

// listOf gives the list kind of a single kind.
var listOf = map[AttrType]AttrType{AttrFloat: AttrFloats, AttrInt: AttrInts, AttrString: AttrStrings,
	AttrTensor: AttrTensors, AttrGraph: AttrGraphs, AttrTypeProto: AttrTypeProtos,
	AttrSparseTensor: AttrSparseTensors}

// singleOf gives the kind of the elements of a list kind.
func singleOf(list AttrType) AttrType {
	for single, l := range listOf {
		if l == list {
			return single
		}
	}
	return AttrUndefined
}

// attrNamed reads the rest of an attribute behind its name.
func (p *textParser) attrNamed(name string) *textAttr {
	a := &textAttr{name: name}
	a.enc.str(1, name)
	stated := AttrUndefined
	if p.eat(":") {
		pos := p.tok.pos
		word := p.ident("the type of attribute " + name)
		var ok bool
		if stated, ok = attrTypeByName(word); !ok {
			p.fail(pos, "%q is not a type of attributes", word)
			return a
		}
	}
	p.expect("=", "behind the name of attribute "+name)
	if p.at("[") {
		p.attrList(a, stated)
	} else if p.eat("@") {
		a.enc.str(21, p.name("the name of the attribute that is referred to"))
		a.typ = stated
	} else {
		p.attrOne(a, stated, nil)
	}
	if a.typ != AttrUndefined {
		a.enc.varint(20, uint64(a.typ))
	}
	return a
}

// finishAttr carries out the notes on a and encodes it.
func (p *textParser) finishAttr(a *textAttr) []byte {
	p.notes(&a.enc, &attrNotes, nil)
	return a.enc.finish()
}

// attrList reads a list value. Its kind is the stated one, or else that of its
// elements.
func (p *textParser) attrList(a *textAttr, stated AttrType) {
	pos := p.tok.pos
	p.advance()
	one := singleOf(stated)
	if stated != AttrUndefined && one == AttrUndefined {
		p.fail(pos, "attribute %s is a single value by its type, not a list", a.name)
		return
	}
	a.typ = stated
	p.list("]", "behind the values of attribute "+a.name, func() (after func()) {
		p.attrOne(a, one, &after)
		one = a.typ
		a.typ = listOf[one]
		return after
	})
	if a.typ == AttrUndefined {
		p.fail(pos, "the empty list of attribute %s needs a type, such as %s: ints = []", a.name, a.name)
	}
}

// attrOne reads one value, which must be of the kind want unless that is
// AttrUndefined, and sets a.typ. In a list (after is not nil) it goes to the list
// field.
func (p *textParser) attrOne(a *textAttr, want AttrType, after *func()) {
	t := p.tok
	kind := p.valueKind(want)
	if want != AttrUndefined && kind != want {
		p.fail(t.pos, "attribute %s wants %s, not %s", a.name, attrTypeNames[want], t)
		return
	}
	a.typ = kind
	field := fieldFor(kind, after)
	switch kind {
	case AttrFloat:
		a.enc.fixed32(field, math.Float32bits(float32(p.float(32))))
	case AttrInt:
		a.enc.varint(field, uint64(p.integer("a value")))
	case AttrString:
		a.enc.str(field, p.text("a value"))
	case AttrGraph:
		a.enc.bytes(field, p.graph())
	case AttrTensor, AttrTypeProto:
		p.typed(a, kind, want, after)
	default:
		p.fail(t.pos, "attribute %s has no value; there is %s", a.name, t)
	}
}

// valueKind tells the kind of the value that comes next.
func (p *textParser) valueKind(want AttrType) AttrType {
	switch p.tok.kind {
	case tokInt:
		if want == AttrFloat {
			return AttrFloat
		}
		return AttrInt
	case tokFloat:
		return AttrFloat
	case tokString:
		return AttrString
	case tokIdent:
		switch {
		case isTypeWord(p.tok.s) && want != AttrTypeProto:
			return AttrTensor // or a type: typed looks further
		case isTypeWord(p.tok.s):
			return AttrTypeProto
		case isFloatWord(p.tok.s):
			return AttrFloat
		}
		return AttrGraph
	}
	return AttrUndefined
}

// typed reads a type, or a tensor if contents follow it.
func (p *textParser) typed(a *textAttr, kind, want AttrType, after *func()) {
	pos := p.tok.pos
	v := &textValue{}
	v.typ = p.typ(v)
	tensor := p.at("{") || p.at("=") || p.tok.kind == tokIdent
	if !tensor {
		if want == AttrTensor {
			p.fail(p.tok.pos, "attribute %s is a tensor: its contents in braces are missing", a.name)
			return
		}
		a.typ = AttrTypeProto
		a.enc.bytes(fieldFor(AttrTypeProto, after), v.typ)
		return
	}
	if kind == AttrTypeProto || !v.concrete {
		p.fail(pos, "attribute %s: a tensor needs an element type with numbers as dims, a type has no contents", a.name)
		return
	}
	t := p.newTensor(v)
	if p.tok.kind == tokIdent {
		t.enc.str(8, p.ident("the name of the tensor"))
	}
	p.eat("=")
	p.tensorData(t)
	field := fieldFor(AttrTensor, after)
	if after == nil {
		a.enc.bytes(field, p.finishTensor(t))
		return
	}
	*after = func() { a.enc.bytes(field, p.finishTensor(t)) }
}

// fieldFor gives the field for a value of the kind t, alone or in a list.
func fieldFor(t AttrType, after *func()) protowire.Number {
	if after != nil {
		t = listOf[t]
	}
	return attrField[t]
}

// float reads a number of size bits.
func (p *textParser) float(size int) float64 {
	t := p.tok
	ok := t.kind == tokInt || t.kind == tokFloat || t.kind == tokIdent && isFloatWord(t.s)
	if !ok {
		p.fail(t.pos, "a number is missing; there is %s", t)
		return 0
	}
	v, err := parseFloat(t.s, size)
	if err != nil {
		p.fail(t.pos, "%s does not fit a float of %d bits", t.s, size)
		return 0
	}
	p.advance()
	return v
}

// parseFloat is strconv.ParseFloat with -nan.
func parseFloat(s string, size int) (float64, error) {
	if s[0] == '-' && isFloatWord(s[1:]) {
		v, err := strconv.ParseFloat(s[1:], size)
		return math.Copysign(v, -1), err
	}
	return strconv.ParseFloat(s, size)
}
