//go:build !purego && !noasm

package kernels

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// native lists the implementations in assembly that this CPU runs, the fastest last.
func native() []Kernels {
	var all []Kernels
	if cpu.X86.HasAVX2 {
		all = append(all, avx2())
	}
	if cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL {
		all = append(all, avx512())
	}
	return all
}

type (
	packWords = func(mask *uint32, in *byte, words int, p *[4]uint64)
	outWords  = func(mask *uint32, out, in *byte, words int, p *[4]uint64)
)

// simd holds the functions for elements of one width; those that write elements come
// with plain stores and with stores past the caches.
type simd struct {
	pack, packNear  packWords // near: for tensors that L2 holds
	packY, sel, mul [2]outWords
}

// nearBytes is the size up to which pack without y takes its tensor to be in L2. It is
// less than a chunk, so that the chunks of a large tensor are not taken for small ones.
const nearBytes = 512 << 10

func avx2() Kernels {
	return simdKernels("avx2",
		simd{pack16AVX2, pack16NearAVX2, [2]outWords{pack16YAVX2, pack16StreamAVX2}, [2]outWords{select16YAVX2, select16StreamAVX2}, [2]outWords{mul16YAVX2, mul16StreamAVX2}},
		simd{pack32AVX2, pack32NearAVX2, [2]outWords{pack32YAVX2, pack32StreamAVX2}, [2]outWords{select32YAVX2, select32StreamAVX2}, [2]outWords{mul32YAVX2, mul32StreamAVX2}},
		simd{pack64AVX2, pack64NearAVX2, [2]outWords{pack64YAVX2, pack64StreamAVX2}, [2]outWords{select64YAVX2, select64StreamAVX2}, [2]outWords{mul64YAVX2, mul64StreamAVX2}})
}

func avx512() Kernels {
	return simdKernels("avx512",
		simd{pack16AVX512, pack16NearAVX512, [2]outWords{pack16YAVX512, pack16StreamAVX512}, [2]outWords{select16YAVX512, select16StreamAVX512}, [2]outWords{mul16YAVX512, mul16StreamAVX512}},
		simd{pack32AVX512, pack32NearAVX512, [2]outWords{pack32YAVX512, pack32StreamAVX512}, [2]outWords{select32YAVX512, select32StreamAVX512}, [2]outWords{mul32YAVX512, mul32StreamAVX512}},
		simd{pack64AVX512, pack64NearAVX512, [2]outWords{pack64YAVX512, pack64StreamAVX512}, [2]outWords{select64YAVX512, select64StreamAVX512}, [2]outWords{mul64YAVX512, mul64StreamAVX512}})
}

func simdKernels(name string, s16, s32, s64 simd) Kernels {
	return fast{
		name: name,
		half: [2]vector[uint16]{simdVector(float16Format, s16), simdVector(bfloat16Format, s16)},
		f32:  simdVector(float32Format, s32),
		f64:  simdVector(float64Format, s64),
	}
}

func simdVector[P pattern](f format[P], s simd) vector[P] {
	var params [2][2][4]uint64
	for predicate := range params {
		for zeros := range params[predicate] {
			params[predicate][zeros] = packParams(f, Predicate(predicate), Zeros(zeros))
		}
	}
	l := lanesOf(f)
	mul := [4]uint64{l.high, l.inf - l.one, l.quiet}
	return vector[P]{
		f: f,
		pack: func(mask []uint32, y, v []P, o PackOptions, stream bool) {
			if y == nil {
				fn := s.pack
				if len(mask) <= nearBytes/wordBits/int(unsafe.Sizeof(v[0])) {
					fn = s.packNear
				}
				fn(&mask[0], bytePtr(v), len(mask), &params[o.Predicate][o.Zeros])
				return
			}
			s.packY[index(stream)](&mask[0], bytePtr(y), bytePtr(v), len(mask), &params[o.Predicate][o.Zeros])
		},
		gradMask: func(dx, dy []P, mask []uint32, c Combine, stream bool) {
			fn := s.sel[index(stream)]
			if c == Mul {
				fn = s.mul[index(stream)]
			}
			fn(&mask[0], bytePtr(dx), bytePtr(dy), len(mask), &mul)
		},
	}
}

// packParams turns the comparisons into one addition and one signed comparison each: an
// element passes where v != 0 and v+p[0] > p[1], and is kept where v+p[2] > p[3], sums
// wrapping around. With MIN the sign bit alone and MAX all the other bits:
//
//	v > 0        v is in [1, inf]: adding MAX-inf puts inf at MAX
//	not v <= 0   v is above MIN+inf, the pattern of -infinity
//	v stays      likewise; where -0 (MIN) stays too, subtracting 1 puts it at MAX
func packParams[P pattern](f format[P], predicate Predicate, zeros Zeros) [4]uint64 {
	maxInt, minusInf := f.sign-1, f.sign|f.inf
	var lane [4]P
	lane[0], lane[1] = maxInt-f.inf, maxInt-f.inf-1
	if predicate == NotLE0 {
		lane[0], lane[1] = 0, minusInf
	}
	lane[2], lane[3] = 0, minusInf
	if zeros == Keep {
		lane[2]--
		lane[3]--
	}
	var out [4]uint64
	for i, x := range lane {
		out[i] = lanesOf(f).one * uint64(x)
	}
	return out
}

func bytePtr[P pattern](s []P) *byte { return (*byte)(unsafe.Pointer(unsafe.SliceData(s))) }

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}
