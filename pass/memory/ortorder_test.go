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

// TestORTOrderAgainstPython runs the script on every graph at hand; it needs
// UNSWAG_PYTHON_TRAIN, a Python with the onnx package.
func TestORTOrderAgainstPython(t *testing.T) {
	python := trainPython(t)
	models := realModels(t, "*", "*.onnx")
	if n := checkOrders(t, script(t, python, "testdata/orders.py", models)); n != len(models) {
		t.Errorf("%d of %d models compared", n, len(models))
	}
}

// TestORTOrderAgainstProfile compares with what ONNX Runtime really ran; it needs
// UNSWAG_PYTHON_TRAIN, a Python with onnx and onnxruntime-training 1.19.2.
func TestORTOrderAgainstProfile(t *testing.T) {
	python := trainPython(t)
	var models []string
	for _, m := range []string{"mlp_*", "ffn3d*", "lora_*", "lenet", "resnet_block", "dropout_head"} {
		for _, path := range realModels(t, "made", m+".onnx") {
			if strings.Count(filepath.Base(path), ".") == 1 {
				models = append(models, path)
			}
		}
	}
	if n := checkOrders(t, script(t, python, "testdata/profile.py", models)); n < len(models)-2 {
		t.Errorf("%d of %d models ran", n, len(models))
	}
}

// trainPython returns the interpreter that UNSWAG_PYTHON_TRAIN names. Without it the
// test is skipped, or fails if UNSWAG_REQUIRE_PYTHON is 1.
func trainPython(t *testing.T) string {
	t.Helper()
	python := os.Getenv("UNSWAG_PYTHON_TRAIN")
	if python == "" {
		const missing = "UNSWAG_PYTHON_TRAIN is not set; tests/setup.sh makes the Python environments and sets it"
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return python
}

// realModels lists models of this repository of that name, and those in the subfolders
// of the shared folder.
func realModels(t *testing.T, subfolder, name string) []string {
	t.Helper()
	shared := os.Getenv("UNSWAG_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	var models []string
	for _, pattern := range []string{
		filepath.Join("..", "..", "testdata", "models", name),
		filepath.Join(shared, "models", subfolder, name),
	} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, found...)
	}
	return models
}

func script(t *testing.T, python, name string, models []string) string {
	t.Helper()
	out, err := exec.Command(python, append([]string{name}, models...)...).Output()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
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
