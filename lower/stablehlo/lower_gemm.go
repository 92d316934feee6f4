package stablehlo

import "slices"

// gemmOps are products of two matrices with a term that is broadcast.
var gemmOps = []entry{
	{"", "Gemm", 7, gemm},
	{ms, "FusedGemm", 1, gemm},
}

func gemm(c *call) {
	x, y := c.arg(0), c.arg(1)
	want(x.rank() == 2 && y.rank() == 2, "%s and %s are not two matrices", x.typ, y.typ)
	xSum, ySum := 1, 0
	if c.int("transA", 0) != 0 {
		xSum = 0
	}
	if c.int("transB", 0) != 0 {
		ySum = 1
	}
	out := c.dotGeneral(x, y, nil, nil, []int{xSum}, []int{ySum})
	out = c.scaled(out, "alpha")
	if c.has(2) && c.float("beta", 1) != 0 {
		out = c.add(out, c.broadcast(c.scaled(c.arg(2), "beta"), out.dims))
	}
	switch a := c.str("activation", ""); a {
	case "":
	case "Relu":
		out = c.relu(out)
	default:
		fail("the activation %q cannot be lowered", a)
	}
	c.set(0, out)
}

// scaled multiplies with an attribute, unless that is 1.
func (c *call) scaled(x *value, attr string) *value {
	if by := c.float(attr, 1); by != 1 {
		return c.times(x, by)
	}
	return x
}

// matmulOps are products of stacks of matrices.
var matmulOps = []entry{
	{"", "MatMul", 1, func(c *call) { c.set(0, c.matmul(false, false)) }},
	{ms, "FusedMatMul", 1, fusedMatMul},
}

func fusedMatMul(c *call) {
	want(c.int("transBatchA", 0) == 0 && c.int("transBatchB", 0) == 0, "transBatchA and transBatchB cannot be lowered")
	c.set(0, c.scaled(c.matmul(c.int("transA", 0) != 0, c.int("transB", 0) != 0), "alpha"))
}

// matmul multiplies inputs 0 and 1. A vector is a row on the left and a column on the
// right, and its dim vanishes.
func (c *call) matmul(transA, transB bool) *value {
	x, y := c.arg(0), c.arg(1)
	want(x.rank() > 0 && y.rank() > 0, "%s or %s has no dims", x.typ, y.typ)
	rowA, columnB := x.rank() == 1, y.rank() == 1
	if rowA {
		x, transA = c.reshape(x, 1, x.dims[0]), false
	}
	if columnB {
		y, transB = c.reshape(y, y.dims[0], 1), false
	}
	out := c.product(x, y, transA, transB)
	dims := slices.Clone(out.dims)
	if columnB {
		dims = dims[:len(dims)-1]
	}
	if rowA {
		at := len(dims) - 1
		if !columnB {
			at--
		}
		dims = slices.Delete(dims, at, at+1)
	}
	return c.reshape(out, dims...)
}

// product multiplies stacks of matrices, whose stacks are broadcast. One matrix on the
// right goes with all rows of the left, which spares the stack.
func (c *call) product(x, y *value, transA, transB bool) *value {
	sum := func(v *value, trans, left bool) []int {
		if trans == left {
			return []int{v.rank() - 2}
		}
		return []int{v.rank() - 1}
	}
	if y.rank() == 2 && !transA {
		return c.dotGeneral(x, y, nil, nil, sum(x, false, true), sum(y, transB, false))
	}
	batch := joint(x.dims[:x.rank()-2], y.dims[:y.rank()-2])
	x = c.broadcast(x, slices.Concat(batch, x.dims[x.rank()-2:]))
	y = c.broadcast(y, slices.Concat(batch, y.dims[y.rank()-2:]))
	stack := span(0, len(batch))
	return c.dotGeneral(x, y, stack, stack, sum(x, transA, true), sum(y, transB, false))
}
