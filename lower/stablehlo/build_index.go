package stablehlo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// gather reads slices along an axis, which the dims of at replace.
func (b *builder) gather(x, at *value, axis int) *value {
	sizes := slices.Clone(x.dims)
	sizes[axis] = 1
	offsets := append(span(0, axis), span(axis+at.rank(), x.rank()-1+at.rank())...)
	t := x.typ.shaped(slices.Concat(x.dims[:axis], at.dims, x.dims[axis+1:])...)
	attrs := fmt.Sprintf("dimension_numbers = #stablehlo.gather<offset_dims = %s, collapsed_slice_dims = [%d], start_index_map = [%d], index_vector_dim = %d>, indices_are_sorted = false, slice_sizes = %s",
		list(offsets), axis, axis, at.rank(), array(sizes))
	return b.generic("gather", []*value{x, at}, attrs, "", t)[0]
}

// scatterAdd adds g to x at the places that gather read it from.
func (b *builder) scatterAdd(x, at, g *value, axis int) *value {
	dims := slices.Concat(x.dims[:axis], at.dims, x.dims[axis+1:])
	want(g.typ.equal(x.typ.shaped(dims...)), "a gradient %s of slices of %s at %s", g.typ, x.typ, at.typ)
	windows := append(span(0, axis), span(axis+at.rank(), len(dims))...)
	attrs := fmt.Sprintf("scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = %s, inserted_window_dims = [%d], scatter_dims_to_operand_dims = [%d], index_vector_dim = %d>, indices_are_sorted = false, unique_indices = false",
		list(windows), axis, axis, at.rank())
	return b.generic("scatter", []*value{x, at, g}, attrs, b.folder("add", x.elem), x.typ)[0]
}

// gatherND reads, for each index along the last dim of at, the slice of x with these first
// indices.
func (b *builder) gatherND(x, at *value) *value {
	k, n := int(at.dims[at.rank()-1]), at.rank()-1
	sizes := append(ones(k), x.dims[k:]...)
	t := x.typ.shaped(slices.Concat(at.dims[:n], x.dims[k:])...)
	attrs := fmt.Sprintf("dimension_numbers = #stablehlo.gather<offset_dims = %s, collapsed_slice_dims = %s, start_index_map = %s, index_vector_dim = %d>, indices_are_sorted = false, slice_sizes = %s",
		list(span(n, t.rank())), list(span(0, k)), list(span(0, k)), n, array(sizes))
	return b.generic("gather", []*value{x, at}, attrs, "", t)[0]
}

// scatterND combines slices of x with those of g, by op, where gatherND would read them.
func (b *builder) scatterND(op string, x, at, g *value) *value {
	k, n := int(at.dims[at.rank()-1]), at.rank()-1
	dims := slices.Concat(at.dims[:n], x.dims[k:])
	want(g.typ.equal(x.typ.shaped(dims...)), "%s cannot be written into %s at %s", g.typ, x.typ, at.typ)
	attrs := fmt.Sprintf("scatter_dimension_numbers = #stablehlo.scatter<update_window_dims = %s, inserted_window_dims = %s, scatter_dims_to_operand_dims = %s, index_vector_dim = %d>, indices_are_sorted = false, unique_indices = false",
		list(span(n, len(dims))), list(span(0, k)), list(span(0, k)), n)
	return b.generic("scatter", []*value{x, at, g}, attrs, b.folder(op, x.elem), x.typ)[0]
}

// sort orders x along an axis, and companion with it: equal elements keep their order.
func (b *builder) sort(x, companion *value, axis int, direction string) (*value, *value) {
	kind := "UNSIGNED"
	if x.float() {
		kind = "FLOAT"
	} else if x.signed() {
		kind = "SIGNED"
	}
	s, c := newType(x.elem), newType(companion.elem)
	region := fmt.Sprintf("{\n%[1]s^bb0(%%a: %[2]s, %%b: %[2]s, %%c: %[3]s, %%d: %[3]s):\n%[1]s  %%p = stablehlo.compare %[4]s, %%a, %%b, %[5]s : (%[2]s, %[2]s) -> tensor<i1>\n%[1]s  stablehlo.return %%p : tensor<i1>\n%[1]s}",
		indent, s, c, direction, kind)
	out := b.generic("sort", []*value{x, companion}, fmt.Sprintf("dimension = %d : i64, is_stable = true", axis), region, x.typ, companion.typ)
	return out[0], out[1]
}

// barrier is optimization_barrier: no result is there before all arguments are.
func (b *builder) barrier(v ...*value) []*value {
	b.n++
	out := make([]*value, len(v))
	head := fmt.Sprintf("%%%d", b.n)
	for i, x := range v {
		out[i] = &value{name: head, typ: x.typ, mask: x.mask, ints: x.ints, floats: x.floats}
		if len(v) > 1 {
			out[i].name = fmt.Sprintf("%s#%d", head, i)
		}
	}
	if len(v) > 1 {
		head += fmt.Sprintf(":%d", len(v))
	}
	b.line("%s = stablehlo.optimization_barrier %s : %s", head, names(v), types(v))
	return out
}

// composite calls an operation that a compiler may know by its name; the private
// function decomposition says what it does.
func (b *builder) composite(name, attributes, decomposition string, t typ, args ...*value) *value {
	return b.op(t, "composite %q %s {composite_attributes = {%s}, decomposition = @%s, version = 1 : i32} : (%s) -> %s",
		name, names(args), attributes, decomposition, types(args), t)
}

// customCall calls a function that an XLA plugin has registered, by its typed interface.
// The function sees elements in a row, so that their order is fixed here.
func (b *builder) customCall(name, attributes string, t typ, args ...*value) *value {
	layouts := make([]string, len(args))
	for i, a := range args {
		layouts[i] = rowMajor(a.typ)
	}
	return b.op(t, "custom_call @%s(%s) {api_version = 4 : i32, backend_config = {%s}, operand_layouts = [%s], result_layouts = [%s]} : (%s) -> %s",
		name, names(args), attributes, strings.Join(layouts, ", "), rowMajor(t), types(args), t)
}

// rowMajor is the layout in which the last dim is contiguous.
func rowMajor(t typ) string {
	dims := span(0, t.rank())
	slices.Reverse(dims)
	return fmt.Sprintf("dense<%s> : tensor<%dxindex>", list(dims), t.rank())
}

// scalarBool is a bool of one element as a scalar.
func (b *builder) scalarBool(x *value) *value {
	want(x.elem == onnxio.Bool && x.count() == 1, "%s is not one bool", x.typ)
	return b.reshape(x)
}
