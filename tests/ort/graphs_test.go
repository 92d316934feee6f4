package ort

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

const modelsDir = "../../testdata/models"

// graph is a training graph of the tests.
type graph struct {
	name       string // made/NAME for those of the shared folder
	path       string
	checkpoint string // "" if there is none
	optimizer  string // "" if there is none
}

// graphs lists the training graphs of this repository and those of the shared folder
// that were made for it.
func graphs(t *testing.T) []graph {
	t.Helper()
	out := graphsOf(t, modelsDir, "")
	if len(out) == 0 {
		t.Fatalf("no graphs in %s", modelsDir)
	}
	made := graphsOf(t, filepath.Join(sharedModels(), "made"), "made/")
	if len(made) == 0 {
		t.Logf("no more graphs in %s/made (UNSWAG_SHARED names the folder above models)", sharedModels())
	}
	return append(out, made...)
}

// allGraphs adds the graphs of the shared folder that come from others.
func allGraphs(t *testing.T) []graph {
	t.Helper()
	out := graphs(t)
	for _, dir := range []string{"ort", "ort_old", "others"} {
		out = append(out, graphsOf(t, filepath.Join(sharedModels(), dir), dir+"/")...)
	}
	return out
}

func sharedModels() string {
	shared := os.Getenv("UNSWAG_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	return filepath.Join(shared, "models")
}

func graphsOf(t *testing.T, dir, prefix string) []graph {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	var out []graph
	for _, f := range files {
		base := strings.TrimSuffix(f, ".onnx")
		if strings.HasSuffix(base, ".optim") || strings.HasSuffix(base, ".eval") {
			continue
		}
		out = append(out, graph{prefix + filepath.Base(base), f, existing(base + ".ckpt"), existing(base + ".optim.onnx")})
	}
	return out
}

func existing(path string) string {
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	return path
}

// rewrite writes the compiled graph into a folder of the test.
func rewrite(t *testing.T, path string, o pass.Options) (string, *pass.Report) {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	r, err := pass.Run(context.Background(), m, o)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	out := filepath.Join(t.TempDir(), fmt.Sprintf("%s_%s.onnx", o.Policy, o.Schedule))
	if err := m.Save(context.Background(), out, onnxio.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	return out, r
}

// parameters counts the elements of all inputs of a fixed size that are no buffers.
func parameters(t *testing.T, path string) int64 {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	var sum int64
	for _, v := range m.Graph.Inputs {
		if v.Type == nil || strings.HasSuffix(v.Name, ".accumulation.buffer") {
			continue
		}
		n := int64(1)
		for _, d := range v.Type.Shape {
			n *= d.Value
		}
		sum += max(n, 0)
	}
	return sum
}

var tableRow = regexp.MustCompile(`(?m)^\| (\w+) \|.*\| (\d+) \| (\d+) \| (\d+) \|$`)

// TestSitesOfGraphs holds the sites that are found against the table of the README.
func TestSitesOfGraphs(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(modelsDir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	stated := map[string][3]int{}
	for _, row := range tableRow.FindAllStringSubmatch(string(readme), -1) {
		var n [3]int
		for i := range n {
			n[i], _ = strconv.Atoi(row[i+2])
		}
		stated[row[1]] = n
	}
	for _, g := range graphsOf(t, modelsDir, "") {
		want, ok := stated[g.name]
		if !ok {
			t.Errorf("%s is not in the README's tables", g.name)
			continue
		}
		_, r := rewrite(t, g.path, pass.Options{Policy: pass.Always})
		stashes := map[string]int{}
		for _, s := range r.Sites {
			stashes[s.Stash]++
		}
		if got := [3]int{len(r.Sites), stashes["dies"], stashes["kept"]}; got != want {
			t.Errorf("%s: sites, dies, kept are %v, the README says %v", g.name, got, want)
		}
		delete(stated, g.name)
	}
	for name := range stated {
		t.Errorf("the README names %s, which is not there", name)
	}
}
