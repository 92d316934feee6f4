//go:build !amd64 || purego || noasm

package kernels

// native lists implementations in assembly: none here.
func native() []Kernels { return nil }
