package memory

import (
	"context"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// Trace is what is alive along one order of the nodes.
type Trace struct {
	Nodes []*onnxio.Node
	// Backward tells, by position, which nodes belong to the backward pass.
	Backward []bool
	Lives    []Life
}

// Life is the life of one buffer.
type Life struct {
	// Value is what it was allocated for; views of it share the buffer.
	Value *onnxio.Value
	Bytes sym.Poly
	// From and To are the positions of the first and the last node at which it is
	// alive. Where another value takes the buffer over To is the node before.
	From, To int
}

// Trace returns the lives along the file's order and along ONNX Runtime's. The largest
// sum of the bytes alive at a position is the peak that Measure gives.
func (f *Flow) Trace(ctx context.Context) (file, ort *Trace, err error) {
	p := f.program(nil)
	if file, err = p.trace(ctx, p.order); err != nil {
		return nil, nil, err
	}
	ort, err = p.trace(ctx, p.ortOrder(p.order, p.producer))
	return file, ort, err
}

func (p *program) trace(ctx context.Context, order []int32) (*Trace, error) {
	l := newLives(p, order)
	t := &Trace{Nodes: p.named(order), Backward: make([]bool, len(order))}
	life := make([]int32, len(p.kept)) // 1 + the index in t.Lives, by buffer
	for i, id := range order {
		if i&0xffff == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r, pos := &p.recs[id], int32(i)
		t.Backward[i] = !p.forward[id]
		for k, v := range p.pool[r.out:r.end] {
			if v < 0 || l.root[v] != v || l.made[v] != id {
				continue
			}
			to := min(int(l.last[v]), len(order)-1)
			if b := l.overwritten(r, k, v, pos); b >= 0 {
				l.last[b] = -1
				t.Lives[life[b]-1].To = i - 1
			}
			t.Lives = append(t.Lives, Life{p.g.Values()[v], p.sizes.polys[p.sizes.class[v]], i, to})
			life[v] = int32(len(t.Lives))
		}
	}
	return t, nil
}
