package ptxsim

import "strings"

func splitPair(s string) []string { return strings.SplitN(s, "|", 2) }

// bra goes to a label. With .uni the text promises that all threads of the warp go the
// same way.
func bra(f *form) {
	f.in.kind = branch
	f.in.uniform = f.modifier("uni") != ""
	f.jumps[len(f.entry.code)] = f.arg()
}

func leave(f *form) { f.in.kind = exit }

// bar waits until all threads of the block are here, bar.warp until those of its mask
// are. Of the block's barriers only number 0 is in the subset.
func bar(f *form) {
	if f.modifier("warp") != "" {
		f.need("sync")
		f.barWarp()
		return
	}
	f.in.kind, f.entry.barriers = barrier, true
	f.need("sync")
	if f.number(32) != 0 {
		f.fail("only barrier 0 is in the subset")
	}
}

// barWarp orders the accesses of a warp. One for a part of the warp is taken to order
// nothing.
func (f *form) barWarp() {
	mask := f.source(32)
	f.in.exec = func(w *warp, act uint32) {
		if w.members(mask, act) && act == w.real {
			w.synced++
		}
	}
}
