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

// TestFFN holds the strategies that networks get: all masks early where weights are
// frozen, late ones where they are trained.
func TestFFN(t *testing.T) {
	for _, elem := range []string{"float", "bfloat16"} {
		for _, trained := range []bool{false, true} {
			for _, loss := range []bool{false, true} {
				f := genmodel.FFN{Layers: 3, Width: 16, Hidden: 64, Elem: elem, Trained: trained, Loss: loss}
				m, err := onnxio.ParseText(f.Text())
				if err != nil {
					t.Fatal(err)
				}
				r, err := pass.Run(context.Background(), m, pass.Options{Dims: map[string]int64{"tokens": 512}})
				if err != nil {
					t.Fatal(err)
				}
				want := "early"
				if trained {
					want = "late"
				}
				for _, s := range r.Sites {
					if s.Strategy != want {
						t.Errorf("%+v: a site is %s, want %s", f, s.Strategy, want)
					}
				}
				if len(r.Sites) != 3 {
					t.Errorf("%+v has %d sites", f, len(r.Sites))
				}
			}
		}
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
