package onnxio

import (
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// modelText is a ModelProto taken apart for printing.
type modelText struct {
	producer, version, domain, doc optString
	ir, modelVersion               *int64
	imports, meta, functions       [][]byte
	importsRaw, metaRaw            []byte
	graph                          []byte
	hasGraph                       bool
	rest                           []byte
}

func (m *modelText) take(f wireField) {
	if f.typ == protowire.VarintType {
		v := int64(f.n)
		switch f.num {
		case 1:
			m.ir = &v
			return
		case 5:
			m.modelVersion = &v
			return
		}
	}
	if f.typ != protowire.BytesType {
		m.rest = append(m.rest, f.raw...)
		return
	}
	switch f.num {
	case 2:
		m.producer.set(f.val)
	case 3:
		m.version.set(f.val)
	case 4:
		m.domain.set(f.val)
	case 6:
		m.doc.set(f.val)
	case 7: // a message in several parts is their concatenation
		m.graph, m.hasGraph = joinParts(m.graph, f.val), true
	case 8:
		m.imports, m.importsRaw = append(m.imports, f.val), append(m.importsRaw, f.raw...)
	case 14:
		m.meta, m.metaRaw = append(m.meta, f.val), append(m.metaRaw, f.raw...)
	case 25:
		m.functions = append(m.functions, f.val)
	default:
		m.rest = append(m.rest, f.raw...)
	}
}

// joinParts appends b to a without writing into a's memory.
func joinParts(a, b []byte) []byte {
	if a == nil {
		return b
	}
	return append(a[:len(a):len(a)], b...)
}

func (p *textPrinter) model(b []byte) {
	var m modelText
	var ns []string
	if !p.scan(b, m.take) {
		ns = append(ns, noteBytes("is", b))
	}
	p.header(m.header(&ns))
	if !m.hasGraph {
		ns = append(ns, "unset graph")
	}
	p.graph(m.graph)
	p.str("\n")
	for _, f := range m.functions {
		p.str("\n")
		p.function(f)
		p.str("\n")
	}
	if len(m.rest) > 0 {
		ns = append(ns, fieldsNote(m.rest))
	}
	if p.loose {
		ns = append(ns, "unchecked")
	}
	p.notes(ns)
}

// header gives the header entries; what they cannot say goes to ns.
func (m *modelText) header(ns *[]string) (h []string) {
	if m.ir != nil {
		h = append(h, "ir_version: "+strconv.FormatInt(*m.ir, 10))
	}
	h = append(h, importsEntry(m.imports, m.importsRaw, ns)...)
	h = append(h, headerString("producer_name", m.producer)...)
	h = append(h, headerString("producer_version", m.version)...)
	h = append(h, headerString("domain", m.domain)...)
	if m.modelVersion != nil {
		h = append(h, "model_version: "+strconv.FormatInt(*m.modelVersion, 10))
	}
	h = append(h, headerString("doc_string", m.doc)...)
	return append(h, metaEntry(m.meta, m.metaRaw, ns)...)
}

// importsEntry prints opset imports; a list that the syntax cannot say is put
// into a note as well.
func importsEntry(imports [][]byte, raw []byte, ns *[]string) []string {
	if len(imports) == 0 {
		return nil
	}
	t, exact := []byte("opset_import: ["), true
	for i, b := range imports {
		var domain optString
		var version *uint64
		clean := scanFields(b, func(f wireField) {
			switch {
			case f.is(1, protowire.BytesType) && !domain.has:
				domain.set(f.val)
			case f.is(2, protowire.VarintType) && version == nil:
				version = &f.n
			default:
				exact = false
			}
		})
		if !clean || !domain.has || version == nil {
			exact = false
		}
		if version == nil {
			version = new(uint64)
		}
		if i > 0 {
			t = append(t, ", "...)
		}
		t = append(appendQuoted(t, domain.s), " : "...)
		t = strconv.AppendInt(t, int64(*version), 10)
	}
	if !exact {
		*ns = append(*ns, noteBytes("opsets", raw))
	}
	return []string{string(append(t, ']'))}
}

// metaEntry prints the metadata of a model.
func metaEntry(meta [][]byte, raw []byte, ns *[]string) []string {
	if len(meta) == 0 {
		return nil
	}
	t := []byte("metadata_props: [")
	for i, b := range meta {
		k, v, ok := stringPair(b)
		if !ok {
			*ns = append(*ns, fieldsNote(raw))
			return nil
		}
		if i > 0 {
			t = append(t, ", "...)
		}
		t = appendQuoted(append(appendQuoted(t, k), ": "...), v)
	}
	return []string{string(append(t, ']'))}
}
