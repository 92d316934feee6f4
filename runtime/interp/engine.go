package interp

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/tensor"
)

// engine is what one call sees of the engine.
type engine struct {
	f *frame
	s *step
	// made are the buffers of the outputs, borrowed is memory that goes back to the pool.
	made     []*buffer
	borrowed [][]byte
}

// Alloc implements ops.Engine.
func (e *engine) Alloc(c *ops.Call, i int, elem onnxio.DType, shape []int64) *tensor.Tensor {
	bytes := tensor.Count(shape) * tensor.Size(elem)
	t := &tensor.Tensor{Elem: elem, Shape: slices.Clone(shape)}
	if e.s.node.Is("", "Constant") {
		t.Data = tensor.Alloc(bytes)
		return t
	}
	b := e.overwritten(i, bytes)
	if b == nil {
		b = e.f.ledger.allocate(bytes)
	}
	e.made[i], t.Data = b, b.data
	return t
}

// overwritten finds the input whose memory output i takes over: one that the alias table
// names, of the same size, that nothing reads after this node.
func (e *engine) overwritten(i int, bytes int64) *buffer {
	for _, o := range e.s.alias.Overs {
		v := e.s.node.Input(o.Input)
		if o.Output != i || v == nil || v.Graph() != e.f.plan.g {
			continue
		}
		b := e.f.slots[v.ID].buf
		if b.counted && !b.gone && !b.kept && b.bytes == bytes && b.readers == e.readsOf(b) {
			return e.f.ledger.takeOver(b)
		}
	}
	return nil
}

// readsOf counts the values in buffer b that this node reads.
func (e *engine) readsOf(b *buffer) int32 {
	var n int32
	for _, v := range e.s.reads {
		if v.Graph() == e.f.plan.g && e.f.slots[v.ID].buf == b {
			n++
		}
	}
	return n
}

// Scratch implements ops.Engine.
func (e *engine) Scratch(bytes int64) { e.f.ledger.scratch += bytes }

// Borrow implements ops.Engine. The memory comes in powers of two, so that few pieces
// serve many operators.
func (e *engine) Borrow(bytes int64) []byte {
	e.Scratch(bytes)
	if bytes <= 0 {
		return nil
	}
	data := e.f.ledger.pool.get(1 << bits.Len64(uint64(bytes-1)))
	e.borrowed = append(e.borrowed, data)
	return data[:bytes:bytes]
}

// giveBack returns what the call borrowed.
func (e *engine) giveBack() {
	for _, data := range e.borrowed {
		e.f.ledger.pool.put(data)
	}
	e.borrowed = nil
}

// Parallel implements ops.Engine.
func (e *engine) Parallel(n, grain int, f func(lo, hi int)) { e.f.r.threads.parallel(n, grain, f) }

// Random implements ops.Engine: a stream of its own for every call of a run.
func (e *engine) Random(n int64, seed *int64) []float32 {
	r := e.f.r
	r.random++
	s := uint64(r.p.opt.Seed)
	if seed != nil {
		s = uint64(*seed)
	}
	gen := rand.New(rand.NewPCG(s, r.random))
	out := make([]float32, n)
	for i := range out {
		out[i] = gen.Float32()
	}
	return out
}

// Body implements ops.Engine: what the graph's tensors take counts as scratch.
func (e *engine) Body(c *ops.Call, g *onnxio.Graph, in []ops.Item) ([]ops.Item, error) {
	plan := e.f.r.p.plans[g]
	if plan == nil {
		return nil, fmt.Errorf("graph %q is no body of a node", g.Name)
	}
	inner := e.f.r.frame(plan, e.f)
	for i, v := range g.Inputs {
		if i < len(in) && (in[i].Tensor != nil || in[i].Sequence != nil) {
			inner.set(v, slot{t: in[i].Tensor, seq: in[i].Sequence, buf: &buffer{}})
		}
	}
	if err := inner.run(); err != nil {
		return nil, err
	}
	e.f.ledger.scratch = max(e.f.ledger.scratch, inner.ledger.peak+inner.ledger.scratchPeak)
	out := make([]ops.Item, len(g.Outputs))
	for i, v := range g.Outputs {
		s, err := inner.get(v)
		if err != nil {
			return nil, err
		}
		out[i] = ops.Item{Tensor: s.t, Sequence: s.seq}
	}
	return out, nil
}

// function runs the body of a model-local function. Its outputs are copied, so that they
// count as any other.
func (e *engine) function(c *ops.Call) error {
	body := e.s.body.Body
	in := make([]ops.Item, len(c.In))
	for i := range in {
		in[i] = c.Item(i)
	}
	out, err := e.Body(c, body, in)
	if err != nil {
		return err
	}
	for i, x := range out {
		if i < len(c.Out) {
			c.Give(i, x)
		}
	}
	return nil
}

// yield hands the inputs of a YieldOp to the caller and gives the fed gradients on.
func (e *engine) yield(c *ops.Call) error {
	for i, t := range c.In {
		if t != nil {
			e.f.r.yields = append(e.f.r.yields, Output{Name: c.Node.Input(i).Name, Tensor: t.Clone()})
		}
	}
	for i, v := range c.Node.Outputs() {
		if v == nil {
			continue
		}
		t := e.f.r.feeds.Tensors[v.Name]
		if t == nil {
			return fmt.Errorf("give a feed for %q, the gradient that YieldOp hands on", v.Name)
		}
		copy(c.Like(i, t).Data, t.Data)
	}
	return nil
}
