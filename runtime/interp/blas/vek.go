//go:build amd64 && !darwin

package blas

import (
	"sync"

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
	v := &vekBLAS{f32: panels[float32]{multiply: vek32.MatMul_Into, add: vek32.Add_Inplace, wide: wide / 4},
		f64: panels[float64]{multiply: vek.MatMul_Into, add: vek.Add_Inplace, wide: wide / 8}}
	return &Library{"vek", v, v}
}

// vekBLAS replaces the products of gonum's BLAS. vek multiplies a few rows by a matrix
// whose rows lie one behind another. It is fast where that matrix stays in a core's cache
// and has a multiple of 32 columns, and on the calling goroutine below four rows. So the
// right side is copied panel by panel.
type vekBLAS struct {
	gonum.Implementation
	f32 panels[float32]
	f64 panels[float64]
}

// Sizes of panels: deep rows of at most wide bytes, which is half of a usual L2, multiplied
// by so many rows at once.
const (
	deep = 256
	wide = 2048
	high = 3
	// even is what a panel's columns are a multiple of.
	even = 32
)

// worthwhile tells that vek gains more than copies take.
func worthwhile(m, n, k int, tB blas.Transpose) bool {
	return n >= 24 && k >= 8 && (m >= 8 || tB == blas.NoTrans)
}

// Sgemm implements blas.Float32Level3.
func (v *vekBLAS) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	if !worthwhile(m, n, k, tB) {
		v.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	v.f32.product(m, n, k, alpha, Matrix[float32]{a, lda, tA != blas.NoTrans}, Matrix[float32]{b, ldb, tB != blas.NoTrans}, beta, Matrix[float32]{c, ldc, false})
}

// Dgemm implements blas.Float64Level3.
func (v *vekBLAS) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	if !worthwhile(m, n, k, tB) {
		v.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	v.f64.product(m, n, k, alpha, Matrix[float64]{a, lda, tA != blas.NoTrans}, Matrix[float64]{b, ldb, tB != blas.NoTrans}, beta, Matrix[float64]{c, ldc, false})
}

// panels multiplies panel by panel.
type panels[T Real] struct {
	multiply func(dst, x, y []T, inner int) []T
	add      func(x, y []T)
	wide     int // columns of a panel at most
	// copies keeps the memory of a product for the next one.
	copies sync.Pool
}

// copies is the memory of one product: panels of both sides, and rows of the result.
type copies[T Real] struct{ left, right, rows []T }

// grown returns n elements of memory, which holds anything and grows as needed.
func grown[T Real](memory *[]T, n int) []T {
	if len(*memory) < n {
		*memory = make([]T, n)
	}
	return (*memory)[:n]
}

// product computes c = alpha*a*b + beta*c.
func (p *panels[T]) product(m, n, k int, alpha T, a, b Matrix[T], beta T, c Matrix[T]) {
	if beta != 0 && beta != 1 {
		scale(m, n, beta, c)
	}
	cols := evenly(n, p.wide)
	whole := !b.Trans && b.Stride == n && n <= p.wide && (n%even == 0 || m < 2*even)
	memory, _ := p.copies.Get().(*copies[T])
	if memory == nil {
		memory = &copies[T]{}
	}
	defer p.copies.Put(memory)
	for k0 := 0; k0 < k; k0 += deep {
		inner := min(deep, k-k0)
		x := a.at(0, k0).dense(m, inner, inner, &memory.left)
		for n0 := 0; n0 < n; n0 += cols {
			width := min(cols, n-n0)
			stride := (width + even - 1) / even * even
			if whole {
				stride = n
			}
			y := b.at(k0, n0).dense(inner, width, stride, &memory.right)
			p.panel(m, inner, width, alpha, x, y, grown(&memory.rows, high*stride), k0 == 0 && beta == 0, c.at(0, n0))
		}
	}
}

// evenly cuts n columns into parts of at most most, about as many each.
func evenly(n, most int) int {
	parts := (n + most - 1) / most
	return min(most, ((n+parts-1)/parts+even-1)/even*even)
}

// panel adds alpha*x*y to c, or replaces c by it. Of the elements of a row of y, and of
// rows, the memory of some rows of the product, width count.
func (p *panels[T]) panel(m, inner, width int, alpha T, x, y, rows []T, replace bool, c Matrix[T]) {
	stride := len(y) / inner
	for r0 := 0; r0 < m; r0 += high {
		n := min(high, m-r0)
		got := p.multiply(rows[:n*stride], x[r0*inner:(r0+n)*inner], y, inner)
		for r := range n {
			from, to := got[r*stride:][:width], c.Data[(r0+r)*c.Stride:][:width]
			if alpha != 1 {
				for i := range from {
					from[i] *= alpha
				}
			}
			if replace {
				copy(to, from)
			} else {
				p.add(to, from)
			}
		}
	}
}

// at is the matrix from row r and column c on.
func (x Matrix[T]) at(r, c int) Matrix[T] {
	if x.Trans {
		r, c = c, r
	}
	x.Data = x.Data[r*x.Stride+c:]
	return x
}

// dense returns a matrix of the given size whose rows have stride elements and lie one
// behind another. What is beyond a row's columns is 0. A copy is made in memory.
func (x Matrix[T]) dense(rows, cols, stride int, memory *[]T) []T {
	if !x.Trans && x.Stride == stride && stride == cols {
		return x.Data[:rows*cols]
	}
	out := grown(memory, rows*stride)
	if stride > cols {
		for r := range rows {
			clear(out[r*stride+cols : (r+1)*stride])
		}
	}
	if x.Trans {
		x.turn(out, rows, cols, stride)
		return out
	}
	for r := range rows {
		copy(out[r*stride:][:cols], x.Data[r*x.Stride:])
	}
	return out
}

// turn copies a transposed matrix: eight rows of the result at a time, which are half a
// line of the cache where they are read.
func (x Matrix[T]) turn(out []T, rows, cols, stride int) {
	r0 := 0
	for ; r0+8 <= rows; r0 += 8 {
		var to [8][]T
		for r := range to {
			to[r] = out[(r0+r)*stride:][:cols]
		}
		a, b, c, d, e, f, g, h := to[0], to[1], to[2], to[3], to[4], to[5], to[6], to[7]
		for i := range cols {
			from := x.Data[i*x.Stride+r0:][:8]
			a[i], b[i], c[i], d[i] = from[0], from[1], from[2], from[3]
			e[i], f[i], g[i], h[i] = from[4], from[5], from[6], from[7]
		}
	}
	for ; r0 < rows; r0++ {
		for i := range cols {
			out[r0*stride+i] = x.Data[i*x.Stride+r0]
		}
	}
}
