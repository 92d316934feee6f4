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

// distances sums the squares of the distances to mean, as total sums.
func distances[T real](x []T, mean T) (sum float64) {
	const block = 4096
	for len(x) > 0 {
		n := min(block, len(x))
		var s [4]T
		part := x[:n]
		for ; len(part) >= 4; part = part[4:] {
			for j := range 4 {
				d := part[j] - mean
				s[j] += d * d
			}
		}
		for _, v := range part {
			s[0] += (v - mean) * (v - mean)
		}
		sum += float64(s[0]+s[2]) + float64(s[1]+s[3])
		x = x[n:]
	}
	return sum
}

// dots sums g and g*(x-mean), as total sums.
func dots[T real](g, x []T, mean T) (sum, dot float64) {
	const block = 4096
	for len(g) > 0 {
		n := min(block, len(g))
		var s, d [4]T
		a, b := g[:n], x[:n]
		for ; len(a) >= 4; a, b = a[4:], b[4:] {
			for j := range 4 {
				s[j] += a[j]
				d[j] += a[j] * (b[j] - mean)
			}
		}
		for i, v := range a {
			s[0] += v
			d[0] += v * (b[i] - mean)
		}
		sum += float64(s[0]+s[2]) + float64(s[1]+s[3])
		dot += float64(d[0]+d[2]) + float64(d[1]+d[3])
		g, x = g[n:], x[n:]
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
