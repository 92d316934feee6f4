package ops

// columns writes what the window reads for output rows [r0, r1): one row for each
// channel and tap, one column for each position. x are the channels of one image.
func columns[T real](t *taps, col, x []T, channels, r0, r1 int) {
	wide, plane := (r1-r0)*t.outCols, t.inPlane()
	for ch := range channels {
		x := x[ch*plane : (ch+1)*plane]
		for k := range t.count {
			rows, s := t.tap(k)
			out := col[(ch*t.count+k)*wide:][:wide]
			for r, in := range rows[r0:r1] {
				row := out[r*t.outCols : (r+1)*t.outCols]
				if in < 0 {
					clear(row)
					continue
				}
				if s.lo > 0 {
					clear(row[:s.lo])
				}
				if s.hi < len(row) {
					clear(row[s.hi:])
				}
				gather(row[s.lo:s.hi], x[in*t.inCols:(in+1)*t.inCols], s.from, t.step)
			}
		}
	}
}

// gather copies every step-th element from x[from] on.
func gather[T real](row, x []T, from, step int) {
	if len(row) == 0 {
		return
	}
	if step == 1 {
		copy(row, x[from:])
		return
	}
	x = x[from:]
	for i := range row {
		row[i] = x[i*step]
	}
}

// uncolumns adds what columns would have read back to where it was read from.
func uncolumns[T real](t *taps, x, col []T, channels, r0, r1 int) {
	wide, plane := (r1-r0)*t.outCols, t.inPlane()
	for ch := range channels {
		x := x[ch*plane : (ch+1)*plane]
		for k := range t.count {
			rows, s := t.tap(k)
			in := col[(ch*t.count+k)*wide:][:wide]
			for r, at := range rows[r0:r1] {
				if at >= 0 {
					scatter(x[at*t.inCols:(at+1)*t.inCols], in[r*t.outCols+s.lo:r*t.outCols+s.hi], s.from, t.step)
				}
			}
		}
	}
}

// scatter adds row to every step-th element from x[from] on.
func scatter[T real](x, row []T, from, step int) {
	if len(row) == 0 {
		return
	}
	x = x[from:]
	if step == 1 {
		x = x[:len(row)]
		for i, v := range row {
			x[i] += v
		}
		return
	}
	for i, v := range row {
		x[i*step] += v
	}
}
