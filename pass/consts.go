package pass

import (
	"math"

	"github.com/unswag/unswagc/onnxio"
)

// zeroKind is the sign of a constant zero.
type zeroKind int

const (
	notZero zeroKind = iota
	plusZero
	minusZero
)

// zeroConst tells whether v is a constant with one element that is zero: an
// initializer that no caller can override, or the output of a Constant node. A value
// of any rank counts if all its dims are 1.
func zeroConst(v *onnxio.Value) zeroKind {
	if v == nil || v.Is(onnxio.GraphInput) {
		return notZero
	}
	if v.Init != nil {
		return zeroTensor(v.Init)
	}
	p := v.Producer
	if p == nil || !p.Is("", "Constant") {
		return notZero
	}
	if a := p.Attr("value"); a != nil {
		return zeroTensor(a.Tensor())
	}
	if a := p.Attr("value_float"); a != nil && a.Type == onnxio.AttrFloat {
		return zeroFloat(float64(a.Float()))
	}
	if a := p.Attr("value_floats"); a != nil && len(a.Floats()) == 1 {
		return zeroFloat(float64(a.Floats()[0]))
	}
	return notZero
}

func zeroTensor(t *onnxio.Tensor) zeroKind {
	if t == nil || !isFloat(t.Elem) {
		return notZero
	}
	for _, d := range t.Dims {
		if d != 1 {
			return notZero
		}
	}
	f, err := t.Float64s()
	if err != nil || len(f) != 1 {
		return notZero
	}
	return zeroFloat(f[0])
}

func zeroFloat(f float64) zeroKind {
	switch {
	case f != 0:
		return notZero
	case math.Signbit(f):
		return minusZero
	}
	return plusZero
}

// isFloat reports whether the ops take tensors of type d.
func isFloat(d onnxio.DType) bool {
	return d == onnxio.Float || d == onnxio.Float16 || d == onnxio.BFloat16 || d == onnxio.Double
}
