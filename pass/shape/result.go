package shape

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// Result holds the types of the values of one graph and of the graphs inside it. The
// values of a function body have the types of the first call.
type Result struct {
	main      *onnxio.Graph
	types     []Type // of main's values, by Value.ID
	inner     map[*onnxio.Graph][]Type
	unknown   []string
	conflicts []Conflict
	symbols   []string
}

// Conflict is a place where the file states one thing and inference finds another.
// Inference wins.
type Conflict struct {
	Value            *onnxio.Value
	Stated, Inferred string
}

// Of returns the type of v: inferred, declared, or else stated by v itself.
func (r *Result) Of(v *onnxio.Value) Type {
	if v == nil {
		return Type{}
	}
	types := r.types
	if v.Graph() != r.main {
		types = r.inner[v.Graph()]
	}
	if int(v.ID) < len(types) {
		if t := types[v.ID]; t.Ranked || t.Elem != onnxio.Undefined {
			return t
		}
	}
	return ofFile(v)
}

// ofFile is the type that v states, without bindings; a dim that it leaves open makes
// the shape unknown.
func ofFile(v *onnxio.Value) Type {
	if v.Type == nil {
		return Type{}
	}
	t := Type{Elem: v.Type.Elem, Ranked: v.Type.HasShape}
	for _, d := range v.Type.Shape {
		switch {
		case d.Value >= 0:
			t.Dims = append(t.Dims, sym.Const(d.Value))
		case named(d.Param):
			t.Dims = append(t.Dims, sym.Symbol(d.Param))
		default:
			return Type{Elem: t.Elem}
		}
	}
	return t
}

// Bytes returns the size of v, elements x element size, false where rank or element
// type are unknown.
func (r *Result) Bytes(v *onnxio.Value) (sym.Poly, bool) { return r.Of(v).Bytes() }

// Elements returns the number of elements of v, false where the rank is unknown.
func (r *Result) Elements(v *onnxio.Value) (sym.Poly, bool) { return r.Of(v).Elements() }

// SameShape reports whether a and b certainly have the same shape.
func (r *Result) SameShape(a, b *onnxio.Value) bool {
	s, t := r.Of(a), r.Of(b)
	return s.Ranked && t.Ranked && sameDims(s.Dims, t.Dims)
}

func sameDims(a, b []sym.Poly) bool {
	if len(a) != len(b) {
		return false
	}
	if len(a) > 0 && &a[0] == &b[0] {
		return !slices.ContainsFunc(a, sym.Poly.Overflowed)
	}
	for i := range a {
		if a[i].Overflowed() || !a[i].Equal(b[i]) {
			return false
		}
	}
	return true
}

// Declare states the type of a value that a pass made after inference.
func (r *Result) Declare(v *onnxio.Value, t Type) {
	if v.Graph() == r.main {
		r.types = put(r.types, v.ID, t)
		return
	}
	if r.inner == nil {
		r.inner = map[*onnxio.Graph][]Type{}
	}
	r.inner[v.Graph()] = put(r.inner[v.Graph()], v.ID, t)
}

func put(types []Type, id int32, t Type) []Type {
	for int(id) >= len(types) {
		types = append(types, Type{})
	}
	types[id] = t
	return types
}

// Unknown lists the operators without a rule, "domain.Op", sorted.
func (r *Result) Unknown() []string { return r.unknown }

// Conflicts lists where the file contradicts inference, in value order.
func (r *Result) Conflicts() []Conflict { return r.conflicts }

// Symbols lists the free symbols of the graph inputs, sorted.
func (r *Result) Symbols() []string { return r.symbols }
