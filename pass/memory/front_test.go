package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// TestFront: what a front keeps is as large, for all sizes, as all that was included;
// a kept term is not at most another.
func TestFront(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 8))
		b, s := sym.Symbol("b"), sym.Symbol("s")
		units := []sym.Poly{b, s, b.Mul(s), b.CeilDiv(2), sym.Const(1)}[r.IntN(3):]
		polys := make([]sym.Poly, 1+r.IntN(40))
		for i := range polys {
			for _, u := range units {
				polys[i] = polys[i].Add(u.Mul(sym.Const(r.Int64N(50))))
			}
		}
		base := newBasis()
		vecs, ok := base.vectors(polys, 1)
		if !ok {
			t.Fatalf("seed %d: no vectors", seed)
		}
		f := front{work: maxFrontWork}
		for i, v := range vecs {
			f.include(base.dense(v), int32(i))
		}
		for _, bind := range []map[string]int64{{"b": 1, "s": 1}, {"b": 2, "s": 9}, {"b": 1000, "s": 1}, {"b": 5, "s": 4000}, {"b": 777, "s": 777}} {
			var all, kept int64
			for i, p := range polys {
				x, _ := p.Bind(bind).Int()
				if all = max(all, x); slices.Contains(f.ids, int32(i)) {
					kept = max(kept, x)
				}
			}
			if all != kept {
				t.Fatalf("seed %d, %v: the largest is %d, of those kept %d", seed, bind, all, kept)
			}
		}
		for i, p := range f.vecs {
			for j, q := range f.vecs {
				if i != j && atMost(p, q) {
					t.Fatalf("seed %d: %v and %v are both kept", seed, p, q)
				}
			}
		}
	}
}

// TestBetween: the larger of two, where neither is.
func TestBetween(t *testing.T) {
	q, r := []int64{0, 8}, []int64{4, 0}
	for _, x := range []struct {
		p    []int64
		want bool
	}{
		{[]int64{2, 4}, true}, {[]int64{2, 5}, false}, {[]int64{1, 6}, true}, {[]int64{1, 7}, false},
		{[]int64{4, 0}, true}, {[]int64{0, 8}, true}, {[]int64{5, -9}, false}, {[]int64{-1, 9}, false}, {[]int64{-3, -3}, true},
	} {
		if got := between(x.p, q, r); got != x.want {
			t.Errorf("%v between %v and %v: %v, want %v", x.p, q, r, got, x.want)
		}
	}
}

// TestManyTerms: where every value has a size of its own, measuring stays quick, says
// that there are more terms, and proves nothing.
func TestManyTerms(t *testing.T) {
	g := onnxio.NewGraph("main")
	v := g.NewValue("x")
	v.Flags |= onnxio.GraphInput
	g.Inputs = append(g.Inputs, v)
	var nodes []*onnxio.Node
	for i := range 20_000 {
		out := g.NewValue(fmt.Sprintf("v%d", i))
		nodes = append(nodes, g.NewNode("other", "Unknown", out.Name, []*onnxio.Value{v}, []*onnxio.Value{out}))
		v = out
	}
	g.SetNodes(nodes)
	start := time.Now()
	m, err := New(g, noTypes(t), nil).Measure(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("measuring 20,000 nodes took %v", d)
	}
	if !m.File.Peak.More || m.File.Peak.AtMost(m.File.Peak) {
		t.Errorf("%d terms, more: %v", len(m.File.Peak.Terms), m.File.Peak.More)
	}
}
