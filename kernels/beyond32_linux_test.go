//go:build amd64 || arm64

package kernels_test

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unswag/unswagc/kernels"
)

// The tensor of TestBeyond32Bits is blocks that all show the same memory, and a last one
// of its own behind element 2^32.
const (
	blockElements = 1 << 24
	blocks        = 1<<32/blockElements + 1
	lastElements  = 1<<20 + 7
)

// repeated maps blocks-1 views of one block of size bytes and then one of last bytes.
func repeated(t *testing.T, size, last int) unsafe.Pointer {
	t.Helper()
	total := uintptr(blocks-1)*uintptr(size) + uintptr(last)
	base, err := unix.MmapPtr(-1, 0, nil, total, unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_NORESERVE)
	if err != nil {
		t.Skipf("cannot reserve %d bytes of addresses: %v", total, err)
	}
	t.Cleanup(func() { _ = unix.MunmapPtr(base, total) })
	fd, err := unix.MemfdCreate("block", 0)
	if err != nil {
		t.Skipf("cannot make a file in memory: %v", err)
	}
	defer unix.Close(fd)
	if err := unix.Ftruncate(fd, int64(size+last)); err != nil {
		t.Fatal(err)
	}
	for b := range blocks {
		offset, length := int64(0), uintptr(size)
		if b == blocks-1 {
			offset, length = int64(size), uintptr(last)
		}
		_, err := unix.MmapPtr(fd, offset, unsafe.Add(base, b*size), length, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED|unix.MAP_FIXED)
		if err != nil {
			t.Skipf("cannot map block %d of %d: %v", b, blocks, err)
		}
	}
	return base
}

// TestBeyond32Bits packs and masks 2^32 + 2^20 + 7 elements. The first 2^32 are 256
// views of 32 MiB, so that the calls cost their time but little memory: what they
// write there is the same for each view. An index that loses its upper bits misses the
// last elements, whose values and mask are others.
func TestBeyond32Bits(t *testing.T) {
	if testing.Short() {
		t.Skip("it reads 8 GiB several times")
	}
	n := (blocks-1)*blockElements + lastElements
	v := unsafe.Slice((*uint16)(repeated(t, 2*blockElements, 2*lastElements)), n)
	mask := unsafe.Slice((*uint32)(repeated(t, blockElements/8, (lastElements+31)/32*4)), (n+31)/32)
	value := func(i int) uint16 { return uint16(uint32(i)*2654435761>>15) ^ uint16(i>>32<<15) }
	fill := func() {
		for i := range blockElements {
			v[i] = value(i)
		}
		for i := 1 << 32; i < n; i++ {
			v[i] = value(i)
		}
	}
	passes := func(i int) bool { return value(i) != 0 && value(i) <= 0x7c00 }
	all := kernels.All()
	for _, k := range []kernels.Kernels{all[len(all)-1], kernels.Best()} {
		fill()
		clear(mask[:blockElements/32])
		clear(mask[1<<27:])
		if err := k.Pack16(mask, nil, v, kernels.Float16, kernels.PackOptions{}); err != nil {
			t.Fatal(err)
		}
		check := func(i int) {
			if got := mask[i/32]>>(i%32)&1 == 1; got != passes(i) {
				t.Fatalf("%s: bit of element %d (%#x) is %t", k.Name(), i, value(i), got)
			}
		}
		both(n, check)
		if err := k.GradMask16(v, v, mask, kernels.Float16, kernels.MaskOptions{}); err != nil {
			t.Fatal(err)
		}
		both(n, func(i int) {
			if want := value(i); v[i] != want && (passes(i) || v[i] != 0) || v[i] == want && want != 0 && !passes(i) {
				t.Fatalf("%s: element %d of %#x with bit %t is %#x", k.Name(), i, want, passes(i), v[i])
			}
		})
	}
}

// both calls f for every element that has memory of its own.
func both(n int, f func(int)) {
	for i := range blockElements {
		f(i)
	}
	for i := 1 << 32; i < n; i++ {
		f(i)
	}
}
