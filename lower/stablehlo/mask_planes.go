package stablehlo

import "github.com/unswag/unswagc/onnxio"

// planes is a mask of images: a 32-bit word has one place of 32 channels. TPUs lay images
// out by channels and images, so words of places need no turning, and no padding of narrow
// images.
var planes = &kind{layout: "planes32", fits: situation.planes, pack: packPlanes, gradMask: gradMaskPlanes}

// channels are those of the images in whole words.
func (m *mask) channels() int64 { return (m.dims[1] + 31) / 32 * 32 }

// five are the dims in which bits are packed: image, word, bit, and the place.
func (m *mask) five() []int64 {
	return []int64{m.dims[0], m.channels() / 32, 32, m.dims[2], m.dims[3]}
}

// packPlanes calls or inlines the packing of images.
func packPlanes(c *call, v *value, m *mask) *value {
	words := newType(onnxio.Uint32, m.dims[0], m.channels()/32, m.dims[2], m.dims[3])
	return c.composed("pack", m.predicate, m, words, func(b *builder, in []*value) *value {
		x := b.pad(in[0], b.scalar(v.elem, 0), []int64{0, 0, 0, 0}, []int64{0, m.channels() - m.dims[1], 0, 0}, []int64{0, 0, 0, 0})
		return b.packBits(b.passes(b.reshape(x, m.five()...), m), 2)
	}, v)
}

// gradMaskPlanes calls or inlines the masking of images: gradient and words wait for each
// other, and the words are not unpacked before.
func gradMaskPlanes(c *call, dy, words *value, m *mask, combine string) *value {
	f := func(b *builder, in []*value) *value {
		tied := b.barrier(in...)
		p := b.reshape(b.unpackBits(tied[1], m.five(), 2), m.dims[0], m.channels(), m.dims[2], m.dims[3])
		p = b.slice(p, []int64{0, 0, 0, 0}, m.dims, []int64{1, 1, 1, 1})
		return b.combined(p, tied[0], combine)
	}
	g := c.reshape(dy, m.dims...)
	return c.settled(c.reshape(c.composed("grad_mask", combine, m, g.typ, f, g, words), dy.dims...))
}
