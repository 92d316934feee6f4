package interp_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"github.com/unswag/unswagc/internal/onnxpb"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

var update = flag.Bool("update", false, "write docs/NODETESTS.md instead of comparing")

// nodeTest is one of ONNX's backend node tests.
type nodeTest struct {
	name, dir string
	op        string // that it tests
	model     *onnxpb.ModelProto
	verdict   string // "" where it passes, else why it is not run
}

// TestNodeTests runs ONNX's backend node tests, as NodeTests/OPERATOR/NAME. A test that
// needs an operator or a type which the engine lacks is skipped with that reason; every
// other one has to pass. docs/NODETESTS.md lists those that passed; none may be lost.
//
//	go test ./runtime/interp -run NodeTests/Gemm
//	go test ./runtime/interp -run NodeTests -update
func TestNodeTests(t *testing.T) {
	tests := nodeTests(t)
	groups := map[string][]*nodeTest{}
	for _, n := range tests {
		groups[n.op] = append(groups[n.op], n)
	}
	ran := 0
	ops := sortedKeys(groups)
	for _, op := range ops {
		t.Run(op, func(t *testing.T) {
			for _, n := range groups[op] {
				t.Run(n.name, func(t *testing.T) {
					ran++
					n.verdict = "failed"
					if why := n.run(t); why != "" {
						n.verdict = why
						t.Skip(why)
					}
					if !t.Failed() {
						n.verdict = ""
					}
				})
			}
		})
	}
	checkList(t, tests, ran == len(tests))
}

// nodeTests lists the tests in order of their names.
func nodeTests(t *testing.T) []*nodeTest {
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
	var out []*nodeTest
	byName := map[string]string{}
	for _, path := range models {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		n := &nodeTest{dir: filepath.Dir(path), model: &onnxpb.ModelProto{}}
		n.name = filepath.Base(n.dir)
		if err := proto.Unmarshal(data, n.model); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		n.op = n.model.Graph.Node[0].GetOpType()
		byName[n.name] = n.op
		out = append(out, n)
	}
	for _, n := range out {
		if op := byName[expanded.ReplaceAllString(n.name, "")]; op != "" {
			n.op = op
		}
	}
	return out
}

// expanded ends the name of a test of an operator's function body.
var expanded = regexp.MustCompile(`_expanded(_ver\d+)?$`)

// run runs a test. What it returns is why the test cannot be run, or "".
func (n *nodeTest) run(t *testing.T) (why string) {
	if why := incomparable(n.name); why != "" {
		return why
	}
	m, err := onnxio.Load(context.Background(), filepath.Join(n.dir, "model.onnx"))
	if err != nil {
		t.Error(err)
		return ""
	}
	defer m.Close()
	p, err := interp.New(context.Background(), m, interp.Options{})
	var missing *interp.MissingOps
	if errors.As(err, &missing) {
		return "operator missing: " + strings.Join(missing.Ops, ", ")
	}
	if err != nil {
		return n.refused(t, err)
	}
	sets, err := filepath.Glob(filepath.Join(n.dir, "test_data_set_*"))
	if err != nil || len(sets) == 0 {
		t.Errorf("no data: %v", err)
	}
	for _, dir := range sets {
		if why := n.runSet(t, p, dir); why != "" {
			return why
		}
	}
	return ""
}

// runSet runs the program on one folder of data.
func (n *nodeTest) runSet(t *testing.T, p *interp.Program, dir string) (why string) {
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("the engine panics: %v\n%s", r, stack())
		}
	}()
	feeds := interp.Feeds{Tensors: map[string]*tensor.Tensor{}, Sequences: map[string][]*tensor.Tensor{}}
	in, err := readData(dir, "input", n.model.Graph.Input)
	if err != nil {
		return n.refused(t, err)
	}
	want, err := readData(dir, "output", n.model.Graph.Output)
	if err != nil {
		return n.refused(t, err)
	}
	for i, d := range in {
		if name := n.model.Graph.Input[i].GetName(); d.t != nil {
			feeds.Tensors[name] = d.t
		} else {
			feeds.Sequences[name] = d.seq
		}
	}
	got, err := p.Run(context.Background(), feeds)
	if err != nil {
		return n.refused(t, err)
	}
	rtol, atol := n.tolerance(t)
	for i, d := range want {
		if err := similar(datum{got.Outputs[i].Tensor, got.Outputs[i].Sequence}, d, rtol, atol); err != nil {
			t.Errorf("output %d: %v", i, err)
		}
	}
	return ""
}

// refused tells a type that the engine or one operator of it does not know from a
// failure.
func (n *nodeTest) refused(t *testing.T, err error) (why string) {
	var unknown unknownType
	switch text := err.Error(); {
	case errors.As(err, &unknown):
		return text
	case strings.HasSuffix(text, "is not supported"):
		_, text, _ = strings.Cut(text, ": ")
		return "type not known: " + shapes.ReplaceAllString(text, "")
	case strings.HasSuffix(text, "which the engine does not compute with"):
		_, text, _ = strings.Cut(text, "\" is ")
		return "type not known: " + strings.TrimSuffix(text, ", which the engine does not compute with")
	}
	t.Error(err)
	return ""
}

var shapes = regexp.MustCompile(`\[[0-9,]*\]`)

// tolerance is that of ONNX's own runner.
func (n *nodeTest) tolerance(t *testing.T) (rtol, atol float64) {
	v := struct{ Rtol, Atol float64 }{1e-3, 1e-7}
	data, err := os.ReadFile(filepath.Join(n.dir, "data.json"))
	if err == nil {
		if err := json.Unmarshal(data, &v); err != nil {
			t.Error(err)
		}
	}
	return v.Rtol, v.Atol
}

// readData reads the files PREFIX_0.pb and so on, for the values of these types.
func readData(dir, prefix string, types []*onnxpb.ValueInfoProto) ([]datum, error) {
	files, err := filepath.Glob(filepath.Join(dir, prefix+"_*.pb"))
	if err != nil {
		return nil, err
	}
	if len(files) > len(types) {
		return nil, fmt.Errorf("%s holds %d files %s, the graph has %d", dir, len(files), prefix, len(types))
	}
	out := make([]datum, len(files))
	for i := range out {
		if out[i], err = readDatum(filepath.Join(dir, fmt.Sprintf("%s_%d.pb", prefix, i)), types[i].GetType()); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
