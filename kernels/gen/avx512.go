package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const zmm = 64 // bytes

// unroll512 is the words that make 256 bytes.
func unroll512(w int) int { return by(w, 4, 2, 1) }

func vectors512(w int) int { return wordElements * w / 8 / zmm }

func broadcast512(p Register, field int) VecVirtual {
	z := ZMM()
	VPBROADCASTQ(Mem{Base: p, Disp: 8 * field}, z)
	return z
}

func store512(s output, z Op, m Mem) {
	if s == streamed {
		VMOVNTDQ(z, m)
		return
	}
	VMOVDQU64(z, m)
}

// pack512: pass is v != 0 && v+passAdd > passGT, an element is kept where
// v+keepAdd > keepGT, signed.
func pack512(w int, s output) {
	l, p := begin(fmt.Sprintf("pack%d%vAVX512", w, s), w, s.writes())
	passAdd, passGT := broadcast512(p, 0), broadcast512(p, 1)
	var keepAdd, keepGT VecVirtual
	if s.writes() {
		keepAdd, keepGT = broadcast512(p, 2), broadcast512(p, 3)
	}
	add := by(w, VPADDW, VPADDD, VPADDQ)
	gt := by(w, VPCMPGTW, VPCMPGTD, VPCMPGTQ)
	test := by(w, VPTESTMW, VPTESTMD, VPTESTMQ)
	zeroing := by(w, VMOVDQU16_Z, VMOVDQU32_Z, VMOVDQU64_Z)
	l.run(unroll512(w), s, func(word int) {
		for i := range vectors512(w) {
			v, x, k := ZMM(), ZMM(), K()
			if s == near {
				PREFETCHT0(l.at(l.in, word, i, zmm).Offset(nearAhead))
			}
			VMOVDQU64(l.at(l.in, word, i, zmm), v)
			add(passAdd, v, x)
			gt(passGT, x, k)
			test(v, v, k, k)
			m := l.maskAt(word)
			m.Disp += i * zmm / w
			by(w, KMOVD, KMOVW, KMOVB)(k, m)
			if s.writes() {
				y, keep := ZMM(), K()
				add(keepAdd, v, y)
				gt(keepGT, y, keep)
				zeroing(v, keep, y)
				store512(s, y, l.at(l.out, word, i, zmm))
			}
		}
	})
}

// bits512 gives the mask bits of vector i of a word.
func bits512(l loop, word, i int) OpmaskVirtual {
	k := K()
	m := l.maskAt(word)
	switch l.w {
	case 16:
		KMOVD(m, k)
	case 32:
		m.Disp += 2 * i
		KMOVW(m, k)
	case 64:
		m.Disp += i
		KMOVB(m, k)
	}
	return k
}

func select512(w int, s output) {
	l, _ := begin(fmt.Sprintf("select%d%vAVX512", w, s), w, true)
	zeroing := by(w, VMOVDQU16_Z, VMOVDQU32_Z, VMOVDQU64_Z)
	l.run(unroll512(w), s, func(word int) {
		for i := range vectors512(w) {
			v := ZMM()
			zeroing(l.at(l.in, word, i, zmm), bits512(l, word, i), v)
			store512(s, v, l.at(l.out, word, i, zmm))
		}
	})
}

// mul512: where the bit is 0 the sign stays, and a NaN where the magnitude is above
// that of the largest finite value.
func mul512(w int, s output) {
	l, p := begin(fmt.Sprintf("mul%d%vAVX512", w, s), w, true)
	sign, finite, nan := broadcast512(p, 0), broadcast512(p, 1), broadcast512(p, 2)
	gt := by(w, VPCMPGTW, VPCMPGTD, VPCMPGTQ)
	move := by(w, VMOVDQU16, VMOVDQU32, VMOVDQU64)
	l.run(unroll512(w), s, func(word int) {
		for i := range vectors512(w) {
			v, size, r, big := ZMM(), ZMM(), ZMM(), K()
			VMOVDQU64(l.at(l.in, word, i, zmm), v)
			VPANDNQ(v, sign, size)
			VPANDQ(v, sign, r)
			gt(finite, size, big)
			move(nan, big, r)
			move(v, bits512(l, word, i), r)
			store512(s, r, l.at(l.out, word, i, zmm))
		}
	})
}
