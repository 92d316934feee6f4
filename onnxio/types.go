package onnxio

// DType is an element type, numbered as TensorProto.DataType.
type DType int32

// Element types of tensors.
const (
	Undefined DType = iota
	Float
	Uint8
	Int8
	Uint16
	Int16
	Int32
	Int64
	String
	Bool
	Float16
	Double
	Uint32
	Uint64
	Complex64
	Complex128
	BFloat16
	Float8E4M3FN
	Float8E4M3FNUZ
	Float8E5M2
	Float8E5M2FNUZ
	Uint4
	Int4
	Float4E2M1
	Float8E8M0
	Uint2
	Int2
)

// Dim is one dimension of a stated shape: a number, a symbol, or unknown.
type Dim struct {
	// Value is the size in elements, or -1 if it is not a number.
	Value int64
	// Param is the symbol, or "".
	Param string
}

// TensorType is the type of a tensor as a file states it. Values of equal types may
// share it: read only.
type TensorType struct {
	Elem DType
	// HasShape is false where not even the rank is stated.
	HasShape bool
	Shape    []Dim
}

// OpsetImport is one operator set that a model or a function uses.
type OpsetImport struct {
	Domain  string
	Version int64
}
