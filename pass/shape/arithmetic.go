package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// arithmeticRules: operators that broadcast their inputs as numpy does.
var arithmeticRules = map[opKey]rule{
	{"", "Add"}:            integers(sym.Poly.Add),
	{"", "Sub"}:            integers(sym.Poly.Sub),
	{"", "Mul"}:            integers(sym.Poly.Mul),
	{"", "Div"}:            div,
	{"", "Pow"}:            broadcast,
	{"", "Mod"}:            mod,
	{"", "Max"}:            broadcast,
	{"", "Min"}:            broadcast,
	{"", "Sum"}:            broadcast,
	{"", "Mean"}:           broadcast,
	{"", "And"}:            broadcast,
	{"", "Or"}:             broadcast,
	{"", "Xor"}:            broadcast,
	{"", "BitwiseAnd"}:     broadcast,
	{"", "BitwiseOr"}:      broadcast,
	{"", "BitwiseXor"}:     broadcast,
	{"", "BitShift"}:       broadcast,
	{"", "Greater"}:        compare,
	{"", "GreaterOrEqual"}: compare,
	{"", "Less"}:           compare,
	{"", "LessOrEqual"}:    compare,
	{"", "Equal"}:          equal,
	{"", "Where"}:          where,
}

// broadcast gives output 0 the joint shape of all inputs and input 0's element type.
func broadcast(c *call) {
	t := c.joint(0, len(c.n.Inputs()))
	t.Elem = c.in(0).Elem
	c.set(0, t)
}

func compare(c *call) {
	t := c.joint(0, len(c.n.Inputs()))
	t.Elem = onnxio.Bool
	c.set(0, t)
}

func where(c *call) {
	t := c.joint(0, 3)
	if t.Elem = c.in(1).Elem; t.Elem == onnxio.Undefined {
		t.Elem = c.in(2).Elem
	}
	c.set(0, t)
	cond, ok := c.numbers(0)
	a, ok1 := c.ints(1)
	b, ok2 := c.ints(2)
	n := max(len(cond), len(a), len(b))
	if !ok || !ok1 || !ok2 || !fits(n, len(cond), len(a), len(b)) {
		return
	}
	out := make([]sym.Poly, n)
	for i := range out {
		if out[i] = b[i%len(b)]; cond[i%len(cond)] != 0 {
			out[i] = a[i%len(a)]
		}
	}
	c.setInts(0, out)
}

func fits(n int, lengths ...int) bool {
	for _, l := range lengths {
		if l == 0 || l != n && l != 1 {
			return false
		}
	}
	return true
}

func equal(c *call) {
	compare(c)
	c.mapInts(func(a, b sym.Poly) (sym.Poly, bool) {
		same, certain := certainlyEqual(a, b)
		if same {
			return number(1), true
		}
		return number(0), certain
	})
}

func integers(f func(a, b sym.Poly) sym.Poly) rule {
	return func(c *call) {
		broadcast(c)
		c.mapInts(func(a, b sym.Poly) (sym.Poly, bool) { return f(a, b), true })
	}
}

// div divides shapes; where the quotient is not exact it is a dim of its own.
func div(c *call) {
	broadcast(c)
	c.mapInts(func(a, b sym.Poly) (sym.Poly, bool) {
		x, xInt := a.Int()
		y, yInt := b.Int()
		if xInt && yInt && y > 0 && x >= 0 {
			return number(x / y), true
		}
		if q, ok := a.DivExact(b); ok {
			return q, true
		}
		return c.syms.unknown(), true
	})
}

// mod has the sign of the divisor, which is positive where shapes are computed.
func mod(c *call) {
	broadcast(c)
	c.mapInts(func(a, b sym.Poly) (sym.Poly, bool) {
		x, xInt := a.Int()
		y, yInt := b.Int()
		if !xInt || !yInt || y <= 0 {
			return c.syms.unknown(), true
		}
		return number((x%y + y) % y), true
	})
}

// joint returns the joint shape of inputs from..to-1.
func (c *call) joint(from, to int) Type {
	t := Type{Ranked: true}
	for i := from; i < to; i++ {
		u := c.in(i)
		if !u.Ranked {
			return Type{}
		}
		t.Dims = c.broadcastDims(t.Dims, u.Dims)
	}
	return t
}

// broadcastDims returns the joint shape of a and b, if possible one of the two slices.
func (c *call) broadcastDims(a, b []sym.Poly) []sym.Poly {
	if len(a) < len(b) {
		a, b = b, a
	}
	out, skip := a, len(a)-len(b)
	fromB := skip == 0
	for i, y := range b {
		x := a[skip+i]
		d := c.broadcastDim(x, y)
		fromB = fromB && d.Equal(y)
		if d.Equal(x) {
			continue
		}
		if &out[0] == &a[0] {
			out = append([]sym.Poly(nil), a...)
		}
		out[skip+i] = d
	}
	if fromB {
		return b
	}
	return out
}

// broadcastDim joins two dims. Of two different symbols one may be 1, so that nothing
// is known of the result; a symbol that meets a number other than 1 gives the number.
func (c *call) broadcastDim(x, y sym.Poly) sym.Poly {
	if x.Equal(y) {
		return x
	}
	x, y = c.syms.resolve(x), c.syms.resolve(y)
	if x.Equal(y) {
		return x
	}
	p, xInt := x.Int()
	q, yInt := y.Int()
	switch {
	case xInt && p == 1:
		return y
	case yInt && q == 1:
		return x
	case xInt && !yInt:
		return x
	case yInt && !xInt:
		return y
	}
	return c.syms.unknown()
}
