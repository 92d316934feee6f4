package main

import (
	"runtime"
	"sync"
	"time"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// cpuBench measures kernels on slices of the host, against a copy that is split among as
// many goroutines.
type cpuBench struct{ k kernels.Kernels }

func (cpuBench) elements() (int64, error) { return 1 << 24, nil }

func (cpuBench) launch() (time.Duration, error) { return 0, nil }

func (c cpuBench) prepare(t ptx.Type, n int64) (ops [4]func() (time.Duration, error), release func() error, err error) {
	release = func() error { return nil }
	switch t {
	case ptx.F32:
		return cpuOps(t, n, c.k.Pack32, c.k.GradMask32), release, nil
	case ptx.F64:
		return cpuOps(t, n, c.k.Pack64, c.k.GradMask64), release, nil
	}
	half := kernels.Float16
	if t == ptx.BF16 {
		half = kernels.BFloat16
	}
	return cpuOps(t, n, func(mask []uint32, y, v []uint16, o kernels.PackOptions) error {
		return c.k.Pack16(mask, y, v, half, o)
	}, func(dx, dy []uint16, mask []uint32, o kernels.MaskOptions) error {
		return c.k.GradMask16(dx, dy, mask, half, o)
	}), release, nil
}

// cpuOps makes tensors of finite numbers of both signs, and the operations on them.
func cpuOps[E any](t ptx.Type, n int64, pack func([]uint32, []E, []E, kernels.PackOptions) error,
	gradMask func(dx, dy []E, mask []uint32, o kernels.MaskOptions) error) [4]func() (time.Duration, error) {
	in, out, mask := make([]E, n), make([]E, n), make([]uint32, (n+31)/32)
	fillFinite(unsafe.Slice((*byte)(unsafe.Pointer(&in[0])), n*int64(t.Size())), t.Size())
	from, to := make([]byte, moved(0, t, n)/2), make([]byte, moved(0, t, n)/2)
	copyAll(from, unsafe.Slice((*byte)(unsafe.Pointer(&in[0])), n*int64(t.Size())))
	return [4]func() (time.Duration, error){
		timed(func() error { copyAll(to, from); return nil }),
		timed(func() error { return pack(mask, nil, in, kernels.PackOptions{}) }),
		timed(func() error { return pack(mask, out, in, kernels.PackOptions{}) }),
		timed(func() error { return gradMask(out, in, mask, kernels.MaskOptions{}) }),
	}
}

func timed(f func() error) func() (time.Duration, error) {
	return func() (time.Duration, error) {
		start := time.Now()
		err := f()
		return time.Since(start), err
	}
}

// copyAll copies as many goroutines at once as the kernels use.
func copyAll(to, from []byte) {
	workers := runtime.GOMAXPROCS(0)
	part := (len(to) + workers - 1) / workers
	var wait sync.WaitGroup
	for start := 0; start < len(to); start += part {
		end := min(start+part, len(to))
		wait.Go(func() { copy(to[start:end], from[min(start, len(from)):]) })
	}
	wait.Wait()
}

// fillFinite writes numbers of both signs without a pattern that a cache or a branch
// could follow. size is the bytes of an element, in whose last byte the highest bit of
// the exponent stays clear.
func fillFinite(b []byte, size int) {
	seed := uint32(1)
	for i := range b {
		seed = seed*1664525 + 1013904223
		b[i] = byte(seed >> 24)
		if i%size == size-1 {
			b[i] &^= 0x40
		}
	}
}
