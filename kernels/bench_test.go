package kernels_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
)

// sizes are bytes touched by one call: what L2 holds up to what only RAM holds.
var sizes = []int{256 << 10, 1 << 20, 8 << 20, 64 << 20, 256 << 20}

// BenchmarkKernels measures every implementation on one goroutine. In turn with each
// call it measures copy over buffers that together have the bytes that the call reads
// and writes. It reports the medians of both rates and "of-copy", the first divided by
// the second.
func BenchmarkKernels(b *testing.B) {
	for _, k := range kernels.All()[1:] {
		for _, size := range sizes {
			b.Run(fmt.Sprintf("%s/%s", k.Name(), mib(size)), func(b *testing.B) { benchAll(b, k, size) })
		}
	}
}

// BenchmarkRead measures what a search of the standard library, which only reads, reaches
// of copy: a bound for pack without y, which writes 1/32 or 1/16 besides.
func BenchmarkRead(b *testing.B) {
	for _, size := range sizes {
		b.Run(mib(size), func(b *testing.B) {
			s := bytes.Repeat([]byte{1}, size)
			againstCopy(b, size, func() error {
				if bytes.IndexByte(s, 0) >= 0 {
					return errors.New("found")
				}
				return nil
			})
		})
	}
}

// BenchmarkTiled measures the tiled layout, which is Go in every implementation.
func BenchmarkTiled(b *testing.B) {
	const rows, cols = 512, 4096
	v, y := make([]float32, rows*cols), make([]float32, rows*cols)
	mask := make([]uint32, rows*cols/32)
	fillBits(v)
	l, k := kernels.Tiled(rows, cols), kernels.All()[1]
	b.Run("packy/f32", func(b *testing.B) {
		againstCopy(b, 8*rows*cols, func() error { return k.Pack32(mask, y, v, kernels.PackOptions{Layout: l}) })
	})
	b.Run("select/f32", func(b *testing.B) {
		againstCopy(b, 8*rows*cols, func() error { return k.GradMask32(y, v, mask, kernels.MaskOptions{Layout: l}) })
	})
}

// BenchmarkParallel measures Best, whose calls are split, against copy on one core.
func BenchmarkParallel(b *testing.B) {
	for _, size := range []int{256 << 10, 512 << 10, 1 << 20, 2 << 20, 4 << 20, 64 << 20} {
		b.Run(mib(size), func(b *testing.B) {
			n := size / 8
			v, y, mask := make([]float32, n), make([]float32, n), make([]uint32, n/32)
			fillBits(v)
			all := kernels.All()
			serial := all[len(all)-1]
			split := kernels.Parallel(serial, 0)
			compare(b, size, "of-one-core", func() error { return split.GradMask32(y, v, mask, kernels.MaskOptions{}) },
				func() { _ = serial.GradMask32(y, v, mask, kernels.MaskOptions{}) })
		})
	}
}

func mib(size int) string {
	if size < 1<<20 {
		return fmt.Sprintf("%dKiB", size>>10)
	}
	return fmt.Sprintf("%dMiB", size>>20)
}

func benchAll(b *testing.B, k kernels.Kernels, size int) {
	benchType(b, "f32", size, k.Pack32, k.GradMask32)
	benchType(b, "f16", size, func(m []uint32, y, v []uint16, o kernels.PackOptions) error {
		return k.Pack16(m, y, v, kernels.Float16, o)
	}, func(dx, dy []uint16, m []uint32, o kernels.MaskOptions) error {
		return k.GradMask16(dx, dy, m, kernels.Float16, o)
	})
	benchType(b, "bf16", size, func(m []uint32, y, v []uint16, o kernels.PackOptions) error {
		return k.Pack16(m, y, v, kernels.BFloat16, o)
	}, func(dx, dy []uint16, m []uint32, o kernels.MaskOptions) error {
		return k.GradMask16(dx, dy, m, kernels.BFloat16, o)
	})
	benchType(b, "f64", size, k.Pack64, k.GradMask64)
}

func benchType[E any](b *testing.B, name string, size int, pack func([]uint32, []E, []E, kernels.PackOptions) error, grad func(dx, dy []E, mask []uint32, o kernels.MaskOptions) error) {
	width := int(unsafe.Sizeof(*new(E)))
	b.Run("pack/"+name, func(b *testing.B) {
		// one element read, one bit written
		n := size / width * (8 * width) / (8*width + 1) / 64 * 64
		v, mask := make([]E, n), make([]uint32, n/32)
		fillBits(v)
		againstCopy(b, size, func() error { return pack(mask, nil, v, kernels.PackOptions{}) })
	})
	n := size / width * (8 * width) / (16*width + 1) / 64 * 64
	in, out, mask := make([]E, n), make([]E, n), make([]uint32, n/32)
	fillBits(in)
	b.Run("packy/"+name, func(b *testing.B) {
		againstCopy(b, size, func() error { return pack(mask, out, in, kernels.PackOptions{}) })
	})
	b.Run("select/"+name, func(b *testing.B) {
		againstCopy(b, size, func() error { return grad(out, in, mask, kernels.MaskOptions{}) })
	})
	b.Run("mul/"+name, func(b *testing.B) {
		againstCopy(b, size, func() error { return grad(out, in, mask, kernels.MaskOptions{Combine: kernels.Mul}) })
	})
}

// fillBits gives finite values of both signs, the same in every run.
func fillBits[E any](s []E) {
	raw := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(E))))
	seed := uint32(1)
	for i := range raw {
		seed = seed*1664525 + 1013904223
		raw[i] = byte(seed>>24) &^ 0x40 // the exponent's highest bit stays clear
	}
}

func againstCopy(b *testing.B, size int, call func() error) {
	from, to := make([]byte, size/2), make([]byte, size/2)
	fillBits(from)
	copy(to, from)
	compare(b, size, "of-copy", call, func() { copy(to, from) })
}

// compare times call and other in turn, many calls at a time where one is short.
func compare(b *testing.B, size int, unit string, call func() error, other func()) {
	reps := max(1, (4<<20)/size)
	var mine, others []float64
	if err := call(); err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	for b.Loop() {
		start := time.Now()
		for range reps {
			_ = call()
		}
		middle := time.Now()
		for range reps {
			other()
		}
		mine = append(mine, middle.Sub(start).Seconds())
		others = append(others, time.Since(middle).Seconds())
	}
	slices.Sort(mine)
	slices.Sort(others)
	m, o := mine[len(mine)/2], others[len(others)/2]
	work := float64(size) * float64(reps) / 1e9
	b.ReportMetric(work/m, "GB/s")
	b.ReportMetric(work/o, "other-GB/s")
	b.ReportMetric(o/m, unit)
	b.ReportMetric(0, "ns/op")
}
