package ptx

// buildGradMask writes dx = mask ? dy : +0, or dy * 0 in the place of +0. dx may be dy,
// as y may be v in buildPack.
func buildGradMask[R word](k *kernel, w place, e Entry, el element[R]) {
	k.note("Load the warp's mask bits and the thread's vectors of dy.")
	at := w.itemAddress(k)
	masks := make([]b32, w.groups())
	for g := range masks {
		masks[g] = ld[b32](k, at.plus(g*w.fields*w.maskRow()), w.item())
	}
	rows := loadRows[R](k, w, "dy")
	dx := w.rowAddress(k, "dx")
	t := newTransposer(k, w)
	for i, dy := range rows {
		g, field := i/w.fields, i%w.fields
		if field == 0 {
			k.note("Exchange bits between threads, so that each has those of its vectors.")
			masks[g] = t.transpose(k, masks[g])
		}
		k.note("Row %d.", i)
		stRow(k, dx.plus(i*vectorRow), el.maskRow(k, e, dy, masks[g], field))
	}
	k.ret()
	gradMaskScalar(k, w, e, el)
}

// gradMaskScalar takes an element a thread, 32 in a row from a mask word.
func gradMaskScalar[R word](k *kernel, w place, e Entry, el element[R]) {
	s := startScalar(k, w, "dy", "dx")
	k.note("Load the %d elements of the turn and their mask words.", w.tail)
	in := s.inside(k)
	words := loadScalars[b32](k, s, maskName, in)
	dy := loadScalars[R](k, s, "dy", in)
	k.note("Thread i takes bit i.")
	for i, p := range in {
		bit := setp(k, ne, and(k, shr(k, words[i], w.lane), c32(1)), c32(0))
		dx := el.maskOne(k, e, dy[i], bit)
		k.where(p, func() { st(k, s.at("dx", i), dx, w.size) })
	}
	s.finish(k)
}
