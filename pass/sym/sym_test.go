package sym

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	b    = Symbol("batch")
	s    = Symbol("seq")
	five = Const(5)
)

func times(k int64, p Poly) Poly { return Const(k).Mul(p) }

func TestString(t *testing.T) {
	for _, c := range []struct {
		p    Poly
		want string
	}{
		{Poly{}, "0"},
		{Const(-7), "-7"},
		{times(128, b.Mul(s)).Add(Const(4)), "128*batch*seq + 4"},
		{Const(4).Add(times(128, s.Mul(b))), "128*batch*seq + 4"},
		{b.Mul(b).Sub(times(3, s)).Sub(Const(1)), "batch^2 - 3*seq - 1"},
		{times(-1, b), "-batch"},
		{b.Sub(b), "0"},
		{times(10, b).CeilDiv(32), "ceil(10*batch/32)"},
		{times(4, times(10, b).CeilDiv(32)), "4*ceil(10*batch/32)"},
		{times(10, b).Add(five).CeilDiv(32), "ceil((10*batch + 5)/32)"},
		{times(64, b).CeilDiv(32), "2*batch"},
		{times(64, b).Add(five).CeilDiv(32), "2*batch + 1"},
		{b.Add(Const(1)).CeilDiv(2).Add(Const(1)).CeilDiv(2), "ceil((batch + 3)/4)"},
		{Symbol("16*n"), `"16*n"`},
		{Symbol("input-0_dim0"), "input-0_dim0"},
		{Const(math.MaxInt64).Mul(b).Mul(Const(2)), "overflow"},
	} {
		if got := c.p.String(); got != c.want {
			t.Errorf("String() = %q, want %q", got, c.want)
		}
	}
}

func TestASymbolIsNeverAnAtomOrAProduct(t *testing.T) {
	for _, c := range [][2]Poly{
		{Symbol("ceil(batch/32)"), b.CeilDiv(32)},
		{Symbol("batch*seq"), b.Mul(s)},
		{Symbol("overflow"), Const(math.MaxInt64).Mul(five)},
	} {
		if c[0].Equal(c[1]) || c[0].String() == c[1].String() {
			t.Errorf("the symbol %s is taken for %s", c[0], c[1])
		}
	}
}

func TestOverflowIsNeverSilent(t *testing.T) {
	top := Const(math.MaxInt64)
	low := Const(math.MinInt64)
	for name, p := range map[string]Poly{
		"add":      top.Add(Const(1)),
		"sub":      low.Sub(Const(1)),
		"negate":   Const(0).Sub(low),
		"mul":      low.Mul(Const(-1)),
		"mul big":  Const(1 << 32).Mul(Const(1 << 31)),
		"terms":    top.Mul(b).Add(b),
		"negative": low.Mul(b).Mul(Const(-1)),
		"bind":     b.Mul(b).Bind(map[string]int64{"batch": 1 << 32}),
		"ceil":     b.CeilDiv(0),
		"sticky":   top.Mul(five).Sub(top.Mul(five)).Add(b).CeilDiv(3),
	} {
		if !p.Overflowed() {
			t.Errorf("%s: %s did not overflow", name, p)
		}
		if _, ok := p.Int(); ok || p.AtMost(top) || !top.AtMost(p) || !p.Equal(overflowed) {
			t.Errorf("%s: the overflowed Poly passes for a number", name)
		}
	}
	if got, ok := low.Add(top).Int(); !ok || got != -1 {
		t.Errorf("MinInt64 + MaxInt64 = %d, %v", got, ok)
	}
	if got, ok := Const(-1 << 32).Mul(Const(1 << 31)).Int(); !ok || got != math.MinInt64 {
		t.Errorf("-2^32 * 2^31 = %d, %v", got, ok)
	}
}

func TestProductsStayBounded(t *testing.T) {
	p := b.Add(s).Add(Symbol("c")).Add(Symbol("d")).Add(Const(1))
	for range 20 {
		p = p.Mul(p)
	}
	if !p.Overflowed() {
		t.Errorf("a product of %d terms", len(p.terms))
	}
}

func TestAtMost(t *testing.T) {
	bs := b.Mul(s)
	for _, c := range []struct {
		p, q Poly
		want bool
	}{
		{Const(3), Const(3), true},
		{Const(4), Const(3), false},
		{b, bs, true},
		{bs, b, false},
		{b, s, false},
		{times(2, b), b.Add(Const(1)), false},
		{b.Add(Const(1)), times(2, b), true},
		{b.Add(s), bs.Add(Const(1)), true},
		{times(4, times(10, b).CeilDiv(32)), times(40, b), true},
		{times(4, times(10, bs).CeilDiv(32)), times(2, bs), false},
		{times(4, times(1000, bs).CeilDiv(32)), times(4, times(32, bs)), true},
		{times(31, bs), times(1000, bs).CeilDiv(32), true},
		{times(32, bs), times(1000, bs).CeilDiv(32), false},
		{times(40, b).Add(times(4, times(10, b).CeilDiv(32))), times(80, b), true},
		{b.CeilDiv(3).Mul(s), b.CeilDiv(3).Mul(s).Add(s), true},
		{Poly{}, b.Sub(Const(2)).CeilDiv(2).Mul(s), true},
		{b.Mul(b).Add(Const(1)), times(2, b), false},
	} {
		if got := c.p.AtMost(c.q); got != c.want {
			t.Errorf("(%s) <= (%s): %v, want %v", c.p, c.q, got, c.want)
		}
	}
}

func TestDivExact(t *testing.T) {
	sum := b.Add(times(2, s))
	for _, c := range []struct {
		p, q Poly
		want string
	}{
		{times(128, b.Mul(s)), times(16, s), "8*batch"},
		{b.Mul(s), b, "seq"},
		{sum.Mul(sum), sum, "batch + 2*seq"},
		{sum.Mul(b.Add(five)), b.Add(five), "batch + 2*seq"},
		{Poly{}, b, "0"},
		{Const(12), Const(-4), "-3"},
	} {
		if got, ok := c.p.DivExact(c.q); !ok || got.String() != c.want {
			t.Errorf("(%s) / (%s) = %s, %v, want %s", c.p, c.q, got, ok, c.want)
		}
	}
	for _, c := range [][2]Poly{
		{b, s}, {b, Const(2)}, {b.Add(Const(1)), b}, {b, Poly{}}, {Const(math.MinInt64), Const(-1)},
	} {
		if got, ok := c[0].DivExact(c[1]); ok {
			t.Errorf("(%s) / (%s) = %s, want none", c[0], c[1], got)
		}
	}
}

func TestTermsAndSymbols(t *testing.T) {
	p := times(128, b.Mul(s)).Add(times(3, Symbol("n").CeilDiv(7))).Sub(Const(4))
	want := []Term{{128, "batch*seq"}, {3, "ceil(n/7)"}, {-4, ""}}
	if diff := cmp.Diff(want, p.Terms()); diff != "" {
		t.Errorf("Terms (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"batch", "n", "seq"}, p.Symbols()); diff != "" {
		t.Errorf("Symbols (-want +got):\n%s", diff)
	}
}
