package ptx

import "fmt"

// transposer exchanges mask bits between threads. A thread's register holds fields of
// vec bits, field i from its vector in row i. Among as many threads as there are
// fields, transpose gives thread i the fields of row i: bits that stand side by side in
// the mask. It is its own inverse.
type transposer struct {
	place
	steps []step
}

// step exchanges fields with the thread at a distance of a power of two: a thread whose
// number lacks that bit gives away its fields that have the bit in their number, and
// gets the others.
type step struct {
	distance int
	by       b32 // selector of prmt where fields are whole bytes, else the rotation
	keep     b32 // the bits that stay, else
}

// transposer writes what depends on the thread only.
func newTransposer(k *kernel, w place) transposer {
	t := transposer{place: w}
	for d := 1; d < w.fields; d *= 2 {
		upper := setp(k, ne, and(k, w.lane, c32(uint32(d))), c32(0))
		s := step{distance: d}
		switch shift := d * w.vec; shift {
		case 8:
			s.by = selp(k, selector(5, 1, 7, 3), selector(0, 4, 2, 6), upper)
		case 16:
			s.by = selp(k, selector(6, 7, 2, 3), selector(0, 1, 4, 5), upper)
		default:
			s.by = selp(k, c32(uint32(32-shift)), c32(uint32(shift)), upper)
			low := lowFields(shift)
			s.keep = selp(k, c32(^low), c32(low), upper)
		}
		t.steps = append(t.steps, s)
	}
	return t
}

// lowFields has every other piece of shift bits set, from bit 0 on.
func lowFields(shift int) uint32 {
	var out uint32
	for bit := range 32 {
		if bit/shift%2 == 0 {
			out |= 1 << bit
		}
	}
	return out
}

// transpose writes the exchange of x.
func (t transposer) transpose(k *kernel, x b32) b32 {
	for _, s := range t.steps {
		other := called(k, k.bfly(x, s.distance), fmt.Sprintf("of the thread %d away", s.distance))
		if s.keep.text == "" {
			x = k.prmt(x, other, s.by)
			continue
		}
		x = k.lop3(func(x, other, keep uint8) uint8 { return x&keep | other&^keep }, x, k.rotl(other, s.by), s.keep)
	}
	return x
}
