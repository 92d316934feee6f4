package pass

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/sym"
)

// classifyStashes finds out, for each site, who else keeps the tensor that the
// gradients read.
func classifyStashes(c *Context) error {
	for _, s := range c.Sites {
		for _, g := range s.Gradients {
			c.facts.gradient[g.Node.Pos] = true
		}
	}
	for _, s := range c.Sites {
		s.removed = removable(s)
		w := &readerWalk{c: c, s: s, gone: map[*onnxio.Node]bool{}}
		for _, n := range s.removed {
			w.gone[n] = true
		}
		for _, g := range s.Gradients {
			w.gone[g.Node] = true
		}
		w.from(s.stash)
		s.KeptBy = w.keptBy()
		s.Dies = len(s.KeptBy) == 0
		s.Before, s.After = stashBytes(c, s.stash), stashBytes(c, s.stash)
	}
	return nil
}

// stashBytes is the size of v, 0 where it is unknown.
func stashBytes(c *Context, v *onnxio.Value) sym.Poly {
	b, _ := c.Types.Bytes(v)
	return b
}

// removable lists the chain nodes that nothing but the site's gradients reads, those
// that stand nearer to a gradient first.
func removable(s *Site) []*onnxio.Node {
	left := map[*onnxio.Node]int{}
	for _, g := range s.Gradients {
		for _, n := range g.chain {
			if _, ok := left[n]; !ok {
				left[n] = usesOf(n)
			}
		}
	}
	if len(left) == 0 {
		return nil
	}
	var out, work []*onnxio.Node
	for _, g := range s.Gradients {
		work = append(work, g.Node)
	}
	for len(work) > 0 {
		n := work[0]
		work = work[1:]
		for i, v := range n.Inputs() {
			if v == nil || v.Producer == nil || !replacedInput(s, n, i) {
				continue
			}
			p := v.Producer
			if k, ok := left[p]; ok && k > 0 {
				if left[p]--; left[p] == 0 {
					out, work = append(out, p), append(work, p)
				}
			}
		}
	}
	return out
}

// replacedInput reports whether input i of n is not read any more after the rewrite:
// every input of a node that goes, and all but dY of a gradient.
func replacedInput(s *Site, n *onnxio.Node, i int) bool {
	for _, g := range s.Gradients {
		if g.Node == n {
			return n.Input(i) != g.DY
		}
	}
	return true
}

// usesOf counts the readers of n's outputs, the world outside the nodes included.
func usesOf(n *onnxio.Node) int {
	k := 0
	for _, o := range n.Outputs() {
		if o == nil {
			continue
		}
		k += len(o.Uses())
		if o.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0 {
			k++
		}
	}
	return k
}

// readerWalk collects who reads a tensor as data in the backward pass.
type readerWalk struct {
	c    *Context
	s    *Site
	gone map[*onnxio.Node]bool
	seen map[*onnxio.Node]bool
	own  []string
}

// from follows v through its views.
func (w *readerWalk) from(v *onnxio.Value) {
	if outside(v) {
		w.pin("graph input", quote(v.Name)+" is a graph input or an initializer and stays in memory")
	}
	work := []*onnxio.Value{v}
	for len(work) > 0 {
		v, work = work[0], work[1:]
		if v.Is(onnxio.GraphOutput) {
			w.pin("graph output "+v.Name, quote(v.Name)+" is a graph output and stays to the end of the step")
		}
		if v.Is(onnxio.TrainingBinding) {
			w.pin("training binding "+v.Name, quote(v.Name)+" is named in a training binding and stays to the end of the step")
		}
		for _, u := range v.Uses() {
			n := u.Node
			switch {
			case w.gone[n] || !memory.ReadsData(n, int(u.Index)):
			case n.Graph() != v.Graph():
				w.pin("a graph inside "+n.Graph().Owner.Label(), "a graph inside a node reads "+quote(v.Name))
			case u.Index == 0 && memory.IsView(n) && n.Output(0) != nil:
				work = append(work, n.Output(0))
			case w.c.facts.inBackward(n):
				w.reader(n)
			}
		}
	}
}

func (w *readerWalk) pin(who, why string) {
	w.own = append(w.own, who)
	if w.s.pinned == "" {
		w.s.pinned = why
	}
}

func (w *readerWalk) reader(n *onnxio.Node) {
	if w.seen == nil {
		w.seen = map[*onnxio.Node]bool{}
	}
	if !w.seen[n] {
		w.seen[n] = true
		w.s.readers = append(w.s.readers, n)
	}
}

// keptBy names the readers in file order, then whatever else keeps the tensor.
func (w *readerWalk) keptBy() []string {
	slices.SortFunc(w.s.readers, func(a, b *onnxio.Node) int { return int(a.Pos - b.Pos) })
	var out []string
	for _, n := range w.s.readers {
		out = append(out, n.Label())
	}
	return append(out, w.own...)
}
