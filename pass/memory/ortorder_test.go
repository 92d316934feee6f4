package memory

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
)

// TestORTOrderOfRealGraphs compares with orders that testdata/orders.py computed.
func TestORTOrderOfRealGraphs(t *testing.T) {
	files, err := filepath.Glob("testdata/order_*.txt")
	if err != nil || len(files) < 6 {
		t.Fatalf("%d order files, error %v", len(files), err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		checkOrders(t, string(data))
	}
}

// TestORTOrderAgainstPython runs the script on every graph of the shared folder; it
// needs UNSWAG_PYTHON, a Python with the onnx package.
func TestORTOrderAgainstPython(t *testing.T) {
	python := os.Getenv("UNSWAG_PYTHON")
	if python == "" {
		t.Skip("UNSWAG_PYTHON does not name a Python with the onnx package")
	}
	shared := os.Getenv("UNSWAG_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	models, err := filepath.Glob(filepath.Join(shared, "models", "*", "*.onnx"))
	if err != nil || len(models) == 0 {
		t.Skipf("no graphs in %s (UNSWAG_SHARED names the folder)", shared)
	}
	out, err := exec.Command(python, append([]string{"testdata/orders.py"}, models...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	if n := checkOrders(t, string(out)); n != len(models) {
		t.Errorf("%d of %d models compared", n, len(models))
	}
}

// checkOrders reads the script's output and returns how many models it holds.
func checkOrders(t *testing.T, text string) int {
	t.Helper()
	models := 0
	var name string
	var g *onnxio.Graph
	var nodes []*onnxio.Node
	for _, line := range strings.Split(text, "\n") {
		kind, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch kind {
		case "model":
			name, g, nodes = rest, onnxio.NewGraph("main"), nil
		case "node":
			nodes = append(nodes, scriptNode(g, strings.Fields(rest)))
		case "order":
			g.SetNodes(nodes)
			p := New(g, noTypes(t), nil).program(nil)
			var got []string
			for _, id := range p.ortOrder(identity(len(nodes)), p.producer) {
				got = append(got, strconv.Itoa(int(id)))
			}
			if d := cmp.Diff(strings.Fields(rest), got); d != "" {
				t.Errorf("%s: %s", name, d)
			}
			models++
		}
	}
	return models
}

// scriptNode makes a node from "OP a b -> c"; captures count as inputs.
func scriptNode(g *onnxio.Graph, f []string) *onnxio.Node {
	var in, out []*onnxio.Value
	to := &in
	for _, s := range f[1:] {
		switch s {
		case "->":
			to = &out
			continue
		case "|":
			continue
		case "_":
			*to = append(*to, nil)
			continue
		}
		v := g.Value(s)
		if v == nil {
			v = g.NewValue(s)
		}
		*to = append(*to, v)
	}
	return g.NewNode("", f[0], "", in, out)
}
