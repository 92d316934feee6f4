package stablehlo

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// number writes a number as MLIR does for the element type.
func number(elem onnxio.DType, v float64) string {
	t := newType(elem)
	switch {
	case elem == onnxio.Bool:
		return strconv.FormatBool(v != 0)
	case !t.float():
		return strconv.FormatInt(int64(v), 10)
	case math.IsInf(v, 0) || math.IsNaN(v):
		return special(elem, v)
	}
	bits := 64
	if elem != onnxio.Double {
		bits = 32
	}
	if size := math.Abs(v); size == 0 || size >= 1e-3 && size < 1e6 {
		s := strconv.FormatFloat(v, 'f', -1, bits)
		if !strings.Contains(s, ".") {
			s += ".0"
		}
		return s
	}
	s := strconv.FormatFloat(v, 'e', -1, bits)
	mantissa, exponent, _ := strings.Cut(s, "e")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	if exponent == "+00" {
		return mantissa
	}
	return mantissa + "e" + exponent
}

// special writes infinities and NaN as their bits.
func special(elem onnxio.DType, v float64) string {
	high := map[onnxio.DType]uint64{onnxio.Float: 0x7F800000, onnxio.Double: 0x7FF << 52, onnxio.Float16: 0x7C00, onnxio.BFloat16: 0x7F80}[elem]
	fraction := map[onnxio.DType]int{onnxio.Float: 23, onnxio.Double: 52, onnxio.Float16: 10, onnxio.BFloat16: 7}[elem]
	if math.IsNaN(v) {
		high |= 1 << (fraction - 1)
	} else if v < 0 {
		high |= 1 << (elem.Bits() - 1)
	}
	return fmt.Sprintf("0x%0*X", elem.Bits()/4, high)
}

// splat is a constant of one number.
func (b *builder) splat(t typ, v float64) *value {
	out := b.op(t, "constant dense<%s> : %s", number(t.elem, v), t)
	if n := t.count(); t.rank() <= 1 && n <= maxSplat {
		for range n {
			if t.float() {
				out.floats = append(out.floats, v)
			} else {
				out.ints = append(out.ints, int64(v))
			}
		}
	}
	return out
}

func (b *builder) zeros(t typ) *value { return b.splat(t, 0) }

// scalar is a constant without dims.
func (b *builder) scalar(elem onnxio.DType, v float64) *value { return b.splat(newType(elem), v) }

// integers is a constant of int64.
func (b *builder) integers(v []int64, dims ...int64) *value {
	t := newType(onnxio.Int64, dims...)
	want(t.count() == int64(len(v)), "%d integers do not fill %s", len(v), t)
	data := make([]byte, 0, 8*len(v))
	for _, x := range v {
		data = binary.LittleEndian.AppendUint64(data, uint64(x))
	}
	out := b.constant(t, data)
	out.ints = append([]int64{}, v...)
	return out
}

// maxKnown bounds the tensors of which the elements are followed, maxSplat those of one
// number: most of them are no shapes.
const maxKnown, maxSplat = 4096, 64

// maxConstant bounds the bytes of one constant: text has two digits for each byte.
const maxConstant = 1 << 30

// constant is a constant of little-endian bytes: a number where all elements are the
// same, hexadecimal digits otherwise.
func (b *builder) constant(t typ, data []byte) *value {
	size := t.elem.Bits() / 8
	want(int64(len(data)) == t.count()*int64(size), "%d bytes do not fill %s", len(data), t)
	switch {
	case len(data) == 0:
		return b.op(t, "constant dense<> : %s", t)
	case len(data) > maxConstant:
		fail("a constant of %d bytes is too large for a module in text: make it an input of the graph", len(data))
	case uniform(data, size):
		return b.op(t, "constant dense<%s> : %s", element(t.elem, data[:size]), t)
	case t.elem == onnxio.Bool: // how bits are packed in hexadecimal is not the same in all versions of MLIR
		return b.convert(b.constant(t.with(onnxio.Uint8), data), onnxio.Bool)
	}
	return b.op(t, "constant dense<\"0x%s\"> : %s", strings.ToUpper(hex.EncodeToString(data)), t)
}

// uniform tells that all elements have the same bytes.
func uniform(data []byte, size int) bool { return bytes.Equal(data[size:], data[:len(data)-size]) }

// element writes one element: floats as their bits, unless they are whole numbers.
func element(elem onnxio.DType, data []byte) string {
	var padded [8]byte
	copy(padded[:], data)
	bits := binary.LittleEndian.Uint64(padded[:])
	switch elem {
	case onnxio.Bool:
		return strconv.FormatBool(bits != 0)
	case onnxio.Float:
		if v := float64(math.Float32frombits(uint32(bits))); v == math.Trunc(v) && math.Abs(v) < 1e6 && (v != 0 || bits == 0) {
			return number(elem, v)
		}
	case onnxio.Double, onnxio.Float16, onnxio.BFloat16:
	case onnxio.Uint8, onnxio.Uint16, onnxio.Uint32, onnxio.Uint64:
		return strconv.FormatUint(bits, 10)
	default:
		shift := 64 - elem.Bits()
		return strconv.FormatInt(int64(bits<<shift)>>shift, 10)
	}
	return fmt.Sprintf("0x%0*X", elem.Bits()/4, bits)
}

// tensor is a constant of an ONNX tensor.
func (b *builder) tensor(t *onnxio.Tensor) *value {
	data, err := t.Bytes()
	if err != nil {
		fail("%w", err)
	}
	out := b.constant(newType(t.Elem, append([]int64{}, t.Dims...)...), data)
	know(out, t)
	return out
}

// know notes the elements of a small constant.
func know(v *value, t *onnxio.Tensor) {
	if t.Len() > maxKnown {
		return
	}
	var err error
	if v.float() {
		v.floats, err = t.Float64s()
	} else {
		v.ints, err = t.Int64s()
	}
	if err != nil {
		v.ints, v.floats = nil, nil
	}
}
