package stablehlo

// Shapes are computed by graphs; where all integers or bools that an operator reads are
// known, so are those of its result.

// fold notes the elements of out, which f gives of those of x and y, in the same shape.
func fold(out, x, y *value, f func(a, b int64) int64) {
	if x.ints == nil || y.ints == nil || x.float() || len(x.ints) != len(y.ints) || len(x.ints) > maxKnown {
		return
	}
	out.ints = make([]int64, len(x.ints))
	for i := range x.ints {
		out.ints[i] = f(x.ints[i], y.ints[i])
	}
}

// quotient is rounded towards 0; what is divided by 0 is 0.
func quotient(a, b int64) int64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// modulo has the sign of the divisor.
func modulo(a, b int64) int64 {
	if b == 0 {
		return 0
	}
	r := a % b
	if r != 0 && (r < 0) != (b < 0) {
		r += b
	}
	return r
}

// truth is 1 for true.
func truth(p bool) int64 {
	if p {
		return 1
	}
	return 0
}

// holds tells what a comparison of known integers gives.
func holds(direction string) func(a, b int64) int64 {
	return func(a, b int64) int64 {
		switch direction {
		case eq:
			return truth(a == b)
		case lt:
			return truth(a < b)
		case le:
			return truth(a <= b)
		case gt:
			return truth(a > b)
		}
		return truth(a >= b)
	}
}

// bitwise operations on bools that are 0 or 1.
func both(a, b int64) int64   { return a & b }
func either(a, b int64) int64 { return a | b }
func one(a, b int64) int64    { return a ^ b }
