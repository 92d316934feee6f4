package pass

import (
	"fmt"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// finder assigns gradients to Relus. Values are looked up by ID.
type finder struct {
	c *Context
	// byX holds, per value, the Relu whose input is a view of it; of several the one
	// whose output has the smallest name, so that file order does not matter.
	byX   []*onnxio.Node
	relus []*onnxio.Node
	sites []*Site // by the position of the Relu
	// rejected holds, per Relu, the label and rule of a rejected gradient.
	rejected map[*onnxio.Node]Skip
}

// findSites fills c.Sites, in file order of the Relus, and c.Skips.
func findSites(c *Context) error {
	g := c.Model.Graph
	f := &finder{c: c, byX: make([]*onnxio.Node, len(g.Values())),
		sites: make([]*Site, len(g.Nodes())), rejected: map[*onnxio.Node]Skip{}}
	var gradients []verdict
	for i, n := range g.Nodes() {
		if i&0xffff == 0 && c.Err() != nil {
			return c.Err()
		}
		f.noteRelu(n)
		if v := matchForms(c, n); v.gradient != nil {
			gradients = append(gradients, v)
		}
	}
	for _, v := range gradients {
		f.take(v)
	}
	for _, r := range f.relus {
		if s := f.sites[r.Pos]; s != nil {
			f.finish(s)
		} else {
			f.explainRelu(r)
		}
	}
	f.skipInner(g)
	for _, fn := range c.Model.Functions {
		if fn.Domain != Domain {
			f.skipPatterns(fn.Body, "function", "in the body of function "+fn.Domain+"."+fn.Name)
		}
	}
	return nil
}

// noteRelu notes n if it is a Relu, or a fused one.
func (f *finder) noteRelu(n *onnxio.Node) {
	switch {
	case isRelu(n):
		f.relus = append(f.relus, n)
		x := throughViews(n.Input(0), isReluOutput, nil)
		if x.Graph() != f.c.Model.Graph {
			return
		}
		old := f.byX[x.ID]
		if old == nil || n.Output(0).Name < old.Output(0).Name {
			f.byX[x.ID] = n
		}
	case isFusedRelu(n):
		f.relus = append(f.relus, n)
	}
}

// reluOf finds the Relu that value a belongs to and whether a shows its input; the
// views between are appended to chain. An output of one Relu that is the input of
// another belongs to the first.
func (f *finder) reluOf(a *onnxio.Value, chain *[]*onnxio.Node) (relu *onnxio.Node, readsX bool) {
	v := throughViews(a, isReluOutput, chain)
	if v.Graph() != f.c.Model.Graph {
		return nil, false
	}
	if isReluOutput(v) {
		return v.Producer, false
	}
	return f.byX[v.ID], true
}

// take gives a matched gradient to its site, or records why not.
func (f *finder) take(v verdict) {
	g := v.gradient
	relu, _ := f.reluOf(g.A, &g.chain)
	if relu == nil {
		if g.Form == "ReluGrad" {
			f.skip(g.Node, "no-relu", quote(g.A.Name)+" is neither the input nor the output of a Relu")
		}
		return
	}
	if v.rule == "" && f.c.facts.inForward(g.Node) {
		v.rule, v.reason = "forward", "it belongs to the forward pass"
	}
	if v.rule == "" && g.A.Graph() != g.Node.Graph() {
		v.rule, v.reason = "subgraph", "it reads across a subgraph"
	}
	if v.rule != "" {
		f.skip(g.Node, v.rule, v.reason)
		f.rejected[relu] = Skip{Node: g.Node.Label(), Rule: v.rule}
		return
	}
	s := f.sites[relu.Pos]
	if s == nil {
		s = &Site{Relu: relu, Y: relu.Output(0)}
		f.sites[relu.Pos] = s
	}
	s.Gradients = append(s.Gradients, g)
}

// finish checks the site as a whole and adds it to the context.
func (f *finder) finish(s *Site) {
	if isRelu(s.Relu) {
		s.X = s.Relu.Input(0)
	}
	if r := f.captured(s); r != "" {
		f.skip(s.Relu, "subgraph", r)
		return
	}
	f.onePredicate(s)
	s.Producer = producerOf(s.Relu)
	s.Reads = "Y"
	s.stash = s.Y
	for _, g := range s.Gradients {
		if _, x := f.reluOf(g.A, nil); x {
			s.Reads = "X"
			s.stash = base(s.X)
		}
	}
	f.c.Sites = append(f.c.Sites, s)
}

// captured tells which graph inside a node reads the site's tensors, or "".
func (f *finder) captured(s *Site) string {
	vs := []*onnxio.Value{s.Y, s.X}
	for _, g := range s.Gradients {
		vs = append(vs, g.A)
	}
	for _, v := range vs {
		if v == nil {
			continue
		}
		for _, u := range v.Uses() {
			if u.Node.Graph() != v.Graph() {
				return fmt.Sprintf("a graph inside node %q reads %q", u.Node.Graph().Owner.Label(), v.Name)
			}
		}
	}
	return ""
}

// onePredicate drops the gradients whose predicate is not the site's: gt0 if any
// gradient has it. One mask cannot serve both, as they differ where A is NaN.
func (f *finder) onePredicate(s *Site) {
	want := s.Gradients[0].Predicate
	for _, g := range s.Gradients {
		if g.Predicate == predGt0 {
			want = predGt0
		}
	}
	s.Gradients = slices.DeleteFunc(s.Gradients, func(g *Gradient) bool {
		if g.Predicate == want {
			return false
		}
		f.skip(g.Node, "mixed-predicate", "another gradient of the Relu has predicate "+want)
		return true
	})
}

func (f *finder) skip(n *onnxio.Node, rule, reason string) {
	f.c.Skips = append(f.c.Skips, Skip{Node: n.Label(), Rule: rule, Reason: reason})
}
