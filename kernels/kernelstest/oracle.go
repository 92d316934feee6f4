package kernelstest

import "github.com/unswag/unswagc/kernels"

// This file is a second opinion: it takes patterns apart into sign, exponent and
// fraction and builds masks tile by tile, and shares no code with package kernels.

// shape is the layout under test: rows x cols tiled, or flat with cols elements.
type shape struct {
	tiled      bool
	rows, cols int
}

func (s shape) layout() kernels.Layout {
	if s.tiled {
		return kernels.Tiled(int64(s.rows), int64(s.cols))
	}
	return kernels.Flat()
}

func (s shape) elements() int {
	if s.tiled {
		return s.rows * s.cols
	}
	return s.cols
}

// mask packs one bool per element.
func (s shape) mask(bits []bool) []uint32 {
	var words []uint32
	if !s.tiled {
		for start := 0; start < len(bits); start += 32 {
			var w uint32
			for k := 31; k >= 0; k-- {
				w *= 2
				if start+k < len(bits) && bits[start+k] {
					w++
				}
			}
			words = append(words, w)
		}
		return words
	}
	for tile := 0; tile < s.rows; tile += 256 {
		for low := range 8 {
			for c := range s.cols {
				var w uint32
				for bit := range 32 {
					r := tile + 8*bit + low
					if r < s.rows && bits[r*s.cols+c] {
						w += 1 << bit
					}
				}
				words = append(words, w)
			}
		}
	}
	return words
}

// ieee is a binary format.
type ieee struct{ exp, frac uint }

// class is what a pattern stands for.
type class struct{ negative, zero, infinite, nan bool }

func (f ieee) class(p uint64) class {
	exponent := p >> f.frac & (1<<f.exp - 1)
	fraction := p & (1<<f.frac - 1)
	top := exponent == 1<<f.exp-1
	return class{
		negative: p>>(f.frac+f.exp)&1 == 1,
		zero:     exponent == 0 && fraction == 0,
		infinite: top && fraction == 0,
		nan:      top && fraction != 0,
	}
}

// bit is the mask bit of an element.
func (c class) bit(p kernels.Predicate) bool {
	if c.nan {
		return p == kernels.NotLE0
	}
	return !c.zero && !c.negative
}

// relu is Y of the element p.
func (f ieee) relu(p uint64, z kernels.Zeros) uint64 {
	c := f.class(p)
	switch {
	case c.nan:
		return p
	case c.zero && z == kernels.Keep:
		return p
	case c.zero, c.negative:
		return 0
	}
	return p
}

// gradOK reports whether got is dX for the gradient p and the mask bit.
func (f ieee) gradOK(got, p uint64, bit bool, combine kernels.Combine) bool {
	c := f.class(p)
	if combine == kernels.Select {
		return bit && got == p || !bit && got == 0
	}
	if c.nan || c.infinite && !bit {
		return f.class(got).nan
	}
	if bit {
		return got == p
	}
	if c.negative {
		return got == 1<<(f.exp+f.frac)
	}
	return got == 0
}
