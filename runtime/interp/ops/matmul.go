package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// matmulOps are products of stacks of matrices, which are broadcast as numpy does.
var matmulOps = family{
	{"", "MatMul"}:                       matmul,
	{"com.microsoft", "FusedMatMul"}:     matmul,
	{"com.microsoft", "TransposeMatMul"}: matmul,
}

func matmul(c *Call) error {
	if !c.Has(0) || !c.Has(1) || c.In[0].Elem != c.In[1].Elem {
		return c.Errorf("it needs two inputs of one type")
	}
	switch c.In[0].Elem {
	case onnxio.Int32:
		return matmulInts[int32](c)
	case onnxio.Int64:
		return matmulInts[int64](c)
	case onnxio.Uint32:
		return matmulInts[uint32](c)
	case onnxio.Uint64:
		return matmulInts[uint64](c)
	}
	return reals(matmulReals[float32], matmulReals[float64])(c)
}

// side is one input of a stack of products.
type side struct {
	rows, cols int // of the matrix that is multiplied
	batch      []int64
	// stride is the step between the rows in memory, step that between matrices.
	stride, step int
	trans        bool
	// vector tells that the input had one dim.
	vector bool
}

// sideOf reads a side. A vector is a row on the left and a column on the right. With
// transBatch the first dim stands for the last but one, as FusedMatMul has it.
func (c *Call) sideOf(t *tensor.Tensor, trans, transBatch, left bool) (s side, err error) {
	shape := t.Shape
	switch {
	case len(shape) == 0:
		return s, c.Errorf("%s has no dims; a product needs at least one", t)
	case len(shape) == 1 && left:
		s.vector, shape = true, []int64{1, shape[0]}
		trans = false
	case len(shape) == 1:
		s.vector, shape = true, []int64{shape[0], 1}
		trans = false
	}
	rank := len(shape)
	s.rows, s.cols, s.trans = int(shape[rank-2]), int(shape[rank-1]), trans
	s.batch, s.stride, s.step = shape[:rank-2], s.cols, s.rows*s.cols
	if transBatch && rank > 2 {
		s.rows, s.batch = int(shape[0]), shape[1:rank-1]
		s.stride, s.step = int(tensor.Count(shape[1:])), s.cols
	}
	if trans {
		s.rows, s.cols = s.cols, s.rows
	}
	return s, nil
}

// stack is a stack of products.
type stack struct {
	a, b  side
	batch []int64
	shape []int64 // of the result
}

func (c *Call) stack() (s stack, err error) {
	if s.a, err = c.sideOf(c.In[0], c.Int("transA", 0) != 0, c.Int("transBatchA", 0) != 0, true); err != nil {
		return s, err
	}
	if s.b, err = c.sideOf(c.In[1], c.Int("transB", 0) != 0, c.Int("transBatchB", 0) != 0, false); err != nil {
		return s, err
	}
	if s.a.cols != s.b.rows {
		return s, c.Errorf("%s and %s do not fit together: one sums over %d elements, the other over %d", c.In[0], c.In[1], s.a.cols, s.b.rows)
	}
	if s.batch, err = c.broadcast(s.a.batch, s.b.batch); err != nil {
		return s, err
	}
	s.shape = slices.Clone(s.batch)
	if !s.a.vector {
		s.shape = append(s.shape, int64(s.a.rows))
	}
	if !s.b.vector {
		s.shape = append(s.shape, int64(s.b.cols))
	}
	return s, nil
}

// offsets returns where the matrices of every pair begin.
func (s *stack) offsets() (a, b []int) {
	one := append(slices.Clone(s.batch), 1)
	sa, sb := append(strides(s.a.batch, s.batch), 0), append(strides(s.b.batch, s.batch), 0)
	walk(one, sa, sb, func(_, i, j, _, _, _ int) {
		a, b = append(a, i*s.a.step), append(b, j*s.b.step)
	})
	return a, b
}

func matmulReals[T real](c *Call) error {
	s, err := c.stack()
	if err != nil {
		return err
	}
	alpha := T(c.Float("alpha", 1))
	y := tensor.As[T](c.Make(0, elemType[T](), s.shape...))
	x, w := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	m, n, k := s.a.rows, s.b.cols, s.a.cols
	a := blas.Matrix[T]{Data: x, Stride: s.a.stride, Trans: s.a.trans}
	b := blas.Matrix[T]{Data: w, Stride: s.b.stride, Trans: s.b.trans}
	if len(y) == 0 {
		return nil
	}
	if tensor.Count(s.b.batch) == 1 && !s.a.trans && s.a.step == m*k && s.a.stride == k {
		// One matrix on the right: the rows of all those on the left are one matrix.
		multiply(c.Engine, len(y)/n, n, k, alpha, a, b, 0, plainly(y, n))
		return nil
	}
	atA, atB := s.offsets()
	each := func(e Engine, i int) {
		a, b := a, b
		a.Data, b.Data = x[min(atA[i], len(x)):], w[min(atB[i], len(w)):]
		multiply(e, m, n, k, alpha, a, b, 0, plainly(y[i*m*n:], n))
	}
	if m*n*k > smallProduct {
		for i := range atA {
			each(c.Engine, i)
		}
		return nil
	}
	c.Engine.Parallel(len(atA), grainOf(m*n*k), func(lo, hi int) {
		for i := lo; i < hi; i++ {
			each(serial{c.Engine}, i)
		}
	})
	return nil
}

// serial is an engine that cuts no loop.
type serial struct{ Engine }

func (serial) Parallel(n, _ int, f func(lo, hi int)) {
	if n > 0 {
		f(0, n)
	}
}

// grainOf is how many pieces, of the given number of multiplications, a goroutine is
// worth.
func grainOf(work int) int { return max(1, (1<<17)/max(work, 1)) }

func matmulInts[T integer](c *Call) error {
	s, err := c.stack()
	if err != nil {
		return err
	}
	if s.a.trans || s.b.trans || s.a.stride != s.a.cols || s.b.stride != s.b.cols {
		return c.Unsupported(c.In[0])
	}
	y := tensor.As[T](c.Make(0, c.In[0].Elem, s.shape...))
	x, w := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	m, n, k := s.a.rows, s.b.cols, s.a.cols
	atA, atB := s.offsets()
	for i := range atA {
		multiplyInts(y[i*m*n:(i+1)*m*n], x[atA[i]:], w[atB[i]:], m, n, k)
	}
	return nil
}
