package memory

import (
	"encoding/binary"
	"slices"
	"sync"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// shapes numbers what ONNX Runtime knows of shapes before it runs a model, in the names
// and numbers of the file: the engine is given no values for names. It is safe for
// concurrent use.
type shapes struct {
	sh *shape.Result

	mu     sync.Mutex
	dims   [][]onnxio.Dim // by number
	byText map[string]int32
	text   []byte
	byType map[*onnxio.TensorType]int32
	byDims map[inferredDims]int32
}

const (
	unknownShape = 0
	scalarShape  = 1
)

// inferredDims identifies an inferred shape: types share lists of dims.
type inferredDims struct {
	dims, firstDims *sym.Poly
	rank            int
	first           int32
}

func newShapes(sh *shape.Result) *shapes {
	return &shapes{sh: sh, dims: [][]onnxio.Dim{unknownShape: nil, scalarShape: {}}, byText: map[string]int32{"": scalarShape},
		byType: map[*onnxio.TensorType]int32{}, byDims: map[inferredDims]int32{}}
}

// stated numbers the shapes that the file states for values; what it leaves open is
// unknown.
func (s *shapes) stated(to []int32, values []*onnxio.Value) []int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var last *onnxio.TensorType
	var number int32
	for _, v := range values {
		if v.Type == nil || !v.Type.HasShape {
			to = append(to, unknownShape)
			continue
		}
		if v.Type != last {
			last, number = v.Type, s.ofType(v.Type)
		}
		to = append(to, number)
	}
	return to
}

func (s *shapes) ofType(t *onnxio.TensorType) int32 {
	number, ok := s.byType[t]
	if ok || slices.ContainsFunc(t.Shape, func(d onnxio.Dim) bool { return d.Value < 0 && d.Param == "" }) {
		return number
	}
	number = s.number(t.Shape)
	if len(s.byType) < maxDims {
		s.byType[t] = number
	}
	return number
}

// number returns the number of a shape all of whose dims have a name or a size.
func (s *shapes) number(dims []onnxio.Dim) int32 {
	s.text = s.text[:0]
	for _, d := range dims {
		s.text = binary.AppendVarint(s.text, d.Value)
		if d.Value < 0 {
			s.text = append(append(s.text, d.Param...), 0)
		}
	}
	n, ok := s.byText[string(s.text)]
	if !ok {
		n = int32(len(s.dims))
		s.dims = append(s.dims, dims)
		s.byText[string(s.text)] = n
	}
	return n
}

// infer numbers the inferred shape of v as far as it consists of names and sizes. A dim
// that is as large as that of the node's first input at its place has that one's name,
// because inference may have been given values for names. first is the number of the
// first input's shape.
func (s *shapes) infer(v, in *onnxio.Value, first int32) int32 {
	t := s.sh.Of(v)
	if len(t.Dims) == 0 {
		if t.Ranked {
			return scalarShape
		}
		return unknownShape
	}
	key := inferredDims{dims: &t.Dims[0], rank: len(t.Dims), first: first}
	var is []sym.Poly
	if in != nil {
		if is = s.sh.Of(in).Dims; len(is) > 0 {
			key.firstDims = &is[0]
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.byDims[key]
	if !ok {
		if dims := fileDims(t.Dims, is, s.dims[first]); dims != nil {
			n = s.number(dims)
		}
		if len(s.byDims) < maxDims {
			s.byDims[key] = n
		}
	}
	return n
}

// fileDims writes dims in the names of the file, nil where one is a formula; is and first
// are the first input's, as inferred and in the names of the file.
func fileDims(dims, is []sym.Poly, first []onnxio.Dim) []onnxio.Dim {
	out := make([]onnxio.Dim, len(dims))
	for i, d := range dims {
		k, number := d.Int()
		name, named := d.IsSymbol()
		switch {
		case i < len(first) && i < len(is) && is[i].Equal(d):
			out[i] = first[i]
		case number:
			out[i] = onnxio.Dim{Value: k}
		case named:
			out[i] = onnxio.Dim{Value: -1, Param: name}
		default:
			return nil
		}
	}
	return out
}

// fixed reports whether every dim of a shape is a size.
func (s *shapes) fixed(number int32) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return number != unknownShape && !slices.ContainsFunc(s.dims[number], func(d onnxio.Dim) bool { return d.Value < 0 })
}

// knowsShape reports whether ONNX Runtime 1.19.2 infers the shape of output k of n,
// whose inputs' shapes it knows. Whether those are sizes alone fixed tells. Measured:
// the shapes of a session's outputs whose model states none.
func knowsShape(n *onnxio.Node, k int, fixed func() bool) bool {
	switch n.OpType {
	case "AveragePoolGrad", "MaxPoolGrad", "GreaterOrEqual", "LessOrEqual":
		return n.Domain != ""
	case "BatchNormalizationGrad", "ConvGrad", "SplitTraining":
		return n.Domain != ms
	case "UnSwagPack", "UnSwagPack_not_le0": // docs/PLUGIN_ORT.md
		return n.Domain != us || k == 0 && fixed()
	}
	return true
}
