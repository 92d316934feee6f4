package onnxio

// ValueFlags tells what else, besides nodes, defines or reads a value.
type ValueFlags uint8

const (
	// GraphInput marks an input of the graph.
	GraphInput ValueFlags = 1 << iota
	// GraphOutput marks an output of the graph.
	GraphOutput
	// TrainingBinding marks a value that training_info names in a binding: it is
	// read or written outside the graph between steps.
	TrainingBinding
)

// Value is one SSA value: a graph input, an initializer or an output of a node.
type Value struct {
	Name string
	// ID numbers the values of one graph densely from 0.
	ID int32
	// Flags tells how the world outside the nodes touches the value.
	Flags ValueFlags
	stale bool // uses lists nodes that have gone
	// Producer is the node that computes the value, and Index which of its
	// outputs it is; nil for graph inputs and initializers.
	Producer *Node
	Index    int32
	// Type is what the file (graph inputs, outputs, value_info, initializer) or
	// the pass that made the value states; nil if it states nothing or the type
	// is not a tensor.
	Type *TensorType
	// Init is the initializer of this name, or nil.
	Init *Tensor

	graph *Graph
	uses  []Use
}

// Use is one input slot of a node. The node may belong to a graph inside the one
// that defines the value: then the value is captured by Node.Graph().Owner.
type Use struct {
	Node  *Node
	Index int32
}

// Graph returns the graph that defines the value.
func (v *Value) Graph() *Graph { return v.graph }

// Uses lists the input slots that read the value, captures included, in the
// order in which they were linked (file order after reading). The caller must
// not change the slice.
func (v *Value) Uses() []Use { return v.uses }

// Captured reports whether a graph inside v's graph reads v.
func (v *Value) Captured() bool {
	for _, u := range v.uses {
		if u.Node.graph != v.graph {
			return true
		}
	}
	return false
}

// Is reports whether all of the flags f are set.
func (v *Value) Is(f ValueFlags) bool { return v.Flags&f == f }

func (v *Value) removeUse(n *Node, index int) {
	for i, u := range v.uses {
		if u.Node == n && int(u.Index) == index {
			v.uses = append(v.uses[:i], v.uses[i+1:]...)
			return
		}
	}
}
