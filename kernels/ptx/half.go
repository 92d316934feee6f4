package ptx

import "github.com/unswag/unswagc/kernels"

// half is a type of 16 bits: float16 and bfloat16. A register holds two elements, and
// an instruction works on both: an intermediate result about an element is the top bit
// of its half, the other bits mean nothing.
type half struct {
	inf uint32 // infinity
	nan uint32 // a quiet NaN
}

// both is h in both halves.
func both(h uint32) b32 { return c32(h | h<<16) }

const (
	magnitudeBits = 0x7FFF
	signBit       = 0x8000
)

// facts are what is known of a pair. No sum carries into the upper half.
type facts struct {
	u       b32
	nonzero b32 // magnitude + 0x7FFF reaches the top bit
	nan     b32 // magnitude + 0x7FFF - inf reaches it
}

func (h half) factsOf(k *kernel, u b32) facts {
	magnitude := called(k, and(k, u, both(magnitudeBits)), "a pair: magnitudes")
	nonzero := called(k, add(k, magnitude, both(magnitudeBits)), "top bit: not 0")
	nan := called(k, add(k, magnitude, both(magnitudeBits-h.inf)), "top bit: NaN")
	return facts{u, nonzero, nan}
}

// passes is the predicate's verdict.
func (f facts) passes(k *kernel, e Entry) b32 {
	if e.Predicate == kernels.NotLE0 {
		passes := func(nonzero, nan, u uint8) uint8 { return nonzero & (nan | ^u) }
		return called(k, k.lop3(passes, f.nonzero, f.nan, f.u), "top bit: not v <= 0")
	}
	passes := func(nonzero, nan, u uint8) uint8 { return nonzero &^ nan &^ u }
	return called(k, k.lop3(passes, f.nonzero, f.nan, f.u), "top bit: v > 0")
}

// relu is Relu of the pair.
func (f facts) relu(k *kernel, e Entry) b32 {
	negative, what := func(nonzero, nan, u uint8) uint8 { return u &^ nan & nonzero }, "top bit: v < 0"
	if e.Zeros == kernels.Plus {
		negative, what = func(_, nan, u uint8) uint8 { return u &^ nan }, "top bit: v < 0 or v is -0"
	}
	gone := spread(k, called(k, k.lop3(negative, f.nonzero, f.nan, f.u), what))
	return called(k, k.lop3(func(u, gone, _ uint8) uint8 { return u &^ gone }, f.u, gone, gone), "Relu(v)")
}

// spread fills each half with its top bit.
func spread(k *kernel, x b32) b32 {
	return called(k, k.prmt(x, x, signs(1, 1, 3, 3)), "all bits of a half: its top bit")
}

func (h half) packOne(k *kernel, e Entry, v b32) (y b32, passes pred) {
	f := h.factsOf(k, v)
	if e.Y {
		y = f.relu(k, e)
	}
	return y, setp(k, ne, and(k, f.passes(k, e), c32(signBit)), c32(0))
}

func (h half) packRow(k *kernel, e Entry, v row[b32], bits b32, field int) (row[b32], b32) {
	var y, flags row[b32]
	for _, u := range v {
		f := h.factsOf(k, u)
		flags = append(flags, f.passes(k, e))
		if e.Y {
			y = append(y, f.relu(k, e))
		}
	}
	return y, putByte(k, bits, gather(k, flags), field)
}

// gather makes the byte of the eight elements: each a byte of its own, ones or zeros,
// of that its bit, and the sum of all.
func gather(k *kernel, flags row[b32]) b32 {
	bytes := signs(1, 3, 5, 7)
	low := and(k, called(k, k.prmt(flags[0], flags[1], bytes), "a byte each: elements 0 to 3"), c32(0x08040201))
	high := called(k, k.prmt(flags[2], flags[3], bytes), "elements 4 to 7")
	all := k.lop3(func(high, its, low uint8) uint8 { return high&its | low }, high, c32(0x80402010), low)
	return called(k, k.dot(all, c32(0x01010101), c32(0)), "the bits of the row")
}

// putByte puts the low byte of b into byte i of bits, which is 0 there.
func putByte(k *kernel, bits, b b32, i int) b32 {
	if i == 0 {
		return b
	}
	from := [4]uint32{0, 1, 2, 3}
	from[i] = 4
	return called(k, k.prmt(bits, b, selector(from[0], from[1], from[2], from[3])), "behind those of other rows")
}

func (h half) maskOne(k *kernel, e Entry, dy b32, bit pred) b32 {
	other := c32(0)
	if e.Combine == kernels.Mul {
		other = h.times0(k, dy)
	}
	return called(k, selp(k, dy, other, bit), "dx")
}

// times0 is the pair times 0: a zero with the sign, and a NaN of infinity and of NaN.
func (h half) times0(k *kernel, u b32) b32 {
	magnitude := and(k, u, both(magnitudeBits))
	special := spread(k, called(k, add(k, magnitude, both(signBit-h.inf)), "top bit: NaN or infinity"))
	zero := k.lop3(func(u, sign, special uint8) uint8 { return u & sign &^ special }, u, both(signBit), special)
	return called(k, k.lop3(func(special, nan, zero uint8) uint8 { return special&nan | zero }, special, both(h.nan), zero), "dy * 0")
}

// maskRow copies the row's byte four times and keeps in each copy the bit of one
// element, for the first four elements and for the others. Adding 0x7F to a byte sets its
// top bit if that is not 0.
func (h half) maskRow(k *kernel, e Entry, dy row[b32], bits b32, field int) row[b32] {
	f := uint32(field)
	copies := called(k, k.prmt(bits, bits, selector(f, f, f, f)), "the bits of the row, four times")
	var dx row[b32]
	for i, its := range []uint32{0x08040201, 0x80402010} {
		set := called(k, add(k, and(k, copies, c32(its)), c32(0x7F7F7F7F)), "top bit of a byte: its element's bit")
		first := k.prmt(set, set, signs(0, 0, 1, 1))
		second := k.prmt(set, set, signs(2, 2, 3, 3))
		dx = append(dx, h.combine(k, e, dy[2*i], first), h.combine(k, e, dy[2*i+1], second))
	}
	return dx
}

// combine is maskOne for a pair, each half of mask being ones or zeros.
func (h half) combine(k *kernel, e Entry, u, mask b32) b32 {
	if e.Combine == kernels.Mul {
		dx := k.lop3(func(u, mask, other uint8) uint8 { return u&mask | other&^mask }, u, mask, h.times0(k, u))
		return called(k, dx, "dx")
	}
	return called(k, and(k, u, mask), "dx")
}
