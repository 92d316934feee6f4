package pass

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// buildLate makes the late patch of every kept site where it is legal. For
// Z = Gemm(Y, W), with dZ the gradient that arrives behind the Relu's consumer:
//
//	dW = Gemm(dZ, Y)              dW = Gemm(dZ, Y)
//	                              M = UnSwagPack(Y); dZ' = UnSwagTie(dZ, M, dW)
//	dY = Gemm(dZ, W)              dY = Gemm(dZ', W)
//	dX = ReluGrad(dY, Y)          dX = UnSwagGradMask(dY, M)
//
// so that dY is formed only after Y's last reader, dW, has run and Y is gone. Not made
// where the node that forms dY reads Y itself (ConvGrad), where a reader of Y needs dY,
// or where Y stays to the end of the step.
func buildLate(c *Context) error {
	l := &later{c: c, slots: map[slot]string{}}
	plans := make([]*latePlan, 0, len(c.Sites))
	for i, s := range c.Sites {
		if i&0xfff == 0 && c.Err() != nil {
			return c.Err()
		}
		if p, reason := l.plan(s); p == nil {
			s.LateReason = reason
		} else {
			plans = append(plans, p)
		}
	}
	for _, p := range breakCycles(c, plans) {
		if reason := l.taken(p); reason != "" {
			p.s.LateReason = reason
			continue
		}
		p.s.Late = l.patch(p)
	}
	return nil
}

// slot is one input of one node.
type slot struct {
	n *onnxio.Node
	i int
}

// latePlan is a late rewrite before it is made: the inputs that get a tie.
type latePlan struct {
	s     *Site
	slots []slot
}

// later makes late patches.
type later struct {
	c     *Context
	slots map[slot]string // input that a patch ties -> the site's label
}

// plan decides whether and where the site's ties go.
func (l *later) plan(s *Site) (*latePlan, string) {
	switch {
	case l.c.Options.Policy == Always:
		return nil, "-policy always makes the mask in the forward pass"
	case s.pinned != "":
		return nil, s.pinned
	case s.Dies:
		return nil, "nothing else reads " + quote(s.stash.Name) + " in the backward pass: the mask frees it early"
	case mixedReads(s):
		return nil, "its gradients read both the Relu's input and its output"
	}
	p := &latePlan{s: s}
	for _, gr := range s.Gradients {
		at, reason := l.ties(s, gr)
		if reason != "" {
			return nil, reason
		}
		for _, t := range at {
			if !contains(p.slots, t) {
				p.slots = append(p.slots, t)
			}
		}
	}
	return p, ""
}

func contains(slots []slot, t slot) bool {
	for _, s := range slots {
		if s == t {
			return true
		}
	}
	return false
}

// mixedReads reports whether some gradients read X and others Y.
func mixedReads(s *Site) bool {
	if s.Reads == "Y" {
		return false
	}
	for _, g := range s.Gradients {
		if throughViews(g.A, isReluOutput, nil) == s.Y {
			return true
		}
	}
	return false
}

// ties finds the inputs to tie for one gradient. Where dY is the sum of the gradients
// of several consumers, each of their producers is tied that can be; otherwise the
// producer of dY itself.
func (l *later) ties(s *Site, gr *Gradient) ([]slot, string) {
	dy := base(gr.DY)
	p := dy.Producer
	if p == nil || dy.Graph() != gr.Node.Graph() || l.c.facts.inForward(p) {
		return nil, "no node of the backward pass computes " + quote(gr.DY.Name)
	}
	if isSum(p) {
		var out []slot
		for _, in := range p.Inputs() {
			if in == nil || base(in).Producer == nil {
				continue
			}
			if t, reason := l.tie(s, base(in).Producer); reason == "" {
				out = append(out, t)
			}
		}
		if len(out) > 0 {
			return out, ""
		}
	}
	t, reason := l.tie(s, p)
	if reason != "" {
		return nil, reason
	}
	return []slot{t}, ""
}

func isSum(n *onnxio.Node) bool { return n.Is("", "Sum") || n.Is("", "Add") }

// tie finds the input of p that carries the gradient.
func (l *later) tie(s *Site, p *onnxio.Node) (slot, string) {
	if l.c.facts.gradient[p.Pos] {
		return slot{}, quote(p.Label()) + ", which computes dY, is the gradient of another Relu"
	}
	if l.c.facts.inForward(p) {
		return slot{}, quote(p.Label()) + " belongs to the forward pass"
	}
	for _, r := range s.readers {
		if r == p {
			return slot{}, fmt.Sprintf("%q computes dY and reads %q in one node", p.Label(), s.stash.Name)
		}
	}
	for _, r := range s.readers {
		switch reaches(l.c, p, r) {
		case yes:
			return slot{}, fmt.Sprintf("%q, which reads %q, needs what %q computes", r.Label(), s.stash.Name, p.Label())
		case unknown:
			return slot{}, fmt.Sprintf("it is too far to prove that %q does not need %q", r.Label(), p.Label())
		}
	}
	if i := l.gradientInput(s, p); i >= 0 {
		return slot{p, i}, ""
	}
	return slot{}, quote(p.Label()) + ", which computes dY, has no gradient that a node computes"
}

// gradientInput is the input of p that carries the gradient: of those that the
// backward pass computes the one at the highest level, as what is made from forward
// values only (a Reshape of Y for dW) lies below the gradients. -1 if there is none.
func (l *later) gradientInput(s *Site, p *onnxio.Node) int {
	best, level := -1, int32(-1)
	for i, in := range p.Inputs() {
		if in == nil || in.Graph() != p.Graph() || in.Producer == nil || l.c.facts.inForward(in.Producer) || base(in) == s.stash {
			continue
		}
		if k := l.c.facts.level[in.Producer.Pos]; k > level {
			best, level = i, k
		}
	}
	return best
}

// taken reports whether another patch ties one of the plan's inputs, and takes them
// otherwise.
func (l *later) taken(p *latePlan) string {
	for _, t := range p.slots {
		if other, ok := l.slots[t]; ok {
			return fmt.Sprintf("the gradient that %q reads is tied for %q", t.n.Label(), other)
		}
	}
	for _, t := range p.slots {
		l.slots[t] = p.s.Relu.Label()
	}
	return ""
}

// patch makes the nodes. The pack stands behind the last other reader, each tie
// before the node that reads it.
func (l *later) patch(plan *latePlan) *onnxio.Patch {
	g, s := l.c.Model.Graph, plan.s
	m := newMask(l.c, s, s.stash)
	p := &onnxio.Patch{}
	p.Insert = append(p.Insert, onnxio.Insertion{Anchor: s.readers[len(s.readers)-1],
		Nodes: []*onnxio.Node{newPack(g, s, nodeName(s, "_pack"), s.stash, m, nil)}})
	tied := map[*onnxio.Value]*onnxio.Value{}
	for _, t := range plan.slots {
		in := t.n.Input(t.i)
		if tied[in] == nil {
			tied[in] = l.newTie(p, s, t, in, m, tieName(s, len(tied)))
		}
		p.Inputs = append(p.Inputs, onnxio.InputEdit{Node: t.n, Index: t.i, Value: tied[in]})
	}
	replaceGradients(p, g, s, m)
	return p
}

// tieName names the ties of one site apart: ONNX Runtime refuses two nodes of one name.
func tieName(s *Site, others int) string {
	if others == 0 {
		return nodeName(s, "_tie")
	}
	return nodeName(s, fmt.Sprintf("_tie%d", others+1))
}

func (l *later) newTie(p *onnxio.Patch, s *Site, t slot, in, m *onnxio.Value, name string) *onnxio.Value {
	g := l.c.Model.Graph
	out := g.NewValue(in.Name + "_tied")
	l.c.Types.Declare(out, l.c.Types.Of(in))
	inputs := []*onnxio.Value{in, m}
	for _, r := range s.readers {
		if o := firstOutput(r); o != nil && o != in {
			inputs = append(inputs, o)
		}
	}
	tie := g.NewNode(Domain, OpTie, name, inputs, []*onnxio.Value{out})
	p.Insert = append(p.Insert, onnxio.Insertion{Anchor: t.n, Before: true, Nodes: []*onnxio.Node{tie}})
	return out
}

func firstOutput(n *onnxio.Node) *onnxio.Value {
	for _, o := range n.Outputs() {
		if o != nil {
			return o
		}
	}
	return nil
}
