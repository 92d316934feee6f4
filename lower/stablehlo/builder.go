package stablehlo

import (
	"fmt"
	"slices"
	"strings"
)

// builder writes the operations of one function body. Each of its methods writes one
// StableHLO operation, is named after it, and checks types as the operation's
// specification does: a wrong lowering fails here and not in XLA.
type builder struct {
	text []byte
	n    int // values so far
}

// failure is why a node cannot be lowered. It travels as a panic from a method of the
// builder to the node's lowering, which turns it into an error (module.node).
type failure struct{ err error }

// fail ends the lowering of the node.
func fail(format string, args ...any) {
	panic(failure{fmt.Errorf(format, args...)})
}

// failed is why fail was called, nil if nothing was recovered. Other panics go on.
func failed(recovered any) error {
	if recovered == nil {
		return nil
	}
	f, ok := recovered.(failure)
	if !ok {
		panic(recovered)
	}
	return f.err
}

// want fails unless ok.
func want(ok bool, format string, args ...any) {
	if !ok {
		fail(format, args...)
	}
}

const indent = "    "

// line writes a line without a result.
func (b *builder) line(format string, args ...any) {
	b.text = append(b.text, indent...)
	b.text = fmt.Appendf(b.text, format, args...)
	b.text = append(b.text, '\n')
}

// fresh is a value that nothing defines yet.
func (b *builder) fresh(t typ) *value {
	for _, d := range t.dims {
		want(d >= 0, "the shape %v has a negative size, which is a fault of the compiler", t.dims)
	}
	_, ok := elemNames[t.elem]
	want(ok, "elements of type %s cannot be lowered", t.elem)
	b.n++
	return &value{name: fmt.Sprintf("%%%d", b.n), typ: t}
}

// op writes an operation with one result of type t.
func (b *builder) op(t typ, format string, args ...any) *value {
	v := b.fresh(t)
	b.text = append(b.text, indent...)
	b.text = append(b.text, v.name...)
	b.text = append(b.text, " = stablehlo."...)
	b.text = fmt.Appendf(b.text, format, args...)
	b.text = append(b.text, '\n')
	return v
}

// generic writes an operation in MLIR's generic form, whose name is quoted and which may
// have several results.
func (b *builder) generic(name string, args []*value, attrs, regions string, results ...typ) []*value {
	out := make([]*value, len(results))
	b.n++
	head := fmt.Sprintf("%%%d", b.n)
	for i, t := range results {
		name := head
		if len(results) > 1 {
			name = fmt.Sprintf("%s#%d", head, i)
		}
		out[i] = &value{name: name, typ: t}
	}
	if len(results) > 1 {
		head = fmt.Sprintf("%s:%d", head, len(results))
	}
	if attrs != "" {
		attrs = " <{" + attrs + "}>"
	}
	if regions != "" {
		regions = " (" + regions + ")"
	}
	b.line("%s = \"stablehlo.%s\"(%s)%s%s : (%s) -> %s", head, name, names(args), attrs, regions, types(args), results1(out))
	return out
}

func names(v []*value) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = x.name
	}
	return strings.Join(s, ", ")
}

func types(v []*value) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = x.typ.String()
	}
	return strings.Join(s, ", ")
}

// results1 are the types of results, in parentheses unless there is one.
func results1(v []*value) string {
	if len(v) == 1 {
		return v[0].typ.String()
	}
	return "(" + types(v) + ")"
}

// same fails unless all have the type of the first.
func same(op string, v ...*value) {
	for _, x := range v[1:] {
		want(x.typ.equal(v[0].typ), "%s of %s and %s needs one type", op, v[0].typ, x.typ)
	}
}

// axisOf resolves an axis that may count from the end.
func axisOf(axis int64, rank int) int {
	a := axis
	if a < 0 {
		a += int64(rank)
	}
	want(a >= 0 && a < int64(rank), "axis %d is none of a tensor of %d dims", axis, rank)
	return int(a)
}

// axesOf resolves axes, sorted; nil: all.
func axesOf(axes []int64, rank int) []int {
	var out []int
	for _, a := range axes {
		out = append(out, axisOf(a, rank))
	}
	if axes == nil {
		for d := range rank {
			out = append(out, d)
		}
	}
	slices.Sort(out)
	want(len(slices.Compact(slices.Clone(out))) == len(out), "the axes %v repeat one", axes)
	return out
}

// without is dims with some axes left out.
func without(dims []int64, axes []int) []int64 {
	out := []int64{}
	for d, n := range dims {
		if !slices.Contains(axes, d) {
			out = append(out, n)
		}
	}
	return out
}

// span lists the ints [lo, hi).
func span(lo, hi int) []int {
	out := []int{}
	for i := lo; i < hi; i++ {
		out = append(out, i)
	}
	return out
}
