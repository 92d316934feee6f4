package stablehlo

import (
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
	// shards is among how many devices the rows are split. No word has rows of two.
	shards    int64
	predicate string
}

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
	channels := int64(0)
	if v.rank() == 4 {
		channels = v.dims[1]
	}
	shards, together := c.plan.rows(c.n.Input(0), v.dims)
	m.shards = shards
	out := c.n.Output(0)
	m.form = c.target.choose(situation{device: c.target.Device, form: c.target.Form, rows: m.rows / shards, scattered: !together, cols: m.cols, elem: v.elem,
		late: c.sites.late[out], channels: channels, dot: c.sites.dots[out]})
	words := m.form.kind.pack(c, v, m)
	c.set(0, &value{name: words.name, typ: words.typ, mask: m})
}

// passes is the predicate.
func (b *builder) passes(v *value, m *mask) *value {
	if m.predicate == "not_le0" {
		return b.not(b.compare(le, v, b.zeros(v.typ)))
	}
	return b.compare(gt, v, b.zeros(v.typ))
}

// gradMask gives dY where the mask has a 1: by selection, or as a product with 1 or 0.
func gradMask(c *call) {
	dy := c.arg(0)
	want(c.has(1) && c.in[1].mask != nil, "its mask must come from an UnSwagPack of the same graph: masks are private to a module")
	w := c.in[1]
	m := w.mask
	want(count(m.dims) == dy.count() && dy.float(), "the gradient is %s, the mask that of a tensor of %v", dy.typ, m.dims)
	combine := c.variant("combine", "select", "mul")
	c.set(0, m.form.kind.gradMask(c, dy, plain(w), m, combine))
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

// tie gives its first input once the others are there, which from then on are those that
// the barrier gives: XLA could compute them later otherwise. Without a mask in memory
// there is nothing to order.
func tie(c *call) {
	first := c.arg(0)
	masked, all, of := false, []*value{first}, []*onnxio.Value{nil}
	for i := 1; i < len(c.in); i++ {
		if c.in[i] == nil {
			continue
		}
		if m := c.in[i].mask; m != nil {
			if m.form.kind == nothing {
				continue
			}
			masked = true
		}
		all, of = append(all, c.in[i]), append(of, c.n.Input(i))
	}
	if !masked {
		c.set(0, first)
		return
	}
	tied := c.barrier(all...)
	for i, v := range of[1:] {
		c.env[v] = tied[i+1]
	}
	c.set(0, tied[0])
}
