package onnxgo

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
)

// DefaultOpset is the version of ONNX's operators where Options say nothing: that of the
// training graphs which ONNX Runtime's generate_artifacts writes.
const DefaultOpset = 17

// Options tell a Backend what onnx-go does not, and steer the engine. The zero value
// serves training graphs of opset 13 to 17 whose operators each stand in one domain.
type Options struct {
	// Opset is the version of ONNX's own operators; 0: DefaultOpset, and a node that
	// gives a model of an older one away is an error. Every other domain is taken at
	// version 1.
	Opset int64
	// Domains gives the domain of an operator by its name, where the rule of DomainOf
	// is not what the model means.
	Domains map[string]string
	// Outputs names the values that a run keeps for GetTensor. nil: all computed values
	// that the model declares, which costs their memory where a file lists the types of
	// its activations (value_info).
	Outputs []string
	// Engine steers the engine.
	Engine interp.Options

	// types are those that the model states; nil: not read (For does).
	types map[string]*onnxio.TensorType
}

// For fills in what is not set from an encoded model: the opset, the domain of each
// operator and the outputs; the types that the model states are kept with them. A model that uses one name in two domains is an error unless
// Domains decides it, since onnx-go drops the difference.
func (o Options) For(data []byte) (Options, error) {
	m, err := unmarshal(data)
	if err != nil {
		return o, err
	}
	return o.of(m)
}

func unmarshal(data []byte) (*onnxio.Model, error) {
	m, err := onnxio.Unmarshal(data)
	if err != nil {
		return nil, fmt.Errorf("this is no ONNX model that can be read: %w", err)
	}
	return m, nil
}

// of is For of a model that is read.
func (o Options) of(m *onnxio.Model) (Options, error) {
	if o.Opset == 0 {
		o.Opset = m.Opset("")
	}
	domains := map[string]string{}
	for _, n := range m.Graph.Nodes() {
		if _, decided := o.Domains[n.OpType]; decided {
			domains[n.OpType] = o.Domains[n.OpType]
			continue
		}
		if d, seen := domains[n.OpType]; seen && d != n.Domain {
			return o, fmt.Errorf("the model uses %s of the domains %q and %q, which onnx-go does not tell apart: set Options.Domains[%[1]q]", n.OpType, d, n.Domain)
		}
		domains[n.OpType] = n.Domain
	}
	o.Domains, o.types = domains, statedTypes(m)
	if o.Outputs == nil {
		o.Outputs = []string{}
		for _, v := range m.Graph.Outputs {
			o.Outputs = append(o.Outputs, v.Name)
		}
	}
	return o, nil
}
