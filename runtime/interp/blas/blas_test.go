package blas

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

// libraries are those that this machine has.
func libraries(tb testing.TB) []*Library {
	all := []*Library{Gonum(), Go()}
	o, err := OpenBLAS(os.Getenv(EnvOpenBLAS))
	if err != nil {
		tb.Logf("OpenBLAS is not there: %v (tests/setup.sh gets one and sets %s)", err, EnvOpenBLAS)
		return all
	}
	return append(all, o)
}

// plain is the definition of a product.
func plain(m, n, k int, alpha float64, a, b Matrix[float64], beta float64, c []float64) []float64 {
	at := func(x Matrix[float64], r, c int) float64 {
		if x.Trans {
			r, c = c, r
		}
		return x.Data[r*x.Stride+c]
	}
	out := make([]float64, m*n)
	for i := range m {
		for j := range n {
			var sum float64
			for l := range k {
				sum += at(a, i, l) * at(b, l, j)
			}
			out[i*n+j] = alpha * sum
			if beta != 0 {
				out[i*n+j] += beta * c[i*n+j]
			}
		}
	}
	return out
}

func values[T Real](n int, seed uint64) []T {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]T, n)
	for i := range out {
		out[i] = T(math.Round(r.Float64()*16 - 8)) // sums of these are exact
	}
	return out
}

func widened[T Real](x []T) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = float64(x[i])
	}
	return out
}

func TestMultiply(t *testing.T) {
	for _, l := range libraries(t) {
		t.Run(l.String(), func(t *testing.T) {
			for _, s := range [][3]int{{1, 1, 1}, {2, 3, 4}, {1, 7, 5}, {9, 1, 33}, {17, 65, 1}, {5, 6, 0}, {64, 70, 130}, {0, 3, 3},
				{7, 64, 300}, {13, 600, 20}, {3, 1100, 9}, {70, 30, 513}} {
				for variant := range 8 {
					check[float32](t, l, s[0], s[1], s[2], variant)
					check[float64](t, l, s[0], s[1], s[2], variant)
				}
			}
		})
	}
}

func check[T Real](t *testing.T, l *Library, m, n, k, variant int) {
	t.Helper()
	a := Matrix[T]{values[T](m*k, 1), k, variant&1 != 0}
	b := Matrix[T]{values[T](k*n, 2), n, variant&2 != 0}
	if a.Trans {
		a.Stride = m
	}
	if b.Trans {
		b.Stride = k
	}
	alpha, beta, c := T(2), T(-3), values[T](m*n, 3)
	if variant&4 != 0 {
		alpha, beta = 1, 0
		for i := range c {
			c[i] = T(math.NaN())
		}
	}
	want := plain(m, n, k, float64(alpha), Matrix[float64]{widened(a.Data), a.Stride, a.Trans},
		Matrix[float64]{widened(b.Data), b.Stride, b.Trans}, float64(beta), widened(c))
	Multiply(l, m, n, k, alpha, a, b, beta, Matrix[T]{c, n, false})
	for i := range c {
		if float64(c[i]) != want[i] {
			t.Fatalf("%T %d x %d x %d, variant %d: element %d is %v, want %v", alpha, m, n, k, variant, i, c[i], want[i])
		}
	}
}

// TestMultiplyPart multiplies into a part of a wider matrix and leaves the rest alone.
func TestMultiplyPart(t *testing.T) {
	for _, l := range libraries(t) {
		c := []float32{1, 1, 1, 1, 1, 1, 1, 1}
		Multiply(l, 2, 2, 1, 1, Matrix[float32]{[]float32{2, 3}, 1, false}, Matrix[float32]{[]float32{5, 7}, 2, false},
			0, Matrix[float32]{c[1:], 4, false})
		if got, want := fmt.Sprint(c), "[1 10 14 1 1 15 21 1]"; got != want {
			t.Errorf("%s: %s, want %s", l, got, want)
		}
	}
}

func TestChoose(t *testing.T) {
	if got, want := choose("none").String(), Go().String(); got != want {
		t.Errorf("without OpenBLAS the library is %s, want %s", got, want)
	}
	got := choose("/no/such/library.so").String()
	if !strings.HasPrefix(got, Go().String()+" (UNSWAG_OPENBLAS: ") || !strings.Contains(got, "/no/such/library.so") {
		t.Errorf("a library that is not there gives %q, which does not say so", got)
	}
}

func BenchmarkMultiply(b *testing.B) {
	for _, l := range libraries(b) {
		for _, s := range [][3]int{{1024, 1024, 1024}, {256, 2048, 784}, {64, 3025, 363}, {6, 576, 25}} {
			m, n, k := s[0], s[1], s[2]
			b.Run(fmt.Sprintf("%.8s/%dx%dx%d", l, m, n, k), func(b *testing.B) {
				x, y, z := values[float32](m*k, 1), values[float32](k*n, 2), make([]float32, m*n)
				for b.Loop() {
					Multiply(l, m, n, k, 1, Matrix[float32]{x, k, false}, Matrix[float32]{y, n, false}, 0, Matrix[float32]{z, n, false})
				}
				b.ReportMetric(2*float64(m*n*k)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
			})
		}
	}
}
