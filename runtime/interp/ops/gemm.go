package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// gemmOps are products of two matrices with a term that is broadcast.
var gemmOps = family{
	{"", "Gemm"}:                   gemm,
	{"com.microsoft", "FusedGemm"}: gemm,
}

func gemm(c *Call) error {
	if !c.Has(0) || !c.Has(1) {
		return c.Errorf("it needs two matrices")
	}
	switch c.In[0].Elem {
	case onnxio.Int32:
		return gemmInts[int32](c)
	case onnxio.Int64:
		return gemmInts[int64](c)
	case onnxio.Uint32:
		return gemmInts[uint32](c)
	case onnxio.Uint64:
		return gemmInts[uint64](c)
	}
	return reals(gemmReals[float32], gemmReals[float64])(c)
}

// gemmShape is what a Gemm's inputs and attributes say: m by k times k by n.
type gemmShape struct {
	m, n, k        int
	transA, transB bool
}

func (c *Call) gemmShape() (g gemmShape, err error) {
	a, b := c.In[0], c.In[1]
	if a.Rank() != 2 || b.Rank() != 2 || a.Elem != b.Elem {
		return g, c.Errorf("%s and %s are not two matrices of one type", a, b)
	}
	g.transA, g.transB = c.Int("transA", 0) != 0, c.Int("transB", 0) != 0
	rowsOf := func(t *tensor.Tensor, trans bool) (int, int) {
		if trans {
			return int(t.Shape[1]), int(t.Shape[0])
		}
		return int(t.Shape[0]), int(t.Shape[1])
	}
	g.m, g.k = rowsOf(a, g.transA)
	k, n := rowsOf(b, g.transB)
	if g.n = n; k != g.k {
		return g, c.Errorf("%s and %s do not fit together: one sums over %d elements, the other over %d", a, b, g.k, k)
	}
	if c.Has(2) {
		want := []int64{int64(g.m), int64(g.n)}
		if s, err := c.broadcast(want, c.In[2].Shape); err != nil || tensor.Count(s) != tensor.Count(want) || len(s) > 2 {
			return g, c.Errorf("%s cannot be broadcast to the result's shape [%d,%d]", c.In[2], g.m, g.n)
		}
	}
	return g, nil
}

func gemmReals[T real](c *Call) error {
	g, err := c.gemmShape()
	if err != nil {
		return err
	}
	if err := same[T](c, 1, 2); err != nil {
		return err
	}
	alpha, beta := T(c.Float("alpha", 1)), T(c.Float("beta", 1))
	out := c.Make(0, elemType[T](), int64(g.m), int64(g.n))
	y := tensor.As[T](out)
	if c.Has(2) && beta != 0 {
		x := tensor.As[T](c.In[2])
		fill(c, y, x, out.Shape, c.In[2].Shape)
	} else {
		beta = 0
	}
	a, b := matrixOf[T](c.In[0], g.transA), matrixOf[T](c.In[1], g.transB)
	multiply(c.Engine, g.m, g.n, g.k, alpha, a, b, beta, plainly(y, g.n))
	return activate(c, y)
}

// fill writes x, broadcast, into y.
func fill[T any](c *Call, y, x []T, shape, shapeX []int64) {
	s := strides(shapeX, shape)
	walk(shape, s, s, func(at, i, _, n, sx, _ int) {
		if sx == 1 {
			copy(y[at:at+n], x[i:i+n])
			return
		}
		for k := range n {
			y[at+k] = x[i]
		}
	})
}

// matrixOf views a matrix.
func matrixOf[T real](t *tensor.Tensor, trans bool) blas.Matrix[T] {
	return blas.Matrix[T]{Data: tensor.As[T](t), Stride: int(t.Shape[1]), Trans: trans}
}

// integer is a type whose sums wrap around.
type integer interface {
	int32 | int64 | uint32 | uint64
}

func gemmInts[T integer](c *Call) error {
	g, err := c.gemmShape()
	if err != nil {
		return err
	}
	alpha, beta := float64(c.Float("alpha", 1)), float64(c.Float("beta", 1))
	out := c.Make(0, c.In[0].Elem, int64(g.m), int64(g.n))
	y, a, b := tensor.As[T](out), tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	a, b = straight(a, g.transA, g.m, g.k), straight(b, g.transB, g.k, g.n)
	multiplyInts(y, a, b, g.m, g.n, g.k)
	if alpha != 1 {
		for i := range y {
			y[i] = T(alpha * float64(y[i]))
		}
	}
	if !c.Has(2) || beta == 0 {
		return nil
	}
	if c.In[2].Elem != out.Elem {
		return c.Errorf("input 2 is %s, want the type of input 0, %s", c.In[2], out.Elem)
	}
	x := tensor.As[T](c.In[2])
	binaryLoop(y, y, x, out.Shape, out.Shape, c.In[2].Shape, func(y, x T) T {
		if beta == 1 {
			return y + x
		}
		return y + T(beta*float64(x))
	})
	return nil
}

// straight returns a matrix of m by n whose memory is transposed, as it is read.
func straight[T any](x []T, trans bool, m, n int) []T {
	if !trans {
		return x
	}
	out := make([]T, len(x))
	for i := range m {
		for j := range n {
			out[i*n+j] = x[j*m+i]
		}
	}
	return out
}

// multiplyInts computes y = a*b, y of m rows and n columns.
func multiplyInts[T integer](y, a, b []T, m, n, k int) {
	clear(y)
	for i := range m {
		row := y[i*n : (i+1)*n]
		for l := range k {
			v := a[i*k+l]
			if v == 0 {
				continue
			}
			for j, w := range b[l*n : (l+1)*n] {
				row[j] += v * w
			}
		}
	}
}
