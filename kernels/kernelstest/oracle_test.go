package kernelstest

import (
	"math"
	"testing"

	"github.com/unswag/unswagc/kernels"
)

// TestOracleAgreesWithFloatingPoint compares the oracle with what the language's own
// comparisons and products say.
func TestOracleAgreesWithFloatingPoint(t *testing.T) {
	e := double()
	for _, p := range e.all() {
		v := math.Float64frombits(p)
		c := e.class(p)
		if got := c.bit(kernels.GT0); got != (v > 0) {
			t.Fatalf("gt0 of %v (%#x) is %t", v, p, got)
		}
		if got := c.bit(kernels.NotLE0); got != !(v <= 0) {
			t.Fatalf("not_le0 of %v (%#x) is %t", v, p, got)
		}
		want := p
		if v < 0 {
			want = 0
		}
		if got := e.relu(p, kernels.Keep); got != want {
			t.Fatalf("relu of %v (%#x) is %#x, want %#x", v, p, got, want)
		}
		zero := math.Float64bits(v * 0)
		if !e.gradOK(zero, p, false, kernels.Mul) || !e.gradOK(math.Float64bits(v*1), p, true, kernels.Mul) {
			t.Fatalf("the product of %v (%#x) with 0 or 1 is refused", v, p)
		}
		if !math.IsNaN(v*0) && e.gradOK(zero^1<<63, p, false, kernels.Mul) {
			t.Fatalf("the product of %v (%#x) with 0 is accepted with the wrong sign", v, p)
		}
	}
}

// TestOracleMaskIsWhatTheFormatSays spells out one mask of each layout.
func TestOracleMaskIsWhatTheFormatSays(t *testing.T) {
	bits := make([]bool, 34)
	bits[0], bits[5], bits[31], bits[33] = true, true, true, true
	got := shape{cols: 34}.mask(bits)
	if len(got) != 2 || got[0] != 0x80000021 || got[1] != 2 {
		t.Errorf("flat: %#x", got)
	}
	tiled := shape{tiled: true, rows: 17, cols: 2}
	bits = make([]bool, 34)
	bits[0*2+1], bits[8*2+1], bits[16*2+1], bits[9*2] = true, true, true, true
	got = tiled.mask(bits)
	if len(got) != 16 || got[1] != 7 || got[2] != 2 || got[0] != 0 {
		t.Errorf("tiled: %#x", got)
	}
}
