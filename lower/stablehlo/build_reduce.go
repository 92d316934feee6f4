package stablehlo

import (
	"bytes"
	"fmt"
	"math"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// startOf is the number that a reduction by op starts from.
func (b *builder) startOf(op string, elem onnxio.DType) *value {
	switch op {
	case "add", "or":
		return b.scalar(elem, 0)
	case "multiply", "and":
		return b.scalar(elem, 1)
	case "maximum":
		return b.extreme(elem, false)
	case "minimum":
		return b.extreme(elem, true)
	}
	fail("a reduction by %s of %s cannot be lowered", op, elem)
	return nil
}

// extreme is the largest or the least number of a type, infinity for floats.
func (b *builder) extreme(elem onnxio.DType, largest bool) *value {
	t := newType(elem)
	if t.float() {
		return b.scalar(elem, math.Inf(map[bool]int{true: 1, false: -1}[largest]))
	}
	fill := byte(0)
	if largest {
		fill = 0xFF
	}
	data := bytes.Repeat([]byte{fill}, elem.Bits()/8)
	if t.signed() { // the sign stands in the last byte
		data[len(data)-1] ^= 0x80
	}
	return b.constant(t, data)
}

// reduce folds x along axes, which vanish.
func (b *builder) reduce(op string, x *value, axes []int) *value {
	if len(axes) == 0 {
		return x
	}
	start := b.startOf(op, x.elem)
	t := x.typ.shaped(without(x.dims, axes)...)
	return b.op(t, "reduce(%s init: %s) applies stablehlo.%s across dimensions = %s : (%s, %s) -> %s",
		x.name, start.name, op, list(axes), x.typ, start.typ, t)
}

// sum adds along axes, 16-bit floats in float32.
func (b *builder) sum(x *value, axes []int) *value {
	return b.convert(b.reduce("add", b.wide(x), axes), x.elem)
}

// sliding is a window over all dims of a tensor.
type sliding struct {
	size, stride, dilation, low, high []int64
}

// reduceWindow folds what a window reads by op.
func (b *builder) reduceWindow(op string, x *value, w sliding) *value {
	start := b.startOf(op, x.elem)
	t := x.typ.shaped(slices.Clone(x.dims)...)
	pads := ""
	for d := range t.dims {
		room := x.dims[d] + w.low[d] + w.high[d] - (w.size[d]-1)*w.dilation[d] - 1
		want(room >= 0, "a window of %v cannot slide over %s", w.size, x.typ)
		t.dims[d] = room/w.stride[d] + 1
		if d > 0 {
			pads += ", "
		}
		pads += list([]int64{w.low[d], w.high[d]})
	}
	attrs := fmt.Sprintf("padding = dense<[%s]> : tensor<%dx2xi64>, window_dilations = %s, window_dimensions = %s, window_strides = %s",
		pads, x.rank(), array(w.dilation), array(w.size), array(w.stride))
	return b.generic("reduce_window", []*value{x, start}, attrs, b.folder(op, x.elem), t)[0]
}

// folder is the region that combines two scalars by op, or takes the second where op is "".
func (b *builder) folder(op string, elem onnxio.DType) string {
	t := newType(elem)
	if op == "" {
		return fmt.Sprintf("{\n%[1]s^bb0(%%a: %[2]s, %%b: %[2]s):\n%[1]s  stablehlo.return %%b : %[2]s\n%[1]s}", indent, t)
	}
	return fmt.Sprintf("{\n%[1]s^bb0(%%a: %[3]s, %%b: %[3]s):\n%[1]s  %%c = stablehlo.%[2]s %%a, %%b : %[3]s\n%[1]s  stablehlo.return %%c : %[3]s\n%[1]s}", indent, op, t)
}
