package shape

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// movementRules: operators that move whole dims about.
var movementRules = map[opKey]rule{
	{"", "Transpose"}:      transpose,
	{"", "Concat"}:         concat,
	{ms, "ConcatTraining"}: concatTraining,
	{"", "Split"}:          split,
	{ms, "SplitTraining"}:  split,
	{"", "Slice"}:          slice,
	{ms, "SliceGrad"}:      func(c *call) { c.likeShape(0, 1) },
	{"", "Expand"}:         expand,
	{"", "Tile"}:           tile,
	{"", "Pad"}:            pad,
	{"", "DepthToSpace"}:   depthToSpace,
	{"", "SpaceToDepth"}:   depthToSpace,
	{"", "Resize"}:         rankOnly,
	{"", "Upsample"}:       rankOnly,
}

func transpose(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if !x.Ranked {
		return
	}
	n := len(x.Dims)
	perm, ok := c.intsAttr("perm")
	dims := make([]sym.Poly, n)
	for i := range dims {
		from := n - 1 - i
		if ok {
			if from, ok = axisOf(at(perm, i, -1), n); !ok || len(perm) != n {
				return
			}
		}
		dims[i] = x.Dims[from]
	}
	c.shaped(0, x.Elem, dims...)
}

// concat: the dims other than axis are those of any input, since all must be equal.
func concat(c *call) {
	first := c.in(0)
	c.elemOnly(0, first.Elem)
	axis, ok := axisOf(c.intAttr("axis", 1), len(first.Dims))
	if !ok {
		return
	}
	dims := slices.Clone(first.Dims)
	for i := 1; i < len(c.n.Inputs()); i++ {
		t := c.in(i)
		if len(t.Dims) != len(dims) {
			return
		}
		for j, d := range t.Dims {
			if j == axis {
				dims[j] = dims[j].Add(d)
			} else {
				c.syms.unify(dims[j], d)
			}
		}
	}
	c.shaped(0, first.Elem, dims...)
	c.concatInts(axis)
}

// concatInts joins the elements of the inputs along axis.
func (c *call) concatInts(axis int) {
	rows := 1
	var out []sym.Poly
	parts := make([][]sym.Poly, len(c.n.Inputs()))
	for i := range parts {
		p, ok := c.ints(i)
		if !ok {
			return
		}
		parts[i] = p
		if n, isInt := product(c.in(i).Dims[:axis]).Int(); isInt && n > 0 && int64(len(p))%n == 0 {
			rows = int(n)
		} else {
			return
		}
	}
	for r := range rows {
		for _, p := range parts {
			w := len(p) / rows
			out = append(out, p[r*w:min((r+1)*w, len(p))]...)
		}
	}
	c.setInts(0, out)
}

// concatTraining has the sizes of the inputs along axis as second output.
func concatTraining(c *call) {
	concat(c)
	c.shaped(1, onnxio.Int64, number(int64(len(c.n.Inputs()))))
	sizes := make([]sym.Poly, len(c.n.Inputs()))
	for i := range sizes {
		t := c.in(i)
		axis, ok := axisOf(c.intAttr("axis", 1), len(t.Dims))
		if !ok {
			return
		}
		sizes[i] = t.Dims[axis]
	}
	c.setInts(1, sizes)
}

// split: the sizes are an attribute, input 1, or equal parts of which the last may be
// smaller.
func split(c *call) {
	x, n := c.in(0), int64(len(c.n.Outputs()))
	axis, ok := axisOf(c.intAttr("axis", 0), len(x.Dims))
	sizes, known := c.ints(1)
	if k, isAttr := c.intsAttr("split"); isAttr {
		sizes, known = polys(k), true
	}
	for i := range c.n.Outputs() {
		c.elemOnly(i, x.Elem)
		if !ok {
			continue
		}
		dims := slices.Clone(x.Dims)
		switch {
		case known && i < len(sizes):
			dims[axis] = sizes[i]
		case c.has(1):
			dims[axis] = c.syms.unknown()
		default:
			part := x.Dims[axis].CeilDiv(n)
			if dims[axis] = part; int64(i) == n-1 {
				dims[axis] = x.Dims[axis].Sub(part.Mul(number(n - 1)))
			}
		}
		c.shaped(i, x.Elem, dims...)
	}
}

// expand: numpy's broadcasting of x to the shape in input 1.
func expand(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if target, ok := c.ints(1); ok && x.Ranked {
		c.shaped(0, x.Elem, c.broadcastDims(x.Dims, target)...)
		return
	}
	if t := c.in(1); len(t.Dims) == 1 && x.Ranked {
		if n, isInt := t.Dims[0].Int(); isInt && n >= 0 && n <= maxContents {
			c.shaped(0, x.Elem, c.unknowns(max(int(n), len(x.Dims)))...)
		}
	}
}

func tile(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if !x.Ranked {
		return
	}
	repeats, ok := c.ints(1)
	if !ok || len(repeats) != len(x.Dims) {
		c.shaped(0, x.Elem, c.unknowns(len(x.Dims))...)
		return
	}
	dims := make([]sym.Poly, len(x.Dims))
	for i := range dims {
		dims[i] = x.Dims[i].Mul(repeats[i])
	}
	c.shaped(0, x.Elem, dims...)
}

// pad: pads are an attribute or input 1, all begins before all ends; axes are input 3.
func pad(c *call) {
	x := c.in(0)
	c.elemOnly(0, x.Elem)
	if !x.Ranked {
		return
	}
	pads, ok := c.ints(1)
	if k, isAttr := c.intsAttr("pads"); isAttr {
		pads, ok = polys(k), true
	}
	n := len(x.Dims)
	axes, hasAxes := c.numbers(3)
	if !hasAxes {
		for i := range n {
			axes = append(axes, int64(i))
		}
	}
	if !ok || c.has(3) && !hasAxes || len(pads) != 2*len(axes) {
		c.shaped(0, x.Elem, c.unknowns(n)...)
		return
	}
	dims := slices.Clone(x.Dims)
	for i, a := range axes {
		if j, inRange := axisOf(a, n); inRange {
			dims[j] = dims[j].Add(pads[i]).Add(pads[i+len(axes)])
		}
	}
	c.shaped(0, x.Elem, dims...)
}

// depthToSpace: [N, C, H, W] to [N, C/b^2, H*b, W*b], and SpaceToDepth back.
func depthToSpace(c *call) {
	x, b := c.in(0), number(c.intAttr("blocksize", 0))
	c.elemOnly(0, x.Elem)
	if len(x.Dims) != 4 {
		return
	}
	grow, shrink := []int{2, 3}, []int{1, 1}
	if c.n.OpType == "SpaceToDepth" {
		grow, shrink = []int{1, 1}, []int{2, 3}
	}
	dims := slices.Clone(x.Dims)
	for _, i := range grow {
		dims[i] = dims[i].Mul(b)
	}
	for _, i := range shrink {
		q, ok := dims[i].DivExact(b)
		if !ok {
			q = c.syms.unknown()
		}
		dims[i] = q
	}
	c.shaped(0, x.Elem, dims...)
}

// likeShape gives output 0 the element type of input elem and the shape that is the
// content of input shape.
func (c *call) likeShape(elem, shape int) {
	c.elemOnly(0, c.in(elem).Elem)
	if dims, ok := c.ints(shape); ok {
		c.shaped(0, c.in(elem).Elem, dims...)
	}
}
