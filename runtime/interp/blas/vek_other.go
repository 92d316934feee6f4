//go:build !amd64 || darwin

package blas

// Go returns the fastest library that is written in Go: vek has assembly for amd64 only,
// and none for macOS.
func Go() *Library { return Gonum() }
