package mosaic

import "github.com/unswag/unswagc/kernels"

// gradMask masks 32 times eight rows of a tile, the k-th by bit k of the words.
func (w *writer) gradMask() {
	dy, mask, dx := w.operands()[0].value, w.operands()[1].value, w.operands()[2].value
	w.eachTile(func(tile value) {
		words := w.load(mask, "i32", w.wordRow(tile))
		none := w.splat(0)
		for k := range 32 {
			row := w.row(tile, k)
			x := w.bits(dy, row)
			off := none
			if w.Combine == kernels.Mul {
				off = w.times0(x)
			}
			p := w.compare(ne, w.binary("andi", words, w.splat(1<<k)), none)
			w.store(w.elements(w.selected(p, x, off)), dx, row)
		}
	})
}

// times0 is the product with 0: a zero of the same sign, and NaN for infinity and NaN.
func (w *writer) times0(x value) value {
	t := types[w.Type]
	magnitude := w.binary("andi", x, w.splat(1<<(t.bits-1)-1))
	zero := w.binary("andi", x, w.splat(-1<<(t.bits-1)))
	return w.selected(w.compare(ge, magnitude, w.splat(t.inf)), w.splat(t.nan), zero)
}
