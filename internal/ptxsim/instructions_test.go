package ptxsim_test

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"testing"

	"github.com/unswag/unswagc/internal/ptxsim"
)

// frame is an entry that hands each thread three values and takes one back. The body
// finds them in %x, %y, %z with 64 bits, in %a, %b, %c with the low 32 and in %i, %j, %k
// with the low 16, and leaves its result in %e, %d or %h of those sizes: its name is the
// last verb.
const frame = `.version 7.0
.target sm_75
.address_size 64
.visible .entry t(.param .u64 in, .param .u64 out)
{
	.reg .pred %%p, %%q, %%r;
	.reg .b16 %%h, %%i, %%j, %%k, %%l;
	.reg .b32 %%a, %%b, %%c, %%d, %%n, %%m;
	.reg .b64 %%x, %%y, %%z, %%e, %%f, %%g;
	mov.u32 %%n, %%ctaid.x;
	mov.u32 %%m, %%ntid.x;
	mul.lo.u32 %%n, %%n, %%m;
	mov.u32 %%m, %%tid.x;
	add.u32 %%n, %%n, %%m;
	ld.param.u64 %%f, [in];
	cvta.to.global.u64 %%f, %%f;
	mad.wide.u32 %%f, %%n, 24, %%f;
	ld.param.u64 %%g, [out];
	cvta.to.global.u64 %%g, %%g;
	mad.wide.u32 %%g, %%n, 8, %%g;
	ld.global.u64 %%x, [%%f];
	ld.global.u64 %%y, [%%f+8];
	ld.global.u64 %%z, [%%f+16];
	cvt.u32.u64 %%a, %%x;
	cvt.u32.u64 %%b, %%y;
	cvt.u32.u64 %%c, %%z;
	cvt.u16.u64 %%i, %%x;
	cvt.u16.u64 %%j, %%y;
	cvt.u16.u64 %%k, %%z;
%s
	st.global.u%d [%%g], %s;
	ret;
}`

// results runs body for every triple of values.
func results(t *testing.T, body, result string, values [][3]uint64) []uint64 {
	t.Helper()
	size := map[string]int{"%h": 16, "%d": 32, "%e": 64}[result]
	m, err := ptxsim.Parse(fmt.Sprintf(frame, body, size, result))
	if err != nil {
		t.Fatal(err)
	}
	const block = 64
	blocks := (len(values) + block - 1) / block
	var mem ptxsim.Memory
	in, out := mem.Alloc(blocks*block*24, 0), mem.Alloc(blocks*block*8, 0)
	for i, v := range values {
		for j := range v {
			binary.LittleEndian.PutUint64(mem.Bytes(in)[24*i+8*j:], v[j])
		}
	}
	if err := m.Launch(&mem, "t", blocks, block, uint64(in), uint64(out)); err != nil {
		t.Fatal(err)
	}
	got := make([]uint64, len(values))
	for i := range got {
		got[i] = binary.LittleEndian.Uint64(mem.Bytes(out)[8*i:])
	}
	return got
}

// triples are combinations of values at the edges of 8, 16, 32 and 64 bits, small ones
// such as amounts of shifts, and random ones.
func triples() [][3]uint64 {
	edges := []uint64{0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 63, 64, 65, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000,
		0xffffffff, 0x100000000, 1<<63 - 1, 1 << 63, 1<<64 - 1, 0x8899aabbccddeeff, 0x0123456789abcdef, 0xba98, 0x3210}
	var all [][3]uint64
	for i, x := range edges {
		for j, y := range edges {
			all = append(all, [3]uint64{x, y, edges[(7*i+11*j)%len(edges)]})
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		all = append(all, [3]uint64{r.Uint64(), r.Uint64(), r.Uint64()}, [3]uint64{r.Uint64(), r.Uint64N(70), r.Uint64N(70)})
	}
	return all
}

type oracle = func(x, y, z uint64) uint64

// narrow makes an oracle of one for 32-bit values.
func narrow(f func(a, b, c uint32) uint32) oracle {
	return func(x, y, z uint64) uint64 { return uint64(f(uint32(x), uint32(y), uint32(z))) }
}

// half makes an oracle of one for 16-bit values.
func half(f func(a, b uint16) uint16) oracle {
	return func(x, y, _ uint64) uint64 { return uint64(f(uint16(x), uint16(y))) }
}

func truth(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// upper is the upper half of a signed product of 64 bits.
func upper(x, y uint64) uint64 {
	p := new(big.Int).Mul(big.NewInt(int64(x)), big.NewInt(int64(y)))
	return uint64(p.Rsh(p, 64).Int64())
}

func TestInstructions(t *testing.T) {
	values := triples()
	for _, tests := range []map[string]oracle{arithmeticOracles, shiftOracles, logicOracles, moveOracles, compareOracles} {
		for body, want := range tests {
			t.Run(body, func(t *testing.T) {
				result := resultOf(body)
				for i, got := range results(t, body, result, values) {
					v := values[i]
					if w := want(v[0], v[1], v[2]); got != w {
						t.Fatalf("of %#x it is %#x, want %#x", v, got, w)
					}
				}
			})
		}
	}
}

// resultOf is the register that a body's last instruction writes first.
func resultOf(body string) string {
	last := ""
	for i := range len(body) - 1 {
		if s := body[i : i+2]; s == "%d" || s == "%e" || s == "%h" {
			last = s
		}
	}
	return last
}

var arithmeticOracles = map[string]oracle{
	"add.u32 %d, %a, %b;":           narrow(func(a, b, _ uint32) uint32 { return a + b }),
	"add.s32 %d, %a, -1;":           narrow(func(a, _, _ uint32) uint32 { return a - 1 }),
	"add.s64 %e, %x, %y;":           func(x, y, _ uint64) uint64 { return x + y },
	"add.u16 %h, %i, %j;":           half(func(a, b uint16) uint16 { return a + b }),
	"sub.u32 %d, %a, %b;":           narrow(func(a, b, _ uint32) uint32 { return a - b }),
	"sub.s64 %e, %x, %y;":           func(x, y, _ uint64) uint64 { return x - y },
	"min.u32 %d, %a, %b;":           narrow(func(a, b, _ uint32) uint32 { return min(a, b) }),
	"min.s32 %d, %a, %b;":           narrow(func(a, b, _ uint32) uint32 { return uint32(min(int32(a), int32(b))) }),
	"min.u64 %e, %x, %y;":           func(x, y, _ uint64) uint64 { return min(x, y) },
	"max.u32 %d, %a, %b;":           narrow(func(a, b, _ uint32) uint32 { return max(a, b) }),
	"max.s64 %e, %x, %y;":           func(x, y, _ uint64) uint64 { return uint64(max(int64(x), int64(y))) },
	"max.s16 %h, %i, %j;":           half(func(a, b uint16) uint16 { return uint16(max(int16(a), int16(b))) }),
	"mul.lo.u32 %d, %a, %b;":        narrow(func(a, b, _ uint32) uint32 { return a * b }),
	"mul.lo.u64 %e, %x, %y;":        func(x, y, _ uint64) uint64 { return x * y },
	"mul.lo.s16 %h, %i, %j;":        half(func(a, b uint16) uint16 { return a * b }),
	"mul.hi.u32 %d, %a, %b;":        narrow(func(a, b, _ uint32) uint32 { return uint32(uint64(a) * uint64(b) >> 32) }),
	"mul.hi.s32 %d, %a, %b;":        narrow(func(a, b, _ uint32) uint32 { return uint32(int64(int32(a)) * int64(int32(b)) >> 32) }),
	"mul.hi.u64 %e, %x, %y;":        func(x, y, _ uint64) uint64 { hi, _ := bits.Mul64(x, y); return hi },
	"mul.hi.s64 %e, %x, %y;":        func(x, y, _ uint64) uint64 { return upper(x, y) },
	"mul.wide.u32 %e, %a, %b;":      func(x, y, _ uint64) uint64 { return uint64(uint32(x)) * uint64(uint32(y)) },
	"mul.wide.s32 %e, %a, %b;":      func(x, y, _ uint64) uint64 { return uint64(int64(int32(x)) * int64(int32(y))) },
	"mul.wide.u16 %d, %i, %j;":      narrow(func(a, b, _ uint32) uint32 { return a & 0xffff * (b & 0xffff) }),
	"mul.wide.s16 %d, %i, %j;":      narrow(func(a, b, _ uint32) uint32 { return uint32(int32(int16(a)) * int32(int16(b))) }),
	"mad.lo.u32 %d, %a, %b, %c;":    narrow(func(a, b, c uint32) uint32 { return a*b + c }),
	"mad.lo.s64 %e, %x, %y, %z;":    func(x, y, z uint64) uint64 { return x*y + z },
	"mad.wide.u32 %e, %a, %b, %z;":  func(x, y, z uint64) uint64 { return uint64(uint32(x))*uint64(uint32(y)) + z },
	"mad.wide.s32 %e, %a, %b, %z;":  func(x, y, z uint64) uint64 { return uint64(int64(int32(x))*int64(int32(y))) + z },
	"mad.wide.u16 %d, %i, %j, %c;":  narrow(func(a, b, c uint32) uint32 { return a&0xffff*(b&0xffff) + c }),
	"dp4a.u32.u32 %d, %a, %b, %c;":  narrow(dot),
	"dp4a.u32.u32 %d, %a, 0x80, 0;": narrow(func(a, _, _ uint32) uint32 { return a & 0xff << 7 }),
}

func dot(a, b, c uint32) uint32 {
	for i := 0; i < 32; i += 8 {
		c += uint32(byte(a>>i)) * uint32(byte(b>>i))
	}
	return c
}

var shiftOracles = map[string]oracle{
	"shl.b32 %d, %a, %b;":                   narrow(func(a, b, _ uint32) uint32 { return a << b }),
	"shl.b32 %d, %a, 32;":                   func(_, _, _ uint64) uint64 { return 0 },
	"shl.b64 %e, %x, %b;":                   func(x, y, _ uint64) uint64 { return x << uint32(y) },
	"shl.b16 %h, %i, %b;":                   func(x, y, _ uint64) uint64 { return uint64(uint16(x) << uint32(y)) },
	"shr.u32 %d, %a, %b;":                   narrow(func(a, b, _ uint32) uint32 { return a >> b }),
	"shr.b32 %d, %a, %b;":                   narrow(func(a, b, _ uint32) uint32 { return a >> b }),
	"shr.s32 %d, %a, %b;":                   narrow(func(a, b, _ uint32) uint32 { return uint32(int32(a) >> b) }),
	"shr.u64 %e, %x, %b;":                   func(x, y, _ uint64) uint64 { return x >> uint32(y) },
	"shr.s64 %e, %x, %b;":                   func(x, y, _ uint64) uint64 { return uint64(int64(x) >> uint32(y)) },
	"shr.s16 %h, %i, %b;":                   func(x, y, _ uint64) uint64 { return uint64(uint16(int16(x) >> uint32(y))) },
	"shf.l.wrap.b32 %d, %a, %b, %c;":        narrow(func(a, b, c uint32) uint32 { return b<<(c%32) | a>>(32-c%32) }),
	"shf.r.wrap.b32 %d, %a, %b, %c;":        narrow(func(a, b, c uint32) uint32 { return b<<(32-c%32) | a>>(c%32) }),
	"shf.l.clamp.b32 %d, %a, %b, %c;":       narrow(func(a, b, c uint32) uint32 { c = min(c, 32); return b<<c | a>>(32-c) }),
	"shf.r.clamp.b32 %d, %a, %b, %c;":       narrow(func(a, b, c uint32) uint32 { c = min(c, 32); return b<<(32-c) | a>>c }),
	"shf.l.wrap.b32 %d, %a, %a, %b;":        narrow(func(a, b, _ uint32) uint32 { return bits.RotateLeft32(a, int(b%32)) }),
	"prmt.b32 %d, %a, %b, %c;":              narrow(permute),
	"prmt.b32 %d, %a, 0, 0xBB99;":           narrow(func(a, _, _ uint32) uint32 { return permute(a, 0, 0xbb99) }),
	"prmt.b32 %d, %a, %b, 0xFEDC;":          narrow(func(_, b, _ uint32) uint32 { return permute(0, b, 0xfedc) }),
	"prmt.b32 %d, %a, %b, 0x7654;":          narrow(func(_, b, _ uint32) uint32 { return b }),
	"cvt.s64.s32 %e, %a;":                   func(x, _, _ uint64) uint64 { return uint64(int64(int32(x))) },
	"cvt.u64.u32 %e, %a;":                   func(x, _, _ uint64) uint64 { return uint64(uint32(x)) },
	"cvt.u64.s16 %e, %i;":                   func(x, _, _ uint64) uint64 { return uint64(int64(int16(x))) },
	"cvt.s32.s16 %d, %i;":                   narrow(func(a, _, _ uint32) uint32 { return uint32(int32(int16(a))) }),
	"cvt.u16.u32 %h, %a;":                   half(func(a, _ uint16) uint16 { return a }),
	"cvta.to.global.u64 %e, %x;":            func(x, _, _ uint64) uint64 { return x ^ 1<<62 },
	"mov.b64 {%a, %b}, %y; mov.u32 %d, %b;": func(_, y, _ uint64) uint64 { return y >> 32 },
}

// permute is prmt as the manual words it: byte by byte.
func permute(a, b, c uint32) uint32 {
	var in, out [8]byte
	binary.LittleEndian.PutUint32(in[:4], a)
	binary.LittleEndian.PutUint32(in[4:], b)
	for i := range 4 {
		nibble := c >> (4 * i) % 16
		out[i] = in[nibble%8]
		if nibble >= 8 && out[i] >= 128 {
			out[i] = 255
		} else if nibble >= 8 {
			out[i] = 0
		}
	}
	return binary.LittleEndian.Uint32(out[:4])
}

var logicOracles = map[string]oracle{
	"and.b32 %d, %a, %b;":                         narrow(func(a, b, _ uint32) uint32 { return a & b }),
	"and.b64 %e, %x, 0x7FFFFFFFFFFFFFFF;":         func(x, _, _ uint64) uint64 { return x << 1 >> 1 },
	"or.b64 %e, %x, %y;":                          func(x, y, _ uint64) uint64 { return x | y },
	"or.b16 %h, %i, %j;":                          half(func(a, b uint16) uint16 { return a | b }),
	"xor.b32 %d, %a, %b;":                         narrow(func(a, b, _ uint32) uint32 { return a ^ b }),
	"not.b32 %d, %a;":                             narrow(func(a, _, _ uint32) uint32 { return ^a }),
	"not.b64 %e, %x;":                             func(x, _, _ uint64) uint64 { return ^x },
	"not.b16 %h, %i;":                             half(func(a, _ uint16) uint16 { return ^a }),
	"mov.b32 {%i, %j}, %a; mov.b32 %d, {%j, %i};": narrow(func(a, _, _ uint32) uint32 { return bits.RotateLeft32(a, 16) }),
	"mov.b64 %e, {%a, %b};":                       func(x, y, _ uint64) uint64 { return uint64(uint32(x)) | y<<32 },
	"mov.b64 %e, {%i, %j, %k, %i};":               func(x, y, z uint64) uint64 { return x&0xffff | y&0xffff<<16 | z&0xffff<<32 | x<<48 },
}

var moveOracles = map[string]oracle{
	"mov.u32 %d, 0xFFFFFFFF;": func(_, _, _ uint64) uint64 { return 1<<32 - 1 },
	"mov.b64 %e, -2;":         func(_, _, _ uint64) uint64 { return 1<<64 - 2 },
	"mov.u16 %h, 65535U;":     func(_, _, _ uint64) uint64 { return 65535 },
	"mov.u64 %e, %y;":         func(_, y, _ uint64) uint64 { return y },
	"mov.u32 %d, %ntid.x;":    func(_, _, _ uint64) uint64 { return 64 },
	"mov.u32 %d, 7; setp.lt.u32 %p, %a, %b; @%p mov.u32 %d, %c; @!%p mov.b32 %d, %a;": narrow(func(a, b, c uint32) uint32 {
		if a < b {
			return c
		}
		return a
	}),
}
