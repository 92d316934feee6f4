package pass_test

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/pass"
)

// TestFiguresHaveValuesOnceDimsAreBound checks every byte figure of a report: no value
// while the formula holds a dim, and then the formula is the value's digits.
func TestFiguresHaveValuesOnceDimsAreBound(t *testing.T) {
	for _, dims := range []map[string]int64{nil, {"B": 64}} {
		r, err := pass.Run(context.Background(), parse(t, exampleText), pass.Options{Dims: dims})
		if err != nil {
			t.Fatal(err)
		}
		figures := figuresOf(r)
		if len(figures) < 10 {
			t.Fatalf("only %d figures", len(figures))
		}
		for _, f := range figures {
			switch symbolic := strings.Contains(f.Expr, "B"); {
			case symbolic && (dims != nil || f.Value != nil):
				t.Errorf("dims %v: %q has the value %v", dims, f.Expr, f.Value)
			case !symbolic && (f.Value == nil || strconv.FormatInt(*f.Value, 10) != f.Expr):
				t.Errorf("dims %v: %q has the value %v", dims, f.Expr, f.Value)
			case !symbolic && dims == nil:
				t.Errorf("%q holds no dim although none is bound", f.Expr)
			}
		}
	}
}

// figuresOf lists every figure of the report, but those of the peak with bodies, which
// may be a number where no body runs.
func figuresOf(r *pass.Report) []pass.Figure {
	var out []pass.Figure
	for _, o := range []pass.ReportOrder{r.Memory.File, r.Memory.ORT} {
		out = append(out, o.HeldBefore, o.HeldAfter, o.PeakBefore, o.PeakAfter)
	}
	for _, s := range r.Sites {
		out = append(out, *s.BytesBefore, *s.BytesAfter)
	}
	return out
}
