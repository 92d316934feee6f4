//go:build !linux || !(amd64 || arm64)

package kernels_test

import "testing"

func TestBeyond32Bits(t *testing.T) {
	t.Skip("mapping a few pages many times over is written for 64-bit Linux only")
}
