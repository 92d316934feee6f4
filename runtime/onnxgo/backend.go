package onnxgo

import (
	"fmt"
	"strings"

	"github.com/owulveryck/onnx-go"
	"github.com/owulveryck/onnx-go/backend"
	"gonum.org/v1/gonum/graph"
	"gonum.org/v1/gonum/graph/simple"

	"github.com/unswag/unswagc/onnxio"
)

// firstID is the ID of the first node. Smaller ones are the indices that
// onnx.Model.SetInput asks for; see Backend.Node.
const firstID = 1 << 32

// maxInputs is more inputs than any node has.
const maxInputs = 1 << 20

// Backend is a computation backend of onnx-go on the embedded engine. It takes one
// model, which may run any number of times, one run at a time. Make it with New.
type Backend struct {
	opt Options
	// assumed: Options.Opset was not given.
	assumed bool
	domains map[string]string
	// wanted are the names of Options.Outputs; nil: not given.
	wanted map[string]bool

	nodes []*node
	// values are what the nodes stand for, by name: onnx-go makes a second node where a
	// model declares a value twice.
	values map[string]*value
	ops    []*operation
	// pending are the inputs of the operation to come, by output.
	pending map[int64][]*node
	edges   edges

	// listed are the inputs as of a number of nodes and operations.
	listed struct {
		nodes, ops int
		inputs     []*value
	}
	plan *plan
	// err is what was wrong with a call that cannot return an error.
	err error
	// held and peak are of the last run.
	held, peak int64
}

var _ backend.ComputationBackend = (*Backend)(nil)

// operation is one node of the model. Omitted inputs and outputs are nil.
type operation struct {
	name, domain string
	attrs        []*onnxio.Attr
	in, out      []*value
}

// New makes an empty backend.
func New(o Options) *Backend {
	assumed := o.Opset == 0
	if assumed {
		o.Opset = DefaultOpset
	}
	b := &Backend{opt: o, assumed: assumed, domains: map[string]string{}, values: map[string]*value{}, pending: map[int64][]*node{}, edges: newEdges()}
	if o.Outputs != nil {
		b.wanted = map[string]bool{}
		for _, name := range o.Outputs {
			b.wanted[name] = true
		}
	}
	return b
}

// fail keeps the first error of the calls that cannot return one; Run returns it.
func (b *Backend) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// NewNode makes a node, which AddNode puts into the graph.
func (b *Backend) NewNode() graph.Node { return &node{b: b, id: firstID + int64(len(b.nodes)), at: -1} }

// AddNode adds a node of NewNode. Its name must be set: nodes of one name stand for one
// value, and one without a name for an input or output that is left out.
func (b *Backend) AddNode(g graph.Node) {
	n, ok := g.(*node)
	if !ok || n.b != b || n.at >= 0 {
		b.fail("AddNode was given a node that NewNode of this backend did not make, or that was added before")
		return
	}
	n.at, n.id = len(b.nodes), firstID+int64(len(b.nodes))
	b.nodes = append(b.nodes, n)
	if n.name == "" {
		n.v = &value{first: n.at}
		return
	}
	v := b.values[n.name]
	switch {
	case v == nil:
		v = &value{name: n.name, first: n.at}
		b.values[n.name] = v
	case v.by != nil:
		b.fail("value %q is declared again after %s computed it: a backend takes one model", n.name, v.by.name)
	}
	v.last = n.at
	n.v = v
}

// NewWeightedEdge makes an edge from what an operation gives to what it reads; the
// weight is the position of the input.
func (b *Backend) NewWeightedEdge(from, to graph.Node, weight float64) graph.WeightedEdge {
	return simple.WeightedEdge{F: from, T: to, W: weight}
}

// SetWeightedEdge adds an edge. Those of one operation come before its ApplyOperation.
func (b *Backend) SetWeightedEdge(e graph.WeightedEdge) {
	if e == nil {
		b.fail("SetWeightedEdge was given no edge")
		return
	}
	from, to := b.own(e.From()), b.own(e.To())
	if from == nil || to == nil {
		b.fail("SetWeightedEdge was given an edge between nodes that are not in this backend")
		return
	}
	i := int(e.Weight())
	if float64(i) != e.Weight() || i < 0 || i > maxInputs {
		b.fail("the edge from %q to %q has the weight %v, want the position of an input", from.name, to.name, e.Weight())
		return
	}
	b.edges.add(e)
	for len(b.pending[from.id]) <= i {
		b.pending[from.id] = append(b.pending[from.id], nil)
	}
	b.pending[from.id][i] = to
}

// own is the node if it was added to this backend, nil otherwise.
func (b *Backend) own(g graph.Node) *node {
	if n, ok := g.(*node); ok && n.b == b && n.at >= 0 {
		return n
	}
	return nil
}

// ApplyOperation takes an operation whose outputs are the given nodes. Whether the
// engine has it is told by Run, which names all that are missing at once.
func (b *Backend) ApplyOperation(o onnx.Operation, outputs ...graph.Node) (err error) {
	defer recovered("taking a node of the operator "+o.Name, &err)
	op := &operation{name: o.Name, domain: b.domain(o.Name)}
	if op.attrs, err = attributes(o); err != nil {
		return err
	}
	if len(outputs) == 0 {
		return fmt.Errorf("a node of the operator %s has no outputs, so nothing could be read of what it does: take it out of the model", o.Name)
	}
	for _, g := range outputs {
		n := b.own(g)
		if n == nil {
			return fmt.Errorf("%s was given an output that is not in this backend", o.Name)
		}
		op.out = append(op.out, n.v.unlessOmitted())
	}
	for _, n := range b.pending[outputs[0].ID()] {
		if n == nil {
			op.in = append(op.in, nil)
			continue
		}
		op.in = append(op.in, n.v.unlessOmitted())
	}
	for _, g := range outputs {
		delete(b.pending, g.ID())
	}
	if len(op.in) == 1 && op.in[0].stub() {
		op.in = nil
	}
	if b.assumed && op.domain == "" {
		if err := older(o, len(op.in)); err != nil {
			return err
		}
	}
	return b.add(op)
}

// add enters an operation.
func (b *Backend) add(op *operation) error {
	for _, v := range op.out {
		if v == nil {
			continue
		}
		if v.by != nil {
			return fmt.Errorf("value %q is computed by %s and again by %s: a value of a model has one source", v.name, v.by.name, op.name)
		}
		v.by = op
	}
	for _, v := range op.in {
		if v != nil {
			v.read = true
		}
	}
	if strings.HasPrefix(op.name, "InPlaceAccumulator") && len(op.in) > 0 && op.in[0] != nil {
		op.in[0].buffer = true
	}
	b.ops = append(b.ops, op)
	b.plan = nil
	return nil
}
