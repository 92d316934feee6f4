package memory

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/unswag/unswagc/pass/sym"
)

// TestBytes: printing and comparing symbolic maxima.
func TestBytes(t *testing.T) {
	b, s := sym.Symbol("b"), sym.Symbol("s")
	term := func(ps ...sym.Poly) Bytes { return maximum(ps) }
	c := sym.Const
	for _, x := range []struct {
		name   string
		low    Bytes
		high   Bytes
		atMost bool
		text   string
	}{
		{"numbers", term(c(3)), term(c(4)), true, "3"},
		{"equal", term(b.Mul(s)), term(s.Mul(b)), true, "b*s"},
		{"larger", term(c(5)), term(c(4)), false, "5"},
		{"symbols are at least 1", term(c(4)), term(b.Mul(c(4))), true, "4"},
		{"a maximum of two", term(b.Mul(c(8)), s.Mul(c(8))), term(b.Mul(s).Mul(c(8))), true, "max(8*b, 8*s)"},
		{"cannot tell", term(b), term(s), false, "b"},
		{"one term each", term(b, s), term(b, s), true, "max(b, s)"},
		{"dominated terms vanish", term(b, b.Add(c(1)), c(1)), term(b.Add(c(1))), true, "b + 1"},
		{"nothing", Bytes{}, term(c(0)), true, "0"},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := x.low.String(); got != x.text {
				t.Errorf("printed %q, want %q", got, x.text)
			}
			if got := x.low.AtMost(x.high); got != x.atMost {
				t.Errorf("AtMost is %v, want %v", got, x.atMost)
			}
		})
	}
}

// symbolicWidths draws sizes in one or two symbols, and without any.
func symbolicWidths(r *rand.Rand) string {
	w := widths(r)
	return []string{"b*" + w, "b*" + w, "b*s*" + w, "s*" + w, w}[r.IntN(5)]
}

// TestSymbolicIsNumeric: symbolic figures, once bound, are those of the bound graph:
// never below, and equal where the size lets every term be compared.
func TestSymbolicIsNumeric(t *testing.T) {
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 6))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(5), dim: symbolicWidths, frozen: 0.3, pooled: 0.3})
		patches := some(r, n.cands)
		got := measure(t, flow(t, n.g, ""), patches...)
		for _, bind := range []map[string]int64{{"b": 1, "s": 1}, {"b": 7, "s": 2}, {"b": 3, "s": 100}} {
			for _, v := range n.g.Values() {
				if v.Type == nil {
					continue
				}
				for i, d := range v.Type.Shape {
					if d.Param != "" {
						v.Type.Shape[i].Value = bind[d.Param]
					}
				}
			}
			want := measure(t, flow(t, n.g, ""), patches...)
			for i, x := range []struct{ sym, num Bytes }{{got.File.Held, want.File.Held}, {got.File.Peak, want.File.Peak}, {got.ORT.Peak, want.ORT.Peak}} {
				// An in-place reuse needs sizes that are equal for all bindings, so a
				// bound graph may reuse more.
				a, _ := x.sym.Bind(bind).Int()
				b, _ := x.num.Int()
				if a < b || i == 0 && a != b {
					t.Fatalf("seed %d, %v: figure %d is %s, bound %d, of the bound graph %d", seed, bind, i, x.sym, a, b)
				}
			}
			unbind(n)
		}
	}
}

func unbind(n *net) {
	for _, v := range n.g.Values() {
		if v.Type == nil {
			continue
		}
		for i, d := range v.Type.Shape {
			if d.Param != "" {
				v.Type.Shape[i].Value = -1
			}
		}
	}
}

// TestChooseSymbolic: the promise holds for all sizes, and the choice for a bound
// graph is not better where sizes have one symbol in common.
func TestChooseSymbolic(t *testing.T) {
	var rewritten, terms int
	for seed := range uint64(120) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(8), dim: symbolicWidths, frozen: r.Float64(), pooled: r.Float64() / 2})
		f := flow(t, n.g, "")
		choices, m, err := f.Choose(context.Background(), n.cands)
		if err != nil {
			t.Fatal(err)
		}
		if before := measure(t, f); !m.AtMost(before) {
			t.Fatalf("seed %d: %v is not certainly at most %v", seed, text(m), text(before))
		}
		for _, c := range choices {
			if c.Strategy != Left {
				rewritten++
			}
		}
		terms = max(terms, len(m.ORT.Peak.Terms))
	}
	if rewritten < 100 || terms < 2 {
		t.Errorf("%d sites rewritten, at most %d terms: the graphs test little", rewritten, terms)
	}
}

// TestSymbolicUnknown: a value of unknown size has a symbol of its own.
func TestSymbolicUnknown(t *testing.T) {
	g := build(t, "in x:8\nExp x -> a\nExp a -> b:8\nout b")
	if got := measure(t, New(g, noTypes(t), nil)).File.Peak.String(); !strings.Contains(got, "bytes(a)") {
		t.Errorf("peak %s does not name the unknown size", got)
	}
}

// BenchmarkMeasureSymbolic measures a deep net with a symbolic batch.
func BenchmarkMeasureSymbolic(b *testing.B) {
	for _, layers := range []int{1_500, 20_000} {
		n := deepNet(b, layers, "batch*")
		f := flow(b, n.g, "")
		b.Run(fmt.Sprintf("nodes=%d", len(n.g.Nodes())), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f.Measure(context.Background()); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(n.g.Nodes())), "ns/node")
		})
	}
}
