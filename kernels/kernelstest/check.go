package kernelstest

import (
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
)

// place says where the output of a call lies.
type place int

// Places of outputs. Without an output Pack gets no y; GradMask runs apart.
const (
	absent place = iota
	apart
	inPlace
	places
)

// variant is one way to call the kernels.
type variant struct {
	predicate kernels.Predicate
	zeros     kernels.Zeros
	combine   kernels.Combine
	place     place
}

func everyVariant(f func(variant)) {
	for p := range places {
		for bits := range 4 {
			v := variant{predicate: kernels.Predicate(bits & 1), place: place(p)}
			v.zeros, v.combine = kernels.Zeros(bits>>1), kernels.Combine(bits>>1)
			f(v)
		}
	}
}

// job is one comparison with the oracle.
type job struct {
	in []uint64
	shape
	variant
	inOffset, outOffset, maskOffset int  // from a boundary of 64 bytes
	flip                            bool // GradMask's mask the other way round
}

const canary = 0xa5

// fenced returns a slice of n elements that starts offset elements behind a boundary
// of 64 bytes, and a function that tells whether the memory around it is untouched.
func fenced[E any](n, offset int) ([]E, func() bool) {
	size := int(unsafe.Sizeof(*new(E)))
	raw := make([]byte, 64+64+(offset+n)*size+64)
	for i := range raw {
		raw[i] = canary
	}
	start := 64 + int(-uintptr(unsafe.Pointer(&raw[64]))%64) + offset*size
	s := unsafe.Slice((*E)(unsafe.Pointer(&raw[start])), n)
	return s, func() bool {
		for i, b := range raw {
			if (i < start || i >= start+n*size) && b != canary {
				return false
			}
		}
		return true
	}
}

// check runs Pack and then GradMask, with the same input as the gradient and another
// mask, and compares every bit.
func check[E element](t *testing.T, k kernels.Kernels, e kind[E], j job) {
	t.Helper()
	n := len(j.in)
	mask, maskIntact := fenced[uint32](len(j.mask(make([]bool, n))), j.maskOffset)
	in, inIntact := fenced[E](n, j.inOffset)
	out, outIntact := fenced[E](n, j.outOffset)
	checkPack(t, k, e, j, mask, in, out)
	checkGradMask(t, k, e, j, mask, in, out)
	if !maskIntact() || !inIntact() || !outIntact() {
		t.Fatalf("%s, n=%d, %+v: memory outside of the slices was written", j.layout(), n, j.variant)
	}
}

func checkPack[E element](t *testing.T, k kernels.Kernels, e kind[E], j job, mask []uint32, v, y []E) {
	t.Helper()
	for i, p := range j.in {
		v[i] = e.from(p)
	}
	switch j.place {
	case absent:
		y = nil
	case inPlace:
		y = v
	}
	o := kernels.PackOptions{Predicate: j.predicate, Zeros: j.zeros, Layout: j.layout()}
	if err := e.pack(k, mask, y, v, o); err != nil {
		t.Fatalf("Pack: %v", err)
	}
	bits := make([]bool, len(j.in))
	for i, p := range j.in {
		bits[i] = e.class(p).bit(j.predicate)
		if y != nil && e.bits(y[i]) != e.relu(p, j.zeros) {
			t.Fatalf("Pack %v %+v, n=%d: y[%d] of %#x is %#x, want %#x", j.layout(), j.variant, len(bits), i, p, e.bits(y[i]), e.relu(p, j.zeros))
		}
		if j.place != inPlace && e.bits(v[i]) != p {
			t.Fatalf("Pack %v %+v, n=%d: v[%d] changed from %#x to %#x", j.layout(), j.variant, len(bits), i, p, e.bits(v[i]))
		}
	}
	for w, want := range j.mask(bits) {
		if mask[w] != want {
			t.Fatalf("Pack %v %+v, n=%d: word %d is %#08x, want %#08x", j.layout(), j.variant, len(bits), w, mask[w], want)
		}
	}
}

func checkGradMask[E element](t *testing.T, k kernels.Kernels, e kind[E], j job, mask []uint32, dy, dx []E) {
	t.Helper()
	bits := make([]bool, len(j.in))
	for i, p := range j.in {
		dy[i] = e.from(p)
		bits[i] = (uint32(i)*2654435761)>>13&1 == 1 != j.flip
	}
	copy(mask, j.mask(bits))
	if j.place == inPlace {
		dx = dy
	}
	o := kernels.MaskOptions{Combine: j.combine, Layout: j.layout()}
	if err := e.gradMask(k, dx, dy, mask, o); err != nil {
		t.Fatalf("GradMask: %v", err)
	}
	for i, p := range j.in {
		if got := e.bits(dx[i]); !e.gradOK(got, p, bits[i], j.combine) {
			t.Fatalf("GradMask %v %+v, n=%d: dx[%d] of %#x with bit %t is %#x", j.layout(), j.variant, len(bits), i, p, bits[i], got)
		}
		if j.place != inPlace && e.bits(dy[i]) != p {
			t.Fatalf("GradMask %v %+v, n=%d: dy[%d] changed from %#x to %#x", j.layout(), j.variant, len(bits), i, p, e.bits(dy[i]))
		}
	}
	for w, want := range j.mask(bits) {
		if mask[w] != want {
			t.Fatalf("GradMask %v %+v, n=%d: it changed word %d of the mask", j.layout(), j.variant, len(bits), w)
		}
	}
}
