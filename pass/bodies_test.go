package pass_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/shape"
)

// addBodies parses a graph of calls and gives it bodies.
func addBodies(t *testing.T, opset int, inputs, nodes string) (m *onnxio.Model, why string, err error) {
	t.Helper()
	m = parse(t, fmt.Sprintf("<ir_version: 7, opset_import: [\"\" : %d, \"ai.unswag\" : 1]>\ng (%s) => () {\n%s\n}", opset, inputs, nodes))
	types, err := shape.Infer(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	why, err = pass.AddBodies(m, types)
	return m, why, err
}

const twoTypes = "ma, ya = ai.unswag.UnSwagPack (a)\nmb, yb = ai.unswag.UnSwagPack (b)"

// TestWhereNoBodyIsPossible: why not is said, and the model stays as it is.
func TestWhereNoBodyIsPossible(t *testing.T) {
	for _, c := range []struct {
		opset  int
		inputs string
		why    string
	}{
		{11, "float[4] a, float[4] b", "they need opset 12, the model has 11"},
		{12, "float[4] a, double[4] b", ""},
		{12, "bfloat16[4] a, bfloat16[4] b", "bfloat16 needs opset 13, the model has 12"},
		{13, "bfloat16[4] a, bfloat16[4] b", ""},
		{14, "bfloat16[4] a, float[4] b", "bfloat16 beside other types needs opset 15, the model has 14"},
		{15, "bfloat16[4] a, float[4] b", ""},
	} {
		m, why, err := addBodies(t, c.opset, c.inputs, twoTypes)
		if why != c.why || err != nil {
			t.Errorf("opset %d of %s: %q, %v, want %q", c.opset, c.inputs, why, err, c.why)
		}
		if got := len(m.Functions) == 1 && m.IRVersion == 8; got != (why == "") {
			t.Errorf("opset %d of %s: %d functions, IR %d", c.opset, c.inputs, len(m.Functions), m.IRVersion)
		}
	}
}

// TestBodiesOfOneName: one name has one body, so calls that differ are refused, and a
// body that is there already is replaced by one that serves all calls.
func TestBodiesOfOneName(t *testing.T) {
	_, _, err := addBodies(t, 17, "float[4] a, float[4] b",
		"ma, ya = ai.unswag.UnSwagPack (a)\nmb, yb = ai.unswag.UnSwagPack <predicate = \"not_le0\"> (b)")
	if err == nil || !strings.Contains(err.Error(), `predicate "gt0" and "not_le0"`) {
		t.Errorf("two predicates under one name: %v", err)
	}
	m, _, err := addBodies(t, 17, "float[4] a, float[4] b", "c = ai.unswag.UnSwagTie (a, b)")
	if err != nil {
		t.Fatal(err)
	}
	wantTie(t, m, "A", "after0")
	a, b := m.Graph.Value("a"), m.Graph.Value("b")
	m.Graph.SetNodes(append(m.Graph.Nodes(),
		m.Graph.NewNode(pass.Domain, pass.OpTie, "", []*onnxio.Value{b, a, a}, []*onnxio.Value{m.Graph.NewValue("d")})))
	types, err := shape.Infer(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pass.AddBodies(m, types); err != nil {
		t.Fatal(err)
	}
	wantTie(t, m, "A", "after0", "after1")
}

func wantTie(t *testing.T, m *onnxio.Model, inputs ...string) {
	t.Helper()
	again, err := onnxio.Unmarshal(marshal(t, m))
	if err != nil {
		t.Fatal(err)
	}
	if len(again.Functions) != 1 {
		t.Fatalf("%d functions, want 1", len(again.Functions))
	}
	var got []string
	for _, v := range again.Functions[0].Body.Inputs {
		got = append(got, v.Name)
	}
	if d := cmp.Diff(inputs, got); d != "" {
		t.Errorf("inputs of the tie's body (-want +got):\n%s", d)
	}
}
