package memory

import "github.com/unswag/unswagc/onnxio"

// The reference works on sets of values and looks ahead through all nodes each time:
// slow, and near to the words of the package comment.

// refBuffer is one buffer of the reference: its values and its bytes.
type refBuffer struct {
	values  map[*onnxio.Value]bool
	bytes   int64
	counted bool
}

// readLater reports whether a node after position i reads the buffer, or the step's end
// does.
func (b *refBuffer) readLater(nodes []*onnxio.Node, i int) bool {
	// Views are made later too: follow them.
	all := map[*onnxio.Value]bool{}
	for v := range b.values {
		all[v] = true
	}
	later := false
	for v := range all {
		later = later || v.Is(onnxio.GraphOutput)
	}
	for _, n := range nodes[i+1:] {
		for k, v := range n.Inputs() {
			if v != nil && all[v] && !(k == 0 && (n.OpType == "Shape" || n.OpType == "Size")) {
				later = true
			}
		}
		if o := refViewOf(n); o != nil && n.Input(0) != nil && all[n.Input(0)] {
			all[o] = true
			later = later || o.Is(onnxio.GraphOutput)
		}
	}
	return later
}

// refViewOf returns the output that lies in the buffer of n's first input.
func refViewOf(n *onnxio.Node) *onnxio.Value {
	switch n.OpType {
	case "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity", "UnSwagTie", "InPlaceAccumulator":
		return n.Output(0)
	case "InPlaceAccumulatorV2":
		return n.Output(1)
	}
	return nil
}

// refOver lists the inputs that output k of n may overwrite.
func refOver(n *onnxio.Node, k int) []int {
	switch {
	case k == 0 && (n.OpType == "Relu" || n.OpType == "UnSwagGradMask"):
		return []int{0}
	case k == 1 && n.OpType == "UnSwagPack":
		return []int{0}
	}
	return nil
}

func refBytes(v *onnxio.Value) int64 {
	b := int64(1)
	for _, d := range v.Type.Shape {
		b *= d.Value
	}
	return b
}

// referencePeak simulates the nodes in order.
func referencePeak(nodes []*onnxio.Node) int64 {
	of := map[*onnxio.Value]*refBuffer{}
	alive := map[*refBuffer]bool{}
	var peak int64
	for i, n := range nodes {
		taken := map[*refBuffer]bool{}
		for k, v := range n.Outputs() {
			if v == nil {
				continue
			}
			if refViewOf(n) == v {
				if b := of[n.Input(0)]; b != nil {
					b.values[v], of[v] = true, b
				}
				continue
			}
			b := &refBuffer{values: map[*onnxio.Value]bool{v: true}, bytes: refBytes(v), counted: n.OpType != "Constant"}
			for _, j := range refOver(n, k) {
				old := of[n.Input(j)]
				if old != nil && old.counted && !taken[old] && old.bytes == b.bytes && !old.readLater(nodes, i) {
					taken[old] = true
					delete(alive, old)
					break
				}
			}
			of[v] = b
			alive[b] = b.counted
		}
		var live int64
		for b, counted := range alive {
			if counted {
				live += b.bytes
			}
		}
		peak = max(peak, live)
		for b := range alive {
			if !b.readLater(nodes, i) {
				delete(alive, b)
			}
		}
	}
	return peak
}

// referenceHeld adds up the forward buffers that a backward node reads or that stay.
func referenceHeld(b *Boundary, nodes []*onnxio.Node) int64 {
	first := map[*onnxio.Value]*onnxio.Value{} // the value a buffer was made for
	held := map[*onnxio.Value]bool{}
	forward := map[*onnxio.Value]bool{}
	for _, n := range nodes {
		for k, v := range n.Inputs() {
			if v != nil && first[v] != nil && b.Backward(n) && !(k == 0 && (n.OpType == "Shape" || n.OpType == "Size")) {
				held[first[v]] = true
			}
		}
		for _, v := range n.Outputs() {
			if v == nil {
				continue
			}
			if refViewOf(n) == v {
				first[v] = first[n.Input(0)]
			} else {
				first[v], forward[v] = v, !b.Backward(n)
			}
			if first[v] != nil && v.Is(onnxio.GraphOutput) {
				held[first[v]] = true
			}
		}
	}
	var sum int64
	for v := range held {
		if forward[v] {
			sum += refBytes(v)
		}
	}
	return sum
}
