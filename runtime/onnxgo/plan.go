package onnxgo

import (
	"context"
	"fmt"
	"maps"
	"slices"

	gorgonia "gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// irVersion is the IR version of the model that the engine is given: the first in which
// initializers need not be inputs.
const irVersion = 4

// plan is the model in the engine's form. It holds while the inputs keep their types and
// the initializers their tensors.
type plan struct {
	program   *interp.Program
	types     map[string]string
	constants map[*value]gorgonia.Tensor
}

// fits tells whether a run with these feeds may use the plan.
func (p *plan) fits(b *Backend, feeds map[string]*tensor.Tensor, border int) bool {
	if p == nil || len(feeds) != len(p.types) {
		return false
	}
	for name, t := range feeds {
		if p.types[name] != t.String() {
			return false
		}
	}
	for v, t := range p.constants {
		if v.content(border) != t {
			return false
		}
	}
	return true
}

// builder makes a plan.
type builder struct {
	b      *Backend
	border int
	model  *onnxio.Model
	values map[*value]*onnxio.Value
	plan   *plan
}

func (b *Backend) newPlan(ctx context.Context, feeds map[string]*tensor.Tensor, border int) (*plan, error) {
	m := &builder{b: b, border: border, model: onnxio.NewModel(irVersion), values: map[*value]*onnxio.Value{},
		plan: &plan{types: map[string]string{}, constants: map[*value]gorgonia.Tensor{}}}
	m.model.Import("", b.opt.Opset)
	for _, o := range b.ops {
		if o.domain != "" {
			m.model.Import(o.domain, 1)
		}
	}
	m.inputs(feeds)
	if err := m.constants(); err != nil {
		return nil, err
	}
	m.nodes()
	if err := m.complete(ctx); err != nil {
		return nil, err
	}
	for _, n := range b.nodes {
		if b.keeps(n.v, border) && n.at == n.v.first {
			m.model.Graph.AddOutput(m.value(n.v))
		}
	}
	var err error
	m.plan.program, err = interp.New(ctx, m.model, b.opt.Engine)
	return m.plan, err
}

// inputs declares the inputs with the types that they are fed.
func (m *builder) inputs(feeds map[string]*tensor.Tensor) {
	for _, name := range slices.Sorted(maps.Keys(feeds)) {
		t, v := feeds[name], m.b.values[name]
		m.plan.types[name] = t.String()
		if v.by != nil {
			continue // YieldOp's
		}
		typ := &onnxio.TensorType{Elem: t.Elem, HasShape: true, Shape: make([]onnxio.Dim, len(t.Shape))}
		for i, d := range t.Shape {
			typ.Shape[i].Value = d
		}
		m.values[v] = m.model.Graph.AddInput(name, typ)
	}
}

// constants adds the initializers that something reads.
func (m *builder) constants() error {
	for _, name := range slices.Sorted(maps.Keys(m.b.values)) {
		v := m.b.values[name]
		if !v.isConstant(m.border) || !v.read {
			continue
		}
		from := v.content(m.border)
		t, err := toEngine(from)
		if err != nil {
			return fmt.Errorf("initializer %q cannot be read: %w", name, err)
		}
		m.plan.constants[v] = from
		m.values[v] = m.model.Graph.AddInitializer(onnxio.NewTensor(name, t.Elem, t.Shape, t.Data))
	}
	return nil
}

// nodes adds the operations in their order.
func (m *builder) nodes() {
	g := m.model.Graph
	nodes := make([]*onnxio.Node, len(m.b.ops))
	for i, o := range m.b.ops {
		nodes[i] = g.NewNode(o.domain, o.name, "", m.list(o.in), m.list(o.out), o.attrs...)
	}
	g.SetNodes(nodes)
}

func (m *builder) list(in []*value) []*onnxio.Value {
	out := make([]*onnxio.Value, len(in))
	for i, v := range in {
		if v != nil {
			out[i] = m.value(v)
		}
	}
	return out
}

// value is the engine's value for v.
func (m *builder) value(v *value) *onnxio.Value {
	if m.values[v] == nil {
		m.values[v] = m.model.Graph.NewValue(v.name)
		m.values[v].Type = m.stated(v)
	}
	return m.values[v]
}
