package memory

import (
	"context"
	"math/rand/v2"
	"testing"
)

// TestTraceAddsUpToThePeak: the most that is alive at one position is the peak.
func TestTraceAddsUpToThePeak(t *testing.T) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 9))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(6), dim: widths, frozen: 0.3, pooled: 0.3, shuffle: seed%5 == 4})
		f := flow(t, n.g, "")
		file, ort, err := f.Trace(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		want := figures(t, measure(t, f))
		for i, trace := range []*Trace{file, ort} {
			live := make([]int64, len(trace.Nodes)+1)
			for _, x := range trace.Lives {
				b, _ := x.Bytes.Int()
				live[x.From] += b
				live[x.To+1] -= b
			}
			var sum, peak int64
			for _, d := range live {
				sum += d
				peak = max(peak, sum)
			}
			if peak != want[1+i] {
				t.Errorf("seed %d, order %d: the trace has peak %d, Measure %d", seed, i, peak, want[1+i])
			}
		}
	}
}
