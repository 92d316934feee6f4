package pass_test

import (
	"context"
	"errors"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// TestCancelledBetweenPasses cancels before the run and behind each pass but the last:
// the context's error comes back, no report, and no further pass has run.
func TestCancelledBetweenPasses(t *testing.T) {
	passes := pass.Pipeline()
	for stop := range passes {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		ran := 0
		o := pass.Options{AfterPass: func(string, *onnxio.Model) {
			if ran++; ran == stop {
				cancel()
			}
		}}
		if stop == 0 {
			cancel()
		}
		r, err := pass.Run(ctx, parse(t, exampleText), o)
		if !errors.Is(err, context.Canceled) || r != nil {
			t.Errorf("cancelled behind %d passes: error %v, report %v", stop, err, r)
		}
		if ran != stop {
			t.Errorf("cancelled behind %d passes, and %d ran", stop, ran)
		}
	}
}
