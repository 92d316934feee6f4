package onnxio

import (
	"context"
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// spliceWriter gathers the segments of an encoded message: ranges of what was read,
// and new bytes.
type spliceWriter struct {
	base  []byte // what was read
	segs  []segment
	block []byte // where new bytes go
}

// newBytes is the size that the blocks in which new bytes gather grow to.
const newBytes = 64 << 10

// add appends b, which stays as it is from now on.
func (w *spliceWriter) add(b []byte) {
	if len(b) == 0 {
		return
	}
	if !within(w.base, addressOf(b)) {
		w.addNew(b)
		return
	}
	off := int64(cap(w.base) - cap(b))
	if n := len(w.segs); n > 0 {
		if last := &w.segs[n-1]; last.off >= 0 && last.off+int64(len(last.data)) == off {
			last.data = w.base[last.off : off+int64(len(b))]
			return
		}
	}
	w.segs = append(w.segs, segment{b, off})
}

// addNew appends a copy of b, or b itself where it is long.
func (w *spliceWriter) addNew(b []byte) {
	if len(b) > newBytes/4 {
		w.segs = append(w.segs, segment{b, -1})
		w.block = nil
		return
	}
	if cap(w.block)-len(w.block) < len(b) {
		w.block = make([]byte, 0, min(newBytes, max(256, 4*cap(w.block), len(b))))
	}
	start := len(w.block)
	w.block = append(w.block, b...)
	if n := len(w.segs); start > 0 && n > 0 && w.segs[n-1].off < 0 {
		last := &w.segs[n-1]
		if k := len(last.data); k <= start && addressOf(w.block[start-k:]) == addressOf(last.data) {
			last.data = w.block[start-k : len(w.block)]
			return
		}
	}
	w.segs = append(w.segs, segment{w.block[start:], -1})
}

// field appends field num with contents b.
func (w *spliceWriter) field(num protowire.Number, b []byte) {
	w.header(num, int64(len(b)))
	w.add(b)
}

// header appends the tag and the length of a field.
func (w *spliceWriter) header(num protowire.Number, n int64) {
	var b [20]byte
	w.addNew(protowire.AppendVarint(protowire.AppendTag(b[:0], num, protowire.BytesType), uint64(n)))
}

// message appends the message of in as field num.
func (w *spliceWriter) message(num protowire.Number, in *spliceWriter) {
	w.header(num, segmentsLen(in.segs))
	w.segs = append(w.segs, in.segs...)
	w.block = nil
}

// Marshal encodes the model in memory.
func (m *Model) Marshal() ([]byte, error) {
	var out []byte
	err := m.wire.source.protect(func() error {
		segs, err := m.encode(nil)
		if err != nil {
			return err
		}
		out = make([]byte, 0, segmentsLen(segs))
		for _, s := range segs {
			out = append(out, s.data...)
		}
		return nil
	})
	return out, err
}

// encode gives the model with the tensors of moved at their new places.
func (m *Model) encode(moved map[*Tensor]dataRef) ([]segment, error) {
	switch {
	case m.Graph == nil:
		return nil, errors.New("the model has no graph")
	case m.wire.closed:
		return nil, errClosed
	}
	w := &spliceWriter{base: m.wire.data}
	spilled, renamed := m.split(moved)
	if m.wire.data != nil && len(spilled) == 0 && !m.Changed() {
		w.add(m.wire.data)
	} else {
		m.encodeFields(w, spilled)
	}
	if len(renamed) > 0 {
		return []segment{{relocate(joined(w.segs), kindModel, renamed), -1}}, nil
	}
	if m.wire.source == nil {
		for i := range w.segs {
			w.segs[i].off = -1
		}
	}
	return w.segs, nil
}

// split tells tensors that leave the model file from data files with a new name.
func (m *Model) split(moved map[*Tensor]dataRef) (spilled map[*Tensor]dataRef, renamed map[string]string) {
	for t, ref := range moved {
		if t.ext != nil {
			if renamed == nil {
				renamed = map[string]string{}
			}
			renamed[t.ext.location] = ref.location
			continue
		}
		if spilled == nil {
			spilled = map[*Tensor]dataRef{}
		}
		spilled[t] = ref
	}
	return spilled, renamed
}

func (m *Model) functionsChanged() bool {
	for _, f := range m.Functions {
		if f.Body.wire.changed {
			return true
		}
	}
	return false
}

// encodeFields writes the fields of the ModelProto in their order; what is new of a
// kind follows the last of that kind.
func (m *Model) encodeFields(w *spliceWriter, spilled map[*Tensor]dataRef) {
	nextImport, nextFunction, hasIR := 0, 0, false
	writeIR := func() {
		w.addNew(protowire.AppendVarint(protowire.AppendTag(nil, 1, protowire.VarintType), uint64(m.IRVersion)))
	}
	scanFields(m.wire.data, func(f wireField) {
		if f.num > 1 && !hasIR && m.wire.changed && m.IRVersion != 0 {
			writeIR()
			hasIR = true
		}
		switch f.num {
		case 1:
			writeIR()
			hasIR = true
		case 7:
			m.encodeGraph(w, f.raw, spilled)
		case 8:
			w.add(f.raw)
			if nextImport++; nextImport == m.wire.imports {
				m.encodeImports(w, nextImport)
			}
		case 25:
			m.encodeFunction(w, m.Functions[nextFunction])
			nextFunction++
		default:
			w.add(f.raw)
		}
	})
	if m.wire.data == nil {
		writeIR()
		in := &spliceWriter{}
		m.Graph.encode(in, spilled)
		w.message(7, in)
	}
	if m.wire.imports == 0 {
		m.encodeImports(w, 0)
	}
	for _, f := range m.Functions[nextFunction:] {
		m.encodeFunction(w, f)
	}
}

func (m *Model) encodeGraph(w *spliceWriter, field []byte, spilled map[*Tensor]dataRef) {
	if !m.Graph.wire.changed && len(spilled) == 0 {
		w.add(field)
		return
	}
	in := &spliceWriter{base: m.wire.data}
	m.Graph.encode(in, spilled)
	w.message(7, in)
}

func (m *Model) encodeImports(w *spliceWriter, from int) {
	for _, i := range m.Imports[from:] {
		w.field(8, encodeImport(i))
	}
}

func encodeImport(i OpsetImport) []byte {
	var e encoder
	e.str(1, i.Domain)
	e.varint(2, uint64(i.Version))
	return e.b
}

func (m *Model) encodeFunction(w *spliceWriter, f *Function) {
	if f.wire.field != nil && !f.Body.wire.changed {
		w.add(f.wire.field)
		return
	}
	in := &spliceWriter{base: m.wire.data}
	f.encode(in)
	w.message(25, in)
}

// joined is the bytes of segs.
func joined(segs []segment) []byte {
	out := make([]byte, 0, segmentsLen(segs))
	for _, s := range segs {
		out = append(out, s.data...)
	}
	return out
}

// Save writes the model to path, atomically: whatever goes wrong, path holds what it
// held before, and once it holds the new model that is durable. Data files that the
// model refers to stay where they are if path lies in the same folder, and are copied
// beside it otherwise. A model of more than 2 GiB gets a data file of its own.
func (m *Model) Save(ctx context.Context, path string, o SaveOptions) error {
	j := &saveJob{source: m.wire.source, external: m.wire.external, inline: m.inline, encode: m.encode,
		limit: maxModelBytes, SaveOptions: o}
	return j.run(ctx, path)
}

// inline lists the initializers of the main graph that stand in raw_data.
func (m *Model) inline() []inlineTensor {
	var out []inlineTensor
	for _, t := range m.Graph.wire.inits {
		if t.ext != nil || t.Elem == String {
			continue
		}
		data := t.elems
		if t.raw != nil {
			scanFields(t.raw, func(f wireField) {
				if f.num == 9 {
					data = f.val
				}
			})
		}
		if len(data) == 0 {
			continue
		}
		seg := segment{data, -1}
		if m.wire.source != nil && within(m.wire.data, addressOf(data)) {
			seg.off = int64(cap(m.wire.data) - cap(data))
		}
		out = append(out, inlineTensor{t, seg})
	}
	return out
}
