package interp

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Order is the order in which the nodes run.
type Order string

// Orders.
const (
	// File is the order of the file, sorted where that is no topological order.
	File Order = "file"
	// ORT is ONNX Runtime's default order.
	ORT Order = "ort"
)

// Options steer a program. The zero value is the file's order on all cores.
type Options struct {
	Order Order
	// Threads is how many goroutines compute at once; 0: one per core.
	Threads int
	// Loss names the loss where it cannot be found; see memory.FindBoundary.
	Loss string
	// Seed seeds Dropout where a node has no seed of its own.
	Seed int64
}

// MissingOps is the error of a model with operators that the engine lacks.
type MissingOps struct {
	// Ops are the operators, "domain.Op" or "Op", sorted.
	Ops []string
}

func (e *MissingOps) Error() string {
	return "the engine lacks these operators: " + strings.Join(e.Ops, ", ")
}

// Program is a model that is ready to run. It may run several times, one run at a time.
// The model must stay open and unchanged.
type Program struct {
	model *onnxio.Model
	opt   Options
	main  *graphPlan
	plans map[*onnxio.Graph]*graphPlan
	funcs map[ops.Key]*onnxio.Function
	opset map[string]int64
	// pool is kept from run to run: fresh memory costs a page fault for every page.
	pool *pool
	// constants are initializers and Constant nodes, decoded once.
	constants map[*onnxio.Tensor]*tensor.Tensor
}

// New prepares a model. All operators that are missing are in one error, a *MissingOps.
func New(ctx context.Context, m *onnxio.Model, o Options) (*Program, error) {
	if o.Order == "" {
		o.Order = File
	}
	if o.Order != File && o.Order != ORT {
		return nil, fmt.Errorf("unknown order %q: give file or ort", o.Order)
	}
	p := &Program{model: m, opt: o, plans: map[*onnxio.Graph]*graphPlan{}, funcs: map[ops.Key]*onnxio.Function{},
		opset: map[string]int64{}, pool: newPool(), constants: map[*onnxio.Tensor]*tensor.Tensor{}}
	for _, i := range m.Imports {
		p.opset[i.Domain] = i.Version
	}
	for _, f := range m.Functions {
		p.funcs[ops.Key{Domain: f.Domain, Op: f.Name}] = f
	}
	missing := map[string]bool{}
	main, err := p.planMain(ctx, missing)
	if err != nil {
		return nil, err
	}
	if len(missing) > 0 {
		return nil, &MissingOps{slices.Sorted(maps.Keys(missing))}
	}
	p.main = main
	return p, nil
}

// planMain plans the main graph in the order that was asked for.
func (p *Program) planMain(ctx context.Context, missing map[string]bool) (*graphPlan, error) {
	g := p.model.Graph
	types, err := shape.Infer(ctx, p.model, nil)
	if err != nil {
		return nil, err
	}
	b, err := memory.FindBoundary(g, types, p.opt.Loss)
	if err != nil {
		b = nil // no loss: nothing is held, everything counts as forward
	}
	flow := memory.New(g, types, b)
	order := flow.FileOrder()
	if p.opt.Order == ORT {
		order = flow.ORTOrder()
	}
	plan, err := p.plan(g, order, missing)
	if err != nil {
		return nil, err
	}
	for i, n := range order {
		plan.steps[i].backward = b != nil && b.Backward(n)
	}
	return plan, nil
}

// Input is an input of the main graph that a run must be fed.
type Input struct {
	Name string
	// Type is what the graph states, nil if nothing.
	Type *onnxio.TensorType
}

// Inputs lists what a run must be fed: graph inputs without an initializer, and the
// outputs of YieldOps, which are the gradients of its inputs.
func (p *Program) Inputs() []Input {
	var out []Input
	for _, v := range p.model.Graph.Inputs {
		if v.Init == nil {
			out = append(out, Input{v.Name, v.Type})
		}
	}
	for _, s := range p.main.steps {
		if s.yield {
			for _, v := range s.node.Outputs() {
				if v != nil {
					out = append(out, Input{v.Name, v.Type})
				}
			}
		}
	}
	return out
}
