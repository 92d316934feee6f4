package memory

import (
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// Boundary is where the forward pass ends and the backward pass starts.
type Boundary struct {
	// Values are the boundary's values (loss and what the loss gradient reads, or
	// YieldOp's inputs).
	Values []*onnxio.Value
	// Reason names what was found: "YieldOp", "-loss", "loss gradient nodes",
	// "first scalar float output".
	Reason string
	// Forward holds for each node position of the main graph whether the node
	// belongs to the forward pass: ancestors of the boundary, and any other node
	// that depends on no gradient, unless it serves nothing but backward nodes: such
	// a node (a Reshape of Y for dW, the comparison of a decomposed gradient, a late
	// UnSwagPack) is run when they need it, wherever it stands. All others are
	// backward. Where nothing tells which values are gradients (a bare loss value),
	// every node that is no ancestor of the boundary is backward.
	Forward []bool

	arrays *arrays
	listed map[*onnxio.Value]bool
}

// ErrNoLoss says that no boundary was found; its text tells to give -loss NAME.
type ErrNoLoss struct{}

func (ErrNoLoss) Error() string { return "no loss found, give -loss NAME" }

// FindBoundary finds the boundary; loss is the name given by -loss, or "". In this
// order: the inputs of YieldOp nodes; loss; the inputs of the loss gradients
// (*LossGrad, *LossInternalGrad) and the first outputs of the losses they belong to;
// the first graph output that is a float scalar which a node produces. The error is
// ErrNoLoss, or says that loss names no value of the graph.
func FindBoundary(g *onnxio.Graph, sh *shape.Result, loss string) (*Boundary, error) {
	f := &finder{a: newArrays(g)}
	f.order = identity(len(f.a.nodes))
	f.producer = f.a.producers(f.order)
	f.order = f.a.topological(f.order, f.producer)
	b := &Boundary{arrays: f.a, listed: map[*onnxio.Value]bool{}}
	yields, grads := gradientSources(g)
	sources := append(append([]*onnxio.Node{}, yields...), grads...)
	switch {
	case len(yields) > 0:
		b.Reason = "YieldOp"
		for _, n := range yields {
			b.add(n.Inputs()...)
		}
	case loss != "":
		v := g.Value(loss)
		if v == nil {
			return nil, fmt.Errorf("-loss %s: the main graph has no value of that name", loss)
		}
		b.Reason = "-loss"
		b.add(v)
	case len(grads) > 0:
		b.Reason = "loss gradient nodes"
		f.lossGradients(b, grads)
	default:
		v := scalarOutput(g, sh)
		if v == nil {
			return nil, ErrNoLoss{}
		}
		b.Reason = "first scalar float output"
		b.add(v)
	}
	b.Forward = f.classify(b.Values, sources)
	return b, nil
}

// add appends the values that are not listed yet.
func (b *Boundary) add(values ...*onnxio.Value) {
	for _, v := range values {
		if v != nil && !b.listed[v] {
			b.listed[v] = true
			b.Values = append(b.Values, v)
		}
	}
}

// gradientSources lists the nodes whose outputs are the first gradients.
func gradientSources(g *onnxio.Graph) (yields, grads []*onnxio.Node) {
	for _, n := range g.Nodes() {
		switch {
		case n.Is(ms, "YieldOp"):
			yields = append(yields, n)
		case strings.HasSuffix(n.OpType, "LossGrad"), strings.HasSuffix(n.OpType, "LossInternalGrad"):
			grads = append(grads, n)
		}
	}
	return yields, grads
}

// lossGradients adds what the loss gradients read, as far as it is no gradient
// itself (of a loss further on), and the losses.
func (f *finder) lossGradients(b *Boundary, grads []*onnxio.Node) {
	dep := f.dependents(grads)
	losses := map[string]bool{}
	for _, n := range grads {
		losses[strings.TrimSuffix(n.OpType, "Grad")] = true
		for _, v := range n.Inputs() {
			if v != nil && (v.Producer == nil || v.Graph() == f.a.g && !dep[v.Producer.Pos]) {
				b.add(v)
			}
		}
	}
	for _, n := range f.a.nodes {
		if losses[n.OpType] && !dep[n.Pos] {
			b.add(n.Output(0))
		}
	}
}

// scalarOutput returns the first graph output that is a float scalar and comes from a
// node; shape [1] counts where there is none of rank 0.
func scalarOutput(g *onnxio.Graph, sh *shape.Result) *onnxio.Value {
	var single *onnxio.Value
	for _, v := range g.Outputs {
		if v == nil || v.Producer == nil {
			continue
		}
		t := sh.Of(v)
		switch t.Elem {
		case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
		default:
			continue
		}
		if t.Ranked && len(t.Dims) == 0 {
			return v
		}
		if t.Ranked && len(t.Dims) == 1 && single == nil {
			if k, ok := t.Dims[0].Int(); ok && k == 1 {
				single = v
			}
		}
	}
	return single
}

// finder holds what FindBoundary computes with: the nodes in topological order.
type finder struct {
	a               *arrays
	order, producer []int32
}

// dependents marks the sources and every node that depends on them.
func (f *finder) dependents(sources []*onnxio.Node) []bool {
	dep := make([]bool, len(f.a.recs))
	for _, n := range sources {
		dep[n.Pos] = true
	}
	for _, id := range f.order {
		for _, v := range f.a.reads(id) {
			if v >= 0 && f.producer[v] >= 0 && dep[f.producer[v]] {
				dep[id] = true
				break
			}
		}
	}
	return dep
}

// classify returns which nodes are forward.
func (f *finder) classify(values []*onnxio.Value, sources []*onnxio.Node) []bool {
	forward := make([]bool, len(f.a.recs))
	for _, v := range values {
		if v.Graph() == f.a.g && f.producer[v.ID] >= 0 {
			forward[f.producer[v.ID]] = true
		}
	}
	for i := len(f.order) - 1; i >= 0; i-- {
		id := f.order[i]
		if !forward[id] {
			continue
		}
		for _, v := range f.a.reads(id) {
			if v >= 0 && f.producer[v] >= 0 {
				forward[f.producer[v]] = true
			}
		}
	}
	if len(sources) > 0 {
		f.others(forward, f.dependents(sources))
	}
	return forward
}

// others marks, behind the ancestors, the nodes that depend on no gradient and serve
// more than backward nodes.
func (f *finder) others(forward, dep []bool) {
	// served: read by a backward node; needed: read by a forward node, or kept.
	served := make([]bool, len(forward))
	needed := make([]bool, len(forward))
	for i := len(f.order) - 1; i >= 0; i-- {
		id := f.order[i]
		for _, v := range f.a.makes(id) {
			needed[id] = needed[id] || v >= 0 && f.a.kept[v]
		}
		if !dep[id] && (needed[id] || !served[id]) {
			forward[id] = true
		}
		for _, v := range f.a.reads(id) {
			if v < 0 || f.producer[v] < 0 {
				continue
			}
			if forward[id] {
				needed[f.producer[v]] = true
			} else {
				served[f.producer[v]] = true
			}
		}
	}
}
