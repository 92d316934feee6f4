package pass

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// TestPipelineObeysOrderConstraints checks the table of passes against the
// constraints, and the constraints against the table.
func TestPipelineObeysOrderConstraints(t *testing.T) {
	at := map[string]int{}
	for i, p := range Pipeline() {
		if _, twice := at[p.Name()]; twice {
			t.Errorf("pass %q stands in the table twice", p.Name())
		}
		at[p.Name()] = i
	}
	named := map[string]bool{}
	for _, c := range OrderConstraints() {
		before, ok := at[c.Before]
		after, ok2 := at[c.After]
		if !ok || !ok2 {
			t.Errorf("constraint %q before %q names a pass that does not exist", c.Before, c.After)
			continue
		}
		if before >= after {
			t.Errorf("pass %q must run before %q: %s", c.Before, c.After, c.Reason)
		}
		if c.Reason == "" {
			t.Errorf("constraint %q before %q has no reason", c.Before, c.After)
		}
		named[c.Before], named[c.After] = true, true
	}
	for name := range at {
		if !named[name] {
			t.Errorf("pass %q has no order constraint", name)
		}
	}
}

// TestFormsNameTheirOperators keeps the table of forms usable: a name and an operator
// each, no two alike.
func TestFormsNameTheirOperators(t *testing.T) {
	var seen []string
	for _, f := range forms {
		key := f.domain + "." + f.op
		if f.name == "" || f.op == "" || f.match == nil {
			t.Errorf("form %q lacks a name, an operator or its match", f.name)
		}
		if slices.Contains(seen, key) {
			t.Errorf("two forms start at %s", key)
		}
		seen = append(seen, key)
	}
}

// chain makes a graph of n Neg nodes in a row.
func chain(n int) (*onnxio.Graph, []*onnxio.Node, []*onnxio.Value) {
	g := onnxio.NewGraph("g")
	vs := []*onnxio.Value{g.NewValue("v")}
	vs[0].Flags = onnxio.GraphInput
	var nodes []*onnxio.Node
	for range n {
		out := g.NewValue("v")
		nodes = append(nodes, g.NewNode("", "Neg", "", []*onnxio.Value{vs[len(vs)-1]}, []*onnxio.Value{out}))
		vs = append(vs, out)
	}
	return g, nodes, vs
}

func TestVerifierFindsBrokenGraphs(t *testing.T) {
	for _, tc := range []struct {
		name, want string
		breakIt    func(g *onnxio.Graph, nodes []*onnxio.Node, vs []*onnxio.Value)
	}{
		{"undefined", `reads value "w", which nothing defines`, func(g *onnxio.Graph, nodes []*onnxio.Node, vs []*onnxio.Value) {
			g.SetNodes(append(slices.Clone(nodes), g.NewNode("", "Neg", "", []*onnxio.Value{g.NewValue("w")}, []*onnxio.Value{g.NewValue("z")})))
		}},
		{"twice", `value "v_1" is produced by node`, func(g *onnxio.Graph, nodes []*onnxio.Node, vs []*onnxio.Value) {
			g.SetNodes(append(slices.Clone(nodes), g.NewNode("", "Neg", "", vs[:1], vs[1:2])))
		}},
		{"cycle", "cycle through node", func(g *onnxio.Graph, nodes []*onnxio.Node, vs []*onnxio.Value) {
			nodes[0].SetInput(0, vs[2])
			g.SetNodes(slices.Clone(nodes))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := onnxio.NewModel(8, onnxio.OpsetImport{Version: 17})
			g, nodes, vs := chain(3)
			m.Graph = g
			g.SetNodes(nodes)
			bad := step{name: "bad", run: func(c *Context) error { tc.breakIt(g, nodes, vs); return nil }}
			_, err := RunPasses(context.Background(), m, Options{}, []Pass{bad})
			if err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "pass bad") {
				t.Errorf("got error %v, want one of pass bad with %q", err, tc.want)
			}
		})
	}
}

func TestTopologicalKeepsFileOrderWherePossible(t *testing.T) {
	g, nodes, _ := chain(5)
	shuffled := []*onnxio.Node{nodes[0], nodes[3], nodes[1], nodes[2], nodes[4]}
	g.SetNodes(shuffled)
	got, err := topological(g)
	if err != nil {
		t.Fatal(err)
	}
	if want := nodes; !slices.Equal(got, want) {
		t.Errorf("the order is %v, want that of the chain", labels(got))
	}
	level, ok := levels(g, got)
	if !ok {
		t.Error("levels does not take topological's order")
	}
	for i, n := range got {
		if level[n.Pos] != int32(i) {
			t.Errorf("node %s has level %d, want %d", n.Label(), level[n.Pos], i)
		}
	}
}

func labels(nodes []*onnxio.Node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, n.Label())
	}
	return out
}

func TestOptionsAreChecked(t *testing.T) {
	for _, tc := range []struct {
		o    Options
		want string
	}{
		{Options{Policy: "some"}, `unknown policy "some"`},
		{Options{Schedule: "tpu"}, `unknown schedule "tpu"`},
		{Options{Only: []string{"gemm", "lstm"}}, `unknown producer "lstm"`},
		{Options{MaxRewrites: -1}, "limit of rewrites is -1"},
	} {
		m := onnxio.NewModel(8, onnxio.OpsetImport{Version: 17})
		if _, err := Run(context.Background(), m, tc.o); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("options %+v: got error %v, want one with %q", tc.o, err, tc.want)
		}
	}
}
