package checkpoint

import (
	"fmt"
	"unicode/utf8"

	flatbuffers "github.com/google/flatbuffers/go"
)

// buffer is the bytes of a FlatBuffer. Every read is checked against its end.
type buffer struct {
	data []byte
	// budget is how many bytes of strings and elements may still be read. A file may
	// point to the same bytes many times; then it is used up.
	budget int
}

// maxFile is the most bytes that the offsets of a FlatBuffer reach.
const maxFile = 1<<31 - 1

// broken is the error of bytes that are no FlatBuffer of the schema.
func broken(what string, at int) error {
	return fmt.Errorf("it is damaged: %s at byte %d reaches outside the file", what, at)
}

// has reports whether n bytes stand at pos.
func (b *buffer) has(pos, n int) bool { return pos >= 0 && n >= 0 && pos <= len(b.data)-n }

// follow returns where the unsigned offset at pos leads.
func (b *buffer) follow(pos int) (int, error) {
	if !b.has(pos, flatbuffers.SizeUOffsetT) {
		return 0, broken("an offset", pos)
	}
	to := pos + int(flatbuffers.GetUOffsetT(b.data[pos:]))
	if !b.has(to, flatbuffers.SizeUOffsetT) {
		return 0, broken("an offset", pos)
	}
	return to, nil
}

// spend takes n bytes from the budget.
func (b *buffer) spend(n int) error {
	if n > b.budget {
		return fmt.Errorf("it is damaged: its tables hold more bytes together than the file")
	}
	b.budget -= n
	return nil
}

// table is a table of the buffer: slots that hold fields or offsets to them.
type table struct {
	b    *buffer
	pos  int
	size int // bytes of the table
	slot []byte
}

// table reads the table at pos.
func (b *buffer) table(pos int) (table, error) {
	if !b.has(pos, flatbuffers.SizeSOffsetT) {
		return table{}, broken("a table", pos)
	}
	at := pos - int(flatbuffers.GetSOffsetT(b.data[pos:]))
	if !b.has(at, 2*flatbuffers.SizeVOffsetT) {
		return table{}, broken("the layout of a table", pos)
	}
	head := int(flatbuffers.GetVOffsetT(b.data[at:]))
	size := int(flatbuffers.GetVOffsetT(b.data[at+flatbuffers.SizeVOffsetT:]))
	if head < 2*flatbuffers.SizeVOffsetT || head%flatbuffers.SizeVOffsetT != 0 || !b.has(at, head) || !b.has(pos, size) {
		return table{}, broken("the layout of a table", pos)
	}
	return table{b, pos, size, b.data[at+2*flatbuffers.SizeVOffsetT : at+head]}, nil
}

// field returns where the field of a slot stands, -1 if the table leaves it out.
func (t table) field(slot, size int) (int, error) {
	at := slot * flatbuffers.SizeVOffsetT
	if at+flatbuffers.SizeVOffsetT > len(t.slot) {
		return -1, nil
	}
	off := int(flatbuffers.GetVOffsetT(t.slot[at:]))
	if off == 0 {
		return -1, nil
	}
	if off < flatbuffers.SizeSOffsetT || off > t.size-size {
		return 0, broken("a field of a table", t.pos)
	}
	return t.pos + off, nil
}

// scalar reads a field of a fixed size with get, def where it is left out.
func scalar[T any](t table, slot, size int, def T, get func([]byte) T) (T, error) {
	pos, err := t.field(slot, size)
	if err != nil || pos < 0 {
		return def, err
	}
	return get(t.b.data[pos:]), nil
}

func (t table) bool(slot int) (bool, error) {
	return scalar(t, slot, flatbuffers.SizeBool, false, flatbuffers.GetBool)
}

func (t table) int32(slot int) (int32, error) {
	return scalar(t, slot, flatbuffers.SizeInt32, 0, flatbuffers.GetInt32)
}

func (t table) int64(slot int, def int64) (int64, error) {
	return scalar(t, slot, flatbuffers.SizeInt64, def, flatbuffers.GetInt64)
}

func (t table) float32(slot int) (float32, error) {
	return scalar(t, slot, flatbuffers.SizeFloat32, 0, flatbuffers.GetFloat32)
}

// inner reads a field that is a table; ok is false where it is left out.
func (t table) inner(slot int) (in table, ok bool, err error) {
	pos, err := t.field(slot, flatbuffers.SizeUOffsetT)
	if err != nil || pos < 0 {
		return table{}, false, err
	}
	to, err := t.b.follow(pos)
	if err != nil {
		return table{}, false, err
	}
	in, err = t.b.table(to)
	return in, err == nil, err
}

// vector returns where the elements of a vector of n elements stand; n is 0 where it is
// left out.
func (t table) vector(slot, elem int) (pos, n int, err error) {
	at, err := t.field(slot, flatbuffers.SizeUOffsetT)
	if err != nil || at < 0 {
		return 0, 0, err
	}
	to, err := t.b.follow(at)
	if err != nil {
		return 0, 0, err
	}
	n = int(flatbuffers.GetUOffsetT(t.b.data[to:]))
	pos = to + flatbuffers.SizeUOffsetT
	if n > (len(t.b.data)-pos)/elem {
		return 0, 0, broken("a list", to)
	}
	return pos, n, t.b.spend(n * elem)
}

// bytes reads a vector of bytes, without a copy.
func (t table) bytes(slot int) ([]byte, error) {
	pos, n, err := t.vector(slot, 1)
	if err != nil || n == 0 {
		return nil, err
	}
	return t.b.data[pos : pos+n], nil
}

// text reads a string.
func (t table) text(slot int) (string, error) {
	b, err := t.bytes(slot)
	if err == nil && !utf8.Valid(b) {
		err = fmt.Errorf("it is damaged: a name is no UTF-8")
	}
	return string(b), err
}

// each calls do for the tables of a vector.
func (t table) each(slot int, do func(table) error) error {
	pos, n, err := t.vector(slot, flatbuffers.SizeUOffsetT)
	for i := 0; i < n && err == nil; i++ {
		var to int
		var in table
		if to, err = t.b.follow(pos + i*flatbuffers.SizeUOffsetT); err == nil {
			in, err = t.b.table(to)
		}
		if err == nil {
			err = do(in)
		}
	}
	return err
}
