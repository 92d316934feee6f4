//go:build amd64 && !darwin

package blas

import (
	"github.com/viterin/vek"
	"github.com/viterin/vek/vek32"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Go returns the fastest library that is written in Go, its assembly included.
func Go() *Library {
	if !vek.Info().Acceleration {
		return Gonum()
	}
	return &Library{"vek", vekBLAS{}, vekBLAS{}}
}

// vekBLAS replaces the products of gonum's BLAS. vek multiplies matrices whose rows lie
// one behind another, so that others are copied first.
type vekBLAS struct{ gonum.Implementation }

// worthCopying is how many multiplications an element of an operand must be in before
// vek gains more than copies take.
const worthCopying = 8

// Sgemm implements blas.Float32Level3.
func (v vekBLAS) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	if m < worthCopying || n < worthCopying || k < worthCopying {
		v.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	product(m, n, k, vek32.MatMul_Into, alpha, Matrix[float32]{a, lda, tA != blas.NoTrans}, Matrix[float32]{b, ldb, tB != blas.NoTrans},
		beta, Matrix[float32]{c, ldc, false})
}

// Dgemm implements blas.Float64Level3.
func (v vekBLAS) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	if m < worthCopying || n < worthCopying || k < worthCopying {
		v.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	product(m, n, k, vek.MatMul_Into, alpha, Matrix[float64]{a, lda, tA != blas.NoTrans}, Matrix[float64]{b, ldb, tB != blas.NoTrans},
		beta, Matrix[float64]{c, ldc, false})
}

// product computes c = alpha*a*b + beta*c by a function that multiplies dense matrices.
func product[T Real](m, n, k int, multiply func(dst, x, y []T, inner int) []T, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	x, y := a.dense(m, k), b.dense(k, n)
	if alpha == 1 && beta == 0 && c.Stride == n {
		multiply(c.Data[:m*n], x, y, k)
		return
	}
	sum := multiply(make([]T, m*n), x, y, k)
	for r := range m {
		row, from := c.Data[r*c.Stride:][:n], sum[r*n:][:n]
		switch {
		case beta == 0:
			for i, v := range from {
				row[i] = alpha * v
			}
		default:
			for i, v := range from {
				row[i] = alpha*v + beta*row[i]
			}
		}
	}
}

// dense returns a matrix of the given size with its rows one behind another.
func (x Matrix[T]) dense(rows, cols int) []T {
	switch {
	case !x.Trans && x.Stride == cols:
		return x.Data[:rows*cols]
	case !x.Trans:
		out := make([]T, 0, rows*cols)
		for r := range rows {
			out = append(out, x.Data[r*x.Stride:][:cols]...)
		}
		return out
	}
	out := make([]T, rows*cols)
	const tile = 16 // rows of the result that one pass fills
	for r0 := 0; r0 < rows; r0 += tile {
		r1 := min(r0+tile, rows)
		for c := range cols {
			for r, v := range x.Data[c*x.Stride+r0 : c*x.Stride+r1] {
				out[(r0+r)*cols+c] = v
			}
		}
	}
	return out
}
