package kernels

// All lists the implementations that this machine runs, the slowest first: "reference",
// "swar" (Go, 64 bits at a time), and on amd64 "avx2" and "avx512" where the CPU and the
// operating system have them and the program was not built with the tag purego or noasm.
// Each of them computes on the goroutine that calls it.
func All() []Kernels { return append([]Kernels{Reference(), swar()}, native()...) }

// Best returns the fastest implementation for this machine. Large tensors are split
// among as many goroutines as GOMAXPROCS allows; the bits are those of one goroutine.
func Best() Kernels {
	all := All()
	return Parallel(all[len(all)-1], 0)
}
