package ops

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestLargestFloat: the search without branches finds what the plain one does, whatever
// the numbers are.
func TestLargestFloat(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	special := []float32{nan, -nan, inf, -inf, 0, float32(math.Copysign(0, -1)), 1, -1, math.MaxFloat32, -math.MaxFloat32,
		math.SmallestNonzeroFloat32, -math.SmallestNonzeroFloat32}
	for round := range 20000 {
		x := make([]float32, 48)
		for i := range x {
			if x[i] = float32(random.NormFloat64()); round%2 == 1 {
				x[i] = special[random.IntN(len(special))]
			}
		}
		rows, cols := []int{0, 12, 24, 36}[:1+round%4], []int{0, 1, 3}[:1+round/4%3]
		shift := random.IntN(9)
		if got, want := largestFloat(x, rows, cols, shift), largest(x, rows, cols, shift); got != want {
			t.Fatalf("of %v at rows %v and columns %v behind %d: element %d, want %d", x, rows, cols, shift, got, want)
		}
	}
}
