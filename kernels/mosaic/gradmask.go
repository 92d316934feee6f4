package mosaic

import (
	"fmt"

	"github.com/unswag/unswagc/kernels"
)

// gradMask masks 32 times eight rows of a tile, the k-th by bit k of the words.
func (w *writer) gradMask() {
	dy, mask, dx := w.operands()[0].value, w.operands()[1].value, w.operands()[2].value
	w.eachTile(func(tile value) {
		first := w.binary("muli", tile, w.number("index", tileRows))
		words := w.load(mask, "i32", w.binary("muli", tile, w.number("index", tileWords)))
		none := w.splat(0)
		for k := range 32 {
			row := w.row(first, k)
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

// bits loads eight rows of elements as integers, sign-extended to 32 bits.
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
		x = w.op("arith.trunci", "overflowFlags = #arith.overflow<none>", w.vector("i16"), x)
	}
	return w.op("tpu.bitcast", "", w.vector(w.Type.String()), x)
}

// row is the k-th group of eight rows behind first.
func (w *writer) row(first value, k int) value {
	return w.binary("addi", first, w.number("index", int64(k)*tileWords))
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
