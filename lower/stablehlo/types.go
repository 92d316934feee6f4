package stablehlo

import (
	"slices"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// typ is the static type of a tensor.
type typ struct {
	elem onnxio.DType
	dims []int64
}

// elemNames are MLIR's names of the element types that can be lowered.
var elemNames = map[onnxio.DType]string{
	onnxio.Float: "f32", onnxio.Double: "f64", onnxio.Float16: "f16", onnxio.BFloat16: "bf16",
	onnxio.Int8: "i8", onnxio.Int16: "i16", onnxio.Int32: "i32", onnxio.Int64: "i64",
	onnxio.Uint8: "ui8", onnxio.Uint16: "ui16", onnxio.Uint32: "ui32", onnxio.Uint64: "ui64",
	onnxio.Bool: "i1",
}

func newType(elem onnxio.DType, dims ...int64) typ { return typ{elem, dims} }

// String writes the type as MLIR does: "tensor<8x4xf32>".
func (t typ) String() string {
	if len(t.dims) == 0 {
		return "tensor<" + elemNames[t.elem] + ">"
	}
	return "tensor<" + t.sizes() + "x" + elemNames[t.elem] + ">"
}

// sizes are the dims as MLIR writes them: "8x4".
func (t typ) sizes() string {
	var b []byte
	for i, d := range t.dims {
		if i > 0 {
			b = append(b, 'x')
		}
		b = strconv.AppendInt(b, d, 10)
	}
	return string(b)
}

func (t typ) rank() int { return len(t.dims) }

func (t typ) count() int64 { return count(t.dims) }

func (t typ) equal(u typ) bool { return t.elem == u.elem && slices.Equal(t.dims, u.dims) }

// with is the type of the same shape with other elements.
func (t typ) with(elem onnxio.DType) typ { return typ{elem, t.dims} }

// shaped is the type of the same elements in another shape.
func (t typ) shaped(dims ...int64) typ { return typ{t.elem, dims} }

func (t typ) float() bool {
	switch t.elem {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
		return true
	}
	return false
}

// real is the float type that numbers of this type are computed in.
func (t typ) real() onnxio.DType {
	if t.elem == onnxio.Double || t.elem.Bits() > 32 && !t.float() {
		return onnxio.Double
	}
	return onnxio.Float
}

// half tells 16-bit floats, whose sums are computed in float32.
func (t typ) half() bool { return t.elem == onnxio.Float16 || t.elem == onnxio.BFloat16 }

func (t typ) signed() bool {
	switch t.elem {
	case onnxio.Int8, onnxio.Int16, onnxio.Int32, onnxio.Int64:
		return true
	}
	return false
}

func count(dims []int64) int64 {
	n := int64(1)
	for _, d := range dims {
		n *= d
	}
	return n
}

// value is one SSA value, which knows its type.
type value struct {
	name string
	typ
	// ints and floats are the elements of a small tensor where they are known; nil
	// elsewhere.
	ints     []int64
	floats   []float64
	argument bool  // of the module's function
	split    Split // of an argument
	// mask is set for the mask of an UnSwagPack.
	mask *mask
}

// list writes numbers as MLIR's lists: "[1, 2]".
func list[T int | int64](v []T) string { return "[" + commas(v) + "]" }

// array writes numbers as an attribute: "array<i64: 1, 2>".
func array(v []int64) string {
	if len(v) == 0 {
		return "array<i64>"
	}
	return "array<i64: " + commas(v) + ">"
}

func commas[T int | int64](v []T) string {
	var b strings.Builder
	for i, x := range v {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(strconv.FormatInt(int64(x), 10))
	}
	return b.String()
}
