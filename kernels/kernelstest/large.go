package kernelstest

import (
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
)

// Sizes where implementations change their ways: a tensor is cut into calls of
// chunkElements, and from streamBytes on they may store past the caches, which works
// only on boundaries of a vector.
const (
	chunkElements = 1 << 19
	streamBytes   = 8 << 20
)

// testLarge runs at the edges of chunks, and on a large tensor at and off the boundaries
// of vectors, with an end of every kind.
func testLarge[E element](t *testing.T, k kernels.Kernels, e kind[E], arrange arrangement) {
	if testing.Short() {
		t.Skip("it takes seconds for each implementation")
	}
	i := 0
	for _, n := range []int{chunkElements - 33, chunkElements - 1, chunkElements, chunkElements + 1, chunkElements + 32, 2*chunkElements + 31} {
		i++
		largeJob(t, k, e, arrange(n), i, 0)
	}
	n := streamBytes / int(unsafe.Sizeof(*new(E)))
	for _, c := range []struct{ n, offset int }{{n, 0}, {n - 1, 0}, {n + 37, 0}, {n + 97, 1}} {
		i++
		largeJob(t, k, e, arrange(c.n), i, c.offset)
	}
}

// largeJob checks one shape with y apart, and with the i-th of the other variants.
func largeJob[E element](t *testing.T, k kernels.Kernels, e kind[E], s shape, i, offset int) {
	n := s.elements()
	j := job{in: e.sample(n, uint64(n)), shape: s, outOffset: offset, inOffset: i % 3}
	j.variant = variant{predicate: kernels.Predicate(i % 2), zeros: kernels.Zeros(i / 2 % 2), place: apart}
	for _, combine := range []kernels.Combine{kernels.Select, kernels.Mul} {
		j.combine = combine
		check(t, k, e, j)
	}
	j.place = []place{absent, inPlace}[i%2]
	check(t, k, e, j)
}
