package sym

import "math/bits"

// addInt returns a + b, false if that is not an int64.
func addInt(a, b int64) (int64, bool) {
	c := a + b
	return c, (c > a) == (b > 0)
}

// mulInt returns a * b, false if that is not an int64.
func mulInt(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	if hi != 0 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), lo <= 1<<63
	}
	return int64(lo), lo < 1<<63
}

// magnitude returns |a|, which may be 1<<63.
func magnitude(a int64) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// ceilInt returns ceil(a/k) for k > 0.
func ceilInt(a, k int64) int64 {
	q := a / k
	if a%k > 0 {
		q++
	}
	return q
}
