package onnxio

import "unsafe"

// slab hands out elements from blocks, for there are many. The blocks grow, so that a
// small model takes little.
type slab[T any] struct {
	free []T
	size int
}

const maxSlab = 1024

func (s *slab[T]) next() *T { return &s.take(1)[0] }

// take returns n elements of their own; appending to them copies.
func (s *slab[T]) take(n int) []T {
	if n > maxSlab/4 {
		return make([]T, n)
	}
	if n > len(s.free) {
		s.size = max(min(2*s.size, maxSlab), 16)
		s.free = make([]T, max(s.size, n))
	}
	t := s.free[:n:n]
	s.free = s.free[n:]
	return t
}

// chars holds the characters of many short strings in few blocks.
type chars struct{ slab[byte] }

// text returns a copy of b that nothing else can change.
func (c *chars) text(b []byte) string {
	to := c.take(len(b))
	copy(to, b)
	return unsafe.String(unsafe.SliceData(to), len(to))
}
