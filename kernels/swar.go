package kernels

import "unsafe"

// lanes is a format in every lane of 64 bits: the same arithmetic works on 4, 2 or 1
// elements.
type lanes struct {
	high, one uint64 // the lanes' sign bits, and their lowest bits
	inf       uint64
	quiet     uint64
	width     uint
}

// lanesOf spreads f over the lanes.
func lanesOf[P pattern](f format[P]) lanes {
	width := 8 * uint(unsafe.Sizeof(f.sign))
	var one uint64
	for at := uint(0); at < 64; at += width {
		one |= 1 << at
	}
	return lanes{high: one << (width - 1), one: one, inf: one * uint64(f.inf), quiet: one * uint64(f.nan), width: width}
}

// full turns sign bits into whole lanes.
func (l *lanes) full(high uint64) uint64 { return high - high>>((l.width-1)&63) | high }

// above tells, in sign bits, where the magnitude a is greater than limit, which is
// below the sign bit. No lane borrows from the next: its sign bit is set before.
func (l *lanes) above(a, limit uint64) uint64 { return ((a | l.high) - limit - l.one) & l.high }

// pass gives the predicate's verdict in sign bits. The differences are above's.
func (l *lanes) pass(v, notLE0 uint64) uint64 {
	x := v | l.high
	nan := x - l.inf - l.one
	return ((x-l.one)&^v&^nan | nan&notLE0) & l.high
}

// relu gives Relu.
func (l *lanes) relu(v, plus uint64) uint64 {
	x := v | l.high
	kill := v & (x - l.one | plus) &^ (x - l.inf - l.one) & l.high
	return v &^ l.full(kill)
}

// options gives the sign bits where NaN passes, and where -0 becomes +0.
func (l *lanes) options(o PackOptions) (notLE0, plus uint64) {
	if o.Predicate == NotLE0 {
		notLE0 = l.high
	}
	if o.Zeros == Plus {
		plus = l.high
	}
	return notLE0, plus
}

// times0 is v * 0.
func (l *lanes) times0(v uint64) uint64 {
	big := l.full(l.above(v&^l.high, l.inf-l.one))
	return v&l.high&^big | l.quiet&big
}

// swar is the implementation for machines without vector instructions that we use.
func swar() Kernels {
	return fast{
		name: "swar",
		half: [2]vector[uint16]{swar16(float16Format), swar16(bfloat16Format)},
		f32:  swar32(),
		f64:  swar64(),
	}
}

// The functions of each width are written out: their constants make the loops several
// times faster than one loop for all widths.

func swar16(f format[uint16]) vector[uint16] {
	l := lanesOf(f)
	return vector[uint16]{
		f: f,
		pack: func(mask []uint32, y, v []uint16, o PackOptions, _ bool) {
			notLE0, plus := l.options(o)
			swarPack16(l, mask, y, v, notLE0, plus)
		},
		gradMask: func(dx, dy []uint16, mask []uint32, c Combine, _ bool) { swarGradMask16(l, dx, dy, mask, c == Mul) },
	}
}

func swar32() vector[uint32] {
	l := lanesOf(float32Format)
	return vector[uint32]{
		f: float32Format,
		pack: func(mask []uint32, y, v []uint32, o PackOptions, _ bool) {
			notLE0, plus := l.options(o)
			swarPack32(l, mask, y, v, notLE0, plus)
		},
		gradMask: func(dx, dy []uint32, mask []uint32, c Combine, _ bool) { swarGradMask32(l, dx, dy, mask, c == Mul) },
	}
}

func swar64() vector[uint64] {
	l := lanesOf(float64Format)
	return vector[uint64]{
		f: float64Format,
		pack: func(mask []uint32, y, v []uint64, o PackOptions, _ bool) {
			notLE0, plus := l.options(o)
			swarPack64(l, mask, y, v, notLE0, plus)
		},
		gradMask: func(dx, dy []uint64, mask []uint32, c Combine, _ bool) { swarGradMask64(l, dx, dy, mask, c == Mul) },
	}
}
