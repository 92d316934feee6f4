package kernelstest

import (
	"math"

	"github.com/unswag/unswagc/kernels"
)

// element is how a tensor's elements are passed.
type element interface{ uint16 | float32 | float64 }

// kind is one element type with the methods that take it.
type kind[E element] struct {
	name string
	ieee
	from     func(uint64) E
	bits     func(E) uint64
	pack     func(k kernels.Kernels, mask []uint32, y, v []E, o kernels.PackOptions) error
	gradMask func(k kernels.Kernels, dx, dy []E, mask []uint32, o kernels.MaskOptions) error
}

func half(name string, f ieee, h kernels.Half) kind[uint16] {
	return kind[uint16]{name: name, ieee: f,
		from: func(b uint64) uint16 { return uint16(b) },
		bits: func(e uint16) uint64 { return uint64(e) },
		pack: func(k kernels.Kernels, mask []uint32, y, v []uint16, o kernels.PackOptions) error {
			return k.Pack16(mask, y, v, h, o)
		},
		gradMask: func(k kernels.Kernels, dx, dy []uint16, mask []uint32, o kernels.MaskOptions) error {
			return k.GradMask16(dx, dy, mask, h, o)
		},
	}
}

func float16() kind[uint16]  { return half("float16", ieee{5, 10}, kernels.Float16) }
func bfloat16() kind[uint16] { return half("bfloat16", ieee{8, 7}, kernels.BFloat16) }

func float() kind[float32] {
	return kind[float32]{name: "float", ieee: ieee{8, 23},
		from:     func(b uint64) float32 { return math.Float32frombits(uint32(b)) },
		bits:     func(e float32) uint64 { return uint64(math.Float32bits(e)) },
		pack:     kernels.Kernels.Pack32,
		gradMask: kernels.Kernels.GradMask32,
	}
}

func double() kind[float64] {
	return kind[float64]{name: "double", ieee: ieee{11, 52},
		from:     math.Float64frombits,
		bits:     math.Float64bits,
		pack:     kernels.Kernels.Pack64,
		gradMask: kernels.Kernels.GradMask64,
	}
}

// all lists every pattern of a 16-bit type, and of wider types all combinations of
// sign and exponent with fractions that have few bits set or clear.
func (k kind[E]) all() []uint64 {
	var out []uint64
	if k.exp+k.frac == 15 {
		for p := range uint64(1 << 16) {
			out = append(out, p)
		}
		return out
	}
	full := uint64(1)<<k.frac - 1
	fractions := []uint64{0, 1, 2, full, full - 1, full >> 1, 1 << (k.frac - 1), 1<<(k.frac-1) + 1,
		0x5555555555555555 & full, 0xaaaaaaaaaaaaaaaa & full, 1 << 15 & full, 1 << 16 & full}
	for top := range uint64(1) << (k.exp + 1) {
		for _, f := range fractions {
			out = append(out, top<<k.frac|f)
		}
	}
	return out
}

// sample gives n patterns, most of them special or random, the same for a seed.
func (k kind[E]) sample(n int, seed uint64) []uint64 {
	sign := uint64(1) << (k.exp + k.frac)
	inf := (uint64(1)<<k.exp - 1) << k.frac
	special := []uint64{0, sign, 1, sign | 1, inf, inf | sign, inf | 1, inf | 1 | sign, inf - 1,
		inf | 1<<(k.frac-1), sign | inf | 1<<(k.frac-1), sign | (inf - 1), 1 << k.frac, sign | 1<<k.frac}
	out := make([]uint64, n)
	for i := range out {
		seed = seed*6364136223846793005 + 1442695040888963407
		r := seed ^ seed>>29
		out[i] = (r * 0x9e3779b97f4a7c15) >> (63 - k.exp - k.frac)
		if r>>40%4 == 0 {
			out[i] = special[r>>44%uint64(len(special))]
		}
	}
	return out
}
