package mosaic

import "fmt"

// bits loads eight rows of elements as integers, sign-extended to 32 bits: in fewer not
// every TPU compares.
func (w *writer) bits(from, row value) value {
	x := w.load(from, w.Type.String(), row)
	x = w.op("tpu.bitcast", "", w.vector(fmt.Sprintf("i%d", w.bitsOf())), x)
	if w.bitsOf() < 32 {
		x = w.op("arith.extsi", "", w.vector("i32"), x)
	}
	return x
}

// elements are integers as elements again.
func (w *writer) elements(x value) value {
	if w.bitsOf() < 32 {
		x = w.op("arith.trunci", narrowing, w.vector(fmt.Sprintf("i%d", w.bitsOf())), x)
	}
	return w.op("tpu.bitcast", "", w.vector(w.Type.String()), x)
}

const narrowing = "overflowFlags = #arith.overflow<none>"

// row is the first of the k-th eight rows of elements of a tile.
func (w *writer) row(tile value, k int) value {
	at := w.number("index", int64(k)*tileWords)
	if w.tiles == 1 {
		return at
	}
	return w.binary("addi", w.binary("muli", tile, w.number("index", tileRows)), at)
}

// wordRow is the first row of words of a tile.
func (w *writer) wordRow(tile value) value {
	return w.binary("muli", tile, w.number("index", tileWords))
}

// eachTile writes f for the tiles of a block.
func (w *writer) eachTile(f func(tile value)) {
	if w.tiles == 1 {
		f(w.number("index", 0))
		return
	}
	low, high, step := w.number("index", 0), w.number("index", w.tiles), w.number("index", 1)
	args := []value{low, high, step}
	w.line("\"%sscf.for\"(%s) ({", prefix, names(args))
	w.line("^bb0(%%tile: index):")
	f(value{"%tile", "index"})
	w.line("\"%sscf.yield\"() : () -> ()", prefix)
	w.line("}) : (%s) -> ()", typesOf(args))
}
