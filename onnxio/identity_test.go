package onnxio

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
)

// eachModel runs a subtest for every real model that this machine has: those beside
// the repository (UNSWAG_SHARED), the repository's own and the light_* models of the
// onnx package (UNSWAG_LIGHT_MODELS).
func eachModel(t *testing.T, do func(t *testing.T, path string)) {
	t.Helper()
	run := func(t *testing.T, files []string) {
		for _, f := range files {
			t.Run(filepath.Base(f), func(t *testing.T) { do(t, f) })
		}
	}
	t.Run("testdata", func(t *testing.T) { run(t, textCorpus(t)) })
	t.Run("shared", func(t *testing.T) { run(t, sharedModels(t)) })
	t.Run("light", func(t *testing.T) { run(t, lightModels(t)) })
}

// TestUnchangedModelsKeepTheirBytes loads every real model and writes it again, in
// memory, from memory and to a file.
func TestUnchangedModelsKeepTheirBytes(t *testing.T) {
	eachModel(t, func(t *testing.T, path string) {
		want, err := os.ReadFile(path)
		must(t, err)
		m, err := Load(context.Background(), path)
		must(t, err)
		defer m.Close()
		if m.Changed() {
			t.Error("a model that was just read says that it was changed")
		}
		wantSame(t, m, want)
		out := filepath.Join(t.TempDir(), "out.onnx")
		must(t, m.Save(context.Background(), out, SaveOptions{}))
		wantContents(t, out, want)
		again, err := Unmarshal(want)
		must(t, err)
		wantSame(t, again, want)
	})
}

// TestTouchedModelsKeepTheirMeaning marks everything of every real model as changed, so
// that each node, graph and function is encoded anew, with the same meaning.
func TestTouchedModelsKeepTheirMeaning(t *testing.T) {
	eachModel(t, func(t *testing.T, path string) {
		data, err := os.ReadFile(path)
		must(t, err)
		m, err := Unmarshal(data)
		must(t, err)
		touchAll(m.Graph)
		for _, f := range m.Functions {
			touchAll(f.Body)
		}
		got, err := m.Marshal()
		must(t, err)
		wantProto(t, got, parseProto(t, data))
		wantReads(t, got)
	})
}

// touchAll marks every node of g and of the graphs inside as changed.
func touchAll(g *Graph) {
	for _, n := range g.nodes {
		n.wire.changed()
		n.graph.touch()
		for _, a := range n.Attrs {
			for _, in := range a.graphs {
				touchAll(in)
			}
		}
	}
}

func wantSame(t *testing.T, m *Model, want []byte) {
	t.Helper()
	got, err := m.Marshal()
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes came back as %d others", len(want), len(got))
	}
}

// wantReads checks that what was written can be read, and comes back the same.
func wantReads(t *testing.T, data []byte) *Model {
	t.Helper()
	m, err := Unmarshal(data)
	if err != nil {
		t.Fatalf("what was written does not read: %v", err)
	}
	wantSame(t, m, data)
	checkLinks(t, m)
	return m
}
