package kernels_test

import (
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
)

// TestConformance runs the suite on every implementation of this machine, on one
// goroutine and split among several.
func TestConformance(t *testing.T) {
	for _, k := range kernels.All() {
		t.Run(k.Name(), func(t *testing.T) { kernelstest.Run(t, k) })
	}
	t.Run("best", func(t *testing.T) { kernelstest.Run(t, kernels.Best()) })
}
