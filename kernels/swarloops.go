package kernels

// Reads of whole lanes are written so that the compiler joins them into one on machines
// that may read at any address.

func swarPack16(l lanes, mask []uint32, y, v []uint16, notLE0, plus uint64) {
	for w := range mask {
		var bits uint32
		for i := 0; i < wordBits; i += 4 {
			p := v[w*wordBits+i:][:4]
			x := uint64(p[0]) | uint64(p[1])<<16 | uint64(p[2])<<32 | uint64(p[3])<<48
			pass := l.pass(x, notLE0)
			// the product puts the lanes' bits side by side, without carries
			bits |= uint32(pass>>15*(1<<48|1<<33|1<<18|1<<3)>>48&15) << (i & 31)
			if y != nil {
				q, r := y[w*wordBits+i:][:4], l.relu(x, plus)
				q[0], q[1], q[2], q[3] = uint16(r), uint16(r>>16), uint16(r>>32), uint16(r>>48)
			}
		}
		mask[w] = bits
	}
}

func swarPack32(l lanes, mask []uint32, y, v []uint32, notLE0, plus uint64) {
	for w := range mask {
		var bits uint32
		for i := 0; i < wordBits; i += 2 {
			p := v[w*wordBits+i:][:2]
			x := uint64(p[0]) | uint64(p[1])<<32
			pass := l.pass(x, notLE0)
			bits |= uint32(pass>>31&1|pass>>62) << (i & 31)
			if y != nil {
				q, r := y[w*wordBits+i:][:2], l.relu(x, plus)
				q[0], q[1] = uint32(r), uint32(r>>32)
			}
		}
		mask[w] = bits
	}
}

func swarPack64(l lanes, mask []uint32, y, v []uint64, notLE0, plus uint64) {
	for w := range mask {
		var bits uint32
		for i, p := range v[w*wordBits:][:wordBits] {
			bits |= uint32(l.pass(p, notLE0)>>63) << (i & 31)
			if y != nil {
				y[w*wordBits+i] = l.relu(p, plus)
			}
		}
		mask[w] = bits
	}
}

func swarGradMask16(l lanes, dx, dy []uint16, mask []uint32, mul bool) {
	for w, bits := range mask {
		for i := 0; i < wordBits; i += 4 {
			p, q, x := dy[w*wordBits+i:][:4], dx[w*wordBits+i:][:4], uint64(bits>>(i&31))
			on := (x&1 | x<<15&(1<<16) | x<<30&(1<<32) | x<<45&(1<<48)) * 0xffff
			v := uint64(p[0]) | uint64(p[1])<<16 | uint64(p[2])<<32 | uint64(p[3])<<48
			r := v & on
			if mul {
				r |= l.times0(v) &^ on
			}
			q[0], q[1], q[2], q[3] = uint16(r), uint16(r>>16), uint16(r>>32), uint16(r>>48)
		}
	}
}

func swarGradMask32(l lanes, dx, dy []uint32, mask []uint32, mul bool) {
	for w, bits := range mask {
		for i := 0; i < wordBits; i += 2 {
			p, q, x := dy[w*wordBits+i:][:2], dx[w*wordBits+i:][:2], uint64(bits>>(i&31))
			on := (x&1 | x<<31&(1<<32)) * 0xffffffff
			v := uint64(p[0]) | uint64(p[1])<<32
			r := v & on
			if mul {
				r |= l.times0(v) &^ on
			}
			q[0], q[1] = uint32(r), uint32(r>>32)
		}
	}
}

func swarGradMask64(l lanes, dx, dy []uint64, mask []uint32, mul bool) {
	for w, bits := range mask {
		q := dx[w*wordBits:][:wordBits]
		for i, p := range dy[w*wordBits:][:wordBits] {
			on := -uint64(bits >> (i & 31) & 1)
			r := p & on
			if mul {
				r |= l.times0(p) &^ on
			}
			q[i] = r
		}
	}
}
