package memory

import "github.com/unswag/unswagc/onnxio"

// FileOrder returns the nodes in the file's order, sorted where that is not
// topological.
func (f *Flow) FileOrder() []*onnxio.Node {
	p := f.program(nil)
	return p.named(p.order)
}

// ORTOrder returns the nodes in ONNX Runtime's default order.
func (f *Flow) ORTOrder() []*onnxio.Node {
	p := f.program(nil)
	return p.named(p.ortOrder(p.order, p.producer))
}

func (p *program) named(order []int32) []*onnxio.Node {
	out := make([]*onnxio.Node, len(order))
	for i, id := range order {
		out[i] = p.nodes[id]
	}
	return out
}
