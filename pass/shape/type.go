// Package shape infers element types and symbolic shapes for every value of a
// graph. It imports onnxio and pass/sym.
package shape

import (
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// Type is what is known of a tensor.
type Type struct {
	Elem onnxio.DType // Undefined where unknown
	// Ranked is false where not even the rank is known.
	Ranked bool
	// Dims in elements; a dim that nothing is known about is a symbol of its own
	// ("?3"), so that Dims is always complete. Types share Dims: read only.
	Dims []sym.Poly
}

// String prints like "float[batch, 64]"; "?" stands for what is not known.
func (t Type) String() string {
	name := elemName(t.Elem)
	if !t.Ranked {
		return name + "[...]"
	}
	dims := make([]string, len(t.Dims))
	for i, d := range t.Dims {
		dims[i] = d.String()
	}
	return name + "[" + strings.Join(dims, ", ") + "]"
}

// Elements returns the number of elements, false where the rank is unknown or the
// number does not fit.
func (t Type) Elements() (sym.Poly, bool) {
	if !t.Ranked {
		return sym.Poly{}, false
	}
	n := product(t.Dims)
	return n, !n.Overflowed()
}

// Bytes returns elements x element size, false where either is unknown. Types of less
// than a byte are packed, and the tensor is rounded up to whole bytes.
func (t Type) Bytes() (sym.Poly, bool) {
	n, ok := t.Elements()
	bits := int64(t.Elem.Bits())
	if !ok || bits == 0 {
		return sym.Poly{}, false
	}
	if bits < 8 {
		n = n.CeilDiv(8 / bits)
	} else {
		n = n.Mul(sym.Const(bits / 8))
	}
	return n, !n.Overflowed()
}

func product(dims []sym.Poly) sym.Poly {
	n := sym.Const(1)
	for _, d := range dims {
		n = n.Mul(d)
	}
	return n
}

// elemNames are the names of the ONNX text syntax, by DType.
var elemNames = [...]string{"?", "float", "uint8", "int8", "uint16", "int16", "int32", "int64",
	"string", "bool", "float16", "double", "uint32", "uint64", "complex64", "complex128",
	"bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4",
	"float4e2m1", "float8e8m0", "uint2", "int2"}

func elemName(e onnxio.DType) string {
	if e < 0 || int(e) >= len(elemNames) {
		return "?"
	}
	return elemNames[e]
}
