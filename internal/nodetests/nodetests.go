// Package nodetests reads ONNX's backend node tests, compares results with the tolerances
// of ONNX's own runner, and keeps the lists of those that pass. It is for tests, and may
// import internal/onnxpb, onnxio, runtime/tensor and protobuf.
package nodetests

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// Test is one of ONNX's backend node tests.
type Test struct {
	// Name is that of its folder, Dir.
	Name, Dir string
	// Op is the operator that it tests.
	Op string
	// Verdict is "" where it passes, else Failed or why it is not run.
	Verdict string
	model   *onnxpb.ModelProto
}

// Load lists the tests in the folder that UNSWAG_NODE_TESTS names, in order of their
// names. Without it t is skipped, or fails where UNSWAG_REQUIRE_PYTHON is 1.
func Load(t *testing.T) []*Test {
	t.Helper()
	dir := os.Getenv("UNSWAG_NODE_TESTS")
	if dir == "" {
		missing := `UNSWAG_NODE_TESTS is not set: env=$(tests/setup.sh) && eval "$env" gets ONNX's node tests and sets it`
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	models, err := filepath.Glob(filepath.Join(dir, "test_*", "model.onnx"))
	if err != nil || len(models) < 1000 {
		t.Fatalf("%s holds %d tests: %v", dir, len(models), err)
	}
	var out []*Test
	byName := map[string]string{}
	for _, path := range models {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		n := &Test{Dir: filepath.Dir(path), model: &onnxpb.ModelProto{}}
		n.Name = filepath.Base(n.Dir)
		if err := proto.Unmarshal(data, n.model); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		n.Op = n.model.Graph.Node[0].GetOpType()
		byName[n.Name] = n.Op
		out = append(out, n)
	}
	for _, n := range out {
		if op := byName[expanded.ReplaceAllString(n.Name, "")]; op != "" {
			n.Op = op
		}
	}
	return out
}

// expanded ends the name of a test of an operator's function body.
var expanded = regexp.MustCompile(`_expanded(_ver\d+)?$`)

// random are tests whose outputs are random numbers of NumPy's generator.
var random = []string{"test_bernoulli", "test_training_dropout", "test_random"}

// Incomparable tells why nothing can be said of a test, or "".
func (n *Test) Incomparable() string {
	for _, prefix := range random {
		if strings.HasPrefix(n.Name, prefix) && !strings.Contains(n.Name, "zero_ratio") {
			return "random: its outputs are those of NumPy's generator"
		}
	}
	return ""
}

// Model is the path of the test's model.
func (n *Test) Model() string { return filepath.Join(n.Dir, "model.onnx") }

// Sets are the folders of its data.
func (n *Test) Sets() ([]string, error) {
	sets, err := filepath.Glob(filepath.Join(n.Dir, "test_data_set_*"))
	if err == nil && len(sets) == 0 {
		err = fmt.Errorf("%s holds no data", n.Dir)
	}
	return sets, err
}

// Data reads the inputs and the outputs in one of the folders, in the graph's order. An
// UnknownType is one of the errors.
func (n *Test) Data(dir string) (in, out []Datum, err error) {
	if in, err = readData(dir, "input", n.model.Graph.Input); err != nil {
		return nil, nil, err
	}
	out, err = readData(dir, "output", n.model.Graph.Output)
	return in, out, err
}

// Tolerance is that of ONNX's own runner: relative, and absolute.
func (n *Test) Tolerance() (rtol, atol float64, err error) {
	v := struct{ Rtol, Atol float64 }{1e-3, 1e-7}
	data, readErr := os.ReadFile(filepath.Join(n.Dir, "data.json"))
	if readErr == nil {
		err = json.Unmarshal(data, &v)
	}
	return v.Rtol, v.Atol, err
}

// readData reads the files PREFIX_0.pb and so on, for the values of these types.
func readData(dir, prefix string, types []*onnxpb.ValueInfoProto) ([]Datum, error) {
	files, err := filepath.Glob(filepath.Join(dir, prefix+"_*.pb"))
	if err != nil {
		return nil, err
	}
	if len(files) > len(types) {
		return nil, fmt.Errorf("%s holds %d files %s, the graph has %d", dir, len(files), prefix, len(types))
	}
	out := make([]Datum, len(files))
	for i := range out {
		if out[i], err = readDatum(filepath.Join(dir, fmt.Sprintf("%s_%d.pb", prefix, i)), types[i].GetType()); err != nil {
			return nil, err
		}
	}
	return out, nil
}
