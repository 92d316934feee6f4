package memory

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// naiveReuse is the plan in the words of reuse's comment, with lists that are searched
// from end to end. All values state their shapes.
type naiveReuse struct {
	due         map[*onnxio.Value]int
	home        map[*onnxio.Value]*onnxio.Value
	first, last map[*onnxio.Value]int
	spare       []*onnxio.Value
}

// peak plans the nodes and carries the plan out.
func (u *naiveReuse) peak(nodes []*onnxio.Node) int64 {
	*u = naiveReuse{map[*onnxio.Value]int{}, map[*onnxio.Value]*onnxio.Value{}, map[*onnxio.Value]int{}, map[*onnxio.Value]int{}, nil}
	for _, n := range nodes {
		for _, v := range slices.Concat(n.Inputs(), n.Outputs()) {
			u.due[v]++
		}
	}
	for i, n := range nodes {
		for k, v := range n.Outputs() {
			if v == nil || n.OpType == "Constant" || refViewOf(n) == v && !v.Is(onnxio.GraphOutput) && u.home[n.Input(0)] == nil {
				continue
			}
			if b := u.buffer(n, k, v); b != nil {
				u.home[v], u.last[b] = b, i
				u.due[b] += u.due[v]
			} else {
				u.home[v], u.first[v], u.last[v] = v, i, len(nodes)
			}
		}
		u.finish(n, i)
	}
	var peak int64
	for i := range nodes {
		var live int64
		for b, from := range u.first {
			if from <= i && i <= u.last[b] {
				live += refBytes(b)
			}
		}
		peak = max(peak, live)
	}
	return peak
}

// buffer returns what output k of n, value v, lies in, nil for a new buffer.
func (u *naiveReuse) buffer(n *onnxio.Node, k int, v *onnxio.Value) *onnxio.Value {
	same := func(a *onnxio.Value) bool { return slices.Equal(a.Type.Shape, v.Type.Shape) }
	switch {
	case v.Is(onnxio.GraphOutput):
		return nil
	case refViewOf(n) == v:
		return u.home[n.Input(0)]
	}
	for _, j := range refOver(n, k) {
		if b := u.home[n.Input(j)]; b != nil && u.due[b] == 1 && !b.Is(onnxio.GraphOutput) && same(n.Input(j)) {
			return b
		}
	}
	for i := len(u.spare) - 1; i >= 0; i-- {
		if b := u.spare[i]; same(b) {
			u.spare = slices.Delete(u.spare, i, i+1)
			return b
		}
	}
	return nil
}

// finish gives up what node n, at position i, was the last to need.
func (u *naiveReuse) finish(n *onnxio.Node, i int) {
	for k, v := range slices.Concat(n.Inputs(), n.Outputs()) {
		b := u.home[v]
		if b == nil {
			continue
		}
		u.due[b]--
		if b.Is(onnxio.GraphOutput) {
			continue
		}
		if u.due[b] == 0 {
			u.spare = append(u.spare, b)
		}
		if k < len(n.Inputs()) {
			u.last[b] = i
		}
	}
}
