package pass_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/internal/randgraph"
)

// seeds is how many random graphs the property tests look at.
const seeds = 150

// eachRandomGraph runs f over the random graphs, each made anew by every call of new.
func eachRandomGraph(t *testing.T, f func(t *testing.T, seed uint64, fresh func() *onnxio.Model)) {
	for seed := uint64(1); seed <= seeds; seed++ {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			f(t, seed, func() *onnxio.Model { return randgraph.New(seed, 3+int(seed)%25) })
		})
	}
}

// grab is a pass that keeps the context.
type grab struct{ c *pass.Context }

func (g *grab) Name() string { return "grab" }
func (g *grab) Run(c *pass.Context) error {
	g.c = c
	return nil
}

// run runs the whole pipeline and returns the context and the report.
func run(t *testing.T, m *onnxio.Model, o pass.Options) (*pass.Context, *pass.Report) {
	t.Helper()
	g := &grab{}
	r, err := pass.RunPasses(context.Background(), m, o, append(pass.Pipeline(), g))
	if err != nil {
		t.Fatal(err)
	}
	return g.c, r
}

func TestRandomGraphsAutoNeverRaisesAFigure(t *testing.T) {
	rewritten := 0
	eachRandomGraph(t, func(t *testing.T, _ uint64, fresh func() *onnxio.Model) {
		c, r := run(t, fresh(), pass.Options{})
		if !c.After.AtMost(c.Before) {
			t.Errorf("auto raised a figure:\n%s", reportLines(r))
		}
		for _, s := range c.Sites {
			if s.Rewritten() {
				rewritten++
			}
		}
	})
	if rewritten < seeds {
		t.Errorf("auto rewrote %d sites in %d graphs: the generator tests too little", rewritten, seeds)
	}
}

// TestRandomGraphsPredictionIsTheMeasurement compares the figures that the choice
// promised with those of the graph that was made.
func TestRandomGraphsPredictionIsTheMeasurement(t *testing.T) {
	for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
		eachRandomGraph(t, func(t *testing.T, _ uint64, fresh func() *onnxio.Model) {
			predicted, err := pass.Analyse(context.Background(), fresh(), pass.Options{Policy: policy})
			if err != nil {
				t.Fatal(err)
			}
			_, r := run(t, fresh(), pass.Options{Policy: policy})
			if d := cmp.Diff(predicted.Memory, r.Memory); d != "" {
				t.Errorf("policy %s: predicted (-) and measured (+) differ:\n%s", policy, d)
			}
		})
	}
}

// TestRandomGraphsReloadMeasuresTheSame measures the written file from nothing.
func TestRandomGraphsReloadMeasuresTheSame(t *testing.T) {
	eachRandomGraph(t, func(t *testing.T, _ uint64, fresh func() *onnxio.Model) {
		m := fresh()
		c, r := run(t, m, pass.Options{})
		if !slices.ContainsFunc(c.Sites, (*pass.Site).Rewritten) {
			return
		}
		again, err := onnxio.Unmarshal(marshal(t, m))
		if err != nil {
			t.Fatal(err)
		}
		second, err := pass.Analyse(context.Background(), again, pass.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got := []string{second.Memory.File.HeldBefore.Expr, second.Memory.File.PeakBefore.Expr, second.Memory.ORT.PeakBefore.Expr, second.Memory.ORTReuse.PeakBefore.Expr}
		want := []string{r.Memory.File.HeldAfter.Expr, r.Memory.File.PeakAfter.Expr, r.Memory.ORT.PeakAfter.Expr, r.Memory.ORTReuse.PeakAfter.Expr}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("the written file measures otherwise (-report +file):\n%s", d)
		}
	})
}

func TestRandomGraphsIdempotent(t *testing.T) {
	for _, policy := range []pass.Policy{pass.Auto, pass.Always} {
		eachRandomGraph(t, func(t *testing.T, _ uint64, fresh func() *onnxio.Model) {
			m := fresh()
			run(t, m, pass.Options{Policy: policy})
			idempotent(t, m, pass.Options{Policy: policy})
		})
	}
}

// TestRandomGraphsDeterministic checks that equal inputs give equal bytes, whatever
// order the maps of the process have.
func TestRandomGraphsDeterministic(t *testing.T) {
	eachRandomGraph(t, func(t *testing.T, _ uint64, fresh func() *onnxio.Model) {
		a, b := fresh(), fresh()
		run(t, a, pass.Options{})
		run(t, b, pass.Options{})
		if d := cmp.Diff(marshal(t, a), marshal(t, b)); d != "" {
			t.Error("two runs on equal graphs gave different bytes")
		}
	})
}

// TestRandomGraphsOrderDoesNotMatter compares sites, stash classes and held bytes
// under always with those of the same nodes in another topological order.
func TestRandomGraphsOrderDoesNotMatter(t *testing.T) {
	eachRandomGraph(t, func(t *testing.T, seed uint64, fresh func() *onnxio.Model) {
		o := pass.Options{Policy: pass.Always}
		m := fresh()
		_, a := run(t, fresh(), o)
		randgraph.Shuffle(m.Graph, seed)
		_, b := run(t, m, o)
		if d := cmp.Diff(siteSet(a), siteSet(b)); d != "" {
			t.Errorf("the sites differ (-file order +shuffled):\n%s", d)
		}
		if d := cmp.Diff(a.Memory.File.HeldAfter, b.Memory.File.HeldAfter); d != "" {
			t.Errorf("held bytes differ (-file order +shuffled):\n%s", d)
		}
	})
}

// siteSet is what must not depend on the file order.
func siteSet(r *pass.Report) []string {
	var out []string
	for _, s := range r.Sites {
		g, k := slices.Sorted(slices.Values(s.Gradients)), slices.Sorted(slices.Values(s.KeptBy))
		out = append(out, fmt.Sprint(s.Relu, g, s.Reads, s.Form, s.Producer, s.Stash, k, s.Strategy))
	}
	slices.Sort(out)
	return out
}
