package shape

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// parse reads a model: inputs, initializers and nodes in ONNX text syntax.
func parse(t testing.TB, inputs, initializers, body string) *onnxio.Model {
	t.Helper()
	return parseAll(t, fmt.Sprintf("g (%s) => () <%s> {\n%s\n}", inputs, initializers, body))
}

// parseAll reads a graph, and the functions behind it.
func parseAll(t testing.TB, text string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1, "local" : 1]>
` + text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return m
}

func inferAll(t testing.TB, m *onnxio.Model, bind map[string]int64) *Result {
	t.Helper()
	r, err := Infer(context.Background(), m, bind)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// typesOf returns the types of the named values, "name float[2]", one a line.
func typesOf(t testing.TB, m *onnxio.Model, r *Result, names ...string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range names {
		v := m.Graph.Value(name)
		if v == nil {
			t.Fatalf("no value %s", name)
		}
		fmt.Fprintf(&b, "%s %s\n", name, r.Of(v))
	}
	return b.String()
}

// shared is the folder of real graphs.
func shared(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("UNSWAG_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "models")); err != nil {
		t.Skipf("the folder of real graphs is not here: %v", err)
	}
	return filepath.Join(dir, "models")
}

func load(t testing.TB, file string) *onnxio.Model {
	t.Helper()
	m, err := onnxio.Load(context.Background(), file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	return m
}

// forget drops what the file states about the outputs of nodes.
func forget(m *onnxio.Model) {
	for _, v := range m.Graph.Values() {
		if v.Producer != nil {
			v.Type = nil
		}
	}
}
