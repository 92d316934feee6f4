package shape

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// shapeRules: operators that turn shapes into tensors and back.
var shapeRules = map[opKey]rule{
	{"", "Shape"}:                 shapeOp,
	{"", "Size"}:                  size,
	{"", "Constant"}:              constant,
	{"", "ConstantOfShape"}:       constantOfShape,
	{"", "Range"}:                 rangeOp,
	{"", "EyeLike"}:               likeInput,
	{"", "RandomNormalLike"}:      likeInput,
	{"", "RandomUniformLike"}:     likeInput,
	{"", "Bernoulli"}:             likeInput,
	{"", "RandomNormal"}:          random,
	{"", "RandomUniform"}:         random,
	{ms, "BroadcastGradientArgs"}: broadcastGradientArgs,
}

// shapeOp: dims start to end, as an int64 vector.
func shapeOp(c *call) {
	x := c.in(0)
	if !x.Ranked {
		c.shaped(0, onnxio.Int64, c.syms.unknown())
		return
	}
	n := int64(len(x.Dims))
	from, count := SliceRange(n, c.intAttr("start", 0), c.intAttr("end", n), 1)
	c.shaped(0, onnxio.Int64, number(count))
	c.setInts(0, x.Dims[from:from+count])
}

func size(c *call) {
	c.shaped(0, onnxio.Int64)
	if n, ok := c.in(0).Elements(); ok {
		c.setInts(0, []sym.Poly{n})
	}
}

// constant: one of the attributes value, value_float(s), value_int(s), value_string(s).
func constant(c *call) {
	if a := c.attr("value"); a != nil && a.Tensor() != nil {
		t := a.Tensor()
		c.shaped(0, t.Elem, polys(t.Dims)...)
		if p, ok := tensorContents(t); ok {
			c.setInts(0, p)
		}
		return
	}
	if a := c.attr("value_int"); a != nil {
		c.shaped(0, onnxio.Int64)
		c.setInts(0, polys([]int64{a.Int()}))
	} else if a := c.attr("value_ints"); a != nil {
		c.shaped(0, onnxio.Int64, number(int64(len(a.Ints()))))
		c.setInts(0, polys(a.Ints()))
	} else if c.attr("value_float") != nil {
		c.shaped(0, onnxio.Float)
	} else if a := c.attr("value_floats"); a != nil {
		c.shaped(0, onnxio.Float, number(int64(len(a.Floats()))))
	} else if c.attr("value_string") != nil {
		c.shaped(0, onnxio.String)
	} else if a := c.attr("value_strings"); a != nil {
		c.shaped(0, onnxio.String, number(int64(len(a.Strs()))))
	}
}

func constantOfShape(c *call) {
	elem, fill := onnxio.Float, []sym.Poly(nil)
	if a := c.attr("value"); a != nil && a.Tensor() != nil {
		elem = a.Tensor().Elem
		fill, _ = tensorContents(a.Tensor())
	}
	c.elemOnly(0, elem)
	dims, ok := c.ints(0)
	if !ok {
		if t := c.in(0); len(t.Dims) == 1 {
			if n, isInt := t.Dims[0].Int(); isInt && n >= 0 && n <= maxContents {
				c.shaped(0, elem, c.unknowns(int(n))...)
			}
		}
		return
	}
	c.shaped(0, elem, dims...)
	if n, isInt := product(dims).Int(); isInt && n >= 0 && n <= maxContents && len(fill) == 1 {
		c.setInts(0, slices.Repeat(fill, int(n)))
	}
}

// rangeOp: start, start+delta ... below limit.
func rangeOp(c *call) {
	elem := c.in(0).Elem
	c.shaped(0, elem, c.syms.unknown())
	start, ok1 := c.ints(0)
	limit, ok2 := c.ints(1)
	delta, ok3 := c.numbers(2)
	if !ok1 || !ok2 || !ok3 || len(start) != 1 || len(limit) != 1 || len(delta) != 1 || delta[0] <= 0 {
		return
	}
	n := limit[0].Sub(start[0]).CeilDiv(delta[0])
	k, isInt := n.Int()
	if isInt && k < 0 {
		n, k = number(0), 0
	}
	if n.Overflowed() {
		return
	}
	c.shaped(0, elem, n)
	if isInt && k <= maxContents {
		out := make([]sym.Poly, k)
		for i := range out {
			out[i] = start[0].Add(number(int64(i) * delta[0]))
		}
		c.setInts(0, out)
	}
}

// likeInput: the shape of input 0, the element type of the attribute dtype if given.
func likeInput(c *call) {
	t := c.in(0)
	t.Elem = onnxio.DType(c.intAttr("dtype", int64(t.Elem)))
	c.set(0, t)
}

func random(c *call) {
	elem := onnxio.DType(c.intAttr("dtype", int64(onnxio.Float)))
	c.elemOnly(0, elem)
	if dims, ok := c.intsAttr("shape"); ok {
		c.shaped(0, elem, polys(dims)...)
	}
}

// broadcastGradientArgs: (shape of A, shape of B) -> the axes over which the gradient
// of A, and of B, is summed: those where the other one was broadcast.
func broadcastGradientArgs(c *call) {
	c.shaped(0, onnxio.Int64, c.syms.unknown())
	c.shaped(1, onnxio.Int64, c.syms.unknown())
	a, ok := c.ints(0)
	b, ok2 := c.ints(1)
	if !ok || !ok2 {
		return
	}
	n := max(len(a), len(b))
	var axes [2][]sym.Poly
	for i := n - 1; i >= 0; i-- {
		x, missA := dimFromRight(a, n, i)
		y, missB := dimFromRight(b, n, i)
		x, y = c.syms.resolve(x), c.syms.resolve(y)
		one := number(1)
		switch {
		case missA:
			axes[0] = append(axes[0], number(int64(i)))
		case missB:
			axes[1] = append(axes[1], number(int64(i)))
		case x.Equal(y):
		case x.Equal(one):
			axes[0] = append(axes[0], number(int64(i)))
		case y.Equal(one):
			axes[1] = append(axes[1], number(int64(i)))
		default:
			return // one of two different symbols may be 1
		}
	}
	for i, list := range axes {
		c.shaped(i, onnxio.Int64, number(int64(len(list))))
		c.setInts(i, append([]sym.Poly{}, list...))
	}
}

// dimFromRight returns dim i of dims aligned to the right in n dims, and whether it is
// missing.
func dimFromRight(dims []sym.Poly, n, i int) (sym.Poly, bool) {
	if i -= n - len(dims); i >= 0 {
		return dims[i], false
	}
	return number(1), true
}
