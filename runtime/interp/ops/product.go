package ops

import (
	"github.com/unswag/unswagc/runtime/interp/blas"
)

// Blocks of a product: as wide as a BLAS needs to be fast, and many enough for the
// cores of a desk's machine.
const (
	blockSide = 512
	// smallProduct multiplications are not worth a second goroutine.
	smallProduct = 1 << 20
)

// multiply computes c = alpha*a*b + beta*c, where c has m rows and n columns, in blocks
// of c that depend on m, n and k alone.
func multiply[T real](e Engine, m, n, k int, alpha T, a, b blas.Matrix[T], beta T, c blas.Matrix[T]) {
	rows, cols := blockShape(m, n, k)
	if rows == 0 || cols == 0 {
		return
	}
	across := (n + cols - 1) / cols
	down := (m + rows - 1) / rows
	lib := blas.Default()
	e.Parallel(across*down, 1, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			r, s := i/across*rows, i%across*cols
			blas.Multiply(lib, min(rows, m-r), min(cols, n-s), k, alpha, blockAt(a, r, 0), blockAt(b, 0, s), beta, blockAt(c, r, s))
		}
	})
}

// blockShape returns the rows and columns of the blocks of an m by n product.
func blockShape(m, n, k int) (rows, cols int) {
	if m*n*k <= smallProduct {
		return m, n
	}
	rows, cols = min(m, blockSide), min(n, blockSide)
	if rows < m || cols < n {
		return rows, cols
	}
	// One block: halve the longer side, so that a second core has something to do.
	if m > n {
		return (m + 31) / 32 * 16, n
	}
	return m, (n + 31) / 32 * 16
}

// blockAt is the matrix from row r and column s on.
func blockAt[T real](x blas.Matrix[T], r, s int) blas.Matrix[T] {
	if x.Trans {
		r, s = s, r
	}
	x.Data = x.Data[r*x.Stride+s:]
	return x
}

// plainly is a matrix whose rows lie one behind another.
func plainly[T real](data []T, cols int) blas.Matrix[T] {
	return blas.Matrix[T]{Data: data, Stride: cols}
}

// turned is the transpose of a matrix whose rows lie one behind another: cols is the
// length of the rows in memory.
func turned[T real](data []T, cols int) blas.Matrix[T] {
	return blas.Matrix[T]{Data: data, Stride: cols, Trans: true}
}
