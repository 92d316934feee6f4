package stablehlo

// integerOps are remainders, shifts and functions of bits.
var integerOps = []entry{
	{"", "Mod", 10, mod},
	{"", "BitShift", 11, bitShift},
	{"", "BitwiseAnd", 18, pairwise((*builder).and)},
	{"", "BitwiseOr", 18, pairwise((*builder).or)},
	{"", "BitwiseXor", 18, pairwise((*builder).xor)},
	{"", "BitwiseNot", 18, elementwise((*builder).not)},
}

func pairwise(f func(b *builder, x, y *value) *value) func(*call) {
	return func(c *call) {
		x, y := c.pair(0, 1)
		c.set(0, f(c.builder, x, y))
	}
}

// mod has the sign of the divisor, with fmod that of the dividend. What is divided by 0
// is 0 for integers.
func mod(c *call) {
	x, y := c.pair(0, 1)
	zeros, r := c.zeros(x.typ), (*value)(nil)
	if x.float() {
		r = c.remainder(x, y)
	} else {
		none := c.compare(eq, y, zeros)
		r = c.select_(none, zeros, c.remainder(x, c.select_(none, c.like(y, 1), y)))
	}
	if c.int("fmod", 0) == 0 && (x.float() || x.signed()) {
		other := c.xor(c.compare(lt, r, zeros), c.compare(lt, y, zeros))
		r = c.select_(c.and(c.compare(ne, r, zeros), other), c.add(r, y), r)
		fold(r, x, y, modulo)
	}
	c.set(0, r)
}

func bitShift(c *call) {
	x, y := c.pair(0, 1)
	switch d := c.str("direction", ""); d {
	case "LEFT":
		c.set(0, c.shiftLeft(x, y))
	case "RIGHT":
		c.set(0, c.shiftRight(x, y))
	default:
		fail("its direction is %q, want LEFT or RIGHT", d)
	}
}
