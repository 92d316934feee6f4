package stablehlo

import (
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// unswagOps are the operators of ai.unswag, under both spellings.
var unswagOps = []entry{
	{unswag, "UnSwagPack", 1, pack},
	{unswag, "UnSwagPack_not_le0", 1, pack},
	{unswag, "UnSwagGradMask", 1, gradMask},
	{unswag, "UnSwagGradMask_mul", 1, gradMask},
	{unswag, "UnSwagTie", 1, tie},
}

// mask is what is known of the mask of an activation.
type mask struct {
	form       form
	dims       []int64 // of the activation
	rows, cols int64   // all dims but the last, and the last
	predicate  string
}

// padded is the rows in whole tiles.
func (m *mask) padded() int64 { return (m.rows + 255) / 256 * 256 }

// four are the dims in which bits are packed: tile, bit, row of words, column.
func (m *mask) four() []int64 { return []int64{m.padded() / 256, 32, 8, m.cols} }

// variant is an attribute: what the node says, else the end of the operator's name.
func (c *call) variant(attr, def, other string) string {
	if strings.HasSuffix(c.n.OpType, "_"+other) {
		def = other
	}
	got := c.str(attr, def)
	want(got == def || got == other, "its %s is %q, want %s or %s", attr, got, def, other)
	return got
}

// pack makes the mask, and Y by XLA's own Relu. Where Y is made the mask is made of it,
// which has the same signs and NaN.
func pack(c *call) {
	v := c.arg(0)
	want(v.float(), "there is no mask of %s, only of floats", v.typ)
	if c.wants(1) {
		v = c.settled(c.relu(v))
		c.set(1, v)
	}
	m := &mask{dims: v.dims, rows: 1, cols: 1, predicate: c.variant("predicate", "gt0", "not_le0")}
	if n := v.rank(); n > 0 {
		m.rows, m.cols = count(v.dims[:n-1]), v.dims[n-1]
	}
	out := c.n.Output(0)
	m.form = choose(situation{form: c.target.Form, device: c.target.Device, rows: m.rows, elem: v.elem,
		late: c.sites.late[out], dot: c.sites.dots[out], packs: c.sites.packs})
	var words *value
	switch m.form.kind {
	case flat:
		words = c.customCall("unswag.pack", fmt.Sprintf("predicate = %q, zeros = \"plus\"", m.predicate), newType(onnxio.Uint32, (v.count()+31)/32), v)
	case bools:
		words = c.passes(v, m)
	case nothing:
		words = v
	default:
		words = c.packTiled(v, m)
	}
	c.set(0, &value{name: words.name, typ: words.typ, mask: m})
}

// passes is the predicate.
func (b *builder) passes(v *value, m *mask) *value {
	if m.predicate == "not_le0" {
		return b.not(b.compare(le, v, b.zeros(v.typ)))
	}
	return b.compare(gt, v, b.zeros(v.typ))
}

// packTiled calls or inlines the packing of a matrix.
func (c *call) packTiled(v *value, m *mask) *value {
	x := c.reshape(v, m.rows, m.cols)
	words := newType(onnxio.Uint32, m.padded()/32, m.cols)
	return c.composed("pack", m.predicate, m, words, func(b *builder, in []*value) *value { return b.packMatrix(in[0], m) }, x)
}

// composed inlines f, or calls a composite operation whose decomposition it is.
// variant is the predicate or how gradient and mask are combined.
func (c *call) composed(op, variant string, m *mask, result typ, f func(b *builder, in []*value) *value, args ...*value) *value {
	if c.target.Form == Inline {
		return f(c.builder, args)
	}
	name := fmt.Sprintf("unswag.%s.%s.%s.%s_%dx%d", op, m.form.name, variant, elemNames[args[0].elem], m.rows, m.cols)
	if c.helpers[name] == "" {
		c.order = append(c.order, name)
		c.helpers[name] = helper(name, args, f)
	}
	what := map[string]string{"pack": "predicate", "grad_mask": "combine"}[op]
	attributes := fmt.Sprintf("%s = %q, layout = \"tiled256\"", what, variant)
	return c.composite("unswag."+op, attributes, name, result, args...)
}

// helper is a private function.
func helper(name string, args []*value, f func(b *builder, in []*value) *value) string {
	b := &builder{}
	in, params := make([]*value, len(args)), make([]string, len(args))
	for i, a := range args {
		in[i] = &value{name: fmt.Sprintf("%%arg%d", i), typ: a.typ}
		params[i] = in[i].name + ": " + a.typ.String()
	}
	out := f(b, in)
	return fmt.Sprintf("  func.func private @%s(%s) -> %s {\n%s%sreturn %s : %s\n  }\n",
		name, strings.Join(params, ", "), out.typ, b.text, indent, out.name, out.typ)
}

// tall pads a matrix to whole tiles and views it in the four dims.
func (b *builder) tall(x *value, m *mask) *value {
	x = b.pad(x, b.scalar(x.elem, 0), []int64{0, 0}, []int64{m.padded() - m.rows, 0}, []int64{0, 0})
	return b.reshape(x, m.four()...)
}

// bit is 1 << i along the dim of bits.
func (b *builder) bit(m *mask) *value {
	t := newType(onnxio.Uint32, m.four()...)
	return b.shiftLeft(b.splat(t, 1), b.iota(t, 1))
}

// packMatrix compares in the four dims: XLA then never holds a bool for each element in
// the activation's own shape.
func (b *builder) packMatrix(x *value, m *mask) *value {
	x = b.tall(x, m)
	if m.form.wide {
		x = b.barrier(x)[0]
	}
	p := b.passes(x, m)
	bits := b.select_(p, b.bit(m), b.zeros(newType(onnxio.Uint32, m.four()...)))
	return b.reshape(b.reduce("or", bits, []int{1}), m.padded()/32, m.cols)
}

// gradMask gives dY where the mask has a 1: by selection, or as a product with 1 or 0.
func gradMask(c *call) {
	dy := c.arg(0)
	want(c.has(1) && c.in[1].mask != nil, "its mask must come from an UnSwagPack of the same graph: masks are private to a module")
	w := c.in[1]
	m := w.mask
	want(count(m.dims) == dy.count() && dy.float(), "the gradient is %s, the mask that of a tensor of %v", dy.typ, m.dims)
	combine := c.variant("combine", "select", "mul")
	switch m.form.kind {
	case flat:
		c.set(0, c.customCall("unswag.grad_mask", fmt.Sprintf("combine = %q", combine), dy.typ, dy, w))
	case bools:
		c.set(0, c.settled(c.combined(c.reshape(plain(w), dy.dims...), dy, combine)))
	case nothing:
		c.set(0, c.combined(c.passes(c.reshape(plain(w), dy.dims...), m), dy, combine))
	default:
		f := func(b *builder, in []*value) *value { return b.maskMatrix(in[0], in[1], m, combine) }
		x := c.reshape(dy, m.rows, m.cols)
		// XLA would move the reshape into sums behind it, and sum in another order than
		// it does without a mask.
		out := c.reshape(c.composed("grad_mask", combine, m, x.typ, f, x, plain(w)), dy.dims...)
		c.set(0, c.barrier(out)[0])
	}
}

// plain is a mask as the tensor that it is.
func plain(v *value) *value { return &value{name: v.name, typ: v.typ} }

// combined masks g by bools.
func (b *builder) combined(p, g *value, combine string) *value {
	if combine == "mul" {
		return b.multiply(g, b.convert(p, g.elem))
	}
	return b.select_(p, g, b.zeros(g.typ))
}

// maskMatrix masks a matrix by words, in the form that m says.
func (b *builder) maskMatrix(g, words *value, m *mask, combine string) *value {
	dims, four := g.dims, m.four()
	if m.form.wide {
		tied := b.barrier(b.tall(g, m), words)
		g, words = tied[0], tied[1]
	}
	t := newType(onnxio.Uint32, four...)
	w := b.reshape(words, four[0], four[2], four[3])
	w = b.broadcastInDim(w, four, []int{0, 2, 3})
	p := b.compare(ne, b.and(w, b.bit(m)), b.zeros(t))
	if m.form.wide {
		g = b.reshape(b.combined(p, g, combine), m.padded(), m.cols)
		return b.slice(g, []int64{0, 0}, dims, []int64{1, 1})
	}
	if m.form.pinned {
		p = b.barrier(p, words)[0]
	}
	p = b.slice(b.reshape(p, m.padded(), m.cols), []int64{0, 0}, dims, []int64{1, 1})
	return b.combined(p, g, combine)
}

// tie gives its first input once the others are there, which from then on are those that
// the barrier gives: XLA could compute them later otherwise. Without a mask in memory
// there is nothing to order.
func tie(c *call) {
	first := c.arg(0)
	fences, all, of := false, []*value{first}, []*onnxio.Value{nil}
	for i := 1; i < len(c.in); i++ {
		if c.in[i] == nil {
			continue
		}
		if m := c.in[i].mask; m != nil {
			if m.form.kind == nothing {
				continue
			}
			fences = fences || m.form.fences
		}
		all, of = append(all, c.in[i]), append(of, c.n.Input(i))
	}
	if !fences {
		c.set(0, first)
		return
	}
	tied := c.barrier(all...)
	for i, v := range of[1:] {
		c.env[v] = tied[i+1]
	}
	c.set(0, tied[0])
}
