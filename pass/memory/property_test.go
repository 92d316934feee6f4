package memory

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
)

// some returns a random subset of the candidates' patches.
func some(r *rand.Rand, cands []Candidate) []*onnxio.Patch {
	var out []*onnxio.Patch
	for _, c := range cands {
		switch k := r.IntN(3); {
		case k == 0 && c.Early != nil:
			out = append(out, c.Early)
		case k == 1 && c.Late != nil:
			out = append(out, c.Late)
		}
	}
	return out
}

func text(m Memory) [4]string {
	return [4]string{m.File.Held.String(), m.File.Peak.String(), m.ORT.Held.String(), m.ORT.Peak.String()}
}

// TestMeasureIsApply: measuring patches gives what measuring the patched graph gives,
// and leaves the graph alone.
func TestMeasureIsApply(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(6), dim: widths, frozen: 0.3, pooled: 0.3, shuffle: seed%3 == 2})
		f := flow(t, n.g, "")
		before, patches := text(measure(t, f)), some(r, n.cands)
		want := text(measure(t, f, patches...))
		if d := cmp.Diff(before, text(measure(t, f))); d != "" {
			t.Fatalf("seed %d: measuring patches changed the graph: %s", seed, d)
		}
		n.g.Apply(patches)
		if d := cmp.Diff(want, text(measure(t, flow(t, n.g, "")))); d != "" {
			t.Fatalf("seed %d, %d patches: %s", seed, len(patches), d)
		}
	}
}

// TestAgainstReference compares with a simulator that holds no state but sets.
func TestAgainstReference(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 2))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(6), dim: widths, frozen: 0.3, pooled: 0.3, shuffle: seed%2 == 1})
		patches := some(r, n.cands)
		n.g.Apply(patches)
		f := flow(t, n.g, "")
		m := measure(t, f)
		p := f.program(nil)
		for o, order := range [][]int32{p.order, p.ortOrder(p.order, p.producer)} {
			nodes := make([]*onnxio.Node, len(order))
			for i, id := range order {
				nodes[i] = p.nodes[id]
			}
			want := referencePeak(nodes)
			if got, _ := []Bytes{m.File.Peak, m.ORT.Peak}[o].Int(); got != want {
				t.Fatalf("seed %d order %d: peak %d, reference %d", seed, o, got, want)
			}
		}
		want := referenceHeld(f.b, p.nodes)
		if got, _ := m.File.Held.Int(); got != want {
			t.Fatalf("seed %d: held %d, reference %d", seed, got, want)
		}
	}
}

// TestChooseKeepsItsPromise: no figure of the result is above the original's, and the
// same question has the same answer.
func TestChooseKeepsItsPromise(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(24), dim: widths, frozen: r.Float64(), pooled: r.Float64() / 2, shuffle: seed%4 == 3})
		f := flow(t, n.g, "")
		choices, m, err := f.Choose(context.Background(), n.cands)
		if err != nil {
			t.Fatal(err)
		}
		if original := measure(t, f); !m.AtMost(original) {
			t.Fatalf("seed %d: %v is above %v", seed, text(m), text(original))
		}
		var patches []*onnxio.Patch
		for i, c := range choices {
			switch c.Strategy {
			case Early:
				patches = append(patches, n.cands[i].Early)
			case Late:
				patches = append(patches, n.cands[i].Late)
			}
			if c.Reason == "" {
				t.Fatalf("seed %d: choice %d has no reason", seed, i)
			}
		}
		if d := cmp.Diff(text(m), text(measure(t, f, patches...))); d != "" {
			t.Fatalf("seed %d: the figures are not those of the choice: %s", seed, d)
		}
		again, _, err := f.Choose(context.Background(), n.cands)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(choices, again); d != "" {
			t.Fatalf("seed %d: two runs differ: %s", seed, d)
		}
	}
}
