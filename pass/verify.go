package pass

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// verifier checks, between passes, that the main graph is one that an engine can run:
// every input defined, no value produced twice, no cycle.
type verifier struct {
	nodes []*onnxio.Node
	// undefined holds the values that nothing defined in the input either; a pass
	// must not add to them.
	undefined map[*onnxio.Value]bool
}

func newVerifier(g *onnxio.Graph) (*verifier, error) {
	v := &verifier{undefined: map[*onnxio.Value]bool{}}
	for _, n := range g.Nodes() {
		for _, in := range n.Inputs() {
			if in != nil && !defined(in) {
				v.undefined[in] = true
			}
		}
	}
	return v, v.check(g)
}

// after checks g unless its node list is the one that was checked last.
func (v *verifier) after(g *onnxio.Graph) error {
	n := g.Nodes()
	if len(n) == len(v.nodes) && (len(n) == 0 || &n[0] == &v.nodes[0]) {
		return nil
	}
	return v.check(g)
}

func (v *verifier) check(g *onnxio.Graph) error {
	nodes := g.Nodes()
	by := make([]int32, len(g.Values())) // one more than the position of the producer
	inOrder := true
	for i, n := range nodes {
		eachInput(g, n, func(in *onnxio.Value) {
			inOrder = inOrder && (by[in.ID] != 0 || outside(in) || v.undefined[in])
		})
		for _, o := range n.Outputs() {
			if o == nil {
				continue
			}
			if p := by[o.ID]; p != 0 {
				return fmt.Errorf("value %q is produced by node %q and by node %q", o.Name, nodes[p-1].Label(), n.Label())
			}
			by[o.ID] = int32(i + 1)
		}
	}
	if !inOrder {
		if err := v.checkOrder(g, by); err != nil {
			return err
		}
	}
	v.nodes = nodes
	return nil
}

// checkOrder finds what is wrong with a node that does not stand behind all that it
// reads: nothing, if there is a better order.
func (v *verifier) checkOrder(g *onnxio.Graph, by []int32) error {
	for _, n := range g.Nodes() {
		for _, in := range n.Inputs() {
			if in == nil || in.Graph() != g || v.undefined[in] {
				continue
			}
			if by[in.ID] == 0 && !outside(in) {
				return fmt.Errorf("node %q reads value %q, which nothing defines", n.Label(), in.Name)
			}
		}
	}
	_, err := topological(g)
	return err
}

// outside reports whether v comes into the graph from outside its nodes.
func outside(v *onnxio.Value) bool { return v.Is(onnxio.GraphInput) || v.Init != nil }

func defined(v *onnxio.Value) bool { return v.Producer != nil || outside(v) }
