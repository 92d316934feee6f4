package ptxsim

import (
	"cmp"
	"fmt"
	"slices"
)

// use is what an access does.
type use uint8

const (
	read use = iota
	readConstant
	write
)

// of is the use of something, in words.
func (u use) of(what string) string {
	switch u {
	case write:
		return "writes " + what
	case readConstant:
		return "reads " + what + " through the constant cache"
	}
	return "reads " + what
}

// touch is what consecutive threads of a warp touch in one instruction: each one width
// bytes, stride after those of the one before. stride is width, or 0 where all touch the
// same bytes.
type touch struct {
	start  uint64 // address
	block  int
	thread int // of the first one, in the block
	pc     int32
	epoch  int32 // barriers of the block that the warp had passed
	synced int32 // barriers of the warp
	count  uint8
	width  uint8
	stride uint8
	how    use
}

// end is the address behind the last byte.
func (t touch) end() uint64 { return t.start + uint64(t.width) + uint64(t.count-1)*uint64(t.stride) }

// accessLog holds every access of a launch. Races are found from it when all blocks have
// run, so that the order in which they run does not matter.
type accessLog struct {
	all  []touch
	open touch // the last one, which the next lane may continue; empty if count is 0
}

// add notes that a lane touched size bytes at an address.
func (g *accessLog) add(w *warp, lane int, at uint64, size int, how use) {
	o := &g.open
	if o.count > 0 && w.thread(lane) == o.thread+int(o.count) {
		last := o.start + uint64(o.stride)*uint64(o.count-1)
		step := at - last
		if step == 0 && (o.count == 1 || o.stride == 0) || step == uint64(size) && (o.count == 1 || o.stride != 0) {
			o.stride = uint8(step)
			o.count++
			return
		}
	}
	g.flush()
	g.open = touch{start: at, block: w.block, thread: w.thread(lane), pc: int32(w.pc), epoch: int32(w.epoch), synced: int32(w.synced),
		count: 1, width: uint8(size), how: how}
}

// flush ends the touch that is open. It is called behind each instruction.
func (g *accessLog) flush() {
	if g.open.count > 0 {
		g.all = append(g.all, g.open)
		g.open.count = 0
	}
}

// races returns an error for two accesses to one byte, at least one of them a write, of
// two threads that no barrier keeps apart. A read through the constant cache goes wrong
// with any write in the launch, also the same thread's.
func (r *run) races() error {
	slices.SortFunc(r.log.all, func(a, b touch) int { return cmp.Compare(a.start, b.start) })
	var reads, writes []touch // those that reach the current address
	for _, t := range r.log.all {
		reads, writes = live(reads, t.start), live(writes, t.start)
		if t.how == write {
			for _, o := range reads {
				if err := r.conflict(o, t); err != nil {
					return err
				}
			}
		}
		for _, o := range writes {
			if err := r.conflict(o, t); err != nil {
				return err
			}
		}
		if t.how == write {
			if t.count > 1 && t.stride == 0 {
				return r.raceError(t, t, t.start, 0, 1)
			}
			writes = append(writes, t)
		} else {
			reads = append(reads, t)
		}
	}
	return nil
}

// live keeps the touches that end behind an address.
func live(all []touch, address uint64) []touch {
	kept := all[:0]
	for _, t := range all {
		if t.end() > address {
			kept = append(kept, t)
		}
	}
	return kept
}

// conflict looks for a byte that makes a and b a race.
func (r *run) conflict(a, b touch) error {
	constant := a.how == readConstant || b.how == readConstant
	if !constant && a.apart(b) {
		return nil
	}
	for at := max(a.start, b.start); at < min(a.end(), b.end()); {
		i, j := a.owner(at), b.owner(at)
		same := a.block == b.block && a.thread+i == b.thread+j && a.single() && b.single()
		if constant || !same {
			return r.raceError(a, b, at, i, j)
		}
		at = min(a.behind(i), b.behind(j))
	}
	return nil
}

// apart reports whether a barrier stands between the two.
func (t touch) apart(o touch) bool {
	return t.block == o.block && (t.epoch != o.epoch || t.thread/32 == o.thread/32 && t.synced != o.synced)
}

// single reports whether each byte belongs to one thread.
func (t touch) single() bool { return t.count == 1 || t.stride != 0 }

// owner is the lane, counted from the first of t, that touches an address.
func (t touch) owner(at uint64) int {
	if t.stride == 0 {
		return 0
	}
	return int(at-t.start) / int(t.stride)
}

// behind is the address behind the bytes of a lane.
func (t touch) behind(lane int) uint64 {
	return t.start + uint64(lane)*uint64(t.stride) + uint64(t.width)
}

// raceError names both threads and their lines. Of threads that read the same bytes it
// names one that is not the other side.
func (r *run) raceError(a, b touch, at uint64, i, j int) error {
	if a.block == b.block && a.thread+i == b.thread+j {
		if !a.single() {
			i++
		} else if !b.single() {
			j++
		}
	}
	first, second := r.entry.code[a.pc], r.entry.code[b.pc]
	return fmt.Errorf("entry %s: a race at %#x: block %d, thread %d %s in line %d (%s), and block %d, thread %d %s in line %d (%s)",
		r.entry.name, at, a.block, a.thread+i, a.how.of("it"), first.line, first.text, b.block, b.thread+j, b.how.of("it"), second.line, second.text)
}
