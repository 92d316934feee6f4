package onnxio

import "fmt"

// elemInfo is what is known of an element type.
type elemInfo struct {
	name string // as the text syntax writes it
	bits int    // 0: of no fixed size
	// field is the typed field of TensorProto that holds the elements, per how many
	// numbers each has there.
	field, per int
}

// elems is the table of element types, by DType. A complex number stands as two;
// types below 8 bits stand packed.
var elems = [...]elemInfo{
	Undefined: {"undefined", 0, 0, 1}, Float: {"float", 32, 4, 1}, Uint8: {"uint8", 8, 5, 1}, Int8: {"int8", 8, 5, 1},
	Uint16: {"uint16", 16, 5, 1}, Int16: {"int16", 16, 5, 1}, Int32: {"int32", 32, 5, 1}, Int64: {"int64", 64, 7, 1},
	String: {"string", 0, 6, 1}, Bool: {"bool", 8, 5, 1}, Float16: {"float16", 16, 5, 1}, Double: {"double", 64, 10, 1},
	Uint32: {"uint32", 32, 11, 1}, Uint64: {"uint64", 64, 11, 1}, Complex64: {"complex64", 64, 4, 2},
	Complex128: {"complex128", 128, 10, 2}, BFloat16: {"bfloat16", 16, 5, 1}, Float8E4M3FN: {"float8e4m3fn", 8, 5, 1},
	Float8E4M3FNUZ: {"float8e4m3fnuz", 8, 5, 1}, Float8E5M2: {"float8e5m2", 8, 5, 1},
	Float8E5M2FNUZ: {"float8e5m2fnuz", 8, 5, 1}, Uint4: {"uint4", 4, 5, 1}, Int4: {"int4", 4, 5, 1},
	Float4E2M1: {"float4e2m1", 4, 5, 1}, Float8E8M0: {"float8e8m0", 8, 5, 1}, Uint2: {"uint2", 2, 5, 1},
	Int2: {"int2", 2, 5, 1},
}

func (t DType) info() elemInfo {
	if t < 0 || int(t) >= len(elems) {
		return elemInfo{name: fmt.Sprintf("type(%d)", int32(t)), per: 1}
	}
	return elems[t]
}

// Bits returns the size of one element in bits, 0 for strings and unknown types. Types
// below 8 bits are stored packed.
func (t DType) Bits() int { return t.info().bits }

// String returns the name of the type as the ONNX text syntax writes it.
func (t DType) String() string { return t.info().name }
