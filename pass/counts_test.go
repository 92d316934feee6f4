package pass_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/pass"
)

// TestGraphsWithoutCountsHaveNoSites goes over the real graphs that recall does not
// list: evaluation and optimizer models, and those in which no Relu is.
func TestGraphsWithoutCountsHaveNoSites(t *testing.T) {
	dir := shared(t)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.onnx"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no graphs in %s: %v", dir, err)
	}
	listed := map[string]bool{}
	for _, tc := range recall {
		listed[tc.file] = true
	}
	counted, others := 0, 0
	for _, file := range files {
		name, err := filepath.Rel(dir, file)
		if err != nil {
			t.Fatal(err)
		}
		if listed[filepath.ToSlash(name)] {
			counted++
			continue
		}
		others++
		t.Run(name, func(t *testing.T) { noSites(t, file) })
	}
	if counted != len(recall) {
		t.Errorf("%d of the %d graphs that were counted are in %s", counted, len(recall), dir)
	}
	if others == 0 {
		t.Error("no further graph was looked at")
	}
}

// noSites checks that the graph has no site, and a word for each Relu of a training or
// evaluation model.
func noSites(t *testing.T, file string) {
	m := load(t, file)
	relus := 0
	for _, n := range m.Graph.Nodes() {
		if n.Is("", "Relu") {
			relus++
		}
	}
	r, err := pass.Analyse(context.Background(), m, pass.Options{Policy: pass.Always})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Sites) > 0 {
		t.Errorf("%d sites: the graph should be counted in recall\n%s", len(r.Sites), reportLines(r))
	}
	if relus > 0 && !strings.Contains(file, ".eval.") {
		t.Errorf("it has %d Relu nodes: the graph should be counted in recall", relus)
	}
	noGradient := 0
	for _, s := range r.Skipped {
		if s.Rule == "no-gradient" {
			noGradient++
		}
	}
	if noGradient != relus {
		t.Errorf("%d of %d Relu nodes are skipped for want of a gradient\n%s", noGradient, relus, reportLines(r))
	}
}
