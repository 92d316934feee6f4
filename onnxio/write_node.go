package onnxio

import (
	"slices"

	"google.golang.org/protobuf/encoding/protowire"
)

// appendProto appends the NodeProto.
func (n *Node) appendProto(b []byte) []byte {
	b = appendNames(b, 1, n.inputs)
	b = appendNames(b, 2, n.outputs)
	if n.wire.field != nil {
		return n.appendKept(b)
	}
	if n.Name != "" {
		b = appendText(b, 3, n.Name)
	}
	b = appendText(b, 4, n.OpType)
	b = n.appendAttrs(b)
	b = n.wire.edit.appendDoc(b)
	if n.Domain != "" {
		b = appendText(b, 7, n.Domain)
	}
	if n.Overload != "" {
		b = appendText(b, 8, n.Overload)
	}
	return n.wire.edit.appendMetadata(b)
}

// appendKept appends the fields that were read, but for those that may have changed.
func (n *Node) appendKept(b []byte) []byte {
	edit, attrs := n.wire.edit, false
	doc, metadata := edit != nil && edit.doc != nil, edit != nil && len(edit.metadata) > 0
	scanFields(contents(n.wire.field), func(f wireField) {
		if doc && f.num > 6 {
			b, doc = edit.appendDoc(b), false
		}
		if metadata && f.num > 9 {
			b, metadata = edit.appendMetadata(b), false
		}
		switch f.num {
		case 1, 2:
			return
		case 5:
			if !attrs {
				b, attrs = n.appendAttrs(b), true
			}
			return
		case 6:
			if edit != nil && edit.doc != nil {
				return
			}
		case 9:
			if edit.replaces(entryOf(f.val).key) {
				return
			}
		}
		b = append(b, f.raw...)
	})
	if doc {
		b = edit.appendDoc(b)
	}
	if metadata {
		b = edit.appendMetadata(b)
	}
	return b
}

func (n *Node) appendAttrs(b []byte) []byte {
	for _, a := range n.Attrs {
		b = protowire.AppendTag(b, 5, protowire.BytesType)
		b = protowire.AppendBytes(b, a.encode())
	}
	return b
}

func appendNames(b []byte, num protowire.Number, values []*Value) []byte {
	for _, v := range values {
		name := ""
		if v != nil {
			name = v.Name
		}
		b = appendText(b, num, name)
	}
	return b
}

func appendText(b []byte, num protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, num, protowire.BytesType), s)
}

func (e *nodeEdit) appendDoc(b []byte) []byte {
	if e == nil || e.doc == nil {
		return b
	}
	return appendText(b, 6, *e.doc)
}

func (e *nodeEdit) appendMetadata(b []byte) []byte {
	if e == nil {
		return b
	}
	for _, m := range e.metadata {
		var entry encoder
		entry.str(1, m.key)
		entry.str(2, m.value)
		b = protowire.AppendTag(b, 9, protowire.BytesType)
		b = protowire.AppendBytes(b, entry.b)
	}
	return b
}

// replaces reports whether the edit has an entry for key.
func (e *nodeEdit) replaces(key string) bool {
	return e != nil && slices.ContainsFunc(e.metadata, func(m metadataEntry) bool { return m.key == key })
}

// encode gives the AttributeProto.
func (a *Attr) encode() []byte {
	if !slices.ContainsFunc(a.graphs, func(g *Graph) bool { return g.wire.changed }) {
		return a.raw
	}
	var e encoder
	next := 0
	scanFields(a.raw, func(f wireField) {
		if f.num != 6 && f.num != 11 {
			e.raw(f.raw)
			return
		}
		w := &spliceWriter{}
		a.graphs[next].encode(w, nil)
		e.bytes(f.num, joined(w.segs))
		next++
	})
	return e.finish()
}
