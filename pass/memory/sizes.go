package memory

import (
	"slices"
	"sync"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// sizes numbers the distinct sizes of values: values of one class have equal bytes.
type sizes struct {
	sh     *shape.Result
	shapes *shapes

	mu     sync.Mutex
	stated []int32 // the number of the stated shape, by value ID
	class  []int32 // by value ID
	polys  []sym.Poly
	ints   []int64 // the value of a constant poly
	// allInt tells that every class is a constant, largest is the largest of them.
	allInt  bool
	largest int64
	byInt   map[int64]int32
	byText  map[string]int32
	// recent are classes that were looked up last, for byText takes time.
	recent [4]int32
	oldest int
	byDims map[dims]int32
}

func newSizes(sh *shape.Result) *sizes {
	return &sizes{sh: sh, shapes: newShapes(sh), allInt: true, byInt: map[int64]int32{}, byText: map[string]int32{}, byDims: map[dims]int32{}}
}

// snapshot is what one measurement sees of the classes; nothing in it changes.
type snapshot struct {
	shapes  *shapes
	stated  []int32
	class   []int32
	polys   []sym.Poly
	ints    []int64
	allInt  bool
	largest int64
}

// grow classes the values that were not there before, and returns the present state.
// Values made by a patch keep the class that they had when they were first measured.
func (s *sizes) grow(values []*onnxio.Value) snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := len(s.class)
	s.class = slices.Grow(s.class, max(0, len(values)-known))
	for _, v := range values[min(known, len(values)):] {
		s.class = append(s.class, s.classOf(v))
	}
	s.stated = s.shapes.stated(s.stated, values[min(known, len(values)):])
	return s.now()
}

// dims identifies the type of a value: types share lists of dims.
type dims struct {
	first *sym.Poly
	rank  int
	elem  onnxio.DType
}

// maxDims bounds the lists of dims that are kept.
const maxDims = 1 << 12

// classOf is of the bytes of v, without working them out where a value of the same
// type was classed before.
func (s *sizes) classOf(v *onnxio.Value) int32 {
	t := s.sh.Of(v)
	if len(t.Dims) == 0 || t.Elem.Bits() == 0 {
		return s.of(s.bytes(v))
	}
	key := dims{&t.Dims[0], len(t.Dims), t.Elem}
	c, ok := s.byDims[key]
	if ok {
		return c
	}
	c = s.of(s.bytes(v))
	if _, known := t.Bytes(); known && len(s.byDims) < maxDims { // otherwise the size is the value's own
		s.byDims[key] = c
	}
	return c
}

// add classes one more size.
func (s *sizes) add(p sym.Poly) int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.of(p)
}

func (s *sizes) now() snapshot {
	return snapshot{s.shapes, s.stated, s.class, s.polys, s.ints, s.allInt, s.largest}
}

// again is now under the lock, for after add.
func (s *sizes) again() snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *sizes) of(p sym.Poly) int32 {
	k, isInt := p.Int()
	var text string
	if isInt {
		if c, ok := s.byInt[k]; ok {
			return c
		}
	} else {
		for _, c := range s.recent {
			if int(c) < len(s.polys) && s.polys[c].Equal(p) {
				return c
			}
		}
		text = p.String()
		if c, ok := s.byText[text]; ok {
			s.recent[s.oldest], s.oldest = c, (s.oldest+1)%len(s.recent)
			return c
		}
	}
	c := int32(len(s.polys))
	s.polys = append(s.polys, p)
	s.ints = append(s.ints, k)
	s.allInt, s.largest = s.allInt && isInt, max(s.largest, k)
	if isInt {
		s.byInt[k] = c
	} else {
		s.byText[text] = c
	}
	return c
}

// bytes returns the bytes of v: what inference knows, or else what the value itself
// states, or else a symbol of its own, so that the figures stay comparable.
func (s *sizes) bytes(v *onnxio.Value) sym.Poly {
	if p, ok := s.sh.Bytes(v); ok {
		return p
	}
	if p, ok := stated(v.Type); ok {
		return p
	}
	return sym.Symbol("bytes(" + v.Name + ")")
}

// stated returns the bytes that a stated type amounts to, false where it is not
// complete.
func stated(t *onnxio.TensorType) (sym.Poly, bool) {
	if t == nil || !t.HasShape || t.Elem.Bits() < 8 {
		return sym.Poly{}, false
	}
	p := sym.Const(int64(t.Elem.Bits() / 8))
	for _, d := range t.Shape {
		switch {
		case d.Value >= 0:
			p = p.Mul(sym.Const(d.Value))
		case d.Param != "":
			p = p.Mul(sym.Symbol(d.Param))
		default:
			return sym.Poly{}, false
		}
	}
	return p, true
}
