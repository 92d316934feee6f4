package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// graphText is a GraphProto taken apart for printing.
type graphText struct {
	name                                 optString
	nodes, inits, inputs, outputs, infos [][]byte
	extras
}

func (g *graphText) take(f wireField) {
	if f.typ != protowire.BytesType {
		g.rest = append(g.rest, f.raw...)
		return
	}
	switch f.num {
	case 1:
		g.nodes = append(g.nodes, f.val)
	case 2:
		g.name.set(f.val)
	case 5:
		g.inits = append(g.inits, f.val)
	case 11:
		g.inputs = append(g.inputs, f.val)
	case 12:
		g.outputs = append(g.outputs, f.val)
	case 13:
		g.infos = append(g.infos, f.val)
	default:
		g.extras.take(f, 10, 16)
	}
}

// graph prints a GraphProto. A graph inside an attribute has a bare name; another
// name is put into a note.
func (p *textPrinter) graph(b []byte) {
	var g graphText
	var ns []string
	if !p.scan(b, g.take) {
		ns = append(ns, noteBytes("is", b))
	}
	switch {
	case !g.name.has:
		p.str("graph")
		ns = append(ns, "unset name")
	case p.depth > 0 && (!isIdent(g.name.s) || isTypeWord(g.name.s) || isFloatWord(g.name.s)):
		p.str("graph")
		ns = append(ns, note("name", g.name.s))
	default:
		p.name(g.name.s)
	}
	p.scope = newScope(p.scope)
	p.str(" (")
	p.lines(len(g.inputs), func(i int) []string { return p.valueInfo(g.inputs[i], true) })
	p.str(") => (")
	p.lines(len(g.outputs), func(i int) []string { return p.valueInfo(g.outputs[i], false) })
	p.str(")")
	p.graphHeader(&g)
	p.body(g.nodes, append(ns, g.extras.notes()...))
	p.scope = p.scope.outer
}

// graphHeader prints the initializers and value infos.
func (p *textPrinter) graphHeader(g *graphText) {
	n := len(g.inits)
	if n+len(g.infos) == 0 {
		p.str(" ")
		return
	}
	p.str("\n")
	p.indent(p.depth + 1)
	p.str("<")
	p.lines(n+len(g.infos), func(i int) []string {
		if i < n {
			return p.initializer(g.inits[i])
		}
		return p.valueInfo(g.infos[i-n], false)
	})
	p.str(">\n")
	p.indent(p.depth)
}

// body prints a node list and the notes of the message that holds it.
func (p *textPrinter) body(nodes [][]byte, ns []string) {
	p.str("{")
	if !p.notes(ns) {
		p.str("\n")
	}
	p.depth++
	for _, n := range nodes {
		p.indent(p.depth)
		if !p.notes(p.node(n)) {
			p.str("\n")
		}
	}
	p.depth--
	p.indent(p.depth)
	p.str("}")
}

// valueInfo prints a ValueInfoProto; defines says that it defines its name.
func (p *textPrinter) valueInfo(b []byte, defines bool) []string {
	var name optString
	var typ []byte
	var x extras
	var ns []string
	types := 0
	clean := p.scan(b, func(f wireField) {
		switch {
		case f.is(1, protowire.BytesType):
			name.set(f.val)
		case f.is(2, protowire.BytesType):
			typ, types = joinParts(typ, f.val), types+1
		default:
			x.take(f, 3, 4)
		}
	})
	if types > 0 {
		start := len(p.out)
		if !p.typ(typ, 0) {
			p.out = append(p.out[:start], "float[]"...)
			ns = append(ns, noteBytes("type", typ))
		}
		p.str(" ")
	}
	p.name(name.s)
	if defines {
		p.define(name.s)
	}
	if !clean || !name.has {
		return []string{noteBytes("is", b)}
	}
	return append(ns, x.notes()...)
}
