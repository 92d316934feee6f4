package onnxio

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// cursor walks over the fields of one encoded message and checks that each field
// that the specification knows is encoded as it says.
type cursor struct {
	d    *decoder
	b    []byte // the message
	kind kind
	pos  int // behind the current field

	// The current field: where its tag starts, its number, its contents (a packed
	// field of numbers has contents too) or its value.
	start  int
	num    protowire.Number
	typ    protowire.Type
	val    []byte
	n      uint64
	single uint32 // the messages seen that must not stand twice
	err    error
}

// open starts a walk over the message b.
func (d *decoder) open(b []byte, k kind) cursor { return cursor{d: d, b: b, kind: k} }

// next moves to the next field; false at the end or at an error.
func (c *cursor) next() bool {
	if c.err != nil || c.pos >= len(c.b) {
		return false
	}
	c.start = c.pos
	tag, ok := c.varint("a field number")
	if !ok {
		return false
	}
	c.num, c.typ = protowire.Number(tag>>3), protowire.Type(tag&7)
	if tag>>3 == 0 || tag>>3 > uint64(protowire.MaxValidNumber) {
		return c.fail("field number %d is not one that a message can have", tag>>3)
	}
	if !c.check() {
		return false
	}
	switch c.typ {
	case protowire.VarintType:
		c.n, ok = c.varint(c.field())
		return ok
	case protowire.BytesType:
		n, ok := c.varint(c.field())
		if !ok {
			return false
		}
		if n > uint64(len(c.b)-c.pos) {
			return c.fail("%s is to be %d bytes long, but only %d are left", c.field(), n, len(c.b)-c.pos)
		}
		c.val = c.b[c.pos : c.pos+int(n)]
		c.pos += int(n)
		return true
	}
	return c.skip()
}

// check compares the field with the specification.
func (c *cursor) check() bool {
	if c.num > maxField {
		return true
	}
	f := &schema[c.kind].fields[c.num]
	if f.name == "" || f.typ == c.typ && !f.single || f.packable && c.typ == protowire.BytesType {
		return true
	}
	if f.typ != c.typ {
		return c.fail("%s has wire type %d instead of %d", c.field(), c.typ, f.typ)
	}
	if c.single>>c.num&1 != 0 {
		return c.fail("%s stands twice in one message", c.field())
	}
	c.single |= 1 << c.num
	return true
}

// skip passes a value that is neither a varint nor bytes.
func (c *cursor) skip() bool {
	n := protowire.ConsumeFieldValue(c.num, c.typ, c.b[c.pos:])
	if n < 0 {
		return c.fail("%s is cut off or not well formed", c.field())
	}
	switch c.typ {
	case protowire.Fixed32Type:
		v, _ := protowire.ConsumeFixed32(c.b[c.pos:])
		c.n = uint64(v)
	case protowire.Fixed64Type:
		c.n, _ = protowire.ConsumeFixed64(c.b[c.pos:])
	}
	c.pos += n
	return true
}

// varint reads a varint that is part of what.
func (c *cursor) varint(what string) (uint64, bool) {
	if c.pos < len(c.b) && c.b[c.pos] < 0x80 {
		c.pos++
		return uint64(c.b[c.pos-1]), true
	}
	v, n := protowire.ConsumeVarint(c.b[c.pos:])
	if n < 0 {
		return 0, c.fail("%s is cut off or not well formed", what)
	}
	c.pos += n
	return v, true
}

// field names the current field for people.
func (c *cursor) field() string {
	if c.num <= maxField {
		if f := &schema[c.kind].fields[c.num]; f.name != "" {
			return f.name
		}
	}
	return "an unknown field"
}

// raw is the current field with its tag.
func (c *cursor) raw() []byte { return c.b[c.start:c.pos] }

// fail makes an error of the place of the current field and returns false.
func (c *cursor) fail(format string, args ...any) bool {
	if c.err == nil {
		c.err = fmt.Errorf("%s at byte %d: "+format,
			append([]any{schema[c.kind].name, c.d.offset(c.b) + c.start}, args...)...)
	}
	return false
}

// offset is where b, a part of the encoded model, starts in it.
func (d *decoder) offset(b []byte) int { return cap(d.data) - cap(b) }

// maxMessageDepth bounds how deep messages nest that are only checked.
const maxMessageDepth = 4 * maxGraphDepth

// validate checks the encoding of a message that is not decoded now, and of all
// messages inside it.
func (d *decoder) validate(b []byte, k kind, depth int) error {
	if k == kindTensor {
		d.scratch = Tensor{Dims: d.scratch.Dims[:0]}
		return d.tensor(b, &d.scratch)
	}
	if depth > maxMessageDepth {
		return fmt.Errorf("%s at byte %d: messages are nested more than %d deep", schema[k].name, d.offset(b), maxMessageDepth)
	}
	c := d.open(b, k)
	for c.next() {
		if c.num > maxField || c.typ != protowire.BytesType {
			continue
		}
		switch f := &schema[k].fields[c.num]; {
		case f.sub != kindOpaque:
			if err := d.validate(c.val, f.sub, depth+1); err != nil {
				return err
			}
		case f.packable:
			c.packed(f.typ)
		}
	}
	return c.err
}

// packed counts the numbers in the current field, which is packed or not.
func (c *cursor) packed(typ protowire.Type) (n int64) {
	if c.typ != protowire.BytesType {
		return 1
	}
	size := map4or8[typ]
	if size > 0 {
		if len(c.val)%size != 0 {
			c.fail("%s has %d bytes, which is no multiple of %d", c.field(), len(c.val), size)
		}
		return int64(len(c.val) / size)
	}
	run := 0
	for i, b := range c.val {
		if run++; b < 0x80 {
			if run == 10 && b > 1 {
				break
			}
			n, run = n+1, 0
			continue
		}
		if run >= 10 || i == len(c.val)-1 {
			break
		}
	}
	if run != 0 {
		c.fail("%s holds a number that is cut off or longer than 64 bits", c.field())
	}
	return n
}

// map4or8 is the size of fixed numbers by wire type, 0 for varints.
var map4or8 = [8]int{protowire.Fixed32Type: 4, protowire.Fixed64Type: 8}
