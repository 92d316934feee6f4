package onnxio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// Tensor is a constant tensor: an initializer or the value of an attribute. Its
// elements stay where they are until they are asked for.
type Tensor struct {
	// Name is "" for most attributes.
	Name string
	Elem DType
	Dims []int64

	raw    []byte   // encoded TensorProto; nil: made in memory
	elems  []byte   // of a tensor that was made in memory
	ext    *dataRef // nil: the elements stand in raw
	source *source
	sparse bool
}

// NewTensor makes a tensor from little-endian element bytes, whose number must be
// what dims and elem say. data must not change afterwards.
func NewTensor(name string, elem DType, dims []int64, data []byte) *Tensor {
	return &Tensor{Name: name, Elem: elem, Dims: dims, elems: data}
}

// Len returns the number of elements; -1 if that is more than 64 bits can count.
func (t *Tensor) Len() int64 {
	n, err := elements(t.Dims)
	if err != nil {
		return -1
	}
	return n
}

func (t *Tensor) typ() *TensorType {
	tt := &TensorType{Elem: t.Elem, HasShape: true, Shape: make([]Dim, len(t.Dims))}
	for i, d := range t.Dims {
		tt.Shape[i].Value = d
	}
	return tt
}

// Bytes returns a copy of the elements, little-endian, elements of less than 8 bits
// packed as in raw_data.
func (t *Tensor) Bytes() ([]byte, error) {
	var out []byte
	err := t.source.protect(func() error {
		b, err := t.bytes()
		if t.ext == nil {
			b = append([]byte(nil), b...)
		}
		out = b
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("the elements of tensor %q cannot be read: %w", clip(t.Name), err)
	}
	return out, nil
}

// bytes is Bytes without the copy.
func (t *Tensor) bytes() ([]byte, error) {
	switch {
	case t.sparse:
		return nil, errors.New("it is sparse")
	case t.Elem == String:
		return nil, errors.New("they are strings")
	case t.ext != nil:
		return t.readExternal()
	case t.raw == nil:
		return t.elems, nil
	}
	var raw, typed []byte
	info := t.Elem.info()
	err := eachField(t.raw, func(f wireField) {
		switch int(f.num) {
		case 9:
			raw = f.val
		case info.field:
			typed = appendTyped(typed, f, info)
		}
	})
	if len(raw) > 0 {
		return raw, err
	}
	return typed, err
}

func (t *Tensor) readExternal() ([]byte, error) {
	if t.source == nil {
		var none *folder
		return none.readData(t.Name, *t.ext, t.ext.length)
	}
	return t.source.dir.readData(t.Name, *t.ext, t.ext.length)
}

// appendTyped appends the numbers of a typed field as the bytes of raw_data.
func appendTyped(to []byte, f wireField, e elemInfo) []byte {
	size := max(e.bits/e.per/8, 1)
	add := func(v uint64) {
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], v)
		to = append(to, b[:size]...)
	}
	if f.typ != protowire.BytesType {
		add(f.n)
		return to
	}
	if e.field == 4 || e.field == 10 { // packed fixed numbers are little-endian already
		return append(to, f.val...)
	}
	for b := f.val; len(b) > 0; {
		v, n := protowire.ConsumeVarint(b)
		if n < 0 {
			return to
		}
		add(v)
		b = b[n:]
	}
	return to
}

// Int64s decodes the elements of an integer or bool tensor.
func (t *Tensor) Int64s() ([]int64, error) {
	var conv func(b []byte) int64
	switch t.Elem {
	case Bool, Uint8:
		conv = func(b []byte) int64 { return int64(b[0]) }
	case Int8:
		conv = func(b []byte) int64 { return int64(int8(b[0])) }
	case Uint16:
		conv = func(b []byte) int64 { return int64(binary.LittleEndian.Uint16(b)) }
	case Int16:
		conv = func(b []byte) int64 { return int64(int16(binary.LittleEndian.Uint16(b))) }
	case Uint32:
		conv = func(b []byte) int64 { return int64(binary.LittleEndian.Uint32(b)) }
	case Int32:
		conv = func(b []byte) int64 { return int64(int32(binary.LittleEndian.Uint32(b))) }
	case Int64, Uint64:
		conv = func(b []byte) int64 { return int64(binary.LittleEndian.Uint64(b)) }
	default:
		return nil, fmt.Errorf("tensor %q holds %s elements, not integers", clip(t.Name), t.Elem)
	}
	return decodeElems(t, conv)
}

// Float64s decodes the elements of a floating-point tensor of 16 bits or more. Every
// value is exact.
func (t *Tensor) Float64s() ([]float64, error) {
	var conv func(b []byte) float64
	switch t.Elem {
	case Float:
		conv = func(b []byte) float64 { return float64(math.Float32frombits(binary.LittleEndian.Uint32(b))) }
	case Double:
		conv = func(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }
	case BFloat16:
		conv = func(b []byte) float64 {
			return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(b)) << 16))
		}
	case Float16:
		conv = func(b []byte) float64 { return halfValue(binary.LittleEndian.Uint16(b)) }
	default:
		return nil, fmt.Errorf("tensor %q holds %s elements, not floating-point numbers of 16 bits or more", clip(t.Name), t.Elem)
	}
	return decodeElems(t, conv)
}

func decodeElems[T any](t *Tensor, conv func([]byte) T) ([]T, error) {
	b, err := t.Bytes()
	if err != nil {
		return nil, err
	}
	size := t.Elem.info().bits / 8
	out := make([]T, len(b)/size)
	for i := range out {
		out[i] = conv(b[i*size:])
	}
	return out, nil
}

// halfValue is the value of an IEEE 754 binary16 number.
func halfValue(h uint16) float64 {
	sign, exp, frac := 1.0, int(h>>10&31), float64(h&1023)
	if h>>15 != 0 {
		sign = -1
	}
	switch {
	case exp == 31 && frac != 0:
		return math.NaN()
	case exp == 31:
		return math.Inf(int(sign))
	case exp == 0:
		return math.Copysign(math.Ldexp(frac, -24), sign)
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}

// encode gives the TensorProto; where at is not nil, with its elements there.
func (t *Tensor) encode(at *dataRef) []byte {
	var e encoder
	if t.raw == nil {
		for _, d := range t.Dims {
			e.varint(1, uint64(d))
		}
		e.varint(2, uint64(t.Elem))
		if t.Name != "" {
			e.str(8, t.Name)
		}
		if at == nil {
			e.bytes(9, t.elems)
		}
	} else {
		scanFields(t.raw, func(f wireField) {
			if at != nil && (f.num >= 4 && f.num <= 11 && f.num != 8 || f.num == 13 || f.num == 14) {
				return
			}
			e.raw(f.raw)
		})
	}
	if at != nil {
		entry := func(key, value string) {
			var s encoder
			s.str(1, key)
			s.str(2, value)
			e.bytes(13, s.b)
		}
		entry("location", at.location)
		entry("offset", fmt.Sprint(at.offset))
		entry("length", fmt.Sprint(at.length))
		e.varint(14, 1)
	}
	return e.finish()
}
