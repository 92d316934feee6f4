package ptxsim

import "math/bits"

// members is the mask of the threads that take part in a shuffle or a vote. They must be
// those that execute it, all at once: hardware would wait for others, or do anything.
func (w *warp) members(register int, act uint32) bool {
	first := bits.TrailingZeros32(act)
	mask := uint32(w.values[register][first])
	for l := range w.values[register] {
		if act>>l&1 == 1 && uint32(w.values[register][l]) != mask {
			w.fail(l, "its mask %#08x of threads is not that of thread %d, %#08x", w.values[register][l], w.thread(first), mask)
			return false
		}
	}
	if mask != act {
		w.fail(first, "the threads %#08x of the warp execute it together, its mask names %#08x: it is divergent", act, mask)
		return false
	}
	return true
}

// shfl reads another thread's register. Its third operand holds the highest thread to
// read and, from bit 8 on, the bits of a thread's number that name its segment.
func shfl(f *form) {
	f.need("sync")
	mode := f.need("up", "down", "bfly", "idx")
	f.typeOf("b32")
	to := f.destAndPredicate()
	x, by, clamp, mask := f.source(32), f.source(32), f.source(32), f.source(32)
	f.in.exec = func(w *warp, act uint32) {
		if !w.members(mask, act) {
			return
		}
		from, inRange := w.values[x], uint32(0)
		for todo := act; todo != 0; todo &= todo - 1 {
			l := bits.TrailingZeros32(todo)
			j, ok := partner(mode, l, int(w.values[by][l]&31), int(w.values[clamp][l]))
			if ok {
				inRange |= 1 << l
			} else {
				j = l
			}
			if act>>j&1 == 0 {
				w.fail(l, "it reads the register of thread %d, which takes no part", w.thread(j))
				return
			}
			w.values[to.value][l] = from[j]
		}
		if to.predicate >= 0 {
			w.setBits(to.predicate, act, inRange)
		}
	}
}

// partner is the lane that lane reads and whether it is in range, by the definition of
// shfl in the PTX manual.
func partner(mode string, lane, by, c int) (j int, inRange bool) {
	clamp, segment := c&31, c>>8&31
	highest := lane&segment | clamp&^segment
	lowest := lane & segment
	switch mode {
	case "up":
		return lane - by, lane-by >= highest
	case "down":
		j = lane + by
	case "bfly":
		j = lane ^ by
	default:
		j = lowest | by&^segment
	}
	return j, j <= highest
}

// pair is a register and perhaps, behind a "|", a predicate (else -1).
type pair struct{ value, predicate int }

func (f *form) destAndPredicate() pair {
	names := splitPair(f.arg())
	p := pair{f.destNamed(names[0], 32), -1}
	if len(names) == 2 {
		p.predicate = f.destNamed(names[1], 1)
	}
	return p
}

// vote tells every thread of its mask what the others' predicates are.
func vote(f *form) {
	f.need("sync")
	mode := f.need("ballot", "all", "any", "uni")
	size := 1
	if mode == "ballot" {
		size = f.typeOf("b32").bits
	} else {
		f.typeOf("pred")
	}
	d := f.dest(size)
	p, negate := f.predicate()
	mask := f.source(32)
	f.in.exec = func(w *warp, act uint32) {
		if !w.members(mask, act) {
			return
		}
		yes := w.bits[p]
		if negate {
			yes = ^yes
		}
		yes &= act
		if mode != "ballot" {
			verdict := map[string]bool{"all": yes == act, "any": yes != 0, "uni": yes == 0 || yes == act}[mode]
			w.setBits(d, act, map[bool]uint32{true: allLanes}[verdict])
			return
		}
		for todo := act; todo != 0; todo &= todo - 1 {
			w.values[d][bits.TrailingZeros32(todo)] = uint64(yes)
		}
	}
}
