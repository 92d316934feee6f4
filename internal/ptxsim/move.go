package ptxsim

import (
	"math/bits"
	"strings"
)

// mov copies a register, a number or a special register, and packs or unpacks registers
// in braces.
func mov(f *form) {
	t := f.typeOf("b16 u16 s16 b32 u32 s32 f32 b64 u64 s64 f64 pred")
	if t.letter == 'p' {
		d := f.dest(1)
		x, _ := f.predicateOnly()
		f.in.exec = func(w *warp, act uint32) { w.setBits(d, act, w.bits[x]) }
		return
	}
	to, from := f.group(), f.group()
	switch {
	case len(to) > 1 && len(from) == 1:
		f.unpack(t, to, from[0])
	case len(from) > 1 && len(to) == 1:
		f.pack(t, to[0], from)
	case len(to) > 1:
		f.fail("one side of mov must be a single register")
	default:
		f.move(f.destNamed(to[0], t.bits), f.origin(from[0], t.bits))
	}
}

func (f *form) move(d, x int) {
	f.in.exec = func(w *warp, act uint32) {
		dv, xv := &w.values[d], &w.values[x]
		if act == allLanes {
			*dv = *xv
			return
		}
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act)
			dv[l] = xv[l]
		}
	}
}

// origin is a source that may be a special register, which have 32 bits.
func (f *form) origin(name string, size int) int {
	s, ok := specialNames[name]
	if !ok {
		return f.sourceNamed(name, size)
	}
	f.size(name, register{s, 32}, size)
	return s
}

func (f *form) part(t typ, n int) int {
	if t.letter != 'b' || t.bits%n != 0 || t.bits/n < 16 {
		f.fail("mov.%c%d does not take %d parts", t.letter, t.bits, n)
	}
	return t.bits / n
}

func (f *form) unpack(t typ, to []string, from string) {
	size := f.part(t, len(to))
	x, mask := f.sourceNamed(from, t.bits), typ{'b', size}.mask()
	var d []int
	for _, name := range to {
		d = append(d, f.destNamed(name, size))
	}
	f.in.exec = func(w *warp, act uint32) {
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act)
			v := w.values[x][l]
			for i, n := range d {
				w.values[n][l] = v >> (i * size) & mask
			}
		}
	}
}

func (f *form) pack(t typ, to string, from []string) {
	size := f.part(t, len(from))
	d := f.destNamed(to, t.bits)
	var x []int
	for _, name := range from {
		x = append(x, f.sourceNamed(name, size))
	}
	f.in.exec = func(w *warp, act uint32) {
		for ; act != 0; act &= act - 1 {
			l := bits.TrailingZeros32(act)
			v := uint64(0)
			for i, n := range x {
				v |= w.values[n][l] << (i * size)
			}
			w.values[d][l] = v
		}
	}
}

// cvt converts between integers: what is signed is extended by its sign, and what does
// not fit is cut.
func cvt(f *form) {
	const types = "u16 s16 u32 s32 u64 s64"
	from := f.typeOf(types)
	to := f.typeOf(types)
	d, x, m := f.dest(to.bits), f.source(from.bits), to.mask()
	if from.letter == 's' {
		f.emit2(d, x, x, func(x, _ uint64) uint64 { return uint64(from.signed(x)) & m })
		return
	}
	f.emit2(d, x, x, func(x, _ uint64) uint64 { return x & m })
}

// window is what tells a global address from the generic one of the same byte. On a card
// they are equal; here an address that was not converted is an error.
const window = 1 << 62

// cvta makes a global address of a generic one.
func cvta(f *form) {
	f.typeOf("u64")
	if strings.Join(f.mods, ".") != "to.global" {
		f.fail("only cvta.to.global is in the subset")
		return
	}
	f.mods = nil
	d, x := f.dest(64), f.source(64)
	f.emit2(d, x, x, func(x, _ uint64) uint64 { return x ^ window })
}
