package ptx

import "fmt"

// lop3 is a function of three bits, applied to each bit of a, b and c.
func (k *kernel) lop3(f func(a, b, c uint8) uint8, a, b, c b32) b32 {
	d := fresh[b32](k)
	// The table is what f makes of these three bytes, by the definition of lop3.
	k.emit("lop3.b32", d, a, b, c, name(fmt.Sprintf("0x%02X", f(0xF0, 0xCC, 0xAA))))
	return d
}

// prmt picks bytes: nibble i of selector names byte i of the result, 0 to 3 a's bytes
// and 4 to 7 b's. A nibble of 8 and more gives eight copies of that byte's top bit.
func (k *kernel) prmt(a, b, selector b32) b32 {
	d := fresh[b32](k)
	k.emit("prmt.b32", d, a, b, selector)
	return d
}

// rotl rotates a to the left.
func (k *kernel) rotl(a, bits b32) b32 {
	d := fresh[b32](k)
	k.emit("shf.l.wrap.b32", d, a, a, bits)
	return d
}

// dot is the sum of the products of the bytes of a and b, and c.
func (k *kernel) dot(a, b, c b32) b32 {
	d := fresh[b32](k)
	k.emit("dp4a.u32.u32", d, a, b, c)
	return d
}

// selector is a constant of prmt, its nibbles from byte 0 of the result on.
func selector(byte0, byte1, byte2, byte3 uint32) b32 {
	return b32{fmt.Sprintf("0x%04X", byte0|byte1<<4|byte2<<8|byte3<<12)}
}

// signs is a selector that fills each byte of the result with the top bit of the byte of
// that number.
func signs(byte0, byte1, byte2, byte3 uint32) b32 {
	const sign = 8
	return selector(sign|byte0, sign|byte1, sign|byte2, sign|byte3)
}

// wholeWarp names all threads of a warp.
var wholeWarp = b32{"0xFFFFFFFF"}

// bfly is a of the thread whose number differs in the bits of distance.
func (k *kernel) bfly(a b32, distance int) b32 {
	d := fresh[b32](k)
	k.emit("shfl.sync.bfly.b32", d, a, c32(uint32(distance)), c32(31), wholeWarp)
	return d
}

// ballot is the word whose bit i is p of thread i of the warp.
func (k *kernel) ballot(p pred) b32 {
	d := fresh[b32](k)
	k.emit("vote.sync.ballot.b32", d, p, wholeWarp)
	return d
}
