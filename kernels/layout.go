package kernels

import (
	"fmt"
	"math"
)

// Sizes of the layouts.
const (
	wordBits  = 32
	tileRows  = 256 // rows of elements that share a tile
	tileWords = 8   // rows of words in a tile
)

// Layout maps elements to mask bits. The zero Layout is flat.
type Layout struct {
	tiled      bool
	rows, cols int64
}

// Flat returns the layout of the ONNX operators: element i, in row-major order, is
// bit i%32 of word i/32.
func Flat() Layout { return Layout{} }

// Tiled returns the layout of masks inside StableHLO modules for a matrix of rows x
// cols elements: element (r, c) is bit (r%256)/8 of word ((r/256)*8 + r%8, c). The
// words form a row-major matrix of cols columns; its rows come in whole tiles of 8.
func Tiled(rows, cols int64) Layout { return Layout{tiled: true, rows: rows, cols: cols} }

// String names the layout.
func (l Layout) String() string {
	if l.tiled {
		return fmt.Sprintf("tiled %dx%d", l.rows, l.cols)
	}
	return "flat"
}

// Words returns the number of mask words for elements elements. It is an error if
// the layout is for another number of elements, or if a size is negative or does not
// fit into 64 bits.
func (l Layout) Words(elements int64) (int64, error) {
	if elements < 0 {
		return 0, fmt.Errorf("a tensor cannot have %d elements", elements)
	}
	if !l.tiled {
		return ceilDiv(elements, wordBits), nil
	}
	if l.rows < 0 || l.cols < 0 {
		return 0, fmt.Errorf("the %v layout has a negative size", l)
	}
	if l.cols > 0 && l.rows > math.MaxInt64/l.cols {
		return 0, fmt.Errorf("the %v layout has more elements than 64 bits can count", l)
	}
	if l.rows*l.cols != elements {
		return 0, fmt.Errorf("the %v layout is for %d elements, not for %d", l, l.rows*l.cols, elements)
	}
	wordRows := ceilDiv(l.rows, tileRows) * tileWords
	if l.cols > 0 && wordRows > math.MaxInt64/l.cols {
		return 0, fmt.Errorf("the %v layout has more words than 64 bits can count", l)
	}
	return wordRows * l.cols, nil
}

// Locate returns where element i (its row-major index, which must be inside the
// tensor) has its bit: the index of the word, and the bit in it, 0 being the least
// significant.
func (l Layout) Locate(i int64) (word int64, bit uint) {
	if !l.tiled {
		return i / wordBits, uint(i % wordBits)
	}
	r, c := i/l.cols, i%l.cols
	word = (r/tileRows*tileWords+r%tileWords)*l.cols + c
	return word, uint(r % tileRows / tileWords)
}

func ceilDiv(n, k int64) int64 {
	if n%k != 0 {
		return n/k + 1
	}
	return n / k
}
