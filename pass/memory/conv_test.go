package memory

import (
	"context"
	"os"
	"testing"
)

// TestConvNetsAgainstMeasurement: peaks of real convolutional training graphs at batch
// 16, sizes as run (testdata/sizes.py), against what ONNX Runtime 1.19.2 was measured to
// need without buffer reuse, whose own losses on such graphs the model leaves out.
func TestConvNetsAgainstMeasurement(t *testing.T) {
	for _, c := range []struct {
		file             string
		sites, early     int
		original, chosen float64 // MiB
	}{
		{"testdata/sizes_squeezenet.txt", 26, 18, 295.0, 149.6},
		{"testdata/sizes_alexnet.txt", 7, 5, 202.3, 173.3},
	} {
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile(c.file)
			if err != nil {
				t.Fatal(err)
			}
			g := build(t, string(data))
			f := flow(t, g, "")
			b := &netBuilder{builder: &builder{t: t, g: g}, float32: true}
			var cands []Candidate
			for _, n := range g.Nodes() {
				if n.OpType != "ReluGrad" {
					continue
				}
				a := ViewRoot(n.Input(1))
				relu := a.Producer
				for _, u := range a.Uses() {
					if relu.OpType != "Relu" && u.Node.OpType == "Relu" {
						relu = u.Node
					}
				}
				cands = append(cands, Candidate{Early: b.early(relu, n)})
			}
			choices, after, err := f.Choose(context.Background(), cands)
			if err != nil {
				t.Fatal(err)
			}
			early := 0
			for _, x := range choices {
				if x.Strategy == Early {
					early++
				}
			}
			if len(cands) != c.sites || early != c.early {
				t.Errorf("%d of %d sites early, want %d of %d", early, len(cands), c.early, c.sites)
			}
			for _, x := range []struct {
				figure   Bytes
				measured float64
			}{{measure(t, f).ORT.Peak, c.original}, {after.ORT.Peak, c.chosen}} {
				k, _ := x.figure.Int()
				if got := float64(k) / (1 << 20); got > x.measured || got < x.measured-1.5 {
					t.Errorf("predicted %.2f MiB, measured %.1f MiB", got, x.measured)
				}
			}
		})
	}
}
