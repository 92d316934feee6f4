package ptx_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// TestGridEdges runs every entry on lengths around those at which a warp or a block ends,
// with data and mask at and off the boundaries of vectors, and compares with the
// reference. No instruction may be left that none of these runs has reached.
func TestGridEdges(t *testing.T) {
	k := interpret(t)
	for _, e := range ptx.All() {
		t.Run(e.Name(), func(t *testing.T) {
			block := int(e.Geometry().Elements)
			chunk := block / (e.Geometry().Block / 32)
			for _, edge := range []int{chunk, 2 * chunk, block - chunk, block, block + chunk, 2 * block} {
				for _, d := range []int{-33, -32, -1, 0, 1, 32, 33} {
					gridCase(t, k, e, edge+d, layout{})
				}
			}
			for _, l := range layouts {
				gridCase(t, k, e, block+chunk+7, l)
			}
			for _, line := range k.module.Unexecuted(e.Name()) {
				t.Errorf("%s is never reached", line)
			}
		})
	}
}

// layout says where the tensors of a call start, in elements or words behind a boundary
// of 16 bytes.
type layout struct {
	in, out, mask int
	inPlace       bool
}

var layouts = []layout{{inPlace: true}, {in: 1, inPlace: true}, {in: 1}, {out: 1}, {in: 1, out: 1}, {in: 2, out: 2}, {in: 4}, {out: 7},
	{mask: 1}, {mask: 2}, {mask: 3}, {in: 3, out: 5, mask: 1}}

func gridCase(t *testing.T, k interpreted, e ptx.Entry, n int, l layout) {
	t.Helper()
	size := e.Type.Size()
	in, out := aligned(n*size, l.in*size), aligned(n*size, l.out*size)
	mask := aligned((n+31)/32*4, l.mask*4)
	for i := range n {
		put(in[i*size:], e.Type, pattern(e.Type, int64(i)))
	}
	for i := range mask {
		mask[i] = byte(hash(int64(i)))
	}
	wantMask, wantOut := reference(t, e, in, mask)
	if l.inPlace {
		out = in
	}
	slices := map[string][]byte{"v": in, "y": out, "dy": in, "dx": out, "mask": mask}
	if err := k.launch(e, n, slices); err != nil {
		t.Fatalf("n=%d, %+v: %v", n, l, err)
	}
	if !bytes.Equal(mask, wantMask) {
		t.Fatalf("n=%d, %+v: the mask is not the reference's", n, l)
	}
	if wantOut == nil {
		return
	}
	if i := firstWrong(e, out, wantOut); i >= 0 {
		t.Fatalf("n=%d, %+v: element %d of %#x is %#x, want %#x", n, l, i, pattern(e.Type, int64(i)), get(out[i*size:], e.Type), get(wantOut[i*size:], e.Type))
	}
}

// firstWrong is the first element of got that is not want's, or -1. The payload of a NaN
// that is a product is free.
func firstWrong(e ptx.Entry, got, want []byte) int {
	size := e.Type.Size()
	magnitude := uint64(1)<<(8*size-1) - 1
	for i := range len(want) / size {
		g, w := get(got[i*size:], e.Type), get(want[i*size:], e.Type)
		isNaN := g&magnitude > infinities[e.Type] && w&magnitude > infinities[e.Type]
		if g != w && !(isNaN && e.Combine == kernels.Mul) {
			return i
		}
	}
	return -1
}

// aligned returns n bytes that start offset bytes behind a boundary of 256.
func aligned(n, offset int) []byte {
	raw := make([]byte, n+offset+256)
	start := int(-uintptr(unsafe.Pointer(&raw[0]))%256) + offset
	return raw[start:][:n]
}

// hash spreads all bits of i.
func hash(i int64) uint64 {
	x := uint64(i)*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019
	x = (x ^ x>>29) * 0xbf58476d1ce4e5b9
	return x ^ x>>32
}

var infinities = [...]uint64{ptx.F16: 0x7c00, ptx.BF16: 0x7f80, ptx.F32: 0x7f800000, ptx.F64: 0x7ff << 52}

// pattern is the bits of element i: often a zero, an infinity, a NaN or next to one,
// otherwise random.
func pattern(t ptx.Type, i int64) uint64 {
	h, inf, sign := hash(i), infinities[t], uint64(1)<<(8*t.Size()-1)
	if special := [...]uint64{0, 1, inf - 1, inf, inf + 1, sign - 1}; h%3 == 0 {
		return special[h>>8%6] | h>>20&1*sign
	}
	return h >> (64 - 8*t.Size())
}

func put(b []byte, t ptx.Type, v uint64) {
	switch t.Size() {
	case 2:
		binary.LittleEndian.PutUint16(b, uint16(v))
	case 4:
		binary.LittleEndian.PutUint32(b, uint32(v))
	default:
		binary.LittleEndian.PutUint64(b, v)
	}
}

func get(b []byte, t ptx.Type) uint64 {
	switch t.Size() {
	case 2:
		return uint64(binary.LittleEndian.Uint16(b))
	case 4:
		return uint64(binary.LittleEndian.Uint32(b))
	}
	return binary.LittleEndian.Uint64(b)
}

// reference computes what e makes of v or dy in the bytes of in, and of the mask: the
// mask that it leaves, and y or dx, nil if it has none.
func reference(t *testing.T, e ptx.Entry, in, mask []byte) (wantMask, out []byte) {
	t.Helper()
	wantMask = bytes.Clone(mask)
	words := view[uint32](wantMask)
	if e.Op == ptx.GradMask || e.Y {
		out = aligned(len(in), 0)
	}
	source := aligned(len(in), 0)
	copy(source, in)
	var err error
	h := map[ptx.Type]kernels.Half{ptx.F16: kernels.Float16, ptx.BF16: kernels.BFloat16}[e.Type]
	p, m := kernels.PackOptions{Predicate: e.Predicate, Zeros: e.Zeros}, kernels.MaskOptions{Combine: e.Combine}
	k := kernels.Reference()
	switch pack := e.Op == ptx.Pack; {
	case e.Type == ptx.F64 && pack:
		err = k.Pack64(words, view[float64](out), view[float64](source), p)
	case e.Type == ptx.F64:
		err = k.GradMask64(view[float64](out), view[float64](source), words, m)
	case e.Type == ptx.F32 && pack:
		err = k.Pack32(words, view[float32](out), view[float32](source), p)
	case e.Type == ptx.F32:
		err = k.GradMask32(view[float32](out), view[float32](source), words, m)
	case pack:
		err = k.Pack16(words, view[uint16](out), view[uint16](source), h, p)
	default:
		err = k.GradMask16(view[uint16](out), view[uint16](source), words, h, m)
	}
	if err != nil {
		t.Fatal(err)
	}
	return wantMask, out
}

// view is b as elements, nil if b is.
func view[E uint16 | uint32 | float32 | float64](b []byte) []E {
	if b == nil {
		return nil
	}
	size := int(unsafe.Sizeof(*new(E)))
	if len(b)%size != 0 {
		panic(fmt.Sprint(len(b), " bytes are no elements of ", size))
	}
	return unsafe.Slice((*E)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/size)
}
