package ptx_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// TestModuleDependsOnTheSetOnly writes modules from lists in other orders, with
// repetitions, and with fields set that do not matter.
func TestModuleDependsOnTheSetOnly(t *testing.T) {
	all := ptx.All()
	want := module(t, all)
	var list []ptx.Entry
	for _, e := range slices.Backward(all) {
		if e.Op == ptx.GradMask {
			e.Predicate, e.Y, e.Zeros = kernels.NotLE0, true, kernels.Plus
		} else {
			e.Combine = kernels.Mul
		}
		if !e.Y {
			e.Zeros = kernels.Plus
		}
		list = append(list, e, e)
	}
	if module(t, list) != want {
		t.Error("the same set of entries gave another text")
	}
	if n := strings.Count(want, ".visible .entry "); n != len(all) {
		t.Errorf("the module has %d entries, want %d", n, len(all))
	}
}

func module(t *testing.T, entries []ptx.Entry) string {
	t.Helper()
	text, err := ptx.Module(entries)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestAllIsEveryVariant checks the list's entries: 4 types, Pack with 2 predicates, each
// without y and with 2 treatments of zeros, and GradMask with 2 combines.
func TestAllIsEveryVariant(t *testing.T) {
	names := map[string]bool{}
	for _, e := range ptx.All() {
		if e != e.Canonical() {
			t.Errorf("%+v is not canonical", e)
		}
		names[e.Name()] = true
	}
	if len(names) != 4*(2*3+2) {
		t.Errorf("there are %d names, want 32", len(names))
	}
	for _, name := range []string{"unswag_pack_f16_gt0", "unswag_pack_f32_gt0_y_keep", "unswag_pack_f64_not_le0_y_plus", "unswag_gradmask_bf16_select", "unswag_gradmask_f64_mul"} {
		if !names[name] {
			t.Errorf("there is no %s", name)
		}
	}
}

func TestUnknownFieldsAreErrors(t *testing.T) {
	for _, c := range []struct {
		entry ptx.Entry
		want  string
	}{
		{ptx.Entry{Op: 7}, "unknown operation 7: give Pack or GradMask"},
		{ptx.Entry{Type: 9}, "unknown element type 9: give F16, BF16, F32 or F64"},
		{ptx.Entry{Predicate: 2}, "unknown predicate 2: give GT0 or NotLE0"},
		{ptx.Entry{Y: true, Zeros: 2}, "unknown treatment of zeros 2: give Keep or Plus"},
		{ptx.Entry{Op: ptx.GradMask, Combine: 2}, "unknown combine 2: give Select or Mul"},
	} {
		text, err := ptx.Module([]ptx.Entry{{}, c.entry})
		if err == nil || !strings.Contains(err.Error(), c.want) || text != "" {
			t.Errorf("%+v gives %v, want %q", c.entry, err, c.want)
		}
	}
}

func TestGrid(t *testing.T) {
	for _, e := range ptx.All() {
		g := e.Geometry()
		if g.Block%32 != 0 || g.Block > 1024 || g.Elements%int64(g.Block) != 0 {
			t.Errorf("%s is launched with %+v", e.Name(), g)
		}
		for n, want := range map[int64]int64{-1: 0, 0: 0, 1: 1, g.Elements: 1, g.Elements + 1: 2, 1 << 40: 1 << 40 / g.Elements, 1<<40 + 1: 1<<40/g.Elements + 1, 1<<63 - 1: (1<<63-1)/g.Elements + 1} {
			if got := g.Grid(n); got != want {
				t.Errorf("%s: %d elements take %d blocks, want %d", e.Name(), n, got, want)
			}
		}
	}
}

func TestParams(t *testing.T) {
	for e, want := range map[ptx.Entry]string{
		{Op: ptx.Pack, Type: ptx.F32}:           "v input 4, mask output 4, n count 0",
		{Op: ptx.Pack, Type: ptx.BF16, Y: true}: "v input 2, y output 2, mask output 4, n count 0",
		{Op: ptx.GradMask, Type: ptx.F64}:       "dy input 8, mask input 4, dx output 8, n count 0",
	} {
		if got := describe(e.Params()); got != want {
			t.Errorf("%s takes %s, want %s", e.Name(), got, want)
		}
	}
}
