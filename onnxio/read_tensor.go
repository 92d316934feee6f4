package onnxio

import (
	"fmt"
	"math/bits"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// tensorParts is what a TensorProto holds, as far as checking it needs.
type tensorParts struct {
	counts   [maxField + 1]int64 // numbers or strings by typed field
	raw      []byte
	hasRaw   bool
	segment  bool
	external bool
	entries  [][]byte
}

// tensor reads the head of a TensorProto and checks that its elements are as many as
// its dims and its type say, without looking at them.
func (d *decoder) tensor(b []byte, t *Tensor) error {
	var p tensorParts
	c := d.open(b, kindTensor)
	for c.next() {
		switch c.num {
		case 1:
			t.Dims = c.appendInts(t.Dims)
		case 2:
			t.Elem = DType(c.n)
		case 3:
			p.segment = true
			if err := d.validate(c.val, kindSegment, d.depth); err != nil {
				return err
			}
		case 4, 5, 7, 10, 11:
			p.counts[c.num] += c.packed(schema[kindTensor].fields[c.num].typ)
		case 6:
			p.counts[6]++
		case 8:
			t.Name = string(c.val)
		case 9:
			p.raw, p.hasRaw = c.val, true
		case 13:
			p.entries = append(p.entries, c.val)
		case 14:
			p.external = c.n == 1
		default:
			if err := d.checkOther(&c); err != nil {
				return err
			}
		}
	}
	err := c.err
	if err == nil {
		err = d.checkTensor(t, &p)
	}
	if err != nil {
		return fmt.Errorf("tensor %q: %w", clip(t.Name), err)
	}
	return nil
}

func (d *decoder) checkTensor(t *Tensor, p *tensorParts) error {
	n, err := elements(t.Dims)
	if err != nil {
		return err
	}
	e := t.Elem.info()
	if e.bits == 0 && t.Elem != String {
		return fmt.Errorf("its element type %d is not one that is known", int32(t.Elem))
	}
	want, err := sizeOf(n, e.bits)
	if err != nil {
		return err
	}
	switch {
	case p.segment:
		return nil // its elements are never read
	case p.external:
		return d.externalData(t, p, want)
	case len(p.entries) > 0:
		return fmt.Errorf("it names a data file, but does not say that its elements lie there (data_location)")
	case p.hasRaw && t.Elem == String:
		return fmt.Errorf("strings cannot stand in raw_data")
	case p.hasRaw && len(p.raw) > 0 && int64(len(p.raw)) != want:
		return fmt.Errorf("%s elements of shape %s need %d bytes, but raw_data has %d", e.name, shapeText(t.Dims), want, len(p.raw))
	case p.hasRaw && int64(len(p.raw)) == want:
		return p.onlyTyped(0)
	}
	return p.typed(t, e, n)
}

// typed checks the elements that stand in a field of their type.
func (p *tensorParts) typed(t *Tensor, e elemInfo, n int64) error {
	if err := p.onlyTyped(e.field); err != nil {
		return err
	}
	want := n * int64(e.per)
	if e.bits > 0 && e.bits < 8 {
		want = (n*int64(e.bits) + 7) / 8 // packed, as in raw_data
	}
	if got := p.counts[e.field]; got != want {
		return fmt.Errorf("%s elements of shape %s need %d numbers, but %s has %d", e.name, shapeText(t.Dims), want, schema[kindTensor].fields[e.field].name, got)
	}
	return nil
}

// onlyTyped refuses elements in any typed field but this one.
func (p *tensorParts) onlyTyped(field int) error {
	for i, n := range p.counts {
		if i != field && n > 0 {
			return fmt.Errorf("it has elements in %s, which is not where its type keeps them", schema[kindTensor].fields[i].name)
		}
	}
	return nil
}

// externalData reads where the elements lie and notes them in the model.
func (d *decoder) externalData(t *Tensor, p *tensorParts, want int64) error {
	if len(p.raw) > 0 || p.onlyTyped(0) != nil {
		return fmt.Errorf("its elements stand in the model and in a data file at once")
	}
	if t.Elem == String {
		return fmt.Errorf("strings cannot lie in a data file")
	}
	ref := dataRef{length: -1}
	for _, b := range p.entries {
		key, value, err := d.entry(b)
		if err != nil {
			return err
		}
		switch key {
		case "location":
			ref.location = value
		case "offset":
			ref.offset, err = number(key, value)
		case "length":
			ref.length, err = number(key, value)
		}
		if err != nil {
			return err
		}
	}
	if _, err := splitLocation(ref.location); err != nil {
		return fmt.Errorf("its data file %q: %w", clip(ref.location), err)
	}
	if ref.length >= 0 && ref.length != want {
		return fmt.Errorf("%s elements of shape %s need %d bytes, but the data file is to hold %d", t.Elem, shapeText(t.Dims), want, ref.length)
	}
	ref.length = want
	t.ext = &ref
	if t == &d.scratch {
		t = &Tensor{Name: t.Name, Elem: t.Elem, ext: t.ext}
	}
	d.model.wire.external = append(d.model.wire.external, externalTensor{t, ref})
	return nil
}

// number reads a number of bytes from an entry of external_data.
func number(key, value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("the %s of its data, %q, is not a number of bytes", key, clip(value))
	}
	return n, nil
}

func (d *decoder) entry(b []byte) (key, value string, err error) {
	c := d.open(b, kindEntry)
	for c.next() {
		switch c.num {
		case 1:
			key = string(c.val)
		case 2:
			value = string(c.val)
		}
	}
	return key, value, c.err
}

// shapeText gives dims for a message.
func shapeText(dims []int64) string {
	if len(dims) > 32 {
		return fmt.Sprintf("%v... (%d dims)", dims[:32], len(dims))
	}
	return fmt.Sprint(dims)
}

// elements is the product of dims.
func elements(dims []int64) (int64, error) {
	n, zero := int64(1), false
	for _, d := range dims {
		if d < 0 {
			return 0, fmt.Errorf("the dim %d of its shape %s is negative", d, shapeText(dims))
		}
		zero = zero || d == 0
	}
	if zero {
		return 0, nil
	}
	for _, d := range dims {
		hi, lo := bits.Mul64(uint64(n), uint64(d))
		if hi != 0 || lo > 1<<63-1 {
			return 0, fmt.Errorf("its shape %s has more elements than 64 bits can count", shapeText(dims))
		}
		n = int64(lo)
	}
	return n, nil
}

// sizeOf is the number of bytes of n elements.
func sizeOf(n int64, width int) (int64, error) {
	hi, lo := bits.Mul64(uint64(n), uint64(width))
	if hi != 0 || lo > 1<<63-8 {
		return 0, fmt.Errorf("its %d elements have more bytes than 64 bits can count", n)
	}
	return int64((lo + 7) / 8), nil
}

// appendInts appends the numbers of the current field, which is packed or not.
func (c *cursor) appendInts(to []int64) []int64 {
	if c.typ == protowire.VarintType {
		return append(to, int64(c.n))
	}
	if c.packed(protowire.VarintType); c.err != nil {
		return to
	}
	for b := c.val; len(b) > 0; {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			c.fail("%s holds a number that is not well formed", c.field())
			return to
		}
		to, b = append(to, int64(v)), b[n:]
	}
	return to
}
