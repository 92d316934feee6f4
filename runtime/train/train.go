// Package train takes steps of training on the embedded engine: it runs a training
// graph, hands its gradients to an optimizer's graph, and keeps parameters and state
// between the steps, as ONNX Runtime's training API does.
//
// The package may import onnxio, runtime/checkpoint, runtime/interp and runtime/tensor.
package train

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/checkpoint"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// BufferSuffix ends the name of the input in which the gradient of the parameter before
// it is added up.
const BufferSuffix = "_grad.accumulation.buffer"

// ResetInput is the input that tells a graph to forget the gradients of the last step.
const ResetInput = "lazy_reset_grad"

// DefaultLearningRate is what ONNX Runtime starts with.
const DefaultLearningRate = 0.001

// Optimizer is an optimizer's graph (AdamW or SGD, as ONNX Runtime's artifacts have it)
// with its state.
type Optimizer struct {
	program *interp.Program
	// Params are the trained parameters, in the order of the sequences.
	Params []string
	// LearningRate is that of the next step, Step how many were taken.
	LearningRate float32
	Step         int64
	// first and second are the moments of AdamW.
	first, second []*tensor.Tensor
}

// Trained lists the parameters that a training graph adds gradients up for, in the order
// of its inputs.
func Trained(m *onnxio.Model) []string {
	var out []string
	for _, v := range m.Graph.Inputs {
		if p, ok := strings.CutSuffix(v.Name, BufferSuffix); ok && m.Graph.Value(p) != nil {
			out = append(out, p)
		}
	}
	return out
}

// NewOptimizer prepares the optimizer m for the parameters params, which tensors holds.
// The state starts at zero, or where the checkpoint left it.
func NewOptimizer(ctx context.Context, m *onnxio.Model, params []string, tensors map[string]*tensor.Tensor, c *checkpoint.Checkpoint, o interp.Options) (*Optimizer, error) {
	if len(params) == 0 {
		return nil, errors.New("the training graph adds no gradients up, so that an optimizer has nothing to do")
	}
	p, err := interp.New(ctx, m, o)
	if err != nil {
		return nil, err
	}
	opt := &Optimizer{program: p, Params: params, LearningRate: DefaultLearningRate}
	for _, name := range params {
		t := tensors[name]
		if t == nil {
			return nil, fmt.Errorf("there is no tensor for the parameter %q", name)
		}
		opt.first = append(opt.first, tensor.New(t.Elem, t.Shape...))
		opt.second = append(opt.second, tensor.New(t.Elem, t.Shape...))
	}
	if c != nil && len(c.Groups) > 0 {
		return opt, opt.restore(&c.Groups[0])
	}
	return opt, nil
}

// restore takes the state from a checkpoint.
func (o *Optimizer) restore(g *checkpoint.Group) error {
	states := map[string]*checkpoint.State{}
	for i := range g.States {
		states[g.States[i].Parameter] = &g.States[i]
	}
	for i, name := range o.Params {
		s := states[name]
		if s == nil {
			return fmt.Errorf("the checkpoint holds no optimizer state for %q", name)
		}
		for _, m := range s.Momentums {
			var to *tensor.Tensor
			switch m.Name {
			case "momentum0":
				to = o.first[i]
			case "momentum1":
				to = o.second[i]
			default:
				return fmt.Errorf("the checkpoint's optimizer state of %q has an unknown part %q", name, m.Name)
			}
			if to.String() != m.Tensor.String() {
				return fmt.Errorf("the checkpoint's %s of %q is %s, the parameter %s", m.Name, name, m.Tensor, to)
			}
			copy(to.Data, m.Tensor.Data)
		}
	}
	o.Step, o.LearningRate = g.Step, g.LearningRate
	return nil
}

// Update takes one step: the parameters in tensors are changed by the gradients in their
// buffers, which tensors holds too.
func (o *Optimizer) Update(ctx context.Context, tensors map[string]*tensor.Tensor) error {
	params, grads := make([]*tensor.Tensor, len(o.Params)), make([]*tensor.Tensor, len(o.Params))
	for i, name := range o.Params {
		params[i], grads[i] = tensors[name], tensors[name+BufferSuffix]
		if params[i] == nil || grads[i] == nil {
			return fmt.Errorf("the parameter %q has no tensor or no gradient", name)
		}
	}
	f := interp.Feeds{Tensors: map[string]*tensor.Tensor{}, Sequences: map[string][]*tensor.Tensor{}}
	for _, in := range o.program.Inputs() {
		switch in.Name {
		case "learning_rate":
			f.Tensors[in.Name] = tensor.Of([]float32{o.LearningRate})
		case "step":
			f.Tensors[in.Name] = tensor.Of([]int64{o.Step + 1}) // the number of this step
		case "params":
			f.Sequences[in.Name] = params
		case "gradients":
			f.Sequences[in.Name] = grads
		case "first_order_moments":
			f.Sequences[in.Name] = o.first
		case "second_order_moments":
			f.Sequences[in.Name] = o.second
		default:
			return fmt.Errorf("the optimizer has an input %q, which is none of ONNX Runtime's AdamW or SGD", in.Name)
		}
	}
	got, err := o.program.Run(ctx, f)
	if err != nil {
		return fmt.Errorf("the optimizer: %w", err)
	}
	if len(got.Outputs) > 0 {
		if t := got.Outputs[0].Tensor; t == nil || t.Elem != onnxio.Bool || t.Len() != 1 || t.Data[0] == 0 {
			return errors.New("the optimizer did not update the parameters")
		}
	}
	o.Step++
	return nil
}
