package stablehlo_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/nodetests"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// nodeList is the list of tests that pass with XLA.
var nodeList = nodetests.List{
	Path:    "../../docs/NODETESTS_XLA.md",
	Command: "go test ./lower/stablehlo -run NodeTests -update",
	Head: "# ONNX's backend node tests through StableHLO\n\nEach test is lowered to StableHLO and run by XLA on the CPU. The data is that of the wheel onnx 1.22.0, compared with the tolerances of ONNX's own runner (relative 1e-3, absolute 1e-7, or what a test states). " +
		"Where a shape depends on an input, that input's numbers are known while lowering, as an initializer's would be. " +
		"`go test ./lower/stablehlo -run NodeTests -update` writes this file; without `-update` every test listed as passed must pass.",
}

// TestNodeTests lowers ONNX's backend node tests and runs them with XLA, as
// NodeTests/OPERATOR/NAME. A test that needs an operator or a type which cannot be lowered
// is skipped with that reason; every other one has to pass. docs/NODETESTS_XLA.md lists
// those that passed; none may be lost.
func TestNodeTests(t *testing.T) {
	c := client(t)
	tests := nodetests.Load(t)
	groups, ops := map[string][]*nodetests.Test{}, []string(nil)
	for _, n := range tests {
		if groups[n.Op] == nil {
			ops = append(ops, n.Op)
		}
		groups[n.Op] = append(groups[n.Op], n)
		n.Verdict = "left out"
	}
	t.Run("ops", func(t *testing.T) { // ends when all are done
		for _, op := range ops {
			t.Run(op, func(t *testing.T) {
				t.Parallel()
				for _, n := range groups[op] {
					t.Run(n.Name, func(t *testing.T) {
						n.Verdict = nodetests.Failed
						if why := runNode(t, c, n); why != "" {
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
	})
	for _, n := range tests {
		if n.Verdict == "left out" {
			return
		}
	}
	nodeList.Check(t, tests, *update)
}

// runNode runs a test. What it returns is why the test cannot be run, or "".
func runNode(t *testing.T, c *pjrt.Client, n *nodetests.Test) (why string) {
	if why := n.Incomparable(); why != "" {
		return why
	}
	sets, err := n.Sets()
	if err != nil {
		t.Error(err)
	}
	for _, dir := range sets {
		if why := runSet(t, c, n, dir); why != "" {
			return why
		}
	}
	return ""
}

// runSet lowers the model for one folder of data and runs it.
func runSet(t *testing.T, c *pjrt.Client, n *nodetests.Test, dir string) (why string) {
	in, want, err := n.Data(dir)
	var unknown nodetests.UnknownType
	if errors.As(err, &unknown) {
		return err.Error()
	}
	if err != nil {
		t.Error(err)
		return ""
	}
	var args []*tensor.Tensor
	for _, d := range in {
		if d.Tensor == nil {
			return "type not known: sequences of tensors"
		}
		args = append(args, d.Tensor)
	}
	text, why := lowerNode(t, n, args)
	if text == nil {
		return why
	}
	got, err := execute(c, text, args, pjrt.CompileOptions{})
	if err != nil {
		t.Error(err)
		return ""
	}
	rtol, atol, err := n.Tolerance()
	if err != nil {
		t.Error(err)
	}
	for i, d := range want {
		if err := nodetests.Similar(nodetests.Datum{Tensor: got[i]}, d, rtol, atol); err != nil {
			t.Errorf("output %d: %v", i, err)
		}
	}
	return ""
}

// lowerNode lowers the model for these inputs. Their numbers are known only where a shape
// depends on one.
func lowerNode(t *testing.T, n *nodetests.Test, args []*tensor.Tensor) (text []byte, why string) {
	for _, known := range []bool{false, true} {
		m, err := onnxio.Load(context.Background(), n.Model())
		if err != nil {
			t.Error(err)
			return nil, ""
		}
		for i, x := range args {
			v := m.Graph.Inputs[i]
			v.Type = &onnxio.TensorType{Elem: x.Elem, HasShape: true}
			for _, d := range x.Shape {
				v.Type.Shape = append(v.Type.Shape, onnxio.Dim{Value: d})
			}
			if known {
				v.Init = onnxio.NewTensor(v.Name, x.Elem, x.Shape, x.Data)
			}
		}
		out, err := stablehlo.Target{Device: "cpu"}.Lower(context.Background(), m, lower.Options{})
		m.Close()
		if err == nil {
			return out[0].Data, ""
		}
		if why = err.Error(); !strings.Contains(why, computed) {
			break
		}
	}
	return nil, refused(t, why)
}

// computed is a part of the error of a shape that depends on what the graph computes.
const computed = "is computed by the graph, but StableHLO needs static shapes"

// refused tells what cannot be lowered from a failure.
func refused(t *testing.T, text string) (why string) {
	if _, ops, ok := strings.Cut(text, "there is no lowering for "); ok {
		return "operator missing: " + version.ReplaceAllString(ops, "")
	}
	for _, reason := range []string{computed, "cannot be lowered", "no tensor of a type that StableHLO has"} {
		if strings.Contains(text, reason) {
			_, text, _ = strings.Cut(text, "\", a ")
			return "not static: " + text
		}
	}
	t.Error(text)
	return ""
}

// version stands behind an operator in the error of the lowering.
var version = regexp.MustCompile(` of version \d+| \(\d+ nodes\)|ai\.onnx\.`)
