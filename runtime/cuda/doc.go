// Package cuda runs the mask kernels on NVIDIA GPUs. It opens the driver's library when
// it is first needed, without cgo, so that a program that imports it starts on every
// machine and learns by an error in words what is missing.
//
//	c, err := cuda.Open(0)
//	defer c.Close()
//	m, err := c.LoadEntries(ptx.All())
//	err = m.Launch(nil, entry, n, v, y, mask)
//	err = c.Synchronize()
//
// Pointers are addresses in the device's memory, from Context.Alloc or of any other
// library that uses the device's primary context, as CUDA's runtime does and with it
// PyTorch. Sizes are 64-bit: bytes where the name says so, elements for n. All methods may be
// called by several goroutines at once; each makes the context current on the thread
// that it runs on, and leaves it so.
//
// Linux on amd64 and arm64 and Windows on amd64 are supported, of which Linux on amd64 is
// tested. A driver for CUDA 11.0 (branch 450) or newer is needed.
//
// The package may import kernels, purego and, for Windows, golang.org/x/sys.
package cuda
