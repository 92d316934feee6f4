package stablehlo

import (
	"math"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// dropoutOps set random elements to 0 and scale the others.
var dropoutOps = []entry{
	{"", "Dropout", 7, func(c *call) { c.set(0, c.arg(0)); c.set(1, c.splat(c.arg(0).typ.with(onnxio.Bool), 1)) }},
	{"", "Dropout", 12, dropout},
	{ms, "BiasDropout", 1, biasDropout},
	{ms, "BitmaskDropout", 1, dropout},
	{ms, "BitmaskBiasDropout", 1, biasDropout},
	{ms, "DropoutGrad", 1, dropoutGrad},
	{ms, "BitmaskDropoutGrad", 1, dropoutGrad},
}

// chance is how a call drops elements.
type chance struct {
	ratio *value // a float32 scalar
	scale *value // 1/(1-ratio)
	// training is nil where it is known: then drops says what.
	training *value
	drops    bool
}

// chance reads the ratio and whether this is training, from inputs i and i+1.
func (c *call) chance(i int, training bool) chance {
	p := chance{drops: training}
	if c.has(i+1) && c.in[i+1].ints != nil {
		p.drops = c.in[i+1].ints[0] != 0
	} else if c.has(i + 1) {
		p.training, p.drops = c.scalarBool(c.arg(i+1)), true
	}
	ratio := 0.5
	if c.has(i) && c.in[i].floats == nil {
		p.ratio = c.convert(c.reshape(c.arg(i)), onnxio.Float)
		one := c.scalar(onnxio.Float, 1)
		p.scale = c.divide(one, c.subtract(one, p.ratio))
		return p
	}
	if c.has(i) {
		ratio = c.in[i].floats[0]
	}
	want(ratio >= 0 && ratio < 1, "its ratio is %v, want one in [0, 1)", ratio)
	p.ratio, p.scale = c.scalar(onnxio.Float, ratio), c.scalar(onnxio.Float, 1/(1-ratio))
	p.drops = p.drops && ratio > 0
	return p
}

func dropout(c *call) { c.set(0, c.drop(c.arg(0), 1)) }

// biasDropout drops of input 0 plus the bias, input 1, and adds input 2.
func biasDropout(c *call) {
	x := c.arg(0)
	out := c.drop(c.add(x, c.broadcast(c.arg(1), x.dims)), 3)
	if c.has(2) {
		out = c.add(out, c.reshape(c.arg(2), x.dims...))
	}
	c.set(0, out)
}

// drop drops of x, by the ratio at input i, and sets output 1, the mask: a bool for each
// element, or a bit in words of 32.
func (c *call) drop(x *value, i int) *value {
	p := c.chance(i, false)
	t := x.typ.with(onnxio.Bool)
	out, keep := x, (*value)(nil)
	if p.drops {
		keep = c.compare(ge, c.uniform(x.dims, c.seed()), c.broadcast(p.ratio, x.dims))
		if p.training != nil {
			keep = c.or(keep, c.broadcast(c.not(p.training), x.dims))
		}
		out = c.dropped(p, x, keep)
	} else {
		keep = c.splat(t, 1)
	}
	if c.wants(1) && strings.HasPrefix(c.n.OpType, "Bitmask") {
		keep = c.bits(keep)
	}
	c.set(1, keep)
	return out
}

// bits packs bools in their order: element i is bit i%32 of word i/32.
func (c *call) bits(keep *value) *value {
	n := keep.count()
	flat := c.pad(c.reshape(keep, n), c.scalar(onnxio.Bool, 0), []int64{0}, []int64{-n & 31}, []int64{0})
	t := newType(onnxio.Uint32, (n+31)/32, 32)
	bit := c.shiftLeft(c.splat(t, 1), c.iota(t, 1))
	return c.reduce("or", c.select_(c.reshape(flat, t.dims...), bit, c.zeros(t)), []int{1})
}

// unpacked are the bools that bits packed.
func (c *call) unpacked(words *value, n int64) *value {
	t := newType(onnxio.Uint32, (n+31)/32, 32)
	want(words.typ.equal(t.shaped(t.dims[0])), "a mask %s of %d elements", words.typ, n)
	bit := c.shiftLeft(c.splat(t, 1), c.iota(t, 1))
	set := c.compare(ne, c.and(c.broadcastInDim(words, t.dims, []int{0}), bit), c.zeros(t))
	return c.slice(c.reshape(set, t.count()), []int64{0}, []int64{n}, []int64{1})
}

// dropped scales what is kept.
func (c *call) dropped(p chance, x, keep *value) *value {
	wide := c.wide(x)
	scaled := c.multiply(wide, c.broadcast(c.convert(p.scale, wide.elem), x.dims))
	out := c.convert(c.select_(keep, scaled, c.zeros(wide.typ)), x.elem)
	if p.training != nil {
		out = c.select_(p.training, out, x)
	}
	return out
}

// dropoutGrad drops of the gradient what the forward pass dropped.
func dropoutGrad(c *call) {
	dy, keep := c.arg(0), c.arg(1)
	if keep.elem == onnxio.Uint32 {
		keep = c.unpacked(keep, dy.count())
	}
	p := c.chance(2, true)
	if !p.drops {
		c.set(0, dy)
		return
	}
	c.set(0, c.dropped(p, dy, c.reshape(keep, dy.dims...)))
}

// seed is the attribute, or else the number of the node among the Dropouts of the graph.
func (c *call) seed() uint32 {
	c.drops++
	s := uint64(c.drops)
	if a := c.attr("seed"); a != nil {
		s = uint64(a.Int())
	}
	return mix(uint32(s)) ^ mix(uint32(s>>32)+1)
}

// mix is a hash of 32 bits: a bijection whose every output bit depends on every input bit.
func mix(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x7feb352d
	x ^= x >> 15
	x *= 0x846ca68b
	return x ^ x>>16
}

// mix is the same in the module.
func (b *builder) mix(x *value) *value {
	constant := func(v uint32) *value { return b.splat(x.typ, float64(v)) }
	x = b.xor(x, b.shiftRight(x, constant(16)))
	x = b.multiply(x, constant(0x7feb352d))
	x = b.xor(x, b.shiftRight(x, constant(15)))
	x = b.multiply(x, constant(0x846ca68b))
	return b.xor(x, b.shiftRight(x, constant(16)))
}

// uniform draws a float32 in [0, 1) for every element: the upper 24 bits of
// mix(mix(row + seed) + column), where the columns are the last dim and the rows all
// others. Equal seeds give equal numbers on every device.
func (c *call) uniform(dims []int64, seed uint32) *value {
	rows, columns := int64(1), int64(1)
	if len(dims) > 0 {
		columns = dims[len(dims)-1]
		rows = count(dims[:len(dims)-1])
	}
	want(rows <= math.MaxUint32 && columns <= math.MaxUint32, "%v is more than the generator can number", dims)
	t := newType(onnxio.Uint32, rows, columns)
	row := c.mix(c.add(c.iota(t.shaped(rows), 0), c.splat(t.shaped(rows), float64(seed))))
	x := c.mix(c.add(c.broadcastInDim(row, t.dims, []int{0}), c.iota(t, 1)))
	x = c.shiftRight(x, c.splat(t, 8))
	u := c.multiply(c.convert(x, onnxio.Float), c.splat(t.with(onnxio.Float), 1.0/(1<<24)))
	return c.reshape(u, dims...)
}
