package kernels_test

import (
	"math"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels"
)

func TestLocateBeyond32Bits(t *testing.T) {
	wide := kernels.Tiled(1<<20, 14336) // 15e9 elements
	tests := []struct {
		layout  kernels.Layout
		element int64
		word    int64
		bit     uint
	}{
		{kernels.Flat(), 0, 0, 0},
		{kernels.Flat(), 31, 0, 31},
		{kernels.Flat(), 32, 1, 0},
		{kernels.Flat(), 1<<32 - 1, 1<<27 - 1, 31},
		{kernels.Flat(), 1 << 32, 1 << 27, 0},
		{kernels.Flat(), 262144*14336 + 5, 117440512, 5}, // where 32-bit indices end
		{kernels.Flat(), math.MaxInt64, math.MaxInt64 / 32, 31},
		{wide, 0, 0, 0},
		{wide, 14336, 14336, 0}, // row 1: the next row of words
		{wide, 8 * 14336, 0, 1}, // row 8: the next bit
		{wide, 255*14336 + 3, 7*14336 + 3, 31},
		{wide, 256*14336 + 9, 8*14336 + 9, 0}, // row 256: the next tile
		// r = 1048575: tile 4095, row of words 4095*8+7, bit 31
		{wide, (1<<20)*14336 - 1, 32767*14336 + 14335, 31},
		{wide, 300000*14336 + 1, (300000/256*8+300000%8)*14336 + 1, uint(300000 % 256 / 8)},
	}
	for _, c := range tests {
		word, bit := c.layout.Locate(c.element)
		if word != c.word || bit != c.bit {
			t.Errorf("%v: element %d is at word %d bit %d, want word %d bit %d", c.layout, c.element, word, bit, c.word, c.bit)
		}
	}
}

func TestWords(t *testing.T) {
	tests := []struct {
		layout   kernels.Layout
		elements int64
		want     int64
		err      string
	}{
		{kernels.Flat(), 0, 0, ""},
		{kernels.Flat(), 1, 1, ""},
		{kernels.Flat(), 32, 1, ""},
		{kernels.Flat(), 33, 2, ""},
		{kernels.Flat(), 1<<32 + 1, 1<<27 + 1, ""},
		{kernels.Flat(), math.MaxInt64, 1 << 58, ""},
		{kernels.Flat(), -1, 0, "cannot have -1 elements"},
		{kernels.Tiled(0, 7), 0, 0, ""},
		{kernels.Tiled(7, 0), 0, 0, ""},
		{kernels.Tiled(1, 3), 3, 24, ""},
		{kernels.Tiled(256, 3), 768, 24, ""},
		{kernels.Tiled(257, 3), 771, 48, ""},
		{kernels.Tiled(1<<20, 14336), 1 << 20 * 14336, 1 << 15 * 14336, ""},
		{kernels.Tiled(2, 3), 7, 0, "is for 6 elements, not for 7"},
		{kernels.Tiled(-1, 3), 3, 0, "negative size"},
		{kernels.Tiled(1<<32, 1<<32), 0, 0, "more elements than 64 bits"},
		{kernels.Tiled(1, math.MaxInt64), math.MaxInt64, 0, "more words than 64 bits"},
	}
	for _, c := range tests {
		got, err := c.layout.Words(c.elements)
		if c.err == "" && (err != nil || got != c.want) {
			t.Errorf("%v.Words(%d) = %d, %v; want %d", c.layout, c.elements, got, err, c.want)
		}
		if c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%v.Words(%d): error %v, want one that says %q", c.layout, c.elements, err, c.err)
		}
	}
}

// TestTiledIsABijection counts that every element of a matrix has a bit of its own.
func TestTiledIsABijection(t *testing.T) {
	for _, rows := range []int64{1, 7, 8, 255, 256, 257, 513} {
		l := kernels.Tiled(rows, 5)
		words, err := l.Words(rows * 5)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[int64]bool{}
		for i := range rows * 5 {
			word, bit := l.Locate(i)
			at := word*32 + int64(bit)
			if word < 0 || word >= words || bit > 31 || seen[at] {
				t.Fatalf("%v: element %d is at word %d bit %d, outside or taken", l, i, word, bit)
			}
			seen[at] = true
		}
	}
}
