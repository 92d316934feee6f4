package pjrt

import "fmt"

// DType is the type of a buffer's elements, as the API numbers them.
type DType int32

// The types that a buffer may have on the host. PRED is a byte, 0 or 1.
const (
	PRED DType = iota + 1
	S8
	S16
	S32
	S64
	U8
	U16
	U32
	U64
	F16
	F32
	F64
	BF16
)

var dtypes = [...]struct {
	name string
	size int64
}{PRED: {"i1", 1}, S8: {"i8", 1}, S16: {"i16", 2}, S32: {"i32", 4}, S64: {"i64", 8}, U8: {"ui8", 1}, U16: {"ui16", 2}, U32: {"ui32", 4},
	U64: {"ui64", 8}, F16: {"f16", 2}, F32: {"f32", 4}, F64: {"f64", 8}, BF16: {"bf16", 2}}

// String is the type's name in StableHLO.
func (t DType) String() string {
	if !t.known() {
		return fmt.Sprintf("type %d", int32(t))
	}
	return dtypes[t].name
}

// Size is the bytes of an element, 0 for a type that is not among the constants.
func (t DType) Size() int64 {
	if !t.known() {
		return 0
	}
	return dtypes[t].size
}

func (t DType) known() bool { return t >= PRED && t <= BF16 }
