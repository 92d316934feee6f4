package cuda

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
	"github.com/unswag/unswagc/kernels/ptx"
)

// gpu opens device 0. Without one the test is skipped, or fails where UNSWAG_REQUIRE_CUDA
// is 1.
func gpu(t *testing.T) *Context {
	t.Helper()
	c, err := Open(0)
	if err != nil && os.Getenv("UNSWAG_REQUIRE_CUDA") == "1" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("it needs a GPU: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func get[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestGPUConformance runs the suite of package kernels on every entry.
func TestGPUConformance(t *testing.T) {
	c := gpu(t)
	t.Log(c.Device())
	k, err := c.Kernels()
	kernelstest.Run(t, get(t, k, err), kernelstest.Omission{Test: "tiled", Reason: "the CUDA kernels have the flat layout only"})
}

// TestGPUPatterns compares every entry with the reference on every pattern of the 16-bit
// types, and on 2^20 random and all special patterns of the wider ones.
func TestGPUPatterns(t *testing.T) {
	c := gpu(t)
	device, err := c.Kernels()
	device = get(t, device, err)
	for _, e := range ptx.All() {
		in := patterns(e.Type, 1<<20)
		for _, inPlace := range []bool{false, true} {
			t.Run(fmt.Sprint(e.Name(), " in place ", inPlace), func(t *testing.T) {
				t.Parallel()
				mask := randomBytes((len(in)/e.Type.Size()+31)/32*4, 1)
				want := compute(t, kernels.Reference(), e, in, mask, inPlace)
				got := compute(t, device, e, in, mask, inPlace)
				if i := firstDifference(e, got, want); i >= 0 {
					t.Errorf("byte %d of %d differs: %#x, want %#x", i, len(want), got[i], want[i])
				}
			})
		}
	}
}

// TestGPUSeveralStreams uses one context from many goroutines, each with a stream.
func TestGPUSeveralStreams(t *testing.T) {
	c := gpu(t)
	device, err := c.Kernels()
	device = get(t, device, err)
	t.Run("goroutines", func(t *testing.T) {
		for g := range 32 {
			t.Run(fmt.Sprint(g), func(t *testing.T) {
				t.Parallel()
				for i := range 24 {
					e := ptx.All()[(g+i)%len(ptx.All())]
					in := sample(e.Type, 1+(g*977+i*7919)%200000, uint64(g))
					mask := randomBytes((len(in)/e.Type.Size()+31)/32*4, uint64(i))
					want := compute(t, kernels.Reference(), e, in, mask, i%2 == 0)
					if at := firstDifference(e, compute(t, device, e, in, mask, i%2 == 0), want); at >= 0 {
						t.Fatalf("%s: byte %d differs", e.Name(), at)
					}
				}
			})
		}
	})
}

// compute runs an entry by k and returns the output and the mask behind it, as bytes. The
// mask given is what GradMask reads.
func compute(t *testing.T, k kernels.Kernels, e ptx.Entry, in, mask []byte, inPlace bool) []byte {
	t.Helper()
	v, m := aligned(in), view[uint32](aligned(mask))
	out := aligned(make([]byte, len(in)))
	if inPlace {
		out = v
	}
	if e.Op == ptx.Pack && !e.Y {
		out = nil
	}
	if err := apply(k, e, out, m, v); err != nil {
		t.Fatal(err)
	}
	return append(slices.Clone(out), bytesOf(m)...)
}

// apply calls the method of k that an entry is.
func apply(k kernels.Kernels, e ptx.Entry, out []byte, mask []uint32, in []byte) error {
	po := kernels.PackOptions{Predicate: e.Predicate, Zeros: e.Zeros}
	mo := kernels.MaskOptions{Combine: e.Combine}
	half := kernels.Float16
	if e.Type == ptx.BF16 {
		half = kernels.BFloat16
	}
	switch {
	case e.Op == ptx.Pack && e.Type.Size() == 2:
		return k.Pack16(mask, view[uint16](out), view[uint16](in), half, po)
	case e.Op == ptx.Pack && e.Type == ptx.F32:
		return k.Pack32(mask, view[float32](out), view[float32](in), po)
	case e.Op == ptx.Pack:
		return k.Pack64(mask, view[float64](out), view[float64](in), po)
	case e.Type.Size() == 2:
		return k.GradMask16(view[uint16](out), view[uint16](in), mask, half, mo)
	case e.Type == ptx.F32:
		return k.GradMask32(view[float32](out), view[float32](in), mask, mo)
	}
	return k.GradMask64(view[float64](out), view[float64](in), mask, mo)
}

// view reads bytes as elements; nil stays nil.
func view[E any](b []byte) []E {
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*E)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(*new(E))))
}

// aligned copies b to a boundary of 8 bytes.
func aligned(b []byte) []byte {
	words := make([]uint64, len(b)/8+1)
	out := bytesOf(words)[:len(b)]
	copy(out, b)
	return out
}

func randomBytes(n int, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 2))
	words := make([]uint64, n/8+1)
	for i := range words {
		words[i] = r.Uint64()
	}
	return bytesOf(words)[:n]
}

// infinity is the pattern of +infinity.
func infinity(t ptx.Type) uint64 {
	return map[ptx.Type]uint64{ptx.F16: 0x7c00, ptx.BF16: 0x7f80, ptx.F32: 0x7f800000, ptx.F64: 0x7ff << 52}[t]
}

// specials are the patterns at the ends of what zeros, denormals, numbers, infinities and
// NaNs have.
func specials(t ptx.Type) []uint64 {
	inf := infinity(t)
	var out []uint64
	for _, p := range []uint64{0, 1, 2, inf / 2, inf - 1, inf, inf + 1, inf | inf>>1, inf&^(inf<<1) | 1} {
		out = append(out, p, p|1<<(8*t.Size()-1))
	}
	all := uint64(1)<<(8*t.Size()-1) - 1
	return append(out, all, all-1, all<<1|1)
}

// sample gives n random elements, a quarter of them special.
func sample(t ptx.Type, n int, seed uint64) []byte {
	out := randomBytes(n*t.Size(), seed)
	special := specials(t)
	for i := seed % 4; i < uint64(n); i += 4 {
		put(out, int(i), t, special[i/4%uint64(len(special))])
	}
	return out
}

func put(b []byte, i int, t ptx.Type, pattern uint64) {
	copy(b[i*t.Size():][:t.Size()], bytesOf([]uint64{pattern}))
}

// patterns are all patterns of a 16-bit type, else n random and all special ones.
func patterns(t ptx.Type, n int) []byte {
	if t.Size() > 2 {
		out := sample(t, n+len(specials(t)), 5)
		for i, p := range specials(t) {
			put(out, n+i, t, p)
		}
		return out
	}
	out := make([]byte, 2<<16)
	for i := range 1 << 16 {
		put(out, i*40503%(1<<16), t, uint64(i)) // shuffled, so that neighbours differ
	}
	return out
}

// firstDifference is the first byte in which two results differ, -1 if there is none. The
// payload of a NaN that is a product does not count.
func firstDifference(e ptx.Entry, got, want []byte) int {
	if bytes.Equal(got, want) {
		return -1
	}
	size := e.Type.Size()
	for i := range want {
		if i >= len(got) {
			return i
		}
		at := i / size * size
		nan := e.Op == ptx.GradMask && e.Combine == kernels.Mul && at+size <= len(want) &&
			isNaN(e.Type, got[at:]) && isNaN(e.Type, want[at:])
		if got[i] != want[i] && !nan {
			return i
		}
	}
	if len(got) > len(want) {
		return len(want)
	}
	return -1
}

func isNaN(t ptx.Type, b []byte) bool {
	var p [1]uint64
	copy(bytesOf(p[:]), b[:t.Size()])
	return p[0]&^(1<<(8*t.Size()-1)) > infinity(t)
}

var (
	packF32  = ptx.Entry{Op: ptx.Pack, Type: ptx.F32}
	packYF32 = ptx.Entry{Op: ptx.Pack, Type: ptx.F32, Y: true}
)
