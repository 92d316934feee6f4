package kernels

import "unsafe"

// packTiled goes through v row by row; the mask's words of 32 rows stay in a cache.
func packTiled[P pattern](f format[P], mask []uint32, y, v []P, o PackOptions) {
	clear(mask)
	cols := int(o.Layout.cols)
	l := singleLane(f)
	notLE0, plus := l.options(o)
	shift := l.width - 1
	eachRow(o.Layout, func(row, wordRow int, bit uint) {
		in, words := v[row*cols:][:cols], mask[wordRow*cols:][:cols]
		var out []P
		if y != nil {
			out = y[row*cols:][:cols]
		}
		for c, p := range in {
			words[c] |= uint32(l.pass(uint64(p), notLE0)>>shift) << bit
			if out != nil {
				out[c] = P(l.relu(uint64(p), plus))
			}
		}
	})
}

func gradMaskTiled[P pattern](f format[P], dx, dy []P, mask []uint32, o MaskOptions) {
	cols := int(o.Layout.cols)
	l := singleLane(f)
	eachRow(o.Layout, func(row, wordRow int, bit uint) {
		in, out, words := dy[row*cols:][:cols], dx[row*cols:][:cols], mask[wordRow*cols:][:cols]
		for c, p := range in {
			on := -(words[c] >> bit & 1)
			all := P(int64(int32(on)))
			r := p & all
			if o.Combine == Mul {
				r |= P(l.times0(uint64(p))) &^ all
			}
			out[c] = r
		}
	})
}

// eachRow calls f for every row of elements, with its row of words and its bit there,
// rows that share words after one another.
func eachRow(l Layout, f func(row, wordRow int, bit uint)) {
	if l.cols == 0 {
		return
	}
	rows := int(l.rows)
	for tile := 0; tile < rows; tile += tileRows {
		for low := range tileWords {
			for row := tile + low; row < min(tile+tileRows, rows); row += tileWords {
				f(row, tile/tileRows*tileWords+low, uint((row-tile)/tileWords))
			}
		}
	}
}

// singleLane is f in the lowest lane, the others unused.
func singleLane[P pattern](f format[P]) *lanes {
	return &lanes{high: uint64(f.sign), one: 1, inf: uint64(f.inf), quiet: uint64(f.nan), width: 8 * uint(unsafe.Sizeof(f.sign))}
}
