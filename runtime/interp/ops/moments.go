package ops

import "math"

// moments are mean and variance (of the population) of x, which may lie in several
// pieces of n elements, step apart.
func moments[T real](x []T, pieces, n, step int) (mean, variance float64) {
	count := float64(max(1, pieces*n))
	for p := range pieces {
		mean += total(x[p*step:][:n])
	}
	mean /= count
	for p := range pieces {
		variance += distances(x[p*step:][:n], T(mean))
	}
	return mean, variance / count
}

// block is how many elements are summed in the type of the elements; the sums of blocks
// are summed as float64.
const block = 4096

// total sums x. The partial sums have variables of their own because an array of them
// would live in memory.
func total[T real](x []T) (sum float64) {
	for len(x) > 0 {
		part := x[:min(block, len(x))]
		x = x[len(part):]
		var s0, s1, s2, s3, s4, s5, s6, s7 T
		for ; len(part) >= 8; part = part[8:] {
			p := part[:8:8]
			s0, s1, s2, s3 = s0+p[0], s1+p[1], s2+p[2], s3+p[3]
			s4, s5, s6, s7 = s4+p[4], s5+p[5], s6+p[6], s7+p[7]
		}
		for _, v := range part {
			s0 += v
		}
		sum += float64(s0+s4) + float64(s1+s5) + float64(s2+s6) + float64(s3+s7)
	}
	return sum
}

// distances sums the squares of the distances to mean.
func distances[T real](x []T, mean T) (sum float64) {
	for len(x) > 0 {
		part := x[:min(block, len(x))]
		x = x[len(part):]
		var s0, s1, s2, s3 T
		for ; len(part) >= 4; part = part[4:] {
			p := part[:4:4]
			a, b, c, d := p[0]-mean, p[1]-mean, p[2]-mean, p[3]-mean
			s0, s1, s2, s3 = s0+a*a, s1+b*b, s2+c*c, s3+d*d
		}
		for _, v := range part {
			s0 += (v - mean) * (v - mean)
		}
		sum += float64(s0+s2) + float64(s1+s3)
	}
	return sum
}

// dots sums g and g*(x-mean).
func dots[T real](g, x []T, mean T) (sum, dot float64) {
	for len(g) > 0 {
		a := g[:min(block, len(g))]
		b := x[:len(a)]
		g, x = g[len(a):], x[len(a):]
		var s0, s1, s2, s3, d0, d1, d2, d3 T
		for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
			p, q := a[:4:4], b[:4:4]
			s0, s1, s2, s3 = s0+p[0], s1+p[1], s2+p[2], s3+p[3]
			d0, d1, d2, d3 = d0+p[0]*(q[0]-mean), d1+p[1]*(q[1]-mean), d2+p[2]*(q[2]-mean), d3+p[3]*(q[3]-mean)
		}
		for i, v := range a {
			s0 += v
			d0 += v * (b[i] - mean)
		}
		sum += float64(s0+s2) + float64(s1+s3)
		dot += float64(d0+d2) + float64(d1+d3)
	}
	return sum, dot
}

// inverse is 1/sqrt(variance+epsilon).
func inverse(variance, epsilon float64) float64 { return 1 / math.Sqrt(variance+epsilon) }

// affine computes y = x*a + b.
func affine[T real](y, x []T, a, b T) {
	x = x[:len(y)]
	for i := range y {
		y[i] = x[i]*a + b
	}
}
