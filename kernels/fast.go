package kernels

import "unsafe"

// fast is an implementation made of functions over whole words of the flat layout. The
// tail and the tiled layout are Go for all of them.
type fast struct {
	name string
	half [2]vector[uint16] // by Half
	f32  vector[uint32]
	f64  vector[uint64]
}

// vector computes on whole words: len(v) is 32 times the length of mask.
type vector[P pattern] struct {
	f format[P]
	// pack is Pack. stream asks for stores past the caches: y starts at a multiple of
	// streamAlign bytes then, and is not v.
	pack func(mask []uint32, y, v []P, o PackOptions, stream bool)
	// gradMask is GradMask, with stream as in pack.
	gradMask func(dx, dy []P, mask []uint32, c Combine, stream bool)
}

const (
	// chunkWords bounds a call of a vector function: assembly cannot be preempted, and
	// the garbage collector waits for it.
	chunkWords = 1 << 14
	// streamBytes is the output from which stores past the caches pay: docs/BENCHMARKS.md.
	streamBytes = 8 << 20
	streamAlign = 64
)

func (k fast) Name() string { return k.name }

func (k fast) Pack16(mask []uint32, y, v []uint16, h Half, o PackOptions) error {
	if _, err := halfFormat(h); err != nil {
		return err
	}
	return packBy(k.half[h], mask, y, v, o)
}

func (k fast) Pack32(mask []uint32, y, v []float32, o PackOptions) error {
	return packBy(k.f32, mask, bits32(y), bits32(v), o)
}

func (k fast) Pack64(mask []uint32, y, v []float64, o PackOptions) error {
	return packBy(k.f64, mask, bits64(y), bits64(v), o)
}

func (k fast) GradMask16(dx, dy []uint16, mask []uint32, h Half, o MaskOptions) error {
	if _, err := halfFormat(h); err != nil {
		return err
	}
	return gradMaskBy(k.half[h], dx, dy, mask, o)
}

func (k fast) GradMask32(dx, dy []float32, mask []uint32, o MaskOptions) error {
	return gradMaskBy(k.f32, bits32(dx), bits32(dy), mask, o)
}

func (k fast) GradMask64(dx, dy []float64, mask []uint32, o MaskOptions) error {
	return gradMaskBy(k.f64, bits64(dx), bits64(dy), mask, o)
}

func packBy[P pattern](k vector[P], mask []uint32, y, v []P, o PackOptions) error {
	if err := CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	if o.Layout.tiled {
		packTiled(k.f, mask, y, v, o)
		return nil
	}
	stream := streams(y, v)
	words := len(v) / wordBits
	for w := 0; w < words; w += chunkWords {
		end := min(w+chunkWords, words)
		from, to := w*wordBits, end*wordBits
		k.pack(mask[w:end], part(y, from, to), v[from:to], o, stream)
	}
	tail := words * wordBits
	return pack(k.f, mask[words:], part(y, tail, len(y)), v[tail:], o)
}

func gradMaskBy[P pattern](k vector[P], dx, dy []P, mask []uint32, o MaskOptions) error {
	if err := CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	if o.Layout.tiled {
		gradMaskTiled(k.f, dx, dy, mask, o)
		return nil
	}
	stream := streams(dx, dy)
	words := len(dy) / wordBits
	for w := 0; w < words; w += chunkWords {
		end := min(w+chunkWords, words)
		from, to := w*wordBits, end*wordBits
		k.gradMask(dx[from:to], dy[from:to], mask[w:end], o.Combine, stream)
	}
	tail := words * wordBits
	return gradMask(k.f, dx[tail:], dy[tail:], mask[words:], o)
}

// part is s[from:to], and nil where s is nil: no y stays no y.
func part[P any](s []P, from, to int) []P {
	if s == nil {
		return nil
	}
	return s[from:to]
}

// streams decides on stores past the caches. In place the lines are in a cache already.
func streams[P pattern](out, in []P) bool {
	size := len(out) * int(unsafe.Sizeof(*new(P)))
	if size < streamBytes {
		return false
	}
	start := unsafe.Pointer(unsafe.SliceData(out))
	return uintptr(start)%streamAlign == 0 && start != unsafe.Pointer(unsafe.SliceData(in))
}
