package ptx

// stream is a tensor that a thread reads vector by vector, window rows ahead.
type stream[R word] struct {
	place
	from   address
	ahead  []row[R]
	loaded int
}

// startStream loads the first rows.
func startStream[R word](k *kernel, w place, tensor string) *stream[R] {
	s := &stream[R]{place: w, from: w.rowAddress(k, tensor)}
	for range w.window {
		s.load(k)
	}
	return s
}

// load loads one more row if there is one.
func (s *stream[R]) load(k *kernel) {
	if s.loaded == s.rows {
		return
	}
	s.ahead = append(s.ahead, ldRow[R](k, s.from.plus(s.loaded*vectorRow)))
	s.loaded++
}

// next is the next row.
func (s *stream[R]) next() row[R] {
	r := s.ahead[0]
	s.ahead = s.ahead[1:]
	return r
}

// zeroAfterLoads is 0, which cannot be known before the rows ahead are there: their bits
// where n has bit 63, and no tensor is so large. The assembler moves loads down behind
// computations, which leaves few of them in flight. It cannot move a load behind what
// depends on this 0.
func (s *stream[R]) zeroAfterLoads(k *kernel) R {
	all := s.ahead[0][0]
	for _, r := range s.ahead[1:] {
		all = or(k, all, r[0])
	}
	sign := shr(k, s.n, c32(63))
	if widthOf[R]() == 64 {
		return and(k, all, R(sign))
	}
	return and(k, all, R(k.low(sign)))
}
