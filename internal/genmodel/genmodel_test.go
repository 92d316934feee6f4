package genmodel_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

func TestChain(t *testing.T) {
	for _, sites := range []int{1, 3, 100} {
		data := genmodel.Chain(sites)
		if !bytes.Equal(data, genmodel.Chain(sites)) {
			t.Errorf("%d sites: two calls give two models", sites)
		}
		m, err := onnxio.Unmarshal(data)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(m.Graph.Nodes()); n != sites*genmodel.NodesPerSite+2 {
			t.Errorf("%d sites have %d nodes", sites, n)
		}
		allRewritten(t, m, sites)
		if m, err = onnxio.Unmarshal(genmodel.LeanChain(sites)); err != nil {
			t.Fatal(err)
		}
		if n := len(m.Graph.Nodes()); n != sites*genmodel.LeanNodesPerSite+2 {
			t.Errorf("%d sites of the lean chain have %d nodes", sites, n)
		}
		allRewritten(t, m, sites)
	}
}

func allRewritten(t *testing.T, m *onnxio.Model, sites int) {
	t.Helper()
	r, err := pass.Run(context.Background(), m, pass.Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range r.Sites {
		if s.Strategy != "left" {
			n++
		}
	}
	if n != sites {
		t.Errorf("%d of %d sites are rewritten", n, sites)
	}
}

func TestWriteWeights(t *testing.T) {
	const size = 1 << 20
	dir := t.TempDir()
	for _, location := range []string{"", "data"} {
		var model, data bytes.Buffer
		var to io.Writer
		if location != "" {
			to = &data
		}
		if err := genmodel.WriteWeights(&model, size, to, location); err != nil {
			t.Fatal(err)
		}
		if n := model.Len() + data.Len(); n < size*95/100 || n > size*105/100+10000 {
			t.Errorf("at %q: wrote %d bytes for %d", location, n, size)
		}
		path := filepath.Join(dir, "model")
		for p, b := range map[string][]byte{path: model.Bytes(), filepath.Join(dir, "data"): data.Bytes()} {
			if err := os.WriteFile(p, b, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		m, err := onnxio.Load(context.Background(), path)
		if err != nil {
			t.Fatal(err)
		}
		allRewritten(t, m, 2)
		if err := m.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
