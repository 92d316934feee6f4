package ptx

// maskName is the parameter that points to the mask.
const maskName = "mask"

// buildPack writes mask = predicate(v) and, where e wants it, y = Relu(v). The fast
// path comes first, then the scalar path. A warp reads before it writes, and no other
// warp reads or writes there, so that y may be v.
func buildPack[R word](k *kernel, w place, e Entry, el element[R]) {
	k.note("Load the thread's vectors of v.")
	rows := loadRows[R](k, w, "v")
	var y address
	if e.Y {
		y = w.rowAddress(k, "y")
	}
	masks := make([]b32, w.groups())
	for i, v := range rows {
		g, field := i/w.fields, i%w.fields
		if field == 0 {
			masks[g] = c32(0)
		}
		k.note("Row %d: bits and Relu.", i)
		var relu row[R]
		relu, masks[g] = el.packRow(k, e, v, masks[g], field)
		if e.Y {
			stRow(k, y.plus(i*vectorRow), relu)
		}
	}
	k.note("Exchange bits between threads, so that they stand side by side, and store them.")
	t, at := newTransposer(k, w), w.itemAddress(k)
	for g, bits := range masks {
		st(k, at.plus(g*w.fields*w.maskRow()), t.transpose(k, bits), w.item())
	}
	k.ret()
	packScalar(k, w, e, el)
}

// packScalar takes an element a thread, 32 in a row to a mask word.
func packScalar[R word](k *kernel, w place, e Entry, el element[R]) {
	tensors := []string{"v"}
	if e.Y {
		tensors = append(tensors, "y")
	}
	s := startScalar(k, w, tensors...)
	k.note("Load the %d elements of the turn.", w.tail)
	in := s.inside(k)
	v := loadScalars[R](k, s, "v", in)
	k.note("Bits and Relu.")
	for i, p := range in {
		y, passes := el.packOne(k, e, v[i])
		word := k.ballot(passes)
		if e.Y {
			k.where(p, func() { st(k, s.at("y", i), y, w.size) })
		}
		k.where(setpAnd(k, eq, w.lane, c32(0), p), func() { st(k, s.at(maskName, i), word, 4) })
	}
	s.finish(k)
}
