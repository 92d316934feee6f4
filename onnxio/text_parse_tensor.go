package onnxio

import (
	"encoding/binary"
	"math"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// textTensor is a tensor that is being read.
type textTensor struct {
	elem DType
	enc  encoder
	data []byte // elements as typed data packs them; strings go to enc
	raw  []byte // elements as raw_data has them
}

func (p *textParser) newTensor(v *textValue) *textTensor {
	t := &textTensor{elem: v.elem}
	for _, d := range v.dims {
		t.enc.varint(1, uint64(d))
	}
	t.enc.varint(2, uint64(v.elem))
	return t
}

// tensorData reads the contents in braces, or where they lie in brackets.
func (p *textParser) tensorData(t *textTensor) {
	if p.at("[") {
		p.pairs(&t.enc, 13)
		t.enc.varint(14, 1)
		return
	}
	if p.expect("{", "before the contents of the tensor") {
		p.list("}", "behind the contents of the tensor", func() func() {
			p.element(t)
			return nil
		})
	}
}

// element reads one element, both as typed and as raw data.
func (p *textParser) element(t *textTensor) {
	switch dataField(uint64(t.elem)) {
	case 4:
		bits := math.Float32bits(float32(p.float(32)))
		t.data = binary.LittleEndian.AppendUint32(t.data, bits)
		t.raw = binary.LittleEndian.AppendUint32(t.raw, bits)
	case 10:
		bits := math.Float64bits(p.float(64))
		t.data = binary.LittleEndian.AppendUint64(t.data, bits)
		t.raw = binary.LittleEndian.AppendUint64(t.raw, bits)
	case 6:
		t.enc.str(6, p.text("a string"))
	case 11:
		v := p.unsigned()
		t.data = protowire.AppendVarint(t.data, v)
		t.appendRaw(v)
	default:
		pos := p.tok.pos
		v := p.integer("an element")
		if t.elem != Int64 && v != int64(int32(v)) {
			p.fail(pos, "%d does not fit an element of type %s", v, elemName(uint64(t.elem)))
		}
		t.data = protowire.AppendVarint(t.data, uint64(v))
		t.appendRaw(uint64(v))
	}
}

func (t *textTensor) appendRaw(v uint64) {
	var word [8]byte
	binary.LittleEndian.PutUint64(word[:], v)
	t.raw = append(t.raw, word[:rawSize(uint64(t.elem))]...)
}

func (p *textParser) unsigned() uint64 {
	t := p.tok
	v, err := strconv.ParseUint(t.s, 10, 64)
	if t.kind != tokInt || err != nil {
		p.fail(t.pos, "an element is missing, a whole number from 0 to 2^64-1; there is %s", t)
		return 0
	}
	p.advance()
	return v
}

// finishTensor carries out the notes on t and encodes it.
func (p *textParser) finishTensor(t *textTensor) []byte {
	if len(t.data) > 0 {
		t.enc.bytes(dataField(uint64(t.elem)), t.data)
	}
	p.notes(&t.enc, &tensorNotes, func(n textNote) bool {
		switch n.key {
		case "raw_data":
			p.rawNote(t, n)
		case "elided":
			p.fail(n.pos, "the contents of this tensor were left out when the model was printed")
		default:
			return false
		}
		return true
	})
	return t.enc.finish()
}

// rawNote makes raw_data of the elements, or of the argument of the note.
func (p *textParser) rawNote(t *textTensor, n textNote) {
	raw := t.raw
	if len(n.args) > 0 {
		raw, _ = p.noteData(n)
	} else if rawSize(uint64(t.elem)) == 0 && len(t.data) > 0 {
		p.fail(n.pos, "elements of type %s have no raw form", elemName(uint64(t.elem)))
	}
	t.enc.drop(dataField(uint64(t.elem)))
	t.enc.bytes(9, raw)
}
