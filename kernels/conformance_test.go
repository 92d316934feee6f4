package kernels_test

import (
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
)

func TestReference(t *testing.T) { kernelstest.Run(t, kernels.Reference()) }
