package cuda

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"unsafe"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// ErrLayout is a mask in another layout than the flat one, which the kernels do not have:
// inside StableHLO modules XLA makes the masks itself.
var ErrLayout = errors.New("the CUDA kernels have the flat layout only")

// Kernels returns the kernels behind the interface of package kernels: slices of the host
// are copied to the device, to addresses that are aligned as theirs, and the results
// back, with a check that nothing beside them was written. It is for tests and for those
// who have no memory on the device; a tiled layout is refused (ErrLayout).
func (c *Context) Kernels() (kernels.Kernels, error) {
	if err := c.enter(); err != nil {
		return nil, err
	}
	defer c.leave()
	return &hostKernels{c: c, modules: map[ptx.Entry]*Module{}}, nil
}

type hostKernels struct {
	c *Context

	mu      sync.Mutex
	modules map[ptx.Entry]*Module // each entry is compiled when it is first used
	idle    []*workspace
}

func (*hostKernels) Name() string { return "cuda" }

func (h *hostKernels) Pack16(mask []uint32, y, v []uint16, f kernels.Half, o kernels.PackOptions) error {
	t, err := halfType(f)
	if err != nil {
		return err
	}
	return pack(h, t, mask, y, v, o)
}

func (h *hostKernels) Pack32(mask []uint32, y, v []float32, o kernels.PackOptions) error {
	return pack(h, ptx.F32, mask, y, v, o)
}

func (h *hostKernels) Pack64(mask []uint32, y, v []float64, o kernels.PackOptions) error {
	return pack(h, ptx.F64, mask, y, v, o)
}

func (h *hostKernels) GradMask16(dx, dy []uint16, mask []uint32, f kernels.Half, o kernels.MaskOptions) error {
	t, err := halfType(f)
	if err != nil {
		return err
	}
	return gradMask(h, t, dx, dy, mask, o)
}

func (h *hostKernels) GradMask32(dx, dy []float32, mask []uint32, o kernels.MaskOptions) error {
	return gradMask(h, ptx.F32, dx, dy, mask, o)
}

func (h *hostKernels) GradMask64(dx, dy []float64, mask []uint32, o kernels.MaskOptions) error {
	return gradMask(h, ptx.F64, dx, dy, mask, o)
}

func halfType(f kernels.Half) (ptx.Type, error) {
	switch f {
	case kernels.Float16:
		return ptx.F16, nil
	case kernels.BFloat16:
		return ptx.BF16, nil
	}
	return 0, fmt.Errorf("unknown 16-bit format %d: give Float16 or BFloat16", f)
}

func pack[E any](h *hostKernels, t ptx.Type, mask []uint32, y, v []E, o kernels.PackOptions) error {
	if err := kernels.CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return ErrLayout
	}
	args := []argument{{bytesOf(v), false}, {bytesOf(mask), true}}
	if y != nil {
		args = []argument{args[0], {bytesOf(y), true}, args[1]}
	}
	e := ptx.Entry{Op: ptx.Pack, Type: t, Predicate: o.Predicate, Y: y != nil, Zeros: o.Zeros}
	return h.run(e.Canonical(), len(v), args)
}

func gradMask[E any](h *hostKernels, t ptx.Type, dx, dy []E, mask []uint32, o kernels.MaskOptions) error {
	if err := kernels.CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return ErrLayout
	}
	e := ptx.Entry{Op: ptx.GradMask, Type: t, Combine: o.Combine}
	return h.run(e, len(dy), []argument{{bytesOf(dy), false}, {bytesOf(mask), false}, {bytesOf(dx), true}})
}

func bytesOf[E any](s []E) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(E))))
}

// argument is a slice of the host that a kernel reads or writes.
type argument struct {
	host    []byte
	written bool
}

// run computes e on the device.
func (h *hostKernels) run(e ptx.Entry, n int, args []argument) error {
	if n == 0 {
		return nil
	}
	m, err := h.module(e)
	if err != nil {
		return err
	}
	w, err := h.take()
	if err != nil {
		return err
	}
	if err := w.run(m, e, int64(n), args); err != nil {
		return err // the workspace goes with the context
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.idle = append(h.idle, w)
	return nil
}

func (h *hostKernels) module(e ptx.Entry) (*Module, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	m := h.modules[e]
	if m != nil {
		return m, nil
	}
	m, err := h.c.LoadEntries([]ptx.Entry{e})
	if err == nil {
		h.modules[e] = m
	}
	return m, err
}

// take returns a workspace that no other goroutine uses.
func (h *hostKernels) take() (*workspace, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if last := len(h.idle) - 1; last >= 0 {
		w := h.idle[last]
		h.idle = h.idle[:last]
		return w, nil
	}
	s, err := h.c.NewStream()
	return &workspace{c: h.c, stream: s}, err
}

// workspace holds the arguments of one call, with a fence around each, in the same places
// on the host and on the device.
type workspace struct {
	c      *Context
	stream *Stream
	host   []byte
	device Pointer
}

const (
	boundary = 64 // bytes; an address keeps its remainder
	fence    = 64 // bytes at least between arguments
	poison   = 0xa5
)

func (w *workspace) run(m *Module, e ptx.Entry, n int64, args []argument) error {
	at, err := w.arrange(args)
	if err != nil {
		return err
	}
	if err := w.c.CopyToDevice(w.device, w.host, w.stream); err != nil {
		return err
	}
	pointers := make([]Pointer, len(args))
	for i := range args {
		pointers[i] = w.device + Pointer(at[i])
	}
	if err := m.Launch(w.stream, e, n, pointers...); err != nil {
		return err
	}
	if err := w.c.CopyToHost(w.host, w.device, w.stream); err != nil {
		return err
	}
	return w.collect(e, args, at)
}

// arrange gives every argument its place, one for those that are the same slice, and
// fills inputs in and everything else with poison.
func (w *workspace) arrange(args []argument) ([]int, error) {
	at := make([]int, len(args))
	size := 0
	for i, a := range args {
		if j := sameAs(args, i); j < i {
			at[i] = at[j]
			continue
		}
		start := (size+fence+boundary-1)/boundary*boundary + int(uintptr(unsafe.Pointer(&a.host[0]))%boundary)
		at[i], size = start, start+len(a.host)
	}
	size += fence
	if size > cap(w.host) {
		if err := w.grow(size); err != nil {
			return nil, err
		}
	}
	w.host = w.host[:size]
	for i := range w.host {
		w.host[i] = poison
	}
	for i, a := range args {
		if !a.written {
			copy(w.host[at[i]:], a.host)
		}
	}
	return at, nil
}

func (w *workspace) grow(size int) error {
	if err := w.c.Free(w.device); err != nil {
		return err
	}
	w.device, w.host = 0, nil
	p, err := w.c.Alloc(int64(size))
	if err != nil {
		return err
	}
	w.device, w.host = p, make([]byte, size)
	return nil
}

// sameAs is the first argument that is the same slice as the i-th.
func sameAs(args []argument, i int) int {
	for j := range i {
		if &args[j].host[0] == &args[i].host[0] {
			return j
		}
	}
	return i
}

// collect copies results to their slices, and checks that all else is as it was.
func (w *workspace) collect(e ptx.Entry, args []argument, at []int) error {
	for i, a := range args {
		got := w.host[at[i]:][:len(a.host)]
		if !a.written && !w.overwritten(args, i) && !bytes.Equal(got, a.host) {
			return fmt.Errorf("%s on %v changed its input %s", e.Name(), w.c, e.Params()[i].Name)
		}
	}
	for i, a := range args {
		if a.written {
			copy(a.host, w.host[at[i]:])
		}
	}
	for i, a := range args {
		clearTo(w.host[at[i]:][:len(a.host)], poison)
	}
	for _, b := range w.host {
		if b != poison {
			return fmt.Errorf("%s on %v wrote outside of its arguments", e.Name(), w.c)
		}
	}
	return nil
}

// overwritten reports whether an output is the same slice as argument i.
func (w *workspace) overwritten(args []argument, i int) bool {
	for j := range args {
		if args[j].written && &args[j].host[0] == &args[i].host[0] {
			return true
		}
	}
	return false
}

func clearTo(s []byte, b byte) {
	for i := range s {
		s[i] = b
	}
}
