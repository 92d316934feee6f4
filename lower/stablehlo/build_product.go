package stablehlo

import (
	"fmt"
	"strings"
)

// dotGeneral multiplies x and y: dims xBatch and yBatch are the same in both and come
// first, xSum and ySum are summed over, the others of x and then of y follow.
func (b *builder) dotGeneral(x, y *value, xBatch, yBatch, xSum, ySum []int) *value {
	want(x.elem == y.elem && len(xBatch) == len(yBatch) && len(xSum) == len(ySum), "a product of %s and %s", x.typ, y.typ)
	t := x.typ.shaped()
	for i, d := range xBatch {
		want(x.dims[d] == y.dims[yBatch[i]], "%s and %s have not the same batch", x.typ, y.typ)
		t.dims = append(t.dims, x.dims[d])
	}
	for i, d := range xSum {
		want(x.dims[d] == y.dims[ySum[i]], "%s and %s do not fit together: one sums over %d elements, the other over %d", x.typ, y.typ, x.dims[d], y.dims[ySum[i]])
	}
	t.dims = append(t.dims, without(x.dims, append(append([]int{}, xBatch...), xSum...))...)
	t.dims = append(t.dims, without(y.dims, append(append([]int{}, yBatch...), ySum...))...)
	batching := ""
	if len(xBatch) > 0 {
		batching = fmt.Sprintf("batching_dims = %s x %s, ", list(xBatch), list(yBatch))
	}
	return b.op(t, "dot_general %s, %s, %scontracting_dims = %s x %s : (%s, %s) -> %s",
		x.name, y.name, batching, list(xSum), list(ySum), x.typ, y.typ, t)
}

// convolution is one of StableHLO: the letters say what each dim of input, filters and
// result is (b: batch, f: feature, i and o: the filters' input and output feature); the
// spatial dims follow.
type convolution struct {
	x, w, y                    string
	stride, low, high          []int64
	xDilation, wDilation       []int64
	featureGroups, batchGroups int64
}

func (b *builder) convolution(x, w *value, c convolution) *value {
	want(x.elem == w.elem && x.rank() == w.rank() && x.rank() >= 3, "a convolution of %s with %s", x.typ, w.typ)
	t := x.typ.shaped(make([]int64, x.rank())...)
	at := func(letters string, l byte) int { return strings.IndexByte(letters, l) }
	features := x.dims[at(c.x, 'f')]
	want(features == w.dims[at(c.w, 'i')]*c.featureGroups, "filters %s do not fit %s", w.typ, x.typ)
	t.dims[at(c.y, 'b')] = x.dims[at(c.x, 'b')] / c.batchGroups
	t.dims[at(c.y, 'f')] = w.dims[at(c.w, 'o')]
	pads := make([]string, len(c.stride))
	for d := range c.stride {
		in := max(0, x.dims[d+2]-1)*c.xDilation[d] + 1
		room := in + c.low[d] + c.high[d] - (w.dims[d+2]-1)*c.wDilation[d] - 1
		want(room >= 0, "filters %s cannot slide over %s", w.typ, x.typ)
		t.dims[d+2] = room/c.stride[d] + 1
		pads[d] = list([]int64{c.low[d], c.high[d]})
	}
	return b.op(t, "convolution(%s, %s) dim_numbers = %sx%s->%s, window = {stride = %s, pad = [%s], lhs_dilate = %s, rhs_dilate = %s} {batch_group_count = %d : i64, feature_group_count = %d : i64} : (%s, %s) -> %s",
		x.name, w.name, letters(c.x, x.rank()), letters(c.w, x.rank()), letters(c.y, x.rank()), list(c.stride), strings.Join(pads, ", "),
		list(c.xDilation), list(c.wDilation), c.batchGroups, c.featureGroups, x.typ, w.typ, t)
}

// letters writes "bf" of rank 4 as "[b, f, 0, 1]".
func letters(two string, rank int) string {
	s := "[" + two[:1] + ", " + two[1:]
	for d := range rank - 2 {
		s += fmt.Sprint(", ", d)
	}
	return s + "]"
}
