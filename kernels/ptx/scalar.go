package ptx

// scalar is the slow path of a warp: a loop whose turns take 32 * tail elements, thread
// i the elements i, 32 + i, 64 + i ... It works for every address and every length.
type scalar struct {
	place
	tensors []string
	moving  map[string]b64 // addresses of the turn, by parameter: the thread's in data, the warp's in the mask
	left    b32            // elements of the warp
	index   b32            // the thread's first element of the turn, counted from the warp's first
	turn    b32            // index of thread 0
}

// startScalar writes the label and what stands before the loop, and enters it.
func startScalar(k *kernel, w place, tensors ...string) scalar {
	k.label(labelScalar)
	k.note("One element a thread, 32 to a mask word.")
	s := scalar{place: w, tensors: append(tensors, maskName), moving: map[string]b64{}}
	s.left = k.low(sub(k, minU(k, w.end, w.n), w.start))
	offset := k.madWide(w.lane, c32(uint32(w.size)), w.bytes(k, w.start))
	for _, t := range tensors {
		s.moving[t] = add(k, w.data[t], offset)
	}
	s.moving[maskName] = w.maskStart(k)
	s.index, s.turn = mov(k, w.lane), mov(k, c32(0))
	k.label(labelTurn)
	return s
}

// stride is the number of bytes of a tensor from an element of a turn to the thread's
// next one.
func (s scalar) stride(tensor string) int {
	if tensor == maskName {
		return 4
	}
	return warp * s.size
}

// at is the address of the thread's i-th element of the turn, or of its mask word.
func (s scalar) at(tensor string, i int) address {
	return address{s.moving[tensor], i * s.stride(tensor)}
}

// inside tells which of the thread's elements of the turn exist.
func (s scalar) inside(k *kernel) []pred {
	in := make([]pred, s.tail)
	for i := range in {
		index := s.index
		if i > 0 {
			index = add(k, index, c32(uint32(warp*i)))
		}
		in[i] = setp(k, ltU, index, s.left)
	}
	return in
}

// loadScalars loads the thread's elements of the turn, or their mask words, and 0 for
// those that do not exist.
func loadScalars[R word](k *kernel, s scalar, tensor string, in []pred) []R {
	size := s.size
	if tensor == maskName {
		size = 4
	}
	out := make([]R, len(in))
	for i := range out {
		out[i] = mov(k, constant[R](0))
	}
	for i, p := range in {
		k.where(p, func() { ldTo(k, out[i], s.at(tensor, i), size) })
	}
	return out
}

// finish writes the end of the loop and of the entry.
func (s scalar) finish(k *kernel) {
	for _, t := range s.tensors {
		addTo(k, s.moving[t], s.moving[t], c64(uint64(s.tail*s.stride(t))))
	}
	step := c32(uint32(warp * s.tail))
	addTo(k, s.index, s.index, step)
	addTo(k, s.turn, s.turn, step)
	k.where(setp(k, ltU, s.turn, s.left), func() { k.bra(labelTurn) })
	k.label(labelDone)
	k.ret()
}
