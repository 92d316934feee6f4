package stablehlo

import "slices"

func (b *builder) iota(t typ, dim int) *value {
	want(dim >= 0 && dim < t.rank(), "iota along dim %d of %s", dim, t)
	return b.op(t, "iota dim = %d : %s", dim, t)
}

// reshape keeps the elements, and what is known of them; the same shape stays as it is.
func (b *builder) reshape(x *value, dims ...int64) *value {
	if slices.Equal(x.dims, dims) {
		return x
	}
	t := x.typ.shaped(dims...)
	want(t.count() == x.count(), "%s cannot be reshaped to %s", x.typ, t)
	out := b.op(t, "reshape %s : (%s) -> %s", x.name, x.typ, t)
	out.ints, out.floats = x.ints, x.floats
	return out
}

// broadcastInDim makes dim dims[i] of the result of dim i of x, which has that size or 1.
func (b *builder) broadcastInDim(x *value, to []int64, dims []int) *value {
	want(len(dims) == x.rank(), "broadcast of %s to dims %v", x.typ, dims)
	for i, d := range dims {
		want(d < len(to) && (i == 0 || d > dims[i-1]) && (x.dims[i] == 1 || x.dims[i] == to[d]), "%s cannot be broadcast to %v along dims %v", x.typ, to, dims)
	}
	if slices.Equal(x.dims, to) {
		return x
	}
	t := x.typ.shaped(to...)
	return b.op(t, "broadcast_in_dim %s, dims = %s : (%s) -> %s", x.name, list(dims), x.typ, t)
}

// broadcast is ONNX's (numpy's) broadcasting: dims are aligned at the end.
func (b *builder) broadcast(x *value, to []int64) *value {
	want(x.rank() <= len(to), "%s cannot be broadcast to %v", x.typ, to)
	if len(to) == x.rank() && slices.Equal(x.dims, to) {
		return x
	}
	return b.broadcastInDim(x, to, span(len(to)-x.rank(), len(to)))
}

// along broadcasts a vector to a shape whose dim axis it is.
func (b *builder) along(x *value, to []int64, axis int) *value {
	want(x.count() == to[axis], "%s does not go along dim %d of %v", x.typ, axis, to)
	return b.broadcastInDim(b.reshape(x, to[axis]), to, []int{axis})
}

// restored broadcasts what was reduced along axes back to the shape to.
func (b *builder) restored(x *value, to []int64, axes []int) *value {
	var dims []int
	for d := range to {
		if !slices.Contains(axes, d) {
			dims = append(dims, d)
		}
	}
	return b.broadcastInDim(x, to, dims)
}

// joint is the shape that shapes are broadcast to.
func joint(shapes ...[]int64) []int64 {
	out := []int64{}
	for _, s := range shapes {
		for len(out) < len(s) {
			out = append([]int64{1}, out...)
		}
		for i, n := range s {
			at := &out[len(out)-len(s)+i]
			want(*at == n || *at == 1 || n == 1, "the shapes %v cannot be broadcast together", shapes)
			if *at == 1 {
				*at = n
			}
		}
	}
	return out
}

func (b *builder) transpose(x *value, perm []int) *value {
	sorted := slices.Clone(perm)
	slices.Sort(sorted)
	want(slices.Equal(sorted, span(0, x.rank())), "%v is no permutation of the dims of %s", perm, x.typ)
	if slices.Equal(perm, sorted) {
		return x
	}
	t := x.typ.shaped(make([]int64, len(perm))...)
	for i, p := range perm {
		t.dims[i] = x.dims[p]
	}
	return b.op(t, "transpose %s, dims = %s : (%s) -> %s", x.name, list(perm), x.typ, t)
}

func (b *builder) reverse(x *value, dims []int) *value {
	if len(dims) == 0 {
		return x
	}
	return b.op(x.typ, "reverse %s, dims = %s : %s", x.name, list(dims), x.typ)
}

// slice reads [start, limit) by stride in every dim.
func (b *builder) slice(x *value, start, limit, stride []int64) *value {
	want(len(start) == x.rank() && len(limit) == x.rank() && len(stride) == x.rank(), "slice of %s by %v, %v, %v", x.typ, start, limit, stride)
	t := x.typ.shaped(make([]int64, x.rank())...)
	text := ""
	for d := range t.dims {
		want(start[d] >= 0 && start[d] <= limit[d] && limit[d] <= x.dims[d] && stride[d] > 0, "slice of %s by %v, %v, %v", x.typ, start, limit, stride)
		t.dims[d] = (limit[d] - start[d] + stride[d] - 1) / stride[d]
		if d > 0 {
			text += ", "
		}
		text += commas([]int64{start[d]}) + ":" + commas([]int64{limit[d]}) + ":" + commas([]int64{stride[d]})
	}
	if t.equal(x.typ) {
		return x
	}
	return b.op(t, "slice %s [%s] : (%s) -> %s", x.name, text, x.typ, t)
}

// pad puts the scalar v around x, where low and high may be negative, and between its
// elements.
func (b *builder) pad(x, v *value, low, high, interior []int64) *value {
	want(v.typ.equal(newType(x.elem)), "pad of %s with %s", x.typ, v.typ)
	t, nothing := x.typ.shaped(make([]int64, x.rank())...), true
	for d, n := range x.dims {
		t.dims[d] = n + max(n-1, 0)*interior[d] + low[d] + high[d]
		want(t.dims[d] >= 0 && interior[d] >= 0, "pad of %s by %v, %v, %v", x.typ, low, high, interior)
		nothing = nothing && low[d] == 0 && high[d] == 0 && interior[d] == 0
	}
	if nothing {
		return x
	}
	return b.op(t, "pad %s, %s, low = %s, high = %s, interior = %s : (%s, %s) -> %s",
		x.name, v.name, list(low), list(high), list(interior), x.typ, v.typ, t)
}

func (b *builder) concatenate(axis int, v ...*value) *value {
	t := v[0].typ.shaped(slices.Clone(v[0].dims)...)
	t.dims[axis] = 0
	for _, x := range v {
		want(x.elem == t.elem && x.rank() == t.rank(), "%s and %s cannot be joined", v[0].typ, x.typ)
		for d, n := range x.dims {
			want(d == axis || n == t.dims[d], "%s and %s cannot be joined along axis %d", v[0].typ, x.typ, axis)
		}
		t.dims[axis] += x.dims[axis]
	}
	if len(v) == 1 {
		return v[0]
	}
	return b.op(t, "concatenate %s, dim = %d : (%s) -> %s", names(v), axis, types(v), t)
}
