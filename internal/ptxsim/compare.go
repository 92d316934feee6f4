package ptxsim

import "math/bits"

// comparisons by the letters of their types. Bits have no order.
var comparisons = map[string]string{
	"eq": "bus", "ne": "bus", "lt": "us", "le": "us", "gt": "us", "ge": "us",
	"lo": "u", "ls": "u", "hi": "u", "hs": "u",
}

func setp(f *form) {
	by := f.need("eq", "ne", "lt", "le", "gt", "ge", "lo", "ls", "hi", "hs")
	join := f.modifier("and", "or", "xor")
	t := f.typeOf("b16 u16 s16 b32 u32 s32 b64 u64 s64")
	if letters := comparisons[by]; by != "" && !containsByte(letters, t.letter) {
		f.fail("setp.%s does not take the type .%c%d", by, t.letter, t.bits)
	}
	d, x, y := f.dest(1), f.source(t.bits), f.source(t.bits)
	with, negate := -1, false
	if join != "" {
		with, negate = f.predicate()
	}
	test := comparison(by, t)
	f.in.exec = func(w *warp, act uint32) {
		xv, yv, r := &w.values[x], &w.values[y], uint32(0)
		for todo := act; todo != 0; todo &= todo - 1 {
			l := bits.TrailingZeros32(todo)
			if test(xv[l], yv[l]) {
				r |= 1 << l
			}
		}
		if with >= 0 {
			r = joined(join, r, w.bits[with], negate)
		}
		w.setBits(d, act, r)
	}
}

func containsByte(s string, b byte) bool {
	for i := range len(s) {
		if s[i] == b {
			return true
		}
	}
	return false
}

func joined(join string, r, p uint32, negate bool) uint32 {
	if negate {
		p = ^p
	}
	switch join {
	case "and":
		return r & p
	case "or":
		return r | p
	}
	return r ^ p
}

func comparison(by string, t typ) func(x, y uint64) bool {
	flip := uint64(0) // makes signed order that of unsigned numbers
	if t.letter == 's' {
		flip = 1 << (t.bits - 1)
	}
	switch by {
	case "eq":
		return func(x, y uint64) bool { return x == y }
	case "ne":
		return func(x, y uint64) bool { return x != y }
	case "lt", "lo":
		return func(x, y uint64) bool { return x^flip < y^flip }
	case "le", "ls":
		return func(x, y uint64) bool { return x^flip <= y^flip }
	case "gt", "hi":
		return func(x, y uint64) bool { return x^flip > y^flip }
	}
	return func(x, y uint64) bool { return x^flip >= y^flip }
}

// selp takes its first operand where the predicate holds, else its second.
func selp(f *form) {
	t := f.typeOf("b16 u16 s16 b32 u32 s32 f32 b64 u64 s64 f64")
	d, x, y := f.dest(t.bits), f.source(t.bits), f.source(t.bits)
	p, _ := f.predicateOnly()
	f.in.exec = func(w *warp, act uint32) {
		dv, xv, yv, take := &w.values[d], &w.values[x], &w.values[y], w.bits[p]
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act) & 31
			if take>>l&1 == 1 {
				dv[l] = xv[l]
			} else {
				dv[l] = yv[l]
			}
		}
	}
}
