package interp

import (
	"context"
	"fmt"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Feeds are the inputs of a run by name. Tensors that the graph updates in place, such
// as accumulation buffers, are updated here.
type Feeds struct {
	Tensors   map[string]*tensor.Tensor
	Sequences map[string][]*tensor.Tensor
	// Probe is nil for most runs.
	Probe *Probe
}

// Output is one output of a run. Tensor is nil where it is a sequence.
type Output struct {
	Name     string
	Tensor   *tensor.Tensor
	Sequence []*tensor.Tensor
}

// Result is what a run computed and what memory it took. Bytes are elements times
// element size; inputs, initializers and constants are not counted.
type Result struct {
	// Outputs are the graph's outputs in their order.
	Outputs []Output
	// Yields are the inputs of YieldOps.
	Yields []Output
	// Held are the bytes of the forward pass that the backward pass reads, or that are
	// there at the end; Peak the most that was alive at once; ScratchPeak the most
	// that one operator used beside that.
	Held, Peak, ScratchPeak int64
	Timeline                []Moment
}

// Run runs the graph once.
func (p *Program) Run(ctx context.Context, feeds Feeds) (*Result, error) {
	r := &run{p: p, ctx: ctx, feeds: feeds, pool: p.pool, threads: newThreads(p.opt.Threads)}
	f := r.frame(p.main, nil)
	if err := r.feed(f); err != nil {
		return nil, err
	}
	if err := f.run(); err != nil {
		return nil, err
	}
	l := f.ledger
	out := &Result{Held: l.held, Peak: l.peak, ScratchPeak: l.scratchPeak, Timeline: l.timeline, Yields: r.yields}
	for _, v := range p.model.Graph.Outputs {
		s, err := f.get(v)
		if err != nil {
			return nil, err
		}
		out.Outputs = append(out.Outputs, Output{v.Name, s.t, s.seq})
	}
	return out, nil
}

// run is one run of a program.
type run struct {
	p       *Program
	ctx     context.Context
	feeds   Feeds
	pool    *pool
	threads *threads
	yields  []Output
	random  uint64 // calls of Random so far
}

// frame is one graph at work.
type frame struct {
	r      *run
	plan   *graphPlan
	outer  *frame // of the node whose body this is, for captures
	slots  []slot // by value ID
	reads  []int32
	ledger *ledger
}

// slot is what a value holds.
type slot struct {
	t   *tensor.Tensor
	seq []*tensor.Tensor
	buf *buffer
}

func (s slot) empty() bool { return s.t == nil && s.seq == nil }

func (r *run) frame(plan *graphPlan, outer *frame) *frame {
	f := &frame{r: r, plan: plan, outer: outer, slots: make([]slot, len(plan.kept)), reads: append([]int32(nil), plan.reads...),
		ledger: &ledger{pool: r.pool}}
	for id, t := range plan.constants {
		f.slots[id] = slot{t: t, buf: &buffer{}}
	}
	return f
}

// get finds the value here or in an outer graph.
func (f *frame) get(v *onnxio.Value) (slot, error) {
	for at := f; at != nil; at = at.outer {
		if at.plan.g == v.Graph() {
			if s := at.slots[v.ID]; !s.empty() {
				return s, nil
			}
			break
		}
	}
	return slot{}, fmt.Errorf("value %q was not computed", v.Name)
}

// set gives a value what a node made.
func (f *frame) set(v *onnxio.Value, s slot) {
	s.buf.readers += f.reads[v.ID]
	s.buf.kept = s.buf.kept || f.plan.kept[v.ID]
	f.slots[v.ID] = s
}

// run runs the steps in order.
func (f *frame) run() error {
	for i := range f.plan.steps {
		if err := f.r.ctx.Err(); err != nil {
			return err
		}
		s := &f.plan.steps[i]
		if err := f.step(s); err != nil {
			return fmt.Errorf("node %q (%s): %w", s.node.Label(), s.node.OpType, err)
		}
	}
	for _, s := range f.slots {
		if s.buf != nil && s.buf.kept {
			f.ledger.hold(s.buf)
		}
	}
	return nil
}

// step runs one node: its outputs are made before anything that it reads is freed.
func (f *frame) step(s *step) error {
	f.ledger.backward = s.backward
	c, err := f.call(s)
	if err != nil {
		return err
	}
	e := c.Engine.(*engine)
	defer e.giveBack()
	switch {
	case s.yield:
		err = e.yield(c)
	case s.kernel != nil:
		err = s.kernel(c)
	default:
		err = e.function(c)
	}
	if err != nil {
		return err
	}
	if err := f.outputs(s, c, e); err != nil {
		return err
	}
	f.ledger.note(s.node)
	f.free(s)
	return nil
}

// call gathers the inputs.
func (f *frame) call(s *step) (*ops.Call, error) {
	n := s.node
	c := &ops.Call{Node: n, Opset: s.opset, In: make([]*tensor.Tensor, len(n.Inputs())), Seqs: make([][]*tensor.Tensor, len(n.Inputs())),
		Out: make([]*tensor.Tensor, len(n.Outputs())), OutSeqs: make([][]*tensor.Tensor, len(n.Outputs()))}
	c.Engine = &engine{f: f, s: s, made: make([]*buffer, len(n.Outputs()))}
	for i, v := range n.Inputs() {
		if v == nil {
			continue
		}
		x, err := f.get(v)
		if err != nil {
			return nil, err
		}
		c.In[i], c.Seqs[i] = x.t, x.seq
	}
	if s.backward {
		for _, v := range s.reads {
			if x, err := f.get(v); err == nil && v.Graph() == f.plan.g {
				f.ledger.hold(x.buf)
			}
		}
	}
	return c, nil
}

// outputs gives the node's outputs what the call made.
func (f *frame) outputs(s *step, c *ops.Call, e *engine) error {
	for i, v := range s.node.Outputs() {
		if v == nil {
			continue
		}
		x := slot{t: c.Out[i], seq: c.OutSeqs[i], buf: e.made[i]}
		if x.empty() {
			return fmt.Errorf("output %d was not made", i)
		}
		if p := f.r.feeds.Probe; p != nil && f.outer == nil && x.t != nil {
			if err := p.touch(v.Name, x.t, e.made[i] != nil); err != nil {
				return err
			}
		}
		if i == s.view {
			in, err := f.get(s.node.Input(0))
			if err != nil {
				return err
			}
			// The buffer of an outer graph lives until the node of this body has run.
			if x.buf = in.buf; s.node.Input(0).Graph() != f.plan.g {
				x.buf = nil
			}
		}
		if x.buf == nil { // a constant, or what was an input
			x.buf = &buffer{}
		}
		f.set(v, x)
	}
	return nil
}

// free frees what nothing reads any more: of what the node read and of what it made.
func (f *frame) free(s *step) {
	for _, v := range s.reads {
		if v.Graph() != f.plan.g {
			continue
		}
		x := &f.slots[v.ID]
		f.reads[v.ID]--
		x.buf.readers--
		f.ledger.release(x.buf)
		if f.reads[v.ID] == 0 && !f.plan.kept[v.ID] {
			x.seq = nil
			if x.t != nil { // what asks for the shape alone may still come
				x.t = &tensor.Tensor{Elem: x.t.Elem, Shape: x.t.Shape}
			}
		}
	}
	for _, v := range s.node.Outputs() {
		if v != nil {
			f.ledger.release(f.slots[v.ID].buf)
		}
	}
}
