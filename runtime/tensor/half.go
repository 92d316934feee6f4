package tensor

import "math"

// Float32 returns the value, which is exact. A NaN keeps its payload and becomes quiet.
func (h Float16) Float32() float32 {
	sign, exp, frac := uint32(h)>>15<<31, uint32(h)>>10&0x1f, uint32(h)&0x3ff
	switch {
	case exp == 0x1f && frac != 0:
		return math.Float32frombits(sign | 0x7fc00000 | frac<<13)
	case exp == 0x1f:
		return math.Float32frombits(sign | 0x7f800000)
	case exp != 0:
		return math.Float32frombits(sign | (exp+127-15)<<23 | frac<<13)
	}
	v := float32(frac) * (1.0 / (1 << 24))
	return math.Float32frombits(math.Float32bits(v) | sign)
}

// ToFloat16 rounds to nearest, ties to even.
func ToFloat16(f float32) Float16 {
	b := math.Float32bits(f)
	sign, mag := Float16(b>>16&0x8000), b&0x7fffffff
	switch {
	case mag > 0x7f800000:
		return sign | 0x7e00 | Float16(mag>>13&0x3ff)
	case mag >= 0x477ff000: // rounds to 65536 or more
		return sign | 0x7c00
	case mag >= 0x38800000: // a normal number
		mag += 0xfff + mag>>13&1
		return sign | Float16((mag-(127-15)<<23)>>13)
	}
	// Adding 0.5 leaves the bits of a subnormal at the end of the fraction, rounded.
	r := math.Float32frombits(mag) + 0.5
	return sign | Float16(math.Float32bits(r)-math.Float32bits(0.5))
}

// Float32 returns the value, which is exact.
func (h BFloat16) Float32() float32 { return math.Float32frombits(uint32(h) << 16) }

// ToBFloat16 rounds to nearest, ties to even.
func ToBFloat16(f float32) BFloat16 {
	b := math.Float32bits(f)
	if b&0x7fffffff > 0x7f800000 {
		return BFloat16(b>>16 | 0x40)
	}
	return BFloat16((b + 0x7fff + b>>16&1) >> 16)
}
