package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// model reads a ModelProto.
func (p *textParser) model() []byte {
	var e encoder
	if p.eat("<") {
		p.list(">", "behind the keys of the model", func() func() {
			p.modelKey(&e)
			return nil
		})
	}
	e.bytes(7, p.graph())
	for p.tok.kind != tokEOF {
		e.bytes(25, p.function())
	}
	p.notes(&e, &modelNotes, func(n textNote) bool {
		switch {
		case n.key == "unchecked" && p.want(n, 0):
			p.unchecked = true
		case n.key == "opsets":
			p.opsetsNote(&e, n, 8)
		case n.key == "unset" && len(n.args) == 1 && n.args[0] == "graph":
			e.drop(7)
		default:
			return false
		}
		return true
	})
	return e.finish()
}

func (p *textParser) opsetsNote(e *encoder, n textNote, num protowire.Number) {
	if b, ok := p.noteData(n); ok {
		e.drop(num)
		if !e.raw(b) {
			p.fail(n.pos, "the note opsets holds bytes that are no encoded fields")
		}
	}
}

// modelKey reads one "key: value" of the header of a model.
func (p *textParser) modelKey(e *encoder) {
	pos := p.tok.pos
	key := p.ident("a key such as ir_version")
	p.expect(":", "behind "+key)
	switch key {
	case "ir_version":
		e.varint(1, uint64(p.integer("the IR version")))
	case "model_version":
		e.varint(5, uint64(p.integer("the model version")))
	case "producer_name":
		e.str(2, p.text("the name"))
	case "producer_version":
		e.str(3, p.text("the version"))
	case "domain":
		e.str(4, p.text("the domain"))
	case "doc_string":
		e.str(6, p.text("the doc string"))
	case "opset_import":
		p.opsets(e, 8)
	case "metadata_props":
		p.pairs(e, 14)
	default:
		p.fail(pos, "a model has no key %q", key)
	}
}

// opsets reads [ "domain" : version, ... ] into field num.
func (p *textParser) opsets(e *encoder, num protowire.Number) {
	p.expect("[", "before the opset imports")
	p.list("]", "behind the opset imports", func() func() {
		var o encoder
		o.str(1, p.text("an operator set's domain"))
		p.expect(":", "behind the domain")
		o.varint(2, uint64(p.integer("the version")))
		e.bytes(num, o.b)
		return nil
	})
}

// pairs reads [ "key" : "value", ... ] into field num.
func (p *textParser) pairs(e *encoder, num protowire.Number) {
	p.expect("[", "before the entries")
	p.list("]", "behind the entries", func() func() {
		var o encoder
		o.str(1, p.text("a key"))
		p.expect(":", "behind the key")
		o.str(2, p.text("a value"))
		e.bytes(num, o.b)
		return nil
	})
}

// function reads a FunctionProto.
func (p *textParser) function() []byte {
	var e encoder
	if p.eat("<") {
		p.list(">", "behind the keys of the function", func() func() {
			p.functionKey(&e)
			return nil
		})
	}
	name := p.name("the name of a function")
	e.str(1, name)
	if p.eat("<") {
		p.list(">", "behind the attributes of function "+name, func() func() { return p.parameter(&e) })
	}
	outer := p.scope
	p.scope = newScope(nil)
	p.expect("(", "before the inputs of function "+name)
	p.list(")", "behind the inputs of function "+name, func() func() { return p.formal(&e, 4) })
	p.expect("=>", "before the outputs of function "+name)
	p.expect("(", "before the outputs of function "+name)
	p.list(")", "behind the outputs of function "+name, func() func() { return p.formal(&e, 5) })
	if p.eat("<") {
		p.list(">", "behind the value infos", func() func() {
			v := p.valueInfo()
			return func() { e.bytes(12, p.finishValue(v)) }
		})
	}
	p.body(&e, 7, &functionNotes)
	p.scope = outer
	return e.finish()
}

func (p *textParser) functionKey(e *encoder) {
	pos := p.tok.pos
	key := p.ident("a key such as domain")
	p.expect(":", "behind "+key)
	switch key {
	case "domain":
		e.str(10, p.text("the domain"))
	case "overload":
		e.str(13, p.text("the overload"))
	case "doc_string":
		e.str(8, p.text("the doc string"))
	case "opset_import":
		p.opsets(e, 9)
	default:
		p.fail(pos, "a function has no key %q", key)
	}
}

// parameter reads an attribute parameter, with or without a default.
func (p *textParser) parameter(e *encoder) func() {
	name := p.name("the name of an attribute")
	if !p.at(":") && !p.at("=") {
		e.str(6, name)
		return nil
	}
	a := p.attrNamed(name)
	return func() { e.bytes(11, p.finishAttr(a)) }
}

// formal reads an input or output of a function, with or without a type.
func (p *textParser) formal(e *encoder, num protowire.Number) func() {
	typed := p.atType()
	pos := p.tok.pos
	v := p.valueInfo()
	e.str(num, v.name)
	if num == 4 {
		p.define(pos, v.name)
	}
	if !typed {
		return nil
	}
	return func() { e.bytes(12, p.finishValue(v)) }
}
