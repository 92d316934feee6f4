// Package kernels defines the 1-bit mask format and computes with it: what UnSwagPack
// and UnSwagGradMask do to memory. The reference implementation is written to be
// obviously right; faster ones implement the same interface and pass the same
// conformance suite (package kernelstest).
//
// Tensors are contiguous slices in row-major order, elements are treated as bit
// patterns, and every size is 64-bit: nothing overflows at 2^32 elements.
//
// The package knows no graphs and no ONNX. It may import the standard library
// and golang.org/x/sys/cpu only.
package kernels
