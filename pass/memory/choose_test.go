package memory

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// set is one assignment of strategies with its figures.
type set struct {
	pick            []Strategy
	held, file, ort int64
}

// exhaustive measures every assignment of strategies that keeps the promise.
func exhaustive(t *testing.T, f *Flow, cands []Candidate) []set {
	original := figures(t, measure(t, f))
	var out []set
	total := 1
	for range cands {
		total *= 3
	}
	for code := range total {
		s := set{pick: make([]Strategy, len(cands))}
		var patches []*onnxio.Patch
		ok := true
		for i, rest := 0, code; i < len(cands); i, rest = i+1, rest/3 {
			s.pick[i] = Strategy(rest % 3)
			switch p := []*onnxio.Patch{nil, cands[i].Early, cands[i].Late}[rest%3]; {
			case p != nil:
				patches = append(patches, p)
			case rest%3 > 0:
				ok = false
			}
		}
		if !ok {
			continue
		}
		x := figures(t, measure(t, f, patches...))
		s.held, s.file, s.ort = x[0], x[1], x[2]
		if s.held <= original[0] && s.file <= original[1] && s.ort <= original[2] {
			out = append(out, s)
		}
	}
	return out
}

func figures(t *testing.T, m Memory) [3]int64 {
	t.Helper()
	held, ok1 := m.File.Held.Int()
	file, ok2 := m.File.Peak.Int()
	ort, ok3 := m.ORT.Peak.Int()
	if !ok1 || !ok2 || !ok3 {
		t.Fatalf("%v is no number", text(m))
	}
	return [3]int64{held, file, ort}
}

// TestChooseReachesExhaustive: of all assignments that keep the promise and hold no more
// than the choice does, none has a lower ONNX Runtime peak, or the same and a lower file
// peak; and no early or late patch that lowers what is held is left out.
func TestChooseReachesExhaustive(t *testing.T) {
	var early, late, largest int
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 4))
		layers := 1 + r.IntN(5)
		if seed%10 == 9 {
			layers = 6 + r.IntN(3)
		}
		n := randomNet(t, r, netSpec{layers: layers, dim: widths, frozen: r.Float64() / 2, pooled: r.Float64() / 2, shuffle: seed%5 == 4})
		f := flow(t, n.g, "")
		choices, m, err := f.Choose(context.Background(), n.cands)
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, len(choices))
		var pick []Strategy
		for _, c := range choices {
			pick = append(pick, c.Strategy)
			early += map[Strategy]int{Early: 1}[c.Strategy]
			late += map[Strategy]int{Late: 1}[c.Strategy]
		}
		got := figures(t, m)
		for _, s := range exhaustive(t, f, n.cands) {
			switch {
			case s.held > got[0]:
			case s.held < got[0] && s.ort <= got[2] && s.file <= got[1]:
				t.Errorf("seed %d: %v holds %d, %v %d", seed, s.pick, s.held, pick, got[0])
			case s.ort < got[2]:
				t.Errorf("seed %d: %v has ORT peak %d (held %d, file %d), %v %v", seed, s.pick, s.ort, s.held, s.file, pick, got)
			case s.ort <= got[2] && s.file < got[1]:
				t.Errorf("seed %d: %v has file peak %d (held %d, ORT %d), %v %v", seed, s.pick, s.file, s.held, s.ort, pick, got)
			}
		}
	}
	if early < 50 || late < 50 || largest < 8 {
		t.Errorf("only %d early and %d late sites were chosen, of at most %d: the graphs test little", early, late, largest)
	}
}

// TestChooseLarge: where there are too many sites to try, the maxima around them lead to
// the lowest peaks that all late sites together reach, with no site that is not needed.
func TestChooseLarge(t *testing.T) {
	n := deepNet(t, 1000, "")
	f := flow(t, n.g, "")
	choices, m, err := f.Choose(context.Background(), n.cands)
	if err != nil {
		t.Fatal(err)
	}
	var chosen, best []*onnxio.Patch
	var lates []int
	for i, c := range choices {
		switch {
		case c.Strategy == Early:
			chosen, best = append(chosen, n.cands[i].Early), append(best, n.cands[i].Early)
		case c.Strategy == Late:
			lates = append(lates, len(chosen))
			chosen, best = append(chosen, n.cands[i].Late), append(best, n.cands[i].Late)
		case n.cands[i].Late != nil:
			best = append(best, n.cands[i].Late)
		}
	}
	got, all, original := figures(t, m), figures(t, measure(t, f, best...)), figures(t, measure(t, f))
	if got != all || got[2] >= original[2] || len(chosen) < 300 || len(lates) == 0 || len(lates) > 100 {
		t.Errorf("%v with %d early and %d late sites, %v with all late ones, originally %v", got, len(chosen)-len(lates), len(lates), all, original)
	}
	for _, k := range lates {
		without := append(append([]*onnxio.Patch(nil), chosen[:k]...), chosen[k+1:]...)
		if x := figures(t, measure(t, f, without...)); x[1] <= got[1] && x[2] <= got[2] {
			t.Errorf("late site %d is not needed: %v without it", k, x)
		}
	}
}
