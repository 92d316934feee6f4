package ptxsim

import "math/bits"

// opcodes has a function for each instruction of the subset that completes its form.
var opcodes map[string]func(f *form)

func init() {
	opcodes = map[string]func(f *form){
		"add": arithmetic(func(t typ) two { m := t.mask(); return func(x, y uint64) uint64 { return (x + y) & m } }),
		"sub": arithmetic(func(t typ) two { m := t.mask(); return func(x, y uint64) uint64 { return (x - y) & m } }),
		"min": arithmetic(minimum),
		"max": arithmetic(maximum),
		"and": logic(func(x, y uint64) uint64 { return x & y }),
		"or":  logic(func(x, y uint64) uint64 { return x | y }),
		"xor": logic(func(x, y uint64) uint64 { return x ^ y }),
		"not": not, "shl": shl, "shr": shr, "lop3": lop3, "prmt": prmt, "shf": shf, "dp4a": dp4a, "mul": mul, "mad": mad,
		"mov": mov, "cvt": cvt, "cvta": cvta, "setp": setp, "selp": selp,
		"ld": load, "st": store, "shfl": shfl, "vote": vote,
		"bra": bra, "ret": leave, "exit": leave, "bar": bar,
	}
}

// Functions of one thread's operands. Values are zero-extended to 64 bits.
type (
	two   = func(x, y uint64) uint64
	three = func(x, y, z uint64) uint64
)

const allLanes = 1<<32 - 1

// emit2 makes the instruction apply op to two operands in every active thread.
func (f *form) emit2(d, x, y int, op two) {
	f.in.exec = func(w *warp, act uint32) {
		dv, xv, yv := &w.values[d], &w.values[x], &w.values[y]
		if act == allLanes {
			for l := range dv {
				dv[l] = op(xv[l], yv[l])
			}
			return
		}
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act)
			dv[l] = op(xv[l], yv[l])
		}
	}
}

// emit3 does the same with three operands.
func (f *form) emit3(d, x, y, z int, op three) {
	f.in.exec = func(w *warp, act uint32) {
		dv, xv, yv, zv := &w.values[d], &w.values[x], &w.values[y], &w.values[z]
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act) & 31
			dv[l] = op(xv[l], yv[l], zv[l])
		}
	}
}

func arithmetic(make func(t typ) two) func(f *form) {
	return func(f *form) {
		t := f.typeOf("u16 s16 u32 s32 u64 s64")
		f.emit2(f.dest(t.bits), f.source(t.bits), f.source(t.bits), make(t))
	}
}

func minimum(t typ) two {
	if t.letter == 's' {
		return func(x, y uint64) uint64 {
			if t.signed(y) < t.signed(x) {
				return y
			}
			return x
		}
	}
	return func(x, y uint64) uint64 { return min(x, y) }
}

func maximum(t typ) two {
	least := minimum(t)
	return func(x, y uint64) uint64 { return x ^ y ^ least(x, y) }
}

func logic(op two) func(f *form) {
	return func(f *form) {
		t := f.typeOf("b16 b32 b64 pred")
		if t.letter != 'p' {
			f.emit2(f.dest(t.bits), f.source(t.bits), f.source(t.bits), op)
			return
		}
		d := f.dest(1)
		x, _ := f.predicateOnly()
		y, _ := f.predicateOnly()
		f.in.exec = func(w *warp, act uint32) {
			w.setBits(d, act, uint32(op(uint64(w.bits[x]), uint64(w.bits[y]))))
		}
	}
}

// predicateOnly takes a predicate without "!".
func (f *form) predicateOnly() (number int, negate bool) {
	number, negate = f.predicate()
	if negate {
		f.fail("%s takes no negated predicate", f.op)
	}
	return number, negate
}

func not(f *form) {
	t := f.typeOf("b16 b32 b64 pred")
	d := f.dest(t.bits)
	if t.letter == 'p' {
		x, _ := f.predicateOnly()
		f.in.exec = func(w *warp, act uint32) { w.setBits(d, act, ^w.bits[x]) }
		return
	}
	x, m := f.source(t.bits), t.mask()
	f.emit2(d, x, x, func(x, _ uint64) uint64 { return ^x & m })
}

// shl shifts by the whole value of its 32-bit amount: past the type's size nothing is
// left.
func shl(f *form) {
	t := f.typeOf("b16 b32 b64")
	m := t.mask()
	f.emit2(f.dest(t.bits), f.source(t.bits), f.source(32), func(x, n uint64) uint64 { return x << n & m })
}

func shr(f *form) {
	t := f.typeOf("b16 b32 b64 u16 u32 u64 s16 s32 s64")
	d, x, n := f.dest(t.bits), f.source(t.bits), f.source(32)
	if t.letter != 's' {
		f.emit2(d, x, n, func(x, n uint64) uint64 { return x >> n })
		return
	}
	m := t.mask()
	f.emit2(d, x, n, func(x, n uint64) uint64 { return uint64(t.signed(x)>>n) & m })
}

// mul has three forms: the lower half of the product, the upper half, or all of it.
func mul(f *form) {
	form := f.need("lo", "hi", "wide")
	t := f.product(form)
	wide := t.bits
	if form == "wide" {
		wide *= 2
	}
	f.emit2(f.dest(wide), f.source(t.bits), f.source(t.bits), multiply(form, t))
}

func mad(f *form) {
	form := f.need("lo", "wide")
	t := f.product(form)
	wide := t.bits
	if form == "wide" {
		wide *= 2
	}
	op, m := multiply(form, t), typ{'b', wide}.mask()
	f.emit3(f.dest(wide), f.source(t.bits), f.source(t.bits), f.source(wide),
		func(x, y, z uint64) uint64 { return (op(x, y) + z) & m })
}

func (f *form) product(form string) typ {
	if form == "wide" {
		return f.typeOf("u16 s16 u32 s32")
	}
	return f.typeOf("u16 s16 u32 s32 u64 s64")
}

func multiply(form string, t typ) two {
	m := t.mask()
	switch {
	case form == "lo":
		return func(x, y uint64) uint64 { return x * y & m }
	case form == "wide" && t.letter == 's':
		m = m<<t.bits | m
		return func(x, y uint64) uint64 { return uint64(t.signed(x)*t.signed(y)) & m }
	case form == "wide":
		return func(x, y uint64) uint64 { return x * y }
	case t.letter == 'u' && t.bits == 64:
		return func(x, y uint64) uint64 { hi, _ := bits.Mul64(x, y); return hi }
	case t.bits == 64:
		return func(x, y uint64) uint64 {
			hi, _ := bits.Mul64(x, y)
			return hi - x>>63*y - y>>63*x
		}
	case t.letter == 's':
		return func(x, y uint64) uint64 { return uint64(t.signed(x)*t.signed(y)>>t.bits) & m }
	}
	return func(x, y uint64) uint64 { return x * y >> t.bits }
}
