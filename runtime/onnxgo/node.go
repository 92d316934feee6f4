package onnxgo

import (
	"fmt"
	"strings"

	"github.com/owulveryck/onnx-go"
	"gorgonia.org/tensor"
)

// node is a node of onnx-go's graph: a value, or an omitted one if it has no name.
type node struct {
	b    *Backend
	id   int64
	at   int // position in Backend.nodes; -1: not added
	name string
	v    *value
	set  bool // its tensor was set while the model was decoded
}

var (
	_ onnx.Namer       = (*node)(nil)
	_ onnx.DataCarrier = (*node)(nil)
)

// value is a named value of the model.
type value struct {
	name string
	// first and last are the positions of its nodes.
	first, last int
	// declared is the tensor that its node was made with, at position declaredAt: a
	// placeholder of the declared type, or an initializer that no declaration names.
	declared   tensor.Tensor
	declaredAt int
	// given was set later: an initializer (constant) or what the program feeds.
	given    tensor.Tensor
	constant bool
	// made is what the last run computed.
	made tensor.Tensor
	by   *operation
	read bool
	// buffer: an operator adds to it in place.
	buffer bool
}

// ID implements graph.Node.
func (n *node) ID() int64 { return n.id }

// SetName implements onnx.Namer. The name is fixed when the node is added.
func (n *node) SetName(name string) {
	if n.at >= 0 && name != n.name {
		n.b.fail("the node %q is renamed to %q after it was added to the graph", n.name, name)
		return
	}
	n.name = name
}

// GetName implements onnx.Namer.
func (n *node) GetName() string { return n.name }

// SetTensor implements onnx.DataCarrier. The elements are read by every run and are not
// changed: where the graph adds to a buffer in place the node has another tensor after
// the run. A value that the graph computes cannot be set, but for the gradients that
// a YieldOp hands on.
func (n *node) SetTensor(t tensor.Tensor) error {
	v := n.v
	switch {
	case v == nil:
		return fmt.Errorf("the node %q is not in a graph: add it before its tensor is set", n.name)
	case n.b.err != nil:
		return n.b.err
	case v.by != nil && v.by.name != "YieldOp":
		return fmt.Errorf("the value %q is computed by %s and cannot be set", n.name, v.by.name)
	}
	decoding := len(n.b.ops) == 0
	if decoding && !n.set && n.at == len(n.b.nodes)-1 {
		n.set = true
		if v.declared == nil { // not declared twice
			v.declared, v.declaredAt = t, n.at
		}
		return nil
	}
	v.given = t
	v.constant = v.constant || decoding
	return nil
}

// GetTensor implements onnx.DataCarrier: what the last run computed, else what was set,
// else the placeholder, whose shape lacks the symbolic dims.
func (n *node) GetTensor() tensor.Tensor {
	switch v := n.v; {
	case v == nil:
		return nil
	case v.made != nil:
		return v.made
	case v.given != nil:
		return v.given
	default:
		return v.declared
	}
}

// unlessOmitted is v, or nil if v stands for an omitted input or output.
func (v *value) unlessOmitted() *value {
	if v.name == "" {
		return nil
	}
	return v
}

// stub tells whether v is the input that onnx-go invents for a node without inputs.
func (v *value) stub() bool {
	return v != nil && strings.HasSuffix(v.name, "/input") && v.by == nil && v.declared == nil && v.given == nil
}
