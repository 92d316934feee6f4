package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// gemmRules: matrix products. Inner dims are unified: the product requires them equal.
var gemmRules = map[opKey]rule{
	{"", "Gemm"}:                  gemm,
	{ms, "FusedGemm"}:             gemm,
	{"", "MatMul"}:                func(c *call) { matmul(c, 0, 1, c.in(0).Elem) },
	{ms, "FusedMatMul"}:           fusedMatmul,
	{ms, "TransposeMatMul"}:       fusedMatmul,
	{ms, "FusedMatMulActivation"}: fusedMatmul,
	{"", "MatMulInteger"}:         func(c *call) { matmul(c, 0, 1, onnxio.Int32) },
	{"", "QLinearMatMul"}:         func(c *call) { matmul(c, 0, 3, c.in(7).Elem) },
}

// gemm: A' [M, K] times B' [K, N].
func gemm(c *call) {
	a, b := c.in(0), c.in(1)
	c.elemOnly(0, a.Elem)
	if len(a.Dims) != 2 || len(b.Dims) != 2 {
		return
	}
	m, k := pick(a.Dims, c.intAttr("transA", 0) != 0)
	k2, n := pick(b.Dims, c.intAttr("transB", 0) != 0)
	c.syms.unify(k, k2)
	c.shaped(0, a.Elem, m, n)
}

func pick(dims []sym.Poly, swap bool) (sym.Poly, sym.Poly) {
	if swap {
		return dims[1], dims[0]
	}
	return dims[0], dims[1]
}

// matmul: numpy's matmul of inputs i and j.
func matmul(c *call, i, j int, elem onnxio.DType) {
	c.elemOnly(0, elem)
	if a, b := c.in(i), c.in(j); a.Ranked && b.Ranked {
		c.product(a.Dims, b.Dims, elem)
	}
}

// fusedMatmul may transpose its operands: transBatchA moves the first dim before the
// last but one ([B0, M, ...] is read as [..., M]), transA swaps the last two.
func fusedMatmul(c *call) {
	a, b := c.in(0), c.in(1)
	c.elemOnly(0, a.Elem)
	if !a.Ranked || !b.Ranked {
		return
	}
	x := fusedOperand(a.Dims, c.intAttr("transBatchA", 0) != 0, c.intAttr("transA", 0) != 0)
	y := fusedOperand(b.Dims, c.intAttr("transBatchB", 0) != 0, c.intAttr("transB", 0) != 0)
	c.product(x, y, a.Elem)
}

func fusedOperand(dims []sym.Poly, batch, swap bool) []sym.Poly {
	n := len(dims)
	if n < 2 || !batch && !swap {
		return dims
	}
	out := append([]sym.Poly(nil), dims...)
	if batch && n > 2 {
		copy(out, dims[1:n-1])
		out[n-2] = dims[0]
	}
	if swap {
		out[n-2], out[n-1] = out[n-1], out[n-2]
	}
	return out
}

// product sets output 0 to the shape of numpy's matmul of shapes a and b.
func (c *call) product(a, b []sym.Poly, elem onnxio.DType) {
	if len(a) == 0 || len(b) == 0 {
		return
	}
	var rows, cols []sym.Poly
	k := a[len(a)-1]
	if len(a) > 1 {
		rows = a[len(a)-2 : len(a)-1]
		a = a[:len(a)-2]
	} else {
		a = nil
	}
	k2 := b[0]
	if len(b) > 1 {
		k2, cols = b[len(b)-2], b[len(b)-1:]
		b = b[:len(b)-2]
	} else {
		b = nil
	}
	c.syms.unify(k, k2)
	batch := c.broadcastDims(a, b)
	dims := make([]sym.Poly, 0, len(batch)+2)
	dims = append(append(append(dims, batch...), rows...), cols...)
	c.shaped(0, elem, dims...)
}
