// Package interp is the embedded engine: it runs ONNX training graphs on the CPU,
// allocates and frees along a chosen order of the nodes, and reports what memory that
// took. Its order, views and in-place rules are those of pass/memory, and its figures
// are counted from the buffers that really are there.
//
// Results are the same bits on every run and for any number of goroutines, on one
// machine with one BLAS. The package may import onnxio, pass/memory, pass/shape, kernels
// and packages below runtime.
package interp
