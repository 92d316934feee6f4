package onnxio

import "testing"

// checkLinks checks the def-use links of a whole model against its nodes.
func checkLinks(t *testing.T, m *Model) {
	t.Helper()
	checkGraphLinks(t, m.Graph)
	for _, f := range m.Functions {
		checkGraphLinks(t, f.Body)
	}
}

func checkGraphLinks(t *testing.T, g *Graph) {
	t.Helper()
	reads := map[*Value]map[Use]bool{}
	gatherReads(t, g, reads)
	for id, v := range g.values {
		if int(v.ID) != id || g.Value(v.Name) != v || v.graph != g {
			t.Errorf("value %q is not where its ID and name say", v.Name)
		}
		if p := v.Producer; p != nil && (int(v.Index) >= len(p.outputs) || p.outputs[v.Index] != v || !p.linked) {
			t.Errorf("value %q is not output %d of its producer %q", v.Name, v.Index, p.Label())
		}
		if len(v.uses) != len(reads[v]) {
			t.Errorf("value %q has %d uses, but is read %d times", v.Name, len(v.uses), len(reads[v]))
		}
		for _, u := range v.uses {
			if !reads[v][u] {
				t.Errorf("value %q lists a use by %q that is none", v.Name, u.Node.Label())
			}
		}
	}
}

// gatherReads notes who reads what in g and the graphs inside it.
func gatherReads(t *testing.T, g *Graph, reads map[*Value]map[Use]bool) {
	t.Helper()
	for pos, n := range g.nodes {
		if n.graph != g || int(n.Pos) != pos || !n.linked {
			t.Errorf("node %q is not at its place", n.Label())
		}
		for i, v := range n.inputs {
			if v == nil {
				continue
			}
			if reads[v] == nil {
				reads[v] = map[Use]bool{}
			}
			reads[v][Use{n, int32(i)}] = true
		}
		for _, v := range n.outputs {
			if v != nil && v.Producer != n {
				t.Errorf("value %q is an output of %q, but has another producer", v.Name, n.Label())
			}
		}
		for _, a := range n.Attrs {
			for _, in := range a.graphs {
				if in.Owner != n || in.Outer != g {
					t.Errorf("a graph inside %q has another owner", n.Label())
				}
				gatherReads(t, in, reads)
			}
		}
	}
}
