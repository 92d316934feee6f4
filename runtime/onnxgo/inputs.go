package onnxgo

import (
	"fmt"

	"gorgonia.org/tensor"
)

// The backend is not told which values are inputs and which are initializers, only that
// nodes are made and tensors are set. What onnx-go does, in this order, tells them apart:
// it declares the inputs, the values of value_info and the outputs, each with a new node
// and a placeholder of its type; it sets the tensors of the initializers, on the node
// that is there or on a new one; then it gives the operations. So a tensor that was set
// on a new node behind the last declared output is an initializer, one before it a
// placeholder.

// border is the position of the last declared output, -1 if there is none.
func (b *Backend) border() int {
	at := -1
	for _, v := range b.values {
		switch {
		case v.declared == nil:
		case v.by != nil:
			at = max(at, v.declaredAt)
		case v.last != v.first: // an input that is an output too
			at = max(at, v.last)
		}
	}
	return at
}

// inputs lists the values that a program sets, in the order of the model.
func (b *Backend) inputs() []*value {
	if c := &b.listed; len(b.ops) == 0 || c.nodes != len(b.nodes) || c.ops != len(b.ops) {
		c.nodes, c.ops, c.inputs = len(b.nodes), len(b.ops), nil
		border := b.border()
		for _, n := range b.nodes {
			if v := n.v; v.name != "" && n.at == v.first && v.isInput(border) {
				c.inputs = append(c.inputs, v)
			}
		}
	}
	return b.listed.inputs
}

// isInput tells an input from what is computed and from an initializer. Where no output
// is declared with a type, an initializer cannot be told from an input that was not set.
func (v *value) isInput(border int) bool {
	if v.by != nil {
		return v.by.name == "YieldOp"
	}
	return !v.constant && (border < 0 || v.first < border)
}

// isConstant tells whether v is an initializer.
func (v *value) isConstant(border int) bool {
	return v.by == nil && (v.constant || v.declared != nil && !v.isInput(border))
}

// content is the tensor that a value holds before a run, nil if it was not set.
func (v *value) content(border int) tensor.Tensor {
	if v.given == nil && (v.isConstant(border) || border < 0 && v.by == nil) {
		return v.declared
	}
	return v.given
}

// keeps tells whether a run keeps what is computed for v.
func (b *Backend) keeps(v *value, border int) bool {
	switch {
	case v.by == nil:
		return false
	case b.wanted != nil:
		return b.wanted[v.name]
	}
	return v.declared != nil || border < 0 && !v.read
}

// accepts holds the tensor of an input against the declared type. onnx-go leaves out the
// symbolic dims of the declared shape, so the others must be among the tensor's, in their
// order.
func (v *value) accepts(t tensor.Tensor) error {
	if v.declared == nil {
		return nil
	}
	want, got := v.declared.Shape(), t.Shape()
	at := 0
	for _, d := range got {
		if at < len(want) && want[at] == d {
			at++
		}
	}
	if at < len(want) || v.declared.Dtype() != t.Dtype() {
		return fmt.Errorf("input %q is set to %s of the shape %v, the model declares %s of %v (without its symbolic dims)", v.name, t.Dtype(), got, v.declared.Dtype(), want)
	}
	return nil
}
