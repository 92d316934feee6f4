package ptx

import "github.com/unswag/unswagc/kernels"

// single is a type whose elements fill a register each: float32 and float64. Seen as
// signed integers, positive elements stand in their order above 0, infinity and then
// the NaNs on top; negative ones from -0 on, the lowest, up to -infinity and the
// negative NaNs, the highest below 0.
type single[R word] struct {
	sign uint64 // the sign bit
	inf  uint64 // infinity
	nan  uint64 // a quiet NaN
}

func (s single[R]) infinity() R         { return constant[R](s.inf) }
func (s single[R]) negativeInfinity() R { return constant[R](s.inf | s.sign) }
func (s single[R]) negativeZero() R     { return constant[R](s.sign) }

// passes is the predicate's verdict for v.
func (s single[R]) passes(k *kernel, e Entry, v R) pred {
	zero := constant[R](0)
	if e.Predicate == kernels.NotLE0 {
		return called(k, setpAnd(k, ne, v, zero, setp(k, gtS, v, s.negativeInfinity())), "not v <= 0")
	}
	return called(k, setpAnd(k, gtS, v, zero, setp(k, leS, v, s.infinity())), "v > 0")
}

// relu is Relu of v: v where it is above -infinity in the order of integers, so that
// it is no negative number and not -0.
func (s single[R]) relu(k *kernel, e Entry, v R) R {
	stays := called(k, setp(k, gtS, v, s.negativeInfinity()), "v >= +0 or NaN")
	if e.Zeros == kernels.Keep {
		stays = called(k, setpOr(k, eq, v, s.negativeZero(), stays), "or -0")
	}
	return called(k, selp(k, v, constant[R](0), stays), "Relu(v)")
}

// packOne judges Relu(v) in the place of v where it makes that: the verdict is the
// same, and v's register is free.
func (s single[R]) packOne(k *kernel, e Entry, v R) (y R, passes pred) {
	if !e.Y {
		return y, s.passes(k, e, v)
	}
	y = s.relu(k, e, v)
	return y, s.passes(k, e, y)
}

func (s single[R]) packRow(k *kernel, e Entry, v row[R], bits b32, field int) (row[R], b32) {
	var y row[R]
	for i, x := range v {
		relu, passes := s.packOne(k, e, x)
		if e.Y {
			y = append(y, relu)
		}
		bit := c32(1 << (field*len(v) + i))
		if field+i == 0 {
			bits = called(k, selp(k, bit, c32(0), passes), "its bit")
			continue
		}
		k.where(passes, func() { orTo(k, bits, bits, bit) })
	}
	return y, bits
}

func (s single[R]) maskOne(k *kernel, e Entry, dy R, bit pred) R {
	other := constant[R](0)
	if e.Combine == kernels.Mul {
		other = s.times0(k, dy)
	}
	return called(k, selp(k, dy, other, bit), "dx")
}

// times0 is v * 0: a zero with v's sign, and a NaN of infinity and of NaN.
func (s single[R]) times0(k *kernel, v R) R {
	magnitude := called(k, and(k, v, constant[R](s.sign-1)), "magnitude")
	finite := setp(k, ltU, magnitude, s.infinity())
	return called(k, selp(k, and(k, v, s.negativeZero()), constant[R](s.nan), finite), "dy * 0")
}

func (s single[R]) maskRow(k *kernel, e Entry, dy row[R], bits b32, field int) row[R] {
	var dx row[R]
	for i, x := range dy {
		bit := and(k, bits, c32(1<<(field*len(dy)+i)))
		dx = append(dx, s.maskOne(k, e, x, setp(k, ne, bit, c32(0))))
	}
	return dx
}
