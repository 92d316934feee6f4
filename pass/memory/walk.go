package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// ViewRoot follows views (IsView) upstream from v to the value that they show; v
// itself where no view produces it.
func ViewRoot(v *onnxio.Value) *onnxio.Value {
	// Nodes that read themselves through views would never end: stop at the first
	// value again.
	for slow, step := v, 0; v != nil; step++ {
		n := v.Producer
		if n == nil || v.Index != 0 || !IsView(n) || n.Input(0) == nil {
			return v
		}
		v = n.Input(0)
		if step%2 == 1 {
			slow = slow.Producer.Input(0)
		}
		if v == slow {
			return v
		}
	}
	return v
}

// Views lists v and every view of it, in the order of their producers' uses.
func Views(v *onnxio.Value) []*onnxio.Value {
	out := []*onnxio.Value{v}
	for i := 0; i < len(out); i++ {
		for _, u := range out[i].Uses() {
			if u.Index != 0 || u.Node.Graph() != v.Graph() || !IsView(u.Node) {
				continue
			}
			// A value has one producer, so only v itself, on a cycle, could come twice.
			if o := u.Node.Output(0); o != nil && o != v {
				out = append(out, o)
			}
		}
	}
	return out
}

// Reader is one use of a value, seen through views.
type Reader struct {
	// Node is a node of the value's graph: where a graph inside it captures the
	// value, the node that owns that graph.
	Node *onnxio.Node
	// Index is the input that reads; -1 for a capture.
	Index int
	// Value is what is read: the value itself or a view of it.
	Value *onnxio.Value
}

// Data reports whether the reader reads data (ReadsData); captures do.
func (r Reader) Data() bool { return r.Index < 0 || ReadsData(r.Node, r.Index) }

// Readers lists who reads v or a view of v, views themselves excepted, in file order
// of the nodes.
func Readers(v *onnxio.Value) []Reader {
	var out []Reader
	for _, w := range Views(v) {
		for _, u := range w.Uses() {
			switch owner := ownerIn(u.Node, v.Graph()); {
			case owner == nil:
			case owner != u.Node:
				out = append(out, Reader{owner, -1, w})
			case u.Index != 0 || !IsView(u.Node):
				out = append(out, Reader{u.Node, int(u.Index), w})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Reader) int { return int(x.Node.Pos) - int(y.Node.Pos) })
	return out
}

// ownerIn returns the node of g that n is, or lies inside of; nil if n lies
// elsewhere.
func ownerIn(n *onnxio.Node, g *onnxio.Graph) *onnxio.Node {
	for n != nil && n.Graph() != g {
		if n.Graph() == nil {
			return nil
		}
		n = n.Graph().Owner
	}
	return n
}

// Kept reports whether v or a view of it lives to the end of the step: a graph output
// or a training_info binding.
func Kept(v *onnxio.Value) bool {
	return slices.ContainsFunc(Views(v), func(w *onnxio.Value) bool {
		return w.Flags&(onnxio.GraphOutput|onnxio.TrainingBinding) != 0
	})
}

// Backward reports whether n, a node of the main graph, belongs to the backward pass.
func (b *Boundary) Backward(n *onnxio.Node) bool {
	return n.Pos >= 0 && int(n.Pos) < len(b.Forward) && !b.Forward[n.Pos]
}

// BackwardReaders lists the nodes of the backward pass that read v or a view of v as
// data, in file order.
func (f *Flow) BackwardReaders(v *onnxio.Value) []Reader {
	return slices.DeleteFunc(Readers(v), func(r Reader) bool {
		return !r.Data() || f.b == nil || !f.b.Backward(r.Node)
	})
}

// LastReader returns the last of the readers in topological order that is not one of
// the nodes except, or false if there is none.
func (f *Flow) LastReader(readers []Reader, except ...*onnxio.Node) (Reader, bool) {
	best, rank := -1, int32(-1)
	for i, r := range readers {
		if k := f.Rank(r.Node); k > rank && !slices.Contains(except, r.Node) {
			best, rank = i, k
		}
	}
	if best < 0 {
		return Reader{}, false
	}
	return readers[best], true
}
