package mosaic

import "github.com/unswag/unswagc/kernels"

// pack makes the words of a tile from 32 times eight rows, of which the k-th give bit k.
func (w *writer) pack() {
	v, mask := w.operands()[0].value, w.operands()[1].value
	w.eachTile(func(tile value) {
		none := w.splat(0)
		var words value
		var rows []value
		for k := range 32 {
			if len(rows) == 0 {
				rows = w.elementRows(v, w.row(tile, k))
			}
			bit := w.selected(w.passes(rows[0]), w.splat(1<<k), none)
			rows = rows[1:]
			if k == 0 {
				words = bit
			} else {
				words = w.binary("ori", words, bit)
			}
		}
		w.store(w.cleared(words, tile), mask, w.wordRow(tile))
	})
}

// elementRows loads as many rows as come together, in eights.
func (w *writer) elementRows(from, row value) []value {
	if w.Type == Byte {
		return w.bytes(from, row)
	}
	return []value{w.bits(from, row)}
}

// passes is the predicate. Positive floats are positive integers in the same order, and so
// is NaN behind infinity; what has the sign set is a negative integer, -0 the least, and
// NaN behind -infinity.
func (w *writer) passes(x value) value {
	if w.Type == Byte {
		return w.compare(ne, x, w.splat(0))
	}
	inf := types[w.Type].inf
	if w.Predicate == kernels.NotLE0 {
		// -infinity is the sign and inf, sign-extended.
		negative := inf - 1<<(w.bitsOf()-1)
		return w.binary("andi", w.compare(gt, x, w.splat(negative)), w.compare(ne, x, w.splat(0)))
	}
	return w.binary("andi", w.compare(gt, x, w.splat(0)), w.compare(lt, x, w.splat(inf+1)))
}

func (w *writer) bitsOf() int { return types[w.Type].bits }

// cleared clears the bits of rows behind the last, which are in the last tile only.
func (w *writer) cleared(words, tile value) value {
	over := w.Rows % tileRows
	if over == 0 {
		return words
	}
	index := w.op("arith.index_cast", "", "i32", tile)
	index = w.binary("addi", index, w.binary("muli", value{"%i", "i32"}, w.number("i32", w.tiles)))
	last := w.compare(eq, index, w.number("i32", w.Rows/tileRows))
	// The first over%8 rows of words have one bit more than the others.
	few, all := int64(1)<<(over/tileWords)-1, w.number("i32", -1)
	more := w.selected(last, w.number("i32", few<<1|1), all)
	less := w.selected(last, w.number("i32", few), all)
	t := w.vector("i32")
	row := w.op("tpu.iota", "dimensions = array<i32: 0>", t)
	keep := w.selected(w.compare(lt, row, w.splat(over%tileWords)), w.op("vector.broadcast", "", t, more), w.op("vector.broadcast", "", t, less))
	return w.binary("andi", words, keep)
}
