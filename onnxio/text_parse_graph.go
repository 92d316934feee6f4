package onnxio

import (
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// value is a value info that was read; its notes may follow.
type textValue struct {
	name string
	typ  []byte // nil where no type is stated
	elem DType  // of a tensor, with dims
	dims []int64
	// concrete is set where the type is that of a tensor with numbers as dims.
	concrete bool
	enc      encoder
}

// graph reads a GraphProto.
func (p *textParser) graph() (b []byte) {
	p.nested(func() {
		var e encoder
		name := p.name("the name of a graph")
		e.str(2, name)
		p.scope = newScope(p.scope)
		p.expect("(", "before the inputs of graph "+name)
		p.list(")", "behind the inputs of graph "+name, func() func() { return p.entry(&e, 11, true) })
		p.expect("=>", "before the outputs of graph "+name)
		p.expect("(", "before the outputs of graph "+name)
		p.list(")", "behind the outputs of graph "+name, func() func() {
			v := p.valueInfo()
			return func() { e.bytes(12, p.finishValue(v)) }
		})
		if p.eat("<") {
			p.list(">", "behind the initializers of graph "+name, func() func() { return p.entry(&e, 13, false) })
		}
		p.body(&e, 1, &graphNotes)
		p.scope = p.scope.outer
		b = e.finish()
	})
	return b
}

// entry reads a value info into field num, or an initializer, or, of an input,
// both.
func (p *textParser) entry(e *encoder, num protowire.Number, input bool) func() {
	pos := p.tok.pos
	v := p.valueInfo()
	if input {
		p.define(pos, v.name)
	}
	if !p.at("=") {
		return func() { e.bytes(num, p.finishValue(v)) }
	}
	if !v.concrete {
		p.fail(pos, "initializer %q needs a tensor type with numbers as dims", v.name)
		return nil
	}
	p.advance()
	if p.scope != nil {
		p.scope.names[v.name] = true
	}
	if input {
		e.bytes(num, v.enc.finish())
	}
	t := p.newTensor(v)
	t.enc.str(8, v.name)
	p.tensorData(t)
	return func() { e.bytes(5, p.finishTensor(t)) }
}

// define notices that a name gets its value at pos.
func (p *textParser) define(pos int, name string) {
	if p.scope != nil && !p.scope.define(name) && p.dangling == nil {
		p.dangling = &textError{pos, "value \"" + name + "\" is defined twice in one graph"}
	}
}

// valueInfo reads a name with an optional type before it.
func (p *textParser) valueInfo() *textValue {
	v := &textValue{}
	if p.atType() {
		v.typ = p.typ(v)
	}
	v.name = p.name("the name of a value")
	v.enc.str(1, v.name)
	if v.typ != nil {
		v.enc.bytes(2, v.typ)
	}
	return v
}

// finishValue carries out the notes on v and encodes it.
func (p *textParser) finishValue(v *textValue) []byte {
	p.notes(&v.enc, &valueNotes, func(n textNote) bool {
		if n.key != "type" {
			return false
		}
		if b, ok := p.noteData(n); ok {
			v.enc.drop(2)
			v.enc.bytes(2, b)
		}
		return true
	})
	return v.enc.finish()
}

// body reads a node list into field num, and the notes behind its brace.
func (p *textParser) body(e *encoder, num protowire.Number, k *noteFields) {
	if !p.expect("{", "before the nodes") {
		return
	}
	var notes []textNote
	if len(p.lex.notes) > 0 {
		notes = p.takeNotes()
	}
	for !p.eat("}") {
		if p.tok.kind == tokEOF {
			p.fail(p.tok.pos, "\"}\" is missing behind the nodes")
			return
		}
		e.bytes(num, p.node())
	}
	for _, n := range notes {
		if n.key == "opsets" && k == &functionNotes {
			p.opsetsNote(e, n, 9)
		} else {
			p.common(e, k, n)
		}
	}
}

// node reads a NodeProto.
func (p *textParser) node() []byte {
	var e encoder
	if p.eat("[") {
		if p.at("]") {
			e.str(3, "")
		} else {
			e.str(3, p.name("the name of a node"))
		}
		p.expect("]", "behind the name of the node")
	}
	outputs := p.idList("=")
	for _, o := range outputs {
		e.str(2, o.s)
	}
	p.expect("=", "behind the outputs of a node")
	op := p.operator(&e)
	had := p.at("<")
	p.nodeAttrs(&e, op)
	p.expect("(", "before the inputs of "+op)
	for _, in := range p.idList(")") {
		e.str(1, in.s)
		p.use(in, op)
	}
	p.expect(")", "behind the inputs of "+op)
	if !had {
		p.nodeAttrs(&e, op)
	}
	for _, o := range outputs {
		p.define(o.pos, o.s)
	}
	p.notes(&e, &nodeNotes, func(n textNote) bool {
		num := map[string]protowire.Number{"op": 4, "domain": 7, "overload": 8}[n.key]
		if num == 0 || !p.want(n, 1) {
			return false
		}
		e.drop(num)
		e.str(num, n.args[0])
		return true
	})
	return e.finish()
}

// use notices that node op reads a name.
func (p *textParser) use(in token, op string) {
	if in.s == "" || p.dangling != nil || p.scope == nil || p.scope.has(in.s) {
		return
	}
	p.dangling = &textError{in.pos, op + " reads \"" + in.s + "\", which no input, initializer or earlier node defines"}
}

// operator reads domain.Type:overload and returns the type.
func (p *textParser) operator(e *encoder) string {
	parts := []string{p.ident("an operator type")}
	for p.eat(".") {
		parts = append(parts, p.ident("the rest of an operator type"))
	}
	op := parts[len(parts)-1]
	e.str(4, op)
	if len(parts) > 1 {
		e.str(7, strings.Join(parts[:len(parts)-1], "."))
	}
	if p.eat(":") {
		e.str(8, p.ident("an overload"))
	}
	return op
}

func (p *textParser) nodeAttrs(e *encoder, op string) {
	if !p.eat("<") {
		return
	}
	p.list(">", "behind the attributes of "+op, func() func() {
		a := p.attrNamed(p.ident("the name of an attribute of " + op))
		return func() { e.bytes(5, p.finishAttr(a)) }
	})
}

// idList reads names with commas between; nothing before a comma is an empty name.
func (p *textParser) idList(closing string) (list []token) {
	for !p.at(closing) && p.tok.kind != tokEOF {
		t := p.tok
		if t.kind == tokIdent || t.kind == tokString {
			p.advance()
		} else if p.at(",") {
			t.s = ""
		} else {
			p.fail(t.pos, "the name of a value is missing; there is %s", t)
			return nil
		}
		list = append(list, t)
		if !p.eat(",") {
			break
		}
	}
	return list
}
