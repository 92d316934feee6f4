package ptxsim

import (
	"fmt"
	"math/bits"
)

// maxSteps is the number of instructions after which a warp is taken to run for ever.
const maxSteps = 1 << 22

// warp is 32 threads in lock step.
type warp struct {
	run    *run
	entry  *entry
	block  int
	first  int // the number of its first thread in the block
	epoch  int // barriers of the block passed
	synced int // barriers of the warp passed

	values      [][32]uint64 // by register and lane
	bits        []uint32     // predicates, by register
	initialized []uint32     // the lanes that have written it, by register

	pc      int
	mask    uint32  // the threads at pc
	waiting []group // the others that have not ended
	next    int     // the lowest pc of those
	real    uint32  // the threads that the warp began with
	steps   int
}

// group is threads that wait at a place of the text.
type group struct {
	pc   int
	mask uint32
}

const nowhere = 1<<31 - 1

// start makes w warp number of the block.
func (w *warp) start(block, number int) {
	w.block, w.first, w.steps = block, 32*number, 0
	w.epoch, w.synced = 0, 0
	w.pc, w.waiting, w.next = 0, w.waiting[:0], nowhere
	w.real = allLanes >> (32 - min(32, w.run.threads-w.first))
	w.mask = w.real
	clear(w.initialized)
	for l := range 32 {
		w.values[tid][l] = uint64(w.first + l)
		w.values[ntid][l] = uint64(w.run.threads)
		w.values[ctaid][l] = uint64(block)
		w.values[nctaid][l] = uint64(w.run.grid)
		w.values[laneid][l] = uint64(l)
	}
	for n := range specials {
		w.initialized[n] = allLanes
	}
	for n := range w.entry.constants {
		w.initialized[n] = allLanes
	}
}

func (w *warp) thread(lane int) int { return w.first + lane }

// setBits writes a predicate for the threads of act.
func (w *warp) setBits(register int, act, v uint32) {
	w.bits[register] = w.bits[register]&^act | v&act
}

// fail ends the launch with what went wrong in a thread at the current instruction.
func (w *warp) fail(lane int, format string, args ...any) {
	w.run.fail(w.block, w.thread(lane), w.pc, fmt.Sprintf(format, args...))
}

// execute runs the warp until it ends, fails, or waits at a barrier, where it returns true.
func (w *warp) execute() (waits bool) {
	code := w.entry.code
	for w.mask != 0 && w.run.err == nil {
		if w.pc >= w.next {
			w.choose() // the current threads meet others here
		}
		in := &code[w.pc]
		act := w.active(in)
		if w.steps++; w.steps > maxSteps {
			w.fail(bits.TrailingZeros32(w.mask), "the warp has not ended after %d instructions", maxSteps)
		}
		if act == 0 {
			w.pc++
			continue
		}
		w.run.executed[w.pc] = true
		switch in.kind {
		case step:
			w.step(in, act)
		case branch:
			w.branch(in, act)
		case exit:
			w.exit(act)
		case barrier:
			if act == w.real {
				return true
			}
			w.fail(bits.TrailingZeros32(act), "it waits at a barrier, and other threads of its warp are elsewhere or have ended")
		}
	}
	return false
}

// active is the threads at pc whose guard holds.
func (w *warp) active(in *instruction) uint32 {
	if in.guard < 0 {
		return w.mask
	}
	if missing := w.mask &^ w.initialized[in.guard]; missing != 0 {
		w.fail(bits.TrailingZeros32(missing), "its predicate was never written")
		return 0
	}
	if in.negate {
		return w.mask &^ w.bits[in.guard]
	}
	return w.mask & w.bits[in.guard]
}

func (w *warp) step(in *instruction, act uint32) {
	for _, r := range in.reads {
		if missing := act &^ w.initialized[r]; missing != 0 {
			w.fail(bits.TrailingZeros32(missing), "its operand %s was never written", w.entry.names[r])
			return
		}
	}
	in.exec(w, act)
	for _, r := range in.writes {
		w.initialized[r] |= act
	}
	w.pc++
}

// branch sends the threads of act to the target and lets the rest go on.
func (w *warp) branch(in *instruction, act uint32) {
	rest := w.mask &^ act
	switch {
	case rest == 0:
		w.pc = in.target
	case in.uniform:
		w.fail(bits.TrailingZeros32(act), "bra.uni is taken by the threads %#08x of %#08x only", act, w.mask)
		return
	default:
		w.waiting = append(w.waiting, group{in.target, act})
		w.mask = rest
		w.pc++
	}
	w.choose()
}

func (w *warp) exit(act uint32) {
	w.mask &^= act
	w.pc++
	w.choose()
}

// choose makes the current threads wait too if others are farther behind in the text, or
// goes on with the latter where no current ones are left.
func (w *warp) choose() {
	if w.mask != 0 {
		w.waiting = append(w.waiting, group{w.pc, w.mask})
	}
	w.mask, w.pc, w.next = 0, nowhere, nowhere
	for _, g := range w.waiting {
		w.pc = min(w.pc, g.pc)
	}
	kept := w.waiting[:0]
	for _, g := range w.waiting {
		if g.pc == w.pc {
			w.mask |= g.mask
			continue
		}
		w.next = min(w.next, g.pc)
		kept = append(kept, g)
	}
	w.waiting = kept
}

// pass goes on behind the barrier at which the warp waits.
func (w *warp) pass() {
	w.pc++
	w.epoch++
}

func newWarp(e *entry) *warp {
	n := e.registers
	w := &warp{entry: e, values: make([][32]uint64, n), bits: make([]uint32, n), initialized: make([]uint32, n)}
	for n, v := range e.constants {
		for l := range w.values[n] {
			w.values[n][l] = v
		}
	}
	return w
}
