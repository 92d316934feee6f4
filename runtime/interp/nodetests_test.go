package interp_test

import (
	"context"
	"errors"
	"flag"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/nodetests"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

var update = flag.Bool("update", false, "write docs/NODETESTS.md instead of comparing")

// nodeList is the list of tests that pass in the engine.
var nodeList = nodetests.List{
	Path:    "../../docs/NODETESTS.md",
	Command: "go test ./runtime/interp -run NodeTests -update",
	Head: "# ONNX's backend node tests on the embedded engine\n\nThe data is that of the wheel onnx 1.22.0, compared with the tolerances of ONNX's own runner (relative 1e-3, absolute 1e-7, or what a test states). " +
		"`go test ./runtime/interp -run NodeTests -update` writes this file; without `-update` every test listed as passed must pass.",
}

// TestNodeTests runs ONNX's backend node tests, as NodeTests/OPERATOR/NAME. A test that
// needs an operator or a type which the engine lacks is skipped with that reason; every
// other one has to pass. docs/NODETESTS.md lists those that passed; none may be lost.
//
//	go test ./runtime/interp -run NodeTests/Gemm
//	go test ./runtime/interp -run NodeTests -update
func TestNodeTests(t *testing.T) {
	tests := nodetests.Load(t)
	groups := map[string][]*nodetests.Test{}
	for _, n := range tests {
		groups[n.Op] = append(groups[n.Op], n)
	}
	ran := 0
	ops := sortedKeys(groups)
	for _, op := range ops {
		t.Run(op, func(t *testing.T) {
			for _, n := range groups[op] {
				t.Run(n.Name, func(t *testing.T) {
					ran++
					n.Verdict = nodetests.Failed
					if why := runNode(t, n); why != "" {
						n.Verdict = why
						t.Skip(why)
					}
					if !t.Failed() {
						n.Verdict = ""
					}
				})
			}
		})
	}
	if ran == len(tests) {
		nodeList.Check(t, tests, *update)
	}
}

// runNode runs a test. What it returns is why the test cannot be run, or "".
func runNode(t *testing.T, n *nodetests.Test) (why string) {
	if why := n.Incomparable(); why != "" {
		return why
	}
	m, err := onnxio.Load(context.Background(), n.Model())
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
		return refused(t, err)
	}
	sets, err := n.Sets()
	if err != nil {
		t.Error(err)
	}
	for _, dir := range sets {
		if why := runSet(t, n, m, p, dir); why != "" {
			return why
		}
	}
	return ""
}

// runSet runs the program on one folder of data.
func runSet(t *testing.T, n *nodetests.Test, m *onnxio.Model, p *interp.Program, dir string) (why string) {
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("the engine panics: %v\n%s", r, stack())
		}
	}()
	feeds := interp.Feeds{Tensors: map[string]*tensor.Tensor{}, Sequences: map[string][]*tensor.Tensor{}}
	in, want, err := n.Data(dir)
	if err != nil {
		return refused(t, err)
	}
	for i, d := range in {
		if name := m.Graph.Inputs[i].Name; d.Tensor != nil {
			feeds.Tensors[name] = d.Tensor
		} else {
			feeds.Sequences[name] = d.Sequence
		}
	}
	got, err := p.Run(context.Background(), feeds)
	if err != nil {
		return refused(t, err)
	}
	rtol, atol, err := n.Tolerance()
	if err != nil {
		t.Error(err)
	}
	for i, d := range want {
		if err := nodetests.Similar(nodetests.Datum{Tensor: got.Outputs[i].Tensor, Sequence: got.Outputs[i].Sequence}, d, rtol, atol); err != nil {
			t.Errorf("output %d: %v", i, err)
		}
	}
	return ""
}

// refused tells a type that the engine or one operator of it does not know from a
// failure.
func refused(t *testing.T, err error) (why string) {
	var unknown nodetests.UnknownType
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

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// stack is the part of the stack that tells where a panic was.
func stack() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") })
	return strings.Join(lines[max(i, 0):min(max(i, 0)+10, len(lines))], "\n")
}
