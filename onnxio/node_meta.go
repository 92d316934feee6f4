package onnxio

// field returns the contents of the last of the node's encoded fields called num.
func (n *Node) field(num int) (v []byte) {
	if n.wire.field == nil {
		return nil
	}
	_ = n.graph.wire.source.protect(func() error {
		return eachField(contents(n.wire.field), func(f wireField) {
			if int(f.num) == num {
				v = append([]byte(nil), f.val...)
			}
		})
	})
	return v
}

func (n *Node) edit() *nodeEdit {
	if n.wire.edit == nil {
		n.wire.edit = &nodeEdit{}
	}
	n.wire.changed()
	n.graph.touch()
	return n.wire.edit
}

// Doc returns the doc string.
func (n *Node) Doc() string {
	if e := n.wire.edit; e != nil && e.doc != nil {
		return *e.doc
	}
	return string(n.field(6))
}

// SetDoc replaces the doc string.
func (n *Node) SetDoc(s string) { n.edit().doc = &s }

// SetMetadata sets one entry of metadata_props; that field exists from IR version
// 10 on.
func (n *Node) SetMetadata(key, value string) {
	e := n.edit()
	for i := range e.metadata {
		if e.metadata[i].key == key {
			e.metadata[i].value = value
			return
		}
	}
	e.metadata = append(e.metadata, metadataEntry{key, value})
}

// Metadata returns the entry of metadata_props for key.
func (n *Node) Metadata(key string) (value string, ok bool) {
	if n.wire.field != nil {
		_ = n.graph.wire.source.protect(func() error {
			return eachField(contents(n.wire.field), func(f wireField) {
				if f.num == 9 {
					if e := entryOf(f.val); e.key == key {
						value, ok = e.value, true
					}
				}
			})
		})
	}
	if n.wire.edit != nil {
		for _, e := range n.wire.edit.metadata {
			if e.key == key {
				value, ok = e.value, true
			}
		}
	}
	return value, ok
}

// entryOf decodes a StringStringEntryProto that was checked.
func entryOf(b []byte) (e metadataEntry) {
	scanFields(b, func(f wireField) {
		switch f.num {
		case 1:
			e.key = string(f.val)
		case 2:
			e.value = string(f.val)
		}
	})
	return e
}
