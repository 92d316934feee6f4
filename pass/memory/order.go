package memory

import "slices"

// topological returns order if every node stands behind the producers of what it
// reads, and otherwise the order that an engine which sorts first would run: each
// node in turn, preceded by those of its producers that did not run yet, in input
// order. On a cycle the edge that closes it is ignored.
func (a *arrays) topological(order, producer []int32) []int32 {
	done := make([]bool, len(a.recs))
	for _, id := range order {
		for _, v := range a.reads(id) {
			if v >= 0 && producer[v] >= 0 && !done[producer[v]] {
				return a.sorted(order, producer)
			}
		}
		done[id] = true
	}
	return order
}

func (a *arrays) sorted(order, producer []int32) []int32 {
	w := newWalk(a, producer, len(order))
	for _, id := range order {
		w.from(id, func(ps []int32) { slices.Reverse(ps) })
	}
	return w.out
}

// ortOrder returns the order in which ONNX Runtime (training build, default execution
// order) runs the nodes, given in file order: a reverse depth-first walk that starts
// from the last leaf of the file and places a node when all of its producers are
// placed, those that stand last in the file first. Shape and Size are then moved up
// to directly behind the producer of their input. Profiles of onnxruntime-training
// 1.19.2 show the same order: see testdata/profile.py.
func (a *arrays) ortOrder(order, producer []int32) []int32 {
	return a.ortOrderInlined(order, producer, nil)
}

// ortOrderInlined is ortOrder where the bodies of some nodes are inlined: the engine puts
// their nodes behind all others.
func (a *arrays) ortOrderInlined(order, producer []int32, inlined func(id int32) bool) []int32 {
	pos := make([]int32, len(a.recs))
	read := make([]bool, len(a.recs))
	for i, id := range order {
		pos[id] = int32(i)
		if inlined != nil && inlined(id) {
			pos[id] += int32(len(order))
		}
		for _, v := range a.reads(id) {
			if v >= 0 && producer[v] >= 0 {
				read[producer[v]] = true
			}
		}
	}
	w := newWalk(a, producer, len(order))
	byPos := func(x, y int32) int { return int(pos[x] - pos[y]) }
	for i := len(order) - 1; i >= 0; i-- {
		if id := order[i]; !read[id] {
			w.from(id, func(ps []int32) {
				if len(ps) > 1 {
					slices.SortFunc(ps, byPos)
				}
			})
		}
	}
	return a.hoistShapes(w.out, order, producer)
}

// hoistShapes moves each Shape and Size directly behind its producer; those of one
// producer keep the order of the file.
func (a *arrays) hoistShapes(walk, file, producer []int32) []int32 {
	var first map[int32][]int32
	for _, id := range file {
		if !a.recs[id].shapeOnly {
			continue
		}
		for _, v := range a.reads(id) {
			if v >= 0 && producer[v] >= 0 {
				if first == nil {
					first = map[int32][]int32{}
				}
				first[producer[v]] = append(first[producer[v]], id)
				break
			}
		}
	}
	if first == nil {
		return walk
	}
	out := make([]int32, 0, len(walk))
	done := make([]bool, len(a.recs))
	for _, id := range walk {
		if done[id] {
			continue
		}
		out = append(out, id)
		for _, s := range first[id] {
			out = append(out, s)
			done[s] = true
		}
	}
	return out
}

// walk places nodes behind their producers, depth first, without recursion.
type walk struct {
	a        *arrays
	producer []int32
	seen     []bool
	stack    []int32 // node, or ^node once its producers were pushed
	buf      []int32
	out      []int32
}

func newWalk(a *arrays, producer []int32, n int) *walk {
	return &walk{a: a, producer: producer, seen: make([]bool, len(a.recs)), out: make([]int32, 0, n)}
}

// from places id and whatever it needs. arrange puts the producers of one node,
// which are given in input order, into the order in which they are pushed: the last
// one is placed first.
func (w *walk) from(id int32, arrange func([]int32)) {
	w.stack = append(w.stack[:0], id)
	for len(w.stack) > 0 {
		id := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		if id < 0 {
			w.out = append(w.out, ^id)
			continue
		}
		if w.seen[id] {
			continue
		}
		w.seen[id] = true
		w.stack = append(w.stack, ^id)
		w.buf = w.buf[:0]
		for _, v := range w.a.reads(id) {
			if v >= 0 && w.producer[v] >= 0 && !w.seen[w.producer[v]] {
				w.buf = append(w.buf, w.producer[v])
			}
		}
		arrange(w.buf)
		w.stack = append(w.stack, w.buf...)
	}
}
