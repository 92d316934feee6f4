package kernels

import (
	"runtime"
	"sync"
	"unsafe"
)

// splitBytes is how many bytes of elements a goroutine gets at least: below that,
// starting it costs more than it saves (docs/BENCHMARKS.md).
const splitBytes = 2 << 20

// Parallel returns k with large tensors split among at most workers goroutines, or as
// many as GOMAXPROCS allows at the time of the call if workers is 0 or less. A part is
// whole words of the mask, or whole tiles, so the bits are k's for any number of
// goroutines. It has k's name.
func Parallel(k Kernels, workers int) Kernels {
	if workers == 1 {
		return k
	}
	return parallel{k, workers}
}

type parallel struct {
	Kernels
	workers int
}

func (p parallel) Pack16(mask []uint32, y, v []uint16, h Half, o PackOptions) error {
	return packSplit(p, mask, y, v, o, func(mask []uint32, y, v []uint16, o PackOptions) error {
		return p.Kernels.Pack16(mask, y, v, h, o)
	})
}

func (p parallel) Pack32(mask []uint32, y, v []float32, o PackOptions) error {
	return packSplit(p, mask, y, v, o, p.Kernels.Pack32)
}

func (p parallel) Pack64(mask []uint32, y, v []float64, o PackOptions) error {
	return packSplit(p, mask, y, v, o, p.Kernels.Pack64)
}

func (p parallel) GradMask16(dx, dy []uint16, mask []uint32, h Half, o MaskOptions) error {
	return gradMaskSplit(p, dx, dy, mask, o, func(dx, dy []uint16, mask []uint32, o MaskOptions) error {
		return p.Kernels.GradMask16(dx, dy, mask, h, o)
	})
}

func (p parallel) GradMask32(dx, dy []float32, mask []uint32, o MaskOptions) error {
	return gradMaskSplit(p, dx, dy, mask, o, p.Kernels.GradMask32)
}

func (p parallel) GradMask64(dx, dy []float64, mask []uint32, o MaskOptions) error {
	return gradMaskSplit(p, dx, dy, mask, o, p.Kernels.GradMask64)
}

// packSplit runs call on parts of a call whose arguments are right, and hands others to
// it as they are, for its error.
func packSplit[E any](p parallel, mask []uint32, y, v []E, o PackOptions, call func([]uint32, []E, []E, PackOptions) error) error {
	if CheckPack(len(mask), len(y), len(v), y != nil, o) != nil {
		return call(mask, y, v, o)
	}
	return each(p.split(len(v), unsafe.Sizeof(*new(E)), o.Layout), func(s span) error {
		o := o
		o.Layout = s.layout
		return call(mask[s.word:s.wordEnd], part(y, s.from, s.to), v[s.from:s.to], o)
	})
}

func gradMaskSplit[E any](p parallel, dx, dy []E, mask []uint32, o MaskOptions, call func(dx, dy []E, mask []uint32, o MaskOptions) error) error {
	if CheckGradMask(len(dx), len(dy), len(mask), o) != nil {
		return call(dx, dy, mask, o)
	}
	return each(p.split(len(dy), unsafe.Sizeof(*new(E)), o.Layout), func(s span) error {
		o := o
		o.Layout = s.layout
		return call(dx[s.from:s.to], dy[s.from:s.to], mask[s.word:s.wordEnd], o)
	})
}

// span is a part of a tensor: its elements, its words, and its own layout.
type span struct {
	from, to, word, wordEnd int
	layout                  Layout
}

// split cuts n elements of size bytes into spans.
func (p parallel) split(n int, size uintptr, l Layout) []span {
	parts := p.workers
	if parts <= 0 {
		parts = runtime.GOMAXPROCS(0)
	}
	parts = max(1, min(parts, n/(splitBytes/int(size))))
	// unit elements have unitWords words of their own
	unit, unitWords, units := wordBits, 1, int(ceilDiv(int64(n), wordBits))
	if l.tiled {
		unit, unitWords, units = tileRows*int(l.cols), tileWords*int(l.cols), int(ceilDiv(l.rows, tileRows))
	}
	parts = max(1, min(parts, units))
	spans := make([]span, 0, parts)
	for i := range parts {
		// units/parts each, the first units%parts one more: no product overflows
		first, end := i*(units/parts)+min(i, units%parts), (i+1)*(units/parts)+min(i+1, units%parts)
		s := span{from: first * unit, to: min(end*unit, n), word: first * unitWords, wordEnd: end * unitWords, layout: l}
		if l.tiled {
			s.layout.rows = min(int64(end)*tileRows, l.rows) - int64(first)*tileRows
		}
		spans = append(spans, s)
	}
	return spans
}

// each calls f for every span at once, the last on this goroutine.
func each(spans []span, f func(span) error) error {
	errs := make([]error, len(spans))
	var wait sync.WaitGroup
	for i, s := range spans[:len(spans)-1] {
		wait.Go(func() { errs[i] = f(s) })
	}
	errs[len(errs)-1] = f(spans[len(spans)-1])
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
