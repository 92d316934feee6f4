// Package blas multiplies matrices by the fastest library that this machine offers:
// OpenBLAS, opened at run time without cgo, otherwise a library written in Go. All of
// them stand behind gonum's BLAS interfaces, and none computes an element otherwise when
// it has more threads: OpenBLAS runs on the thread that calls it. The package may import
// gonum, vek and purego.
package blas

import (
	"os"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// EnvOpenBLAS names the environment variable that holds the path of an OpenBLAS
// library. The value "none" leaves OpenBLAS out, even where the system has one.
const EnvOpenBLAS = "UNSWAG_OPENBLAS"

// Library is one implementation of the products.
type Library struct {
	name string
	f32  blas.Float32Level3
	f64  blas.Float64Level3
}

// String names the library, and says what was wrong with the one that was asked for.
func (l *Library) String() string { return l.name }

// Default returns the library that the engine uses: the file that UNSWAG_OPENBLAS
// names, else the system's OpenBLAS, else the fastest one in Go. It is chosen once.
func Default() *Library { return chosen() }

var chosen = sync.OnceValue(func() *Library { return choose(os.Getenv(EnvOpenBLAS)) })

// choose takes the value of the environment variable.
func choose(path string) *Library {
	if path == "none" {
		return Go()
	}
	l, err := OpenBLAS(path)
	if err == nil {
		return l
	}
	l = Go()
	if path != "" {
		l.name += " (" + EnvOpenBLAS + ": " + err.Error() + ")"
	}
	return l
}

// Gonum returns the library that is always there.
func Gonum() *Library {
	return &Library{"gonum", gonum.Implementation{}, gonum.Implementation{}}
}

// Real is a type of element that products are computed in.
type Real interface{ float32 | float64 }

// Matrix is a matrix in row-major order: element (r, c) is Data[r*Stride+c], or
// Data[c*Stride+r] where it is transposed. Data may be longer than the matrix.
type Matrix[T Real] struct {
	Data   []T
	Stride int
	Trans  bool
}

// Multiply computes c = alpha*a*b + beta*c, where a has m rows and k columns, b k rows
// and n columns, and c, which is never transposed, m rows and n columns. Where beta is
// 0, c may hold anything, NaN included.
func Multiply[T Real](l *Library, m, n, k int, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	if m <= 0 || n <= 0 {
		return
	}
	if k <= 0 {
		scale(m, n, beta, c)
		return
	}
	a.Stride, b.Stride, c.Stride = a.stride(m, k), b.stride(k, n), c.stride(m, n)
	switch cs := any(c.Data).(type) {
	case []float32:
		l.f32.Sgemm(a.op(), b.op(), m, n, k, float32(alpha), any(a.Data).([]float32), a.Stride,
			any(b.Data).([]float32), b.Stride, float32(beta), cs, c.Stride)
	case []float64:
		l.f64.Dgemm(a.op(), b.op(), m, n, k, float64(alpha), any(a.Data).([]float64), a.Stride,
			any(b.Data).([]float64), b.Stride, float64(beta), cs, c.Stride)
	}
}

// stride is the step between rows, which libraries want to be as long as a row even
// where there is one row only.
func (x Matrix[T]) stride(rows, cols int) int {
	if x.Trans {
		cols = rows
	}
	return max(x.Stride, cols)
}

func (x Matrix[T]) op() blas.Transpose {
	if x.Trans {
		return blas.Trans
	}
	return blas.NoTrans
}

// scale computes c = beta*c.
func scale[T Real](m, n int, beta T, c Matrix[T]) {
	for r := range m {
		row := c.Data[r*c.Stride:][:n]
		for i := range row {
			if beta == 0 {
				row[i] = 0
			} else {
				row[i] *= beta
			}
		}
	}
}
