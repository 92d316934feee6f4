package ptxsim

// lop3 is any function of three bits: bit x*4 + y*2 + z of the table is its result.
func lop3(f *form) {
	f.typeOf("b32")
	d, x, y, z := f.dest(32), f.source(32), f.source(32), f.source(32)
	f.emit3(d, x, y, z, table(f.number(8)))
}

func table(lut uint64) three {
	var all [8]uint64 // all ones where the table has a 1
	for i := range all {
		all[i] = -(lut >> i & 1)
	}
	pick := func(s, one, zero uint64) uint64 { return s&one | ^s&zero }
	return func(x, y, z uint64) uint64 {
		hi := pick(y, pick(z, all[7], all[6]), pick(z, all[5], all[4]))
		lo := pick(y, pick(z, all[3], all[2]), pick(z, all[1], all[0]))
		return pick(x, hi, lo) & (1<<32 - 1)
	}
}

// prmt picks four of the eight bytes of y:x. A selector's bit 3 spreads the sign of the
// byte instead.
func prmt(f *form) {
	f.typeOf("b32")
	f.emit3(f.dest(32), f.source(32), f.source(32), f.source(32), func(x, y, selectors uint64) uint64 {
		pair, r := y<<32|x, uint64(0)
		for i := range 4 {
			s := selectors >> (4 * i)
			b := pair >> (8 * (s & 7)) & 0xff
			if s&8 != 0 {
				b = -(b >> 7) & 0xff
			}
			r |= b << (8 * i)
		}
		return r
	})
}

// shf shifts a pair of registers by at most 32 bits: left it returns the upper one, right
// the lower one.
func shf(f *form) {
	left := f.need("l", "r") == "l"
	wrap := f.need("wrap", "clamp") == "wrap"
	f.typeOf("b32")
	f.emit3(f.dest(32), f.source(32), f.source(32), f.source(32), func(lo, hi, n uint64) uint64 {
		if wrap {
			n &= 31
		}
		n, pair := min(n, 32), hi<<32|lo
		if left {
			return pair << n >> 32
		}
		return pair >> n & (1<<32 - 1)
	})
}

// dp4a adds the products of four pairs of bytes to the third operand.
func dp4a(f *form) {
	if f.typeOf("u32"); f.need("u32") == "" {
		return
	}
	f.emit3(f.dest(32), f.source(32), f.source(32), f.source(32), func(x, y, z uint64) uint64 {
		for i := 0; i < 32; i += 8 {
			z += (x >> i & 0xff) * (y >> i & 0xff)
		}
		return z & (1<<32 - 1)
	})
}
