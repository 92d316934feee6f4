package shape

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// maxContents bounds the tensors of which elements are followed: shapes and axes.
const maxContents = 64

// contents returns the elements of a small integer tensor, row-major, where they are
// known: an initializer that no caller can override, or what a rule has recorded.
func (f *infer) contents(v *onnxio.Value) ([]sym.Poly, bool) {
	if v == nil {
		return nil, false
	}
	if p, ok := f.data[v]; ok {
		return p, p != nil
	}
	if v.Init == nil || v.Is(onnxio.GraphInput) && f.model.IRVersion >= 4 {
		return nil, false
	}
	p, ok := tensorContents(v.Init)
	f.data[v] = p
	return p, ok
}

func tensorContents(t *onnxio.Tensor) ([]sym.Poly, bool) {
	if n := t.Len(); n < 0 || n > maxContents || !integer(t.Elem) {
		return nil, false
	}
	k, err := t.Int64s()
	if err != nil {
		return nil, false
	}
	return polys(k), true
}

func polys(k []int64) []sym.Poly {
	p := make([]sym.Poly, len(k))
	for i, x := range k {
		p[i] = number(x)
	}
	return p
}

func integer(e onnxio.DType) bool {
	switch e {
	case onnxio.Int64, onnxio.Int32, onnxio.Bool, onnxio.Int16, onnxio.Int8, onnxio.Uint8,
		onnxio.Uint16, onnxio.Uint32, onnxio.Uint64:
		return true
	}
	return false
}

// keepInts passes the elements of input i on to output 0: what only changes the shape
// or the integer type.
func (c *call) keepInts(i int) {
	if p, ok := c.ints(i); ok {
		c.setInts(0, p)
	}
}

// mapInts records f of each pair of elements of inputs 0 and 1, of which one may be
// a single element. f returns false for what it cannot tell, which drops all.
func (c *call) mapInts(f func(a, b sym.Poly) (sym.Poly, bool)) {
	a, ok := c.ints(0)
	b, ok2 := c.ints(1)
	if !ok || !ok2 || len(a) != len(b) && len(a) != 1 && len(b) != 1 {
		return
	}
	out := make([]sym.Poly, max(len(a), len(b)))
	if len(a) == 0 || len(b) == 0 {
		out = nil
	}
	for i := range out {
		if out[i], ok = f(a[i%len(a)], b[i%len(b)]); !ok || out[i].Overflowed() {
			return
		}
	}
	c.setInts(0, out)
}

// certainlyEqual reports whether a and b are equal, and whether that is certain.
func certainlyEqual(a, b sym.Poly) (equal, certain bool) {
	if a.Equal(b) {
		return true, true
	}
	one := number(1)
	return false, a.Add(one).AtMost(b) || b.Add(one).AtMost(a)
}
