package mosaic

// unpack writes the bits of the words as bytes, of which bit k gives the k-th eight rows.
func (w *writer) unpack() {
	mask, out := w.operands()[0].value, w.operands()[1].value
	w.eachTile(func(tile value) {
		words := w.load(mask, "i32", w.wordRow(tile))
		none, one := w.splat(0), w.splat(1)
		var rows []value
		for k := range 32 {
			p := w.compare(ne, w.binary("andi", words, w.splat(1<<k)), none)
			rows = append(rows, w.selected(p, one, none))
			if len(rows)*tileWords == byteRows {
				w.storeBytes(rows, out, w.row(tile, k/len(rows)*len(rows)))
				rows = nil
			}
		}
	})
}
