package interp

import "github.com/unswag/unswagc/onnxio"

// buffer is the memory that one value was made in and that its views share.
type buffer struct {
	bytes int64
	data  []byte
	// counted is false for inputs, initializers and constants.
	counted bool
	// forward tells that a node of the forward pass made it, held that it is among the
	// bytes held.
	forward, held bool
	// readers are the reads still to come, of the value and of its views; kept tells
	// that one of them lives to the end.
	readers int32
	kept    bool
	// gone tells that it was freed, or that an output took it over.
	gone bool
}

// Moment is what was alive while one node ran: all that it reads, all that it makes, and
// what later nodes read.
type Moment struct {
	// Node is the node's name, or its first output.
	Node, Op string
	Backward bool
	// Live are the bytes alive; Scratch is what the operator used beside them.
	Live, Scratch int64
}

// ledger counts the bytes of a run of one graph.
type ledger struct {
	live, peak, held     int64
	scratch, scratchPeak int64
	// backward is the direction of the node that runs.
	backward bool
	timeline []Moment
	pool     *pool
}

// allocate counts a new buffer. Its memory holds anything.
func (l *ledger) allocate(bytes int64) *buffer {
	l.live += bytes
	return &buffer{bytes: bytes, data: l.pool.get(bytes), counted: true, forward: !l.backward}
}

// release frees b if nothing is to read it any more.
func (l *ledger) release(b *buffer) {
	if !b.counted || b.gone || b.kept || b.readers > 0 {
		return
	}
	b.gone = true
	l.live -= b.bytes
	l.pool.put(b.data)
}

// takeOver makes an output the owner of b's memory.
func (l *ledger) takeOver(b *buffer) *buffer {
	b.gone = true
	return &buffer{bytes: b.bytes, data: b.data, counted: true, forward: !l.backward}
}

// hold counts b among the bytes that the backward pass, or the end of the step, finds
// of the forward pass.
func (l *ledger) hold(b *buffer) {
	if b.counted && b.forward && !b.held {
		b.held = true
		l.held += b.bytes
	}
}

// note writes down what is alive at a node.
func (l *ledger) note(n *onnxio.Node) {
	l.peak = max(l.peak, l.live)
	l.scratchPeak = max(l.scratchPeak, l.scratch)
	l.timeline = append(l.timeline, Moment{n.Label(), n.OpType, l.backward, l.live, l.scratch})
	l.scratch = 0
}
