package pass_test

import (
	"context"
	"testing"

	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/internal/randgraph"
)

// BenchmarkRun20000Sites runs the whole pipeline on 140,000 nodes with 20,000 sites.
func BenchmarkRun20000Sites(b *testing.B) {
	benchmark(b, 20000, pass.Pipeline())
}

// BenchmarkRun2000Sites is a tenth of it: the times must be a tenth as well.
func BenchmarkRun2000Sites(b *testing.B) {
	benchmark(b, 2000, pass.Pipeline())
}

func benchmark(b *testing.B, layers int, passes []pass.Pass) {
	for range b.N {
		b.StopTimer()
		m := randgraph.MLP(layers)
		timed := make([]pass.Pass, len(passes))
		for i, p := range passes {
			timed[i] = timer{p, b}
		}
		b.StartTimer()
		r, err := pass.RunPasses(context.Background(), m, pass.Options{}, timed)
		if err != nil {
			b.Fatal(err)
		}
		if len(r.Sites) != layers {
			b.Fatalf("found %d sites, want %d", len(r.Sites), layers)
		}
	}
}

// timer reports how long a pass took, in ms of its last run.
type timer struct {
	pass.Pass
	b *testing.B
}

func (t timer) Run(c *pass.Context) error {
	before := t.b.Elapsed()
	err := t.Pass.Run(c)
	t.b.ReportMetric(float64((t.b.Elapsed()-before).Microseconds())/1000, t.Name()+"-ms")
	return err
}
