package stablehlo

import (
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// tiled is a mask of 32-bit words over tiles of 256 rows.
var tiled = &kind{layout: "tiled256", pack: packTiled, gradMask: gradMaskTiled}

// padded is the rows in whole tiles, those of each device in tiles of their own.
func (m *mask) padded() int64 { return m.shards * ((m.rows/m.shards + 255) / 256 * 256) }

// four are the dims in which bits are packed: tile, bit, row of words, column.
func (m *mask) four() []int64 { return []int64{m.padded() / 256, 32, 8, m.cols} }

// packTiled calls or inlines the packing of a matrix.
func packTiled(c *call, v *value, m *mask) *value {
	x := c.reshape(v, m.rows, m.cols)
	words := newType(onnxio.Uint32, m.padded()/32, m.cols)
	return c.composed("pack", m.predicate, m, words, func(b *builder, in []*value) *value { return b.packMatrix(in[0], m) }, x)
}

// gradMaskTiled calls or inlines the masking of a matrix.
func gradMaskTiled(c *call, dy, words *value, m *mask, combine string) *value {
	f := func(b *builder, in []*value) *value { return b.maskMatrix(in[0], in[1], m, combine) }
	x := c.reshape(dy, m.rows, m.cols)
	// XLA would move the reshape into sums behind it, and sum in another order than it does
	// without a mask.
	return c.barrier(c.reshape(c.composed("grad_mask", combine, m, x.typ, f, x, words), dy.dims...))[0]
}

// composed inlines f, or calls a composite operation whose decomposition it is.
// variant is the predicate or how gradient and mask are combined.
func (c *call) composed(op, variant string, m *mask, result typ, f func(b *builder, in []*value) *value, args ...*value) *value {
	if c.target.Form == Inline {
		return f(c.builder, args)
	}
	name := fmt.Sprintf("unswag.%s.%s.%s.%s_%s", op, m.form.name, variant, elemNames[args[0].elem], args[0].sizes())
	shards := ""
	if m.shards > 1 {
		name += fmt.Sprintf("_of%d", m.shards)
		shards = fmt.Sprintf(", shards = %d : i64", m.shards)
	}
	if c.helpers[name] == "" {
		c.order = append(c.order, name)
		c.helpers[name] = helper(name, args, f)
	}
	what := map[string]string{"pack": "predicate", "grad_mask": "combine"}[op]
	attributes := fmt.Sprintf("%s = %q, layout = %q%s", what, variant, m.form.kind.layout, shards)
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
	zero := b.scalar(x.elem, 0)
	if rest := m.padded() - m.rows; rest > 0 && m.shards > 1 {
		x = b.reshape(x, m.shards, m.rows/m.shards, m.cols)
		x = b.pad(x, zero, []int64{0, 0, 0}, []int64{0, rest / m.shards, 0}, []int64{0, 0, 0})
	} else {
		x = b.pad(x, zero, []int64{0, 0}, []int64{rest, 0}, []int64{0, 0})
	}
	return b.reshape(x, m.four()...)
}

// short views the four dims as a matrix, without the padding.
func (b *builder) short(x *value, m *mask) *value {
	if m.shards == 1 || m.padded() == m.rows {
		x = b.reshape(x, m.padded(), m.cols)
		return b.slice(x, []int64{0, 0}, []int64{m.rows, m.cols}, []int64{1, 1})
	}
	x = b.reshape(x, m.shards, m.padded()/m.shards, m.cols)
	x = b.slice(x, []int64{0, 0, 0}, []int64{m.shards, m.rows / m.shards, m.cols}, []int64{1, 1, 1})
	return b.reshape(x, m.rows, m.cols)
}

// bit is 1 << i along this axis, of 32.
func (b *builder) bit(dims []int64, axis int) *value {
	t := newType(onnxio.Uint32, dims...)
	return b.shiftLeft(b.splat(t, 1), b.iota(t, axis))
}

// packBits makes words of the 32 bools along an axis, which goes.
func (b *builder) packBits(p *value, axis int) *value {
	bits := b.select_(p, b.bit(p.dims, axis), b.zeros(p.with(onnxio.Uint32)))
	return b.reduce("or", bits, []int{axis})
}

// unpackBits makes bools of these dims: the bits of the words stand along an axis of 32.
func (b *builder) unpackBits(words *value, dims []int64, axis int) *value {
	var others []int
	for i := range dims {
		if i != axis {
			others = append(others, i)
		}
	}
	w := b.broadcastInDim(words, dims, others)
	return b.compare(ne, b.and(w, b.bit(dims, axis)), b.zeros(w.typ))
}

// packMatrix compares in the four dims: XLA then never holds a bool for each element in
// the activation's own shape.
func (b *builder) packMatrix(x *value, m *mask) *value {
	x = b.tall(x, m)
	if m.form.wide {
		x = b.barrier(x)[0]
	}
	return b.reshape(b.packBits(b.passes(x, m), 1), m.padded()/32, m.cols)
}

// maskMatrix masks a matrix by words, in the form that m says.
func (b *builder) maskMatrix(g, words *value, m *mask, combine string) *value {
	four := m.four()
	if m.form.wide {
		tied := b.barrier(b.tall(g, m), words)
		g, words = tied[0], tied[1]
	}
	p := b.unpackBits(b.reshape(words, four[0], four[2], four[3]), four, 1)
	if m.form.wide {
		return b.short(b.combined(p, g, combine), m)
	}
	if m.form.pinned {
		p = b.barrier(p, words)[0]
	}
	return b.combined(b.short(p, m), g, combine)
}
