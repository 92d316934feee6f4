package onnxio

// relocate gives the encoded message b of kind k with the data files of all tensors
// inside renamed.
func relocate(b []byte, k kind, renamed map[string]string) []byte {
	var e encoder
	e.verbatim = true
	scanFields(b, func(f wireField) {
		sub := kindOpaque
		if f.num <= maxField && f.typ == schema[k].fields[f.num].typ {
			sub = schema[k].fields[f.num].sub
		}
		switch {
		case k == kindTensor && f.num == 13:
			e.bytes(13, renameEntry(f.val, renamed))
		case sub != kindOpaque && len(f.val) > 0:
			e.bytes(f.num, relocate(f.val, sub, renamed))
		default:
			e.raw(f.raw)
		}
	})
	return e.finish()
}

func renameEntry(b []byte, renamed map[string]string) []byte {
	entry := entryOf(b)
	to, ok := renamed[entry.value]
	if entry.key != "location" || !ok {
		return b
	}
	var e encoder
	e.str(1, entry.key)
	e.str(2, to)
	return e.b
}
