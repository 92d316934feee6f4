// Package kernelstest is the conformance suite of package kernels: every
// implementation of kernels.Kernels must pass Run. It compares with an oracle of its
// own that works on sign, exponent and fraction. It may import kernels and the
// standard library only.
package kernelstest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/unswag/unswagc/kernels"
)

// Omission names a test of the suite that an implementation leaves out, such as "tiled"
// or "large", or an element type, such as "double", and says why. Without "tiled", that
// layout must be refused.
type Omission struct{ Test, Reason string }

// Run runs the suite against k, most of it in the flat layout. What is left out is skipped
// under its name, with the reason.
func Run(t *testing.T, k kernels.Kernels, omit ...Omission) {
	run(t, k, flat, omit)
}

// RunTiled runs the suite against k, which has the tiled layout only: the tests that are
// not about a layout arrange their elements in matrices.
func RunTiled(t *testing.T, k kernels.Kernels, omit ...Omission) {
	run(t, k, matrix, omit)
}

// arrangement makes a shape of a number of elements.
type arrangement func(n int) shape

func flat(n int) shape { return shape{cols: n} }

// matrix has as many columns as divide n, up to 300.
func matrix(n int) shape {
	for cols := min(n, 300); cols > 1; cols-- {
		if n%cols == 0 {
			return shape{tiled: true, rows: n / cols, cols: cols}
		}
	}
	return shape{tiled: true, rows: n, cols: 1}
}

func run(t *testing.T, k kernels.Kernels, arrange arrangement, omit []Omission) {
	if k.Name() == "" {
		t.Error("the implementation has no name")
	}
	runKind(t, k, float16(), arrange, omit)
	runKind(t, k, bfloat16(), arrange, omit)
	runKind(t, k, float(), arrange, omit)
	runKind(t, k, double(), arrange, omit)
	t.Run("unknown half", func(t *testing.T) { testUnknownHalf(t, k) })
}

func runKind[E element](t *testing.T, k kernels.Kernels, e kind[E], arrange arrangement, omit []Omission) {
	skip := func(t *testing.T, name string) {
		if i := slices.IndexFunc(omit, func(o Omission) bool { return o.Test == name }); i >= 0 {
			t.Skip(omit[i].Reason)
		}
	}
	t.Run(e.name, func(t *testing.T) {
		skip(t, e.name)
		run := func(name string, test func(*testing.T)) {
			t.Run(name, func(t *testing.T) {
				skip(t, name)
				test(t)
			})
		}
		run("patterns", func(t *testing.T) { testPatterns(t, k, e, arrange) })
		run("lengths", func(t *testing.T) { testLengths(t, k, e, arrange) })
		run("tiled", func(t *testing.T) {
			testTiled(t, k, e)
			testMisaligned(t, k, e, shape{tiled: true, rows: 9, cols: 37})
		})
		run("misaligned", func(t *testing.T) {
			testMisaligned(t, k, e, arrange(1), arrange(31), arrange(64), arrange(100), arrange(333))
		})
		run("large", func(t *testing.T) { testLarge(t, k, e, arrange) })
		run("refusals", func(t *testing.T) { testRefusals(t, k, e) })
	})
}

// testPatterns runs over every pattern of all(), with either bit, and shuffled so that
// neighbours get different bits.
func testPatterns[E element](t *testing.T, k kernels.Kernels, e kind[E], arrange arrangement) {
	in := e.all()
	for i := range in {
		j := i * 7919 % len(in)
		in[i], in[j] = in[j], in[i]
	}
	s := arrange(len(in))
	everyVariant(func(v variant) {
		check(t, k, e, job{in: in, shape: s, variant: v})
		check(t, k, e, job{in: in, shape: s, variant: v, flip: true})
	})
}

// testLengths runs over all lengths up to 1100: every variant where vector loops and
// words end, and one in turn elsewhere.
func testLengths[E element](t *testing.T, k kernels.Kernels, e kind[E], arrange arrangement) {
	var variants []variant
	everyVariant(func(v variant) { variants = append(variants, v) })
	for n := range 1101 {
		j := job{in: e.sample(n, uint64(n)), shape: arrange(n)}
		if n > 200 && (n+1)%32 > 2 {
			j.variant = variants[n%len(variants)]
			check(t, k, e, j)
			continue
		}
		for _, v := range variants {
			j.variant = v
			check(t, k, e, j)
		}
	}
}

func testTiled[E element](t *testing.T, k kernels.Kernels, e kind[E]) {
	for _, rows := range []int{0, 1, 7, 8, 9, 64, 255, 256, 257, 600} {
		for _, cols := range []int{0, 1, 3, 31, 32, 33, 130} {
			s := shape{tiled: true, rows: rows, cols: cols}
			in := e.sample(rows*cols, uint64(rows*1000+cols))
			everyVariant(func(v variant) {
				if rows*cols > 10000 && v.place == apart {
					return
				}
				check(t, k, e, job{in: in, shape: s, variant: v})
			})
		}
	}
}

// testMisaligned starts every slice at every offset from a boundary of 64 bytes,
// inputs and outputs at different ones.
func testMisaligned[E element](t *testing.T, k kernels.Kernels, e kind[E], shapes ...shape) {
	for offset := range 33 {
		for _, s := range shapes {
			j := job{in: e.sample(s.elements(), uint64(offset*s.cols)), shape: s}
			j.inOffset, j.outOffset, j.maskOffset = offset, offset*5%33, offset%17
			everyVariant(func(v variant) {
				j.variant = v
				check(t, k, e, j)
			})
		}
	}
}

// testRefusals checks that wrong arguments are errors and change nothing.
func testRefusals[E element](t *testing.T, k kernels.Kernels, e kind[E]) {
	type sizes struct{ mask, out, in int }
	tests := []struct {
		sizes
		layout kernels.Layout
		pred   kernels.Predicate
		zeros  kernels.Zeros
		comb   kernels.Combine
	}{
		{sizes: sizes{1, 33, 33}}, {sizes: sizes{3, 33, 33}}, {sizes: sizes{0, 1, 1}}, {sizes: sizes{1, 0, 0}},
		{sizes: sizes{2, 32, 33}}, {sizes: sizes{2, 34, 33}},
		{sizes: sizes{8, 6, 6}, layout: kernels.Tiled(2, 3)},
		{sizes: sizes{24, 6, 6}, layout: kernels.Tiled(3, 3)},
		{sizes: sizes{24, 6, 6}, layout: kernels.Tiled(-2, -3)},
		{sizes: sizes{1, 4, 4}, pred: 7, comb: 7}, {sizes: sizes{1, 4, 4}, zeros: 7, comb: 7},
	}
	for i, c := range tests {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			mask, out, in := make([]uint32, c.mask), make([]E, c.out), make([]E, c.in)
			for i := range mask {
				mask[i] = 0xdeadbeef
			}
			for i := range out {
				out[i] = e.from(0x1234)
			}
			for i := range in {
				in[i] = e.from(0x4321)
			}
			if e.pack(k, mask, out, in, kernels.PackOptions{Predicate: c.pred, Zeros: c.zeros, Layout: c.layout}) == nil {
				t.Errorf("Pack takes %+v", c)
			}
			if e.gradMask(k, out, in, mask, kernels.MaskOptions{Combine: c.comb, Layout: c.layout}) == nil {
				t.Errorf("GradMask takes %+v", c)
			}
			for i := range mask {
				if mask[i] != 0xdeadbeef {
					t.Fatal("a refused call changed the mask")
				}
			}
			for i := range out {
				if e.bits(out[i]) != 0x1234 {
					t.Fatal("a refused call changed its output")
				}
			}
		})
	}
}

// testUnknownHalf checks that a 16-bit format that is none is refused.
func testUnknownHalf(t *testing.T, k kernels.Kernels) {
	mask, data := []uint32{7}, []uint16{1, 2}
	if k.Pack16(mask, nil, data, kernels.Half(7), kernels.PackOptions{}) == nil {
		t.Error("Pack16 takes format 7")
	}
	if k.GradMask16(data, data, mask, kernels.Half(7), kernels.MaskOptions{}) == nil {
		t.Error("GradMask16 takes format 7")
	}
	if mask[0] != 7 || data[0] != 1 || data[1] != 2 {
		t.Error("a refused call changed its arguments")
	}
}
