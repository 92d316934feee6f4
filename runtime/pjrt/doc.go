// Package pjrt compiles and runs StableHLO on any PJRT plugin: XLA for CPUs, NVIDIA GPUs
// and TPUs. It opens the plugin's library when it is first needed, without cgo, so that a
// program that imports it starts on every machine and learns by an error in words what is
// missing.
//
//	p, err := pjrt.Open(path)
//	c, err := p.Client()
//	defer c.Close()
//	e, err := c.Compile(text, pjrt.CompileOptions{})
//	in, err := c.Buffer(pjrt.F32, []int64{2, 3}, data)
//	out, err := e.Run([]*pjrt.Buffer{in})
//	data, err = out[0].ToHost()
//
// A Topology stands in for devices that are not there: it compiles for them and tells the
// memory that the program takes (MemoryStats). Sizes are 64-bit bytes. All methods may be
// called by several goroutines at once.
//
// What was made is owned by the Client or the Topology that made it: closing that closes
// it too. A library that was opened stays so until the process ends, as plugins cannot be
// unloaded. The use of something closed is ErrClosed, and so is closing it twice.
//
// Linux and macOS on amd64 and arm64 are supported, of which Linux on amd64 is tested. A
// plugin with PJRT's API 0.57 or newer is needed. Fields that later versions added are
// used where the plugin has them.
//
// The package may import purego and protowire.
package pjrt
