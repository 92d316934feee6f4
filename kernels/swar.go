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
func (l *lanes) full(high uint64) uint64 { return high - high>>(l.width-1) | high }

// above tells, in sign bits, where the magnitude a is greater than limit, which is
// below the sign bit. No lane borrows from the next: its sign bit is set before.
func (l *lanes) above(a, limit uint64) uint64 { return ((a | l.high) - limit - l.one) & l.high }

// pack gives the predicate's verdict, in sign bits, and Relu.
func (l *lanes) pack(v uint64, notLE0, plus uint64) (pass, y uint64) {
	a, s := v&^l.high, v&l.high
	nonzero, nan := l.above(a, 0), l.above(a, l.inf)
	pass = nonzero&^s&^nan | nan&notLE0
	kill := s & (nonzero | plus) &^ nan
	return pass, v &^ l.full(kill)
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

// gather moves the sign bits of the lanes to the lowest bits.
func (l *lanes) gather(high uint64) uint32 {
	x := high >> (l.width - 1)
	switch l.width {
	case 16:
		return uint32(x * (1<<48 | 1<<33 | 1<<18 | 1<<3) >> 48 & 15)
	case 32:
		return uint32(x|x>>31) & 3
	}
	return uint32(x)
}

// scatter turns the lowest bits of w into whole lanes.
func (l *lanes) scatter(w uint32) uint64 {
	x := uint64(w)
	switch l.width {
	case 16:
		x = (x&1 | x<<15&(1<<16) | x<<30&(1<<32) | x<<45&(1<<48)) << 15
	case 32:
		x = (x&1 | x<<31&(1<<32)) << 31
	default:
		x <<= 63
	}
	return l.full(x)
}

// load reads the lanes at the start of v.
func load[P pattern](v []P) uint64 {
	switch unsafe.Sizeof(v[0]) {
	case 2:
		v = v[:4:len(v)]
		return uint64(v[0]) | uint64(v[1])<<16 | uint64(v[2])<<32 | uint64(v[3])<<48
	case 4:
		v = v[:2:len(v)]
		return uint64(v[0]) | uint64(v[1])<<32
	}
	return uint64(v[0])
}

// store writes the lanes to the start of v.
func store[P pattern](v []P, x uint64) {
	switch unsafe.Sizeof(v[0]) {
	case 2:
		v = v[:4:len(v)]
		v[0], v[1], v[2], v[3] = P(x), P(x>>16), P(x>>32), P(x>>48)
	case 4:
		v = v[:2:len(v)]
		v[0], v[1] = P(x), P(x>>32)
	default:
		v[0] = P(x)
	}
}

func swarVector[P pattern](f format[P]) vector[P] {
	l := lanesOf(f)
	return vector[P]{
		f:        f,
		pack:     func(mask []uint32, y, v []P, o PackOptions, _ bool) { l := l; swarPack(&l, mask, y, v, o) },
		gradMask: func(dx, dy []P, mask []uint32, c Combine, _ bool) { l := l; swarGradMask(&l, dx, dy, mask, c) },
	}
}

func swarPack[P pattern](l *lanes, mask []uint32, y, v []P, o PackOptions) {
	notLE0, plus := l.options(o)
	per := int(64 / l.width)
	for w := range mask {
		var bits uint32
		for i := 0; i < wordBits; i += per {
			pass, r := l.pack(load(v[w*wordBits+i:]), notLE0, plus)
			bits |= l.gather(pass) << i
			if y != nil {
				store(y[w*wordBits+i:], r)
			}
		}
		mask[w] = bits
	}
}

func swarGradMask[P pattern](l *lanes, dx, dy []P, mask []uint32, c Combine) {
	per := int(64 / l.width)
	for w, bits := range mask {
		for i := 0; i < wordBits; i += per {
			p := load(dy[w*wordBits+i:])
			on := l.scatter(bits >> i)
			r := p & on
			if c == Mul {
				r |= l.times0(p) &^ on
			}
			store(dx[w*wordBits+i:], r)
		}
	}
}

// swar is the implementation for machines without vector instructions that we use.
func swar() Kernels {
	return fast{
		name: "swar",
		half: [2]vector[uint16]{swarVector(float16Format), swarVector(bfloat16Format)},
		f32:  swarVector(float32Format),
		f64:  swarVector(float64Format),
	}
}
