package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// nodeText is a NodeProto taken apart for printing.
type nodeText struct {
	name, op, domain, overload optString
	inputs, outputs            []string
	attrs                      [][]byte
	extras
}

func (n *nodeText) take(f wireField) {
	if f.typ != protowire.BytesType {
		n.rest = append(n.rest, f.raw...)
		return
	}
	switch f.num {
	case 1:
		n.inputs = append(n.inputs, string(f.val))
	case 2:
		n.outputs = append(n.outputs, string(f.val))
	case 3:
		n.name.set(f.val)
	case 4:
		n.op.set(f.val)
	case 5:
		n.attrs = append(n.attrs, f.val)
	case 7:
		n.domain.set(f.val)
	case 8:
		n.overload.set(f.val)
	default:
		n.extras.take(f, 6, 9)
	}
}

// node prints a NodeProto and returns its notes.
func (p *textPrinter) node(b []byte) []string {
	var n nodeText
	clean := p.scan(b, n.take)
	if n.name.has {
		p.str("[")
		p.name(n.name.s)
		p.str("] ")
	}
	p.names(n.outputs)
	p.str(" = ")
	ns := p.operator(&n)
	for _, in := range n.inputs {
		p.read(in)
	}
	graphs := hasGraphs(n.attrs)
	if !graphs {
		p.attrs(n.attrs)
	}
	p.str(" (")
	p.names(n.inputs)
	p.str(")")
	if graphs {
		p.attrs(n.attrs)
	}
	for _, out := range n.outputs {
		p.define(out)
	}
	if !clean || !n.op.has {
		return []string{noteBytes("is", b)}
	}
	return append(ns, n.extras.notes()...)
}

// operator prints domain, op type and overload and returns notes for those that
// the syntax cannot write.
func (p *textPrinter) operator(n *nodeText) (ns []string) {
	switch {
	case isDotted(n.domain.s):
		p.str(n.domain.s)
		p.str(".")
	case n.domain.has:
		ns = append(ns, note("domain", n.domain.s))
	}
	if isIdent(n.op.s) {
		p.str(n.op.s)
	} else {
		p.str("Op")
		ns = append(ns, note("op", n.op.s))
	}
	switch {
	case isIdent(n.overload.s):
		p.str(":")
		p.str(n.overload.s)
	case n.overload.has:
		ns = append(ns, note("overload", n.overload.s))
	}
	return ns
}

func (p *textPrinter) names(list []string) {
	for i, s := range list {
		if i > 0 {
			p.str(", ")
		}
		p.name(s)
	}
}

func (p *textPrinter) attrs(list [][]byte) {
	if len(list) == 0 {
		return
	}
	p.str(" <")
	p.list(len(list), func(i int) []string { return p.attr(list[i], false) })
	p.str(">")
}

// hasGraphs reports whether an attribute holds a graph; such attributes are
// printed behind the inputs.
func hasGraphs(attrs [][]byte) (found bool) {
	for _, a := range attrs {
		scanFields(a, func(f wireField) {
			found = found || f.is(6, protowire.BytesType) || f.is(11, protowire.BytesType)
		})
	}
	return found
}

// functionText is a FunctionProto taken apart for printing.
type functionText struct {
	name, domain, overload, doc    optString
	inputs, outputs, attrs         []string
	defaults, nodes, infos, opsets [][]byte
	opsetsRaw                      []byte
	extras
}

func (t *functionText) take(f wireField) {
	if f.typ != protowire.BytesType {
		t.rest = append(t.rest, f.raw...)
		return
	}
	switch f.num {
	case 1:
		t.name.set(f.val)
	case 4:
		t.inputs = append(t.inputs, string(f.val))
	case 5:
		t.outputs = append(t.outputs, string(f.val))
	case 6:
		t.attrs = append(t.attrs, string(f.val))
	case 7:
		t.nodes = append(t.nodes, f.val)
	case 8:
		t.doc.set(f.val)
	case 9:
		t.opsets, t.opsetsRaw = append(t.opsets, f.val), append(t.opsetsRaw, f.raw...)
	case 10:
		t.domain.set(f.val)
	case 11:
		t.defaults = append(t.defaults, f.val)
	case 12:
		t.infos = append(t.infos, f.val)
	case 13:
		t.overload.set(f.val)
	default:
		t.extras.take(f, 0, 14)
	}
}

// function prints a FunctionProto.
func (p *textPrinter) function(b []byte) {
	var t functionText
	var ns []string
	if !p.scan(b, t.take) {
		ns = append(ns, noteBytes("is", b))
	}
	h := headerString("domain", t.domain)
	h = append(h, headerString("overload", t.overload)...)
	h = append(h, importsEntry(t.opsets, t.opsetsRaw, &ns)...)
	p.header(append(h, headerString("doc_string", t.doc)...))
	if !t.name.has {
		t.name.s = "function"
		ns = append(ns, "unset name")
	}
	p.name(t.name.s)
	p.parameters(&t)
	p.scope = newScope(nil)
	for _, in := range t.inputs {
		p.define(in)
	}
	p.str(" (")
	p.names(t.inputs)
	p.str(") => (")
	p.names(t.outputs)
	p.str(")")
	if len(t.infos) > 0 {
		p.str(" <")
		p.list(len(t.infos), func(i int) []string { return p.valueInfo(t.infos[i], false) })
		p.str(">")
	}
	p.str(" ")
	p.body(t.nodes, append(ns, t.extras.notes()...))
	p.scope = nil
}

// parameters prints the attribute parameters, those with a default last.
func (p *textPrinter) parameters(t *functionText) {
	n := len(t.attrs)
	if n+len(t.defaults) == 0 {
		return
	}
	p.str(" <")
	p.list(n+len(t.defaults), func(i int) []string {
		if i < n {
			p.name(t.attrs[i])
			return nil
		}
		return p.attr(t.defaults[i-n], true)
	})
	p.str(">")
}
