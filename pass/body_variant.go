package pass

import (
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// bodyVariant is what the bodies of one model depend on. An engine inlines a body with
// the model's opset, and ONNX Runtime runs one body for all calls of an operator, so a
// body must be right for every type that the model calls it with.
type bodyVariant struct {
	Opset int64
	// CastLike makes a body generic in its type, where the opset has it.
	CastLike bool
	// Element is the type of all calls where CastLike is not there and the generic way
	// round it does not do for that type; 0 otherwise.
	Element int64
	// Compare is the type in which elements are compared with 0, where the engines do
	// not compare their own type; 0 otherwise. It holds every value of theirs.
	Compare int64
}

// First opsets with what the bodies use.
const (
	firstBodyOpset = 12
	bfloat16Opset  = 13 // Gather, Concat and Reshape take bfloat16
	allowZeroOpset = 14 // Reshape can make a dim of 0
	castLikeOpset  = 15
)

// newVariant chooses the variant for the types that the nodes of our domain are called
// with. Where there is none why says so.
func newVariant(m *onnxio.Model, t *shape.Result, nodes []*onnxio.Node) (v *bodyVariant, why string) {
	types := map[onnxio.DType]bool{}
	for _, n := range nodes {
		if isPack(n) || isGradMask(n) {
			types[t.Of(n.Input(0)).Elem] = true
		}
	}
	opset := m.Opset("")
	v = &bodyVariant{Opset: opset, CastLike: opset >= castLikeOpset}
	if opset < firstBodyOpset {
		return nil, fmt.Sprintf("they need opset %d, the model has %d", firstBodyOpset, opset)
	}
	if !types[onnxio.BFloat16] {
		return v, ""
	}
	if opset < bfloat16Opset {
		return nil, fmt.Sprintf("bfloat16 needs opset %d, the model has %d", bfloat16Opset, opset)
	}
	v.Compare = int64(onnxio.Float)
	if types[onnxio.Double] {
		v.Compare = int64(onnxio.Double)
	}
	if !v.CastLike {
		if len(types) > 1 {
			return nil, fmt.Sprintf("bfloat16 beside other types needs opset %d, the model has %d", castLikeOpset, opset)
		}
		v.Element = int64(onnxio.BFloat16)
	}
	return v, ""
}

// Numbers of element types for Cast.
func (v *bodyVariant) Uint8() int64  { return int64(onnxio.Uint8) }
func (v *bodyVariant) Int32() int64  { return int64(onnxio.Int32) }
func (v *bodyVariant) Uint32() int64 { return int64(onnxio.Uint32) }

// AllowZero lets Reshape make dims of 0.
func (v *bodyVariant) AllowZero() string {
	if v.Opset < allowZeroOpset {
		return ""
	}
	return "<allowzero = 1>"
}

// Like is the variant and the name of a value whose type a constant shall have.
func (v *bodyVariant) Like(value string) any {
	return struct {
		*bodyVariant
		Value string
	}{v, value}
}

// Weights is a matrix of 32 x 4 that makes four bytes of 32 bits.
func (v *bodyVariant) Weights() string {
	return joinTable(32, 4, func(bit, b int) int {
		if bit/8 == b {
			return 1 << (bit % 8)
		}
		return 0
	})
}

// Bits is a matrix of 256 x 8: the bits of each byte.
func (v *bodyVariant) Bits() string {
	return joinTable(256, 8, func(b, bit int) int { return b >> bit & 1 })
}

// Choices is Bits with j for a bit j that is 1, and 8 for one that is 0.
func (v *bodyVariant) Choices() string {
	return joinTable(256, 8, func(b, bit int) int {
		if b>>bit&1 == 1 {
			return bit
		}
		return 8
	})
}

func joinTable(rows, cols int, at func(row, col int) int) string {
	out := make([]string, 0, rows*cols)
	for r := range rows {
		for c := range cols {
			out = append(out, fmt.Sprint(at(r, c)))
		}
	}
	return strings.Join(out, ", ")
}

// compareSize is the bytes of an element that is compared, 0 where V itself is.
func (v *bodyVariant) compareSize() int64 { return int64(onnxio.DType(v.Compare).Bits() / 8) }
