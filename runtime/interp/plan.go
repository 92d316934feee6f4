package interp

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/tensor"
)

// graphPlan is a graph in the order in which it runs.
type graphPlan struct {
	g     *onnxio.Graph
	steps []step
	// reads counts, by value ID, the steps that read a value, captures included.
	reads []int32
	// kept marks, by value ID, what lives to the end of the run.
	kept []bool
	// constants are the tensors of initializers, by value ID.
	constants map[int32]*tensor.Tensor
}

// step is one node.
type step struct {
	node   *onnxio.Node
	kernel ops.Kernel
	// body is the function that runs where there is no kernel.
	body     *onnxio.Function
	opset    int64
	backward bool
	yield    bool
	// reads are the values that the step reads, each once: inputs and captures. Those
	// of a node that asks only for a shape are not in it.
	reads []*onnxio.Value
	alias memory.Alias
	view  int // the output that is a view of input 0, or -1
}

// plan resolves the nodes of a graph.
func (p *Program) plan(g *onnxio.Graph, order []*onnxio.Node, missing map[string]bool) (*graphPlan, error) {
	gp := &graphPlan{g: g, steps: make([]step, len(order)), constants: map[int32]*tensor.Tensor{}}
	p.plans[g] = gp
	gp.reads, gp.kept = make([]int32, len(g.Values())), make([]bool, len(g.Values()))
	for _, v := range g.Values() {
		gp.kept[v.ID] = v.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
		if v.Init == nil {
			continue
		}
		t, err := p.constant(v.Init)
		if err != nil {
			return nil, err
		}
		gp.constants[v.ID] = t
	}
	for i, n := range order {
		s, err := p.step(n, missing)
		if err != nil {
			return nil, err
		}
		gp.steps[i] = s
		for _, v := range s.reads {
			if v.Graph() == g {
				gp.reads[v.ID]++
			}
		}
	}
	return gp, nil
}

// step resolves one node.
func (p *Program) step(n *onnxio.Node, missing map[string]bool) (step, error) {
	s := step{node: n, kernel: ops.Lookup(n.Domain, n.OpType), opset: p.opset[n.Domain], view: memory.ViewOutput(n)}
	s.yield = n.Is("com.microsoft", "YieldOp")
	s.alias, _ = memory.AliasOf(n)
	s.reads = readsOf(n)
	if s.kernel == nil {
		s.body = p.funcs[ops.Key{Domain: n.Domain, Op: n.OpType}]
	}
	switch {
	case s.kernel != nil || s.yield:
	case s.body != nil:
		if _, done := p.plans[s.body.Body]; !done {
			if _, err := p.plan(s.body.Body, s.body.Body.Nodes(), missing); err != nil {
				return s, err
			}
		}
	case n.Domain == "" || n.Domain == "ai.onnx":
		missing[n.OpType] = true
	default:
		missing[n.Domain+"."+n.OpType] = true
	}
	for _, a := range n.Attrs {
		for _, g := range a.Graphs() {
			if _, err := p.plan(g, g.Nodes(), missing); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

// readsOf lists the values that a node needs, each once.
func readsOf(n *onnxio.Node) []*onnxio.Value {
	var out []*onnxio.Value
	seen := map[*onnxio.Value]bool{}
	add := func(v *onnxio.Value) {
		if v != nil && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	if memory.HoldsInput(n, 0) {
		for _, v := range n.Inputs() {
			add(v)
		}
	}
	for _, v := range captures(n) {
		add(v)
	}
	return out
}

// captures lists the values of outer graphs that the bodies of n read.
func captures(n *onnxio.Node) []*onnxio.Value {
	var out []*onnxio.Value
	for _, a := range n.Attrs {
		for _, g := range a.Graphs() {
			out = append(out, outerReads(g)...)
		}
	}
	return out
}

func outerReads(g *onnxio.Graph) []*onnxio.Value {
	var out []*onnxio.Value
	for _, n := range g.Nodes() {
		for _, v := range n.Inputs() {
			if v != nil && v.Graph() != g {
				out = append(out, v)
			}
		}
		for _, v := range captures(n) {
			if v.Graph() != g {
				out = append(out, v)
			}
		}
	}
	for _, v := range g.Outputs {
		if v.Graph() != g {
			out = append(out, v)
		}
	}
	return out
}

// constant decodes an initializer once.
func (p *Program) constant(t *onnxio.Tensor) (*tensor.Tensor, error) {
	if c, ok := p.constants[t]; ok {
		return c, nil
	}
	c, err := tensor.FromONNX(t)
	if err != nil {
		return nil, err
	}
	p.constants[t] = c
	return c, nil
}
