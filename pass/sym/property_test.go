package sym

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// expr is a Poly with a function that computes the same without this package.
type expr struct {
	p    Poly
	eval func(v map[string]int64) int64
}

var names = []string{"a", "b", "c"}

// random builds an expression of up to the given depth; all of it counts something
// where nonNegative is set, as the dividend of a ceil must.
func random(r *rand.Rand, depth int, nonNegative bool) expr {
	if depth == 0 || r.IntN(5) == 0 {
		if r.IntN(2) == 0 {
			n := names[r.IntN(len(names))]
			return expr{Symbol(n), func(v map[string]int64) int64 { return v[n] }}
		}
		k := int64(r.IntN(40))
		return expr{Const(k), func(map[string]int64) int64 { return k }}
	}
	op := r.IntN(7)
	if op == 6 {
		x, k := random(r, depth-1, true), int64(1+r.IntN(40))
		return expr{x.p.CeilDiv(k), func(v map[string]int64) int64 { return (x.eval(v) + k - 1) / k }}
	}
	x, y := random(r, depth-1, nonNegative), random(r, depth-1, nonNegative)
	switch {
	case op < 3:
		return expr{x.p.Add(y.p), func(v map[string]int64) int64 { return x.eval(v) + y.eval(v) }}
	case op < 5 || nonNegative:
		return expr{x.p.Mul(y.p), func(v map[string]int64) int64 { return x.eval(v) * y.eval(v) }}
	default:
		return expr{x.p.Sub(y.p), func(v map[string]int64) int64 { return x.eval(v) - y.eval(v) }}
	}
}

func point(r *rand.Rand) map[string]int64 {
	v := map[string]int64{}
	for _, n := range names {
		v[n] = int64(1 + r.IntN(9))
	}
	return v
}

func TestBindEvaluatesExactlyAtRandomPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		e := random(r, 4, false)
		if e.p.Overflowed() {
			continue
		}
		v := point(r)
		got, ok := e.p.Bind(v).Int()
		if want := e.eval(v); !ok || got != want {
			t.Fatalf("%s at %v: %d, %v, want %d", e.p, v, got, ok, want)
		}
		half := e.p.Bind(map[string]int64{"b": v["b"]}).Bind(v)
		if !half.Equal(Const(got)) {
			t.Fatalf("%s bound in two steps: %s, want %d", e.p, half, got)
		}
	}
}

func TestAtMostHoldsAtRandomPoints(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	certain := 0
	for range 6000 {
		x, y := random(r, 3, true), random(r, 3, true)
		if r.IntN(2) == 0 {
			z := y
			y = expr{x.p.Add(z.p), func(v map[string]int64) int64 { return x.eval(v) + z.eval(v) }}
		}
		if x.p.Overflowed() || y.p.Overflowed() || !x.p.AtMost(y.p) {
			continue
		}
		certain++
		for range 6 {
			if v := point(r); x.eval(v) > y.eval(v) {
				t.Fatalf("%s <= %s is said to be certain, but at %v it is %d > %d",
					x.p, y.p, v, x.eval(v), y.eval(v))
			}
		}
	}
	if certain < 2500 {
		t.Errorf("only %d of 6000 comparisons were decided", certain)
	}
}

func TestProductsDivideExactly(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		x, y := random(r, 3, false), random(r, 3, false)
		p := x.p.Mul(y.p)
		if y.p.Equal(Poly{}) || p.Overflowed() {
			continue
		}
		got, ok := p.DivExact(y.p)
		if !ok || !got.Equal(x.p) {
			t.Fatalf("(%s) * (%s) / (%s) = %s, %v", x.p, y.p, y.p, got, ok)
		}
	}
}

func TestEqualPolynomialsPrintAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 3000 {
		x, y, z := random(r, 3, false).p, random(r, 3, false).p, random(r, 2, false).p
		for _, pair := range [][2]Poly{
			{x.Add(y), y.Add(x)}, {x.Mul(y), y.Mul(x)},
			{x.Add(y).Mul(z), x.Mul(z).Add(y.Mul(z))}, {x.Sub(y).Add(y), x},
		} {
			if pair[0].Overflowed() || pair[1].Overflowed() {
				continue
			}
			if !pair[0].Equal(pair[1]) || pair[0].String() != pair[1].String() {
				t.Fatalf("%s and %s differ", pair[0], pair[1])
			}
		}
	}
}

func BenchmarkBytesOfATensor(b *testing.B) {
	batch := Symbol("batch")
	b.ReportAllocs()
	for range b.N {
		Const(4).Mul(batch).Mul(Const(1024))
	}
}

func BenchmarkRunningSum(b *testing.B) {
	size := Symbol("batch").Mul(Const(4096))
	live := size.Add(Const(12))
	b.ReportAllocs()
	for range b.N {
		live = live.Add(size).Sub(size)
	}
	if live.String() != "4096*batch + 12" {
		b.Fatal(fmt.Sprint(live))
	}
}
