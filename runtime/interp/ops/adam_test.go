package ops

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAdamVector: the vector code has the bits of the plain loop, also for what trained
// nets end in: zero gradients, denormal moments, overflow.
func TestAdamVector(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	special := []float32{0, float32(math.Copysign(0, -1)), 1e-42, -1e-39, 1e38, -3e38, 1, float32(math.Inf(1))}
	numbers := func(n int, positive bool) []float32 {
		x := make([]float32, n)
		for i := range x {
			if x[i] = float32(random.NormFloat64()); i%3 == 0 {
				x[i] = special[random.IntN(len(special))]
			}
			if positive {
				x[i] *= x[i]
			}
		}
		return x
	}
	k := &adamNumbers{alpha: 0.9, newM: 0.1, beta: 0.999, newV: 0.001, size: 3e-4, epsilon: 1e-9, before: 1e-5, behind: 1e-4}
	for _, n := range []int{0, 7, 8, 45, 8000} {
		g := numbers(n, false)
		want := [3][]float32{numbers(n, false), numbers(n, false), numbers(n, true)}
		got := [3][]float32{slices.Clone(want[0]), slices.Clone(want[1]), slices.Clone(want[2])}
		adamPlain(want[0], g, want[1], want[2], k)
		done := adamVector(got[0], g, got[1], got[2], k)
		adamPlain(got[0][done:], g[done:], got[1][done:], got[2][done:], k)
		for p, name := range []string{"weight", "first moment", "second moment"} {
			for i, v := range got[p] {
				if w := want[p][i]; math.Float32bits(v) != math.Float32bits(w) && (v == v || w == w) {
					t.Fatalf("%s %d of %d is %v, want %v", name, i, n, v, w)
				}
			}
		}
	}
}

// BenchmarkAdam times a step of parameters that do not fit into a core's cache.
func BenchmarkAdam(b *testing.B) {
	const n = 1 << 20
	w, g, first, second := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range g {
		g[i] = float32(i%17) - 8
	}
	k := &adamNumbers{alpha: 0.9, newM: 0.1, beta: 0.999, newV: 0.001, size: 3e-4, epsilon: 1e-9, before: 1e-5, behind: 1e-4}
	b.Run("plain", func(b *testing.B) {
		b.SetBytes(7 * 4 * n)
		for b.Loop() {
			adamPlain(w, g, first, second, k)
		}
	})
	b.Run("vector", func(b *testing.B) {
		b.SetBytes(7 * 4 * n)
		for b.Loop() {
			if adamVector(w, g, first, second, k) != n {
				b.Skip("this processor has no vector code for AdamW")
			}
		}
	})
}
