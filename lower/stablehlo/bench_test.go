package stablehlo_test

import (
	"context"
	"testing"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// BenchmarkLower lowers a training graph of 100,000 nodes, as it is and with a mask at
// every site that pays.
func BenchmarkLower(b *testing.B) {
	for _, c := range []struct {
		name   string
		policy pass.Policy
	}{{"plain", ""}, {"masks", pass.Always}} {
		b.Run(c.name, func(b *testing.B) {
			m, err := onnxio.Unmarshal(genmodel.Chain(100000 / 7))
			if err != nil {
				b.Fatal(err)
			}
			if c.policy != "" {
				if _, err := pass.Run(context.Background(), m, pass.Options{Policy: c.policy}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(m.Graph.Nodes())), "nodes")
			for b.Loop() {
				out, err := stablehlo.Target{}.Lower(context.Background(), m, lower.Options{Dims: map[string]int64{"batch": 64}})
				if err != nil {
					b.Fatal(err)
				}
				b.SetBytes(int64(len(out[0].Data)))
			}
		})
	}
}
