package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const ymm = 32 // bytes

func unroll2(w int) int { return by(w, 2, 1, 1) }

func vectors2(w int) int { return wordElements * w / 8 / ymm }

func broadcast2(p Register, field int) VecVirtual {
	y := YMM()
	VPBROADCASTQ(Mem{Base: p, Disp: 8 * field}, y)
	return y
}

func store2(s output, y Op, m Mem) {
	if s == streamed {
		VMOVNTDQ(y, m)
		return
	}
	VMOVDQU(y, m)
}

// pack2 computes what pack512 computes.
func pack2(w int, s output) {
	l, p := begin(fmt.Sprintf("pack%d%vAVX2", w, s), w, s.writes())
	passAdd, passGT, zero := broadcast2(p, 0), broadcast2(p, 1), YMM()
	VPXOR(zero, zero, zero)
	var keepAdd, keepGT VecVirtual
	if s.writes() {
		keepAdd, keepGT = broadcast2(p, 2), broadcast2(p, 3)
	}
	order := joinOrder(w)
	add := by(w, VPADDW, VPADDD, VPADDQ)
	gt := by(w, VPCMPGTW, VPCMPGTD, VPCMPGTQ)
	eq := by(w, VPCMPEQW, VPCMPEQD, VPCMPEQQ)
	l.run(unroll2(w), s, func(word int) {
		var passes []VecVirtual
		bits := GP32()
		for i := range vectors2(w) {
			v, pass, isZero := YMM(), YMM(), YMM()
			if s == near && i%2 == 0 {
				PREFETCHT0(l.at(l.in, word, i, ymm).Offset(nearAhead))
			}
			VMOVDQU(l.at(l.in, word, i, ymm), v)
			add(passAdd, v, pass)
			gt(passGT, pass, pass)
			eq(zero, v, isZero)
			VPANDN(pass, isZero, pass)
			if s.writes() {
				y := YMM()
				add(keepAdd, v, y)
				gt(keepGT, y, y)
				VPAND(v, y, y)
				store2(s, y, l.at(l.out, word, i, ymm))
			}
			if w == 64 {
				quarter(pass, bits, i)
			}
			passes = append(passes, pass)
		}
		join2(w, passes, order, bits)
		MOVL(bits, l.maskAt(word))
	})
}

// quarter adds the four bits of vector i of doubles.
func quarter(pass VecVirtual, bits GPVirtual, i int) {
	if i == 0 {
		VMOVMSKPD(pass, bits)
		return
	}
	four := GP32()
	VMOVMSKPD(pass, four)
	SHLL(U8(4*i), four)
	ORL(four, bits)
}

// joinOrder is how VPERMD undoes that packing works within halves of a register.
func joinOrder(w int) VecVirtual {
	if w != 32 {
		return nil
	}
	order := YMM()
	VMOVDQU(table("joinOrder", func() {
		for i, d := range []uint32{0, 4, 1, 5, 2, 6, 3, 7} {
			DATA(4*i, U32(d))
		}
	}), order)
	return order
}

func join2(w int, p []VecVirtual, order VecVirtual, bits GPVirtual) {
	switch w {
	case 16:
		VPACKSSWB(p[1], p[0], p[0])
		VPERMQ(U8(0xd8), p[0], p[0])
		VPMOVMSKB(p[0], bits)
	case 32:
		VPACKSSDW(p[1], p[0], p[0])
		VPACKSSDW(p[3], p[2], p[2])
		VPACKSSWB(p[2], p[0], p[0])
		VPERMD(p[0], order, p[0])
		VPMOVMSKB(p[0], bits)
	}
}

// laneBits is a table of one bit per lane: lane i of vector j has bit j*lanes+i of a
// word, or of its half for elements of 16 bits.
func laneBits(w int) Mem {
	return table(fmt.Sprintf("laneBits%d", w), func() {
		for i := range by(w, 16, 32, 32) {
			switch w {
			case 16:
				DATA(2*i, U16(1<<i))
			case 32:
				DATA(4*i, U32(1<<i))
			case 64:
				DATA(8*i, U64(1<<i))
			}
		}
	})
}

// table returns the data section of that name, which fill writes at its first use.
func table(name string, fill func()) Mem {
	m, ok := tables[name]
	if !ok {
		m = GLOBL(name, RODATA|NOPTR)
		fill()
		tables[name] = m
	}
	return m
}

var tables = map[string]Mem{}

// clearLanes gives all ones in the lanes of vector i whose mask bit is 0.
func clearLanes(l loop, lanes Mem, zero VecVirtual, word, i int) VecVirtual {
	m, x := l.maskAt(word), YMM()
	if l.w == 16 {
		m.Disp += 2 * i
		VPBROADCASTW(m, x)
		VPAND(lanes, x, x)
		VPCMPEQW(zero, x, x)
		return x
	}
	VPBROADCASTD(m, x)
	VPAND(lanes.Offset(ymm*i), x, x)
	by(l.w, nil, VPCMPEQD, VPCMPEQQ)(zero, x, x)
	return x
}

func zero2() VecVirtual {
	z := YMM()
	VPXOR(z, z, z)
	return z
}

func select2(w int, s output) {
	lanes := laneBits(w)
	l, _ := begin(fmt.Sprintf("select%d%vAVX2", w, s), w, true)
	zero := zero2()
	l.run(unroll2(w), s, func(word int) {
		for i := range vectors2(w) {
			off := clearLanes(l, lanes, zero, word, i)
			VPANDN(l.at(l.in, word, i, ymm), off, off)
			store2(s, off, l.at(l.out, word, i, ymm))
		}
	})
}

// mul2 computes what mul512 computes.
func mul2(w int, s output) {
	lanes := laneBits(w)
	l, p := begin(fmt.Sprintf("mul%d%vAVX2", w, s), w, true)
	sign, finite, nan, zero := broadcast2(p, 0), broadcast2(p, 1), broadcast2(p, 2), zero2()
	gt := by(w, VPCMPGTW, VPCMPGTD, VPCMPGTQ)
	l.run(unroll2(w), s, func(word int) {
		for i := range vectors2(w) {
			off := clearLanes(l, lanes, zero, word, i)
			v, big, r := YMM(), YMM(), YMM()
			VMOVDQU(l.at(l.in, word, i, ymm), v)
			VPANDN(v, sign, big)
			gt(finite, big, big)
			VPAND(v, sign, r)
			VPBLENDVB(big, nan, r, r)
			VPBLENDVB(off, r, v, r)
			store2(s, r, l.at(l.out, word, i, ymm))
		}
	})
}
