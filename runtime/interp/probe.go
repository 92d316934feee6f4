package interp

import (
	"fmt"

	"github.com/unswag/unswagc/runtime/tensor"
)

// Probe reaches into a run: it puts tensors in the place of what nodes of the main graph
// compute, and keeps what they made. Two graphs can so be compared behind a place that
// no input reaches with every bit pattern.
type Probe struct {
	// Set are tensors by the name of the value that they stand for, of its type and
	// shape.
	Set map[string]*tensor.Tensor
	// Watch are the names of the values to be kept.
	Watch map[string]bool
	// Seen are copies of the watched values.
	Seen map[string]*tensor.Tensor
	// Shapes, if it is not nil, takes a tensor of the type and shape of every watched
	// value, without elements.
	Shapes map[string]*tensor.Tensor
}

// touch is called with what a node made. A value that shares memory with another one is
// not set.
func (p *Probe) touch(name string, t *tensor.Tensor, own bool) error {
	if set := p.Set[name]; set != nil && own {
		if set.String() != t.String() {
			return fmt.Errorf("output %q is %s and cannot be set to %s", name, t, set)
		}
		copy(t.Data, set.Data)
	}
	if !p.Watch[name] {
		return nil
	}
	if p.Shapes != nil {
		p.Shapes[name] = &tensor.Tensor{Elem: t.Elem, Shape: t.Shape}
		return nil
	}
	if p.Seen == nil {
		p.Seen = map[string]*tensor.Tensor{}
	}
	p.Seen[name] = t.Clone()
	return nil
}
