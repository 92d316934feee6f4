package shape

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// dispute is a value of which the file and inference may say different things; what
// is found later can settle it.
type dispute struct {
	v                *onnxio.Value
	stated, inferred Type
}

// reconcile joins what inference found for v with what the file states: inference
// wins, unknown dims take the stated dim, and symbols that the two call differently
// are unified.
func (f *infer) reconcile(s *scope, v *onnxio.Value, t Type) Type {
	if t.Ranked && slices.ContainsFunc(t.Dims, sym.Poly.Overflowed) {
		t.Dims = slices.Clone(t.Dims)
		for i, d := range t.Dims {
			if d.Overflowed() {
				t.Dims[i] = f.syms.unknown()
			}
		}
	}
	if v.Type == nil || s.body() != nil { // a body states nothing about a single call
		return t
	}
	disputed := false
	if t.Elem == onnxio.Undefined {
		t.Elem = v.Type.Elem
	} else if v.Type.Elem != onnxio.Undefined && v.Type.Elem != t.Elem {
		disputed = true
	}
	switch {
	case !v.Type.HasShape:
	case !t.Ranked:
		t.Ranked, t.Dims = true, f.stated(v).Dims
	case len(v.Type.Shape) != len(t.Dims):
		disputed = true
	default:
		t.Dims, disputed = f.reconcileDims(t.Dims, v.Type.Shape, disputed)
	}
	if disputed {
		f.disputes = append(f.disputes, dispute{v, f.stated(v), t})
	}
	return t
}

func (f *infer) reconcileDims(dims []sym.Poly, stated []onnxio.Dim, disputed bool) ([]sym.Poly, bool) {
	out := dims
	for i, d := range stated {
		if d.Value < 0 && !named(d.Param) {
			continue
		}
		if k, ok := dims[i].Int(); ok && k == d.Value {
			continue
		}
		s := f.statedDim(d)
		if s.Equal(dims[i]) {
			continue
		}
		agreed, ok := f.reconcileDim(dims[i], s)
		if !ok {
			disputed = true
			continue
		}
		if agreed.Equal(dims[i]) {
			continue
		}
		if &out[0] == &dims[0] {
			out = slices.Clone(dims)
		}
		out[i] = agreed
	}
	return out, disputed
}

// reconcileDim returns the dim to go on with, false where the two cannot be the same.
func (f *infer) reconcileDim(inferred, stated sym.Poly) (sym.Poly, bool) {
	inferred, stated = f.syms.resolve(inferred), f.syms.resolve(stated)
	if inferred.Equal(stated) {
		return inferred, true
	}
	// A number is no proof about a symbol of the inputs: the file was perhaps made
	// with that size.
	_, number := stated.Int()
	if name, ok := pure(inferred); ok && number && f.syms.ofInput(name) {
		return inferred, false
	}
	_, number = inferred.Int()
	if name, ok := pure(stated); ok && number && f.syms.ofInput(name) {
		return inferred, false
	}
	if f.syms.unify(inferred, stated) {
		return f.syms.resolve(inferred), true
	}
	if hasUnknown(inferred) {
		return stated, true
	}
	return inferred, !contradict(inferred, stated)
}

// contradict reports whether two dims cannot be the same, or one is a number and the
// other is not. Two different formulas may well be equal.
func contradict(a, b sym.Poly) bool {
	_, aInt := a.Int()
	_, bInt := b.Int()
	k, differ := a.Sub(b).Int()
	return aInt || bInt || differ && k != 0
}

func hasUnknown(p sym.Poly) bool {
	return slices.ContainsFunc(p.Symbols(), func(s string) bool { return strings.HasPrefix(s, "?") })
}

// conflicts returns the disputes that stand at the end, one per value.
func (f *infer) conflicts() []Conflict {
	var out []Conflict
	for _, d := range f.disputes {
		stated, inferred := d.stated, d.inferred
		stated.Dims, inferred.Dims = f.resolveDims(stated.Dims), f.resolveDims(inferred.Dims)
		if stated.Elem == onnxio.Undefined {
			stated.Elem = inferred.Elem
		}
		if stated.Elem != inferred.Elem || stated.Ranked && !agree(stated.Dims, inferred.Dims) {
			out = append(out, Conflict{d.v, stated.String(), inferred.String()})
		}
	}
	slices.SortStableFunc(out, func(a, b Conflict) int { return int(a.Value.ID) - int(b.Value.ID) })
	return slices.CompactFunc(out, func(a, b Conflict) bool { return a.Value == b.Value })
}

func agree(a, b []sym.Poly) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !a[i].Equal(b[i]) && contradict(a[i], b[i]) && !hasUnknown(a[i]) && !hasUnknown(b[i]) {
			return false
		}
	}
	return true
}
