package pass

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// scheduleNodes arranges the nodes of a rewritten graph for the engine. For ONNX
// Runtime there is nothing to do: new nodes stand beside what they replaced, and the
// accumulators stay last, where its order, which starts from the last leaf of the
// file, wants them. For engines that run the file's order each accumulator moves
// directly behind its gradient's producer, so that the gradient dies there.
func scheduleNodes(c *Context) error {
	if !c.rewrote || c.Options.Schedule != ScheduleFile {
		return nil
	}
	g := c.Model.Graph
	after := map[*onnxio.Node][]*onnxio.Node{}
	moved := map[*onnxio.Node]bool{}
	for _, n := range g.Nodes() {
		if p := hoistTarget(g, n); p != nil {
			after[p] = append(after[p], n)
			moved[n] = true
		}
	}
	if len(moved) == 0 {
		return nil
	}
	out := make([]*onnxio.Node, 0, len(g.Nodes()))
	for _, n := range g.Nodes() {
		if !moved[n] {
			out = append(out, n)
			out = append(out, after[n]...)
		}
	}
	if len(out) != len(g.Nodes()) {
		return fmt.Errorf("hoisting the accumulators lost %d nodes, which is a fault of the compiler", len(g.Nodes())-len(out))
	}
	g.SetNodes(out)
	return nil
}

// hoistTarget returns the node behind which the accumulator n may stand, nil for any
// other node and where another input of n is computed later.
func hoistTarget(g *onnxio.Graph, n *onnxio.Node) *onnxio.Node {
	if !isAccumulator(n) {
		return nil
	}
	grad := n.Input(1)
	if grad == nil || grad.Producer == nil || isAccumulator(grad.Producer) {
		return nil
	}
	for _, p := range producers(g, n) {
		if p.Pos > grad.Producer.Pos {
			return nil
		}
	}
	return grad.Producer
}

func isAccumulator(n *onnxio.Node) bool {
	return n.Domain == "com.microsoft" && (n.OpType == "InPlaceAccumulatorV2" || n.OpType == "InPlaceAccumulator")
}
