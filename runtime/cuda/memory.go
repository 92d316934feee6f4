package cuda

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"unsafe"
)

// Pointer is an address in a device's memory (a CUdeviceptr). Adding to it counts bytes.
type Pointer uint64

// Alloc allocates bytes of the device's memory, at an address that is a multiple of 256.
// No bytes are Pointer 0. Where memory is short the error is ErrMemory.
func (c *Context) Alloc(bytes int64) (Pointer, error) {
	if bytes < 0 {
		return 0, fmt.Errorf("%v: cannot allocate %d bytes", c, bytes)
	}
	if bytes == 0 {
		return 0, nil
	}
	p, err := c.alloc(bytes)
	if codeOf(err) == codeOutOfMemory {
		return 0, c.noMemory(bytes, err)
	}
	return p, err
}

func (c *Context) alloc(bytes int64) (Pointer, error) {
	if err := c.enter(); err != nil {
		return 0, err
	}
	defer c.leave()
	var p Pointer
	err := c.sticky(c.drv.failure(fnMemAlloc, c.drv.call(fnMemAlloc, uintptr(unsafe.Pointer(&p)), uintptr(bytes))))
	if err == nil {
		c.owned.addBlock(block{p, bytes})
	}
	return p, err
}

func (c *Context) noMemory(bytes int64, cause error) error {
	free, total, err := c.MemInfo()
	if err != nil {
		return fmt.Errorf("%w: %v cannot give %s (%w)", ErrMemory, c, gibibytes(bytes), cause)
	}
	return fmt.Errorf("%w: %v has %s free of %s, and %s are wanted (%w)", ErrMemory, c, gibibytes(free), gibibytes(total), gibibytes(bytes), cause)
}

// Free gives memory from Alloc back, when the work in the context is done. Pointer 0 is
// nothing to free. Pointers of other libraries, or freed ones, are errors.
func (c *Context) Free(p Pointer) error {
	if p == 0 {
		return nil
	}
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	if !c.owned.takeBlock(p) {
		return fmt.Errorf("%v: %#x was not allocated by this context, or is freed and so %w", c, uint64(p), ErrClosed)
	}
	return c.sticky(c.drv.failure(fnMemFree, c.drv.call(fnMemFree, uintptr(p))))
}

// CopyToDevice copies src to the device behind the work that is in the stream, and
// returns when it is there.
func (c *Context) CopyToDevice(dst Pointer, src []byte, s *Stream) error {
	return c.copied(s, dst, int64(len(src)), func(stream uintptr) error {
		return c.call(fnMemcpyHtoDAsync, uintptr(dst), uintptr(unsafe.Pointer(unsafe.SliceData(src))), uintptr(len(src)), stream)
	})
}

// CopyToHost copies from the device to dst behind the work that is in the stream, and
// returns when it is there.
func (c *Context) CopyToHost(dst []byte, src Pointer, s *Stream) error {
	return c.copied(s, src, int64(len(dst)), func(stream uintptr) error {
		return c.call(fnMemcpyDtoHAsync, uintptr(unsafe.Pointer(unsafe.SliceData(dst))), uintptr(src), uintptr(len(dst)), stream)
	})
}

// copied makes a copy between host and device and waits for it: the collector may move or
// free what the driver does not know of.
func (c *Context) copied(s *Stream, p Pointer, bytes int64, copy func(stream uintptr) error) error {
	stream, err := c.streamHandle(s)
	if err != nil || bytes == 0 {
		return err
	}
	if err := c.owned.holds(p, bytes, "the copy"); err != nil {
		return fmt.Errorf("%v: %w", c, err)
	}
	if err := copy(stream); err != nil {
		return err
	}
	return c.waitFor(stream)
}

// CopyOnDevice copies bytes from src to dst in the order of the stream, and does not wait.
func (c *Context) CopyOnDevice(dst, src Pointer, bytes int64, s *Stream) error {
	stream, err := c.streamHandle(s)
	if err != nil || bytes == 0 {
		return err
	}
	for _, p := range []Pointer{dst, src} {
		if err := c.owned.holds(p, bytes, "the copy"); err != nil {
			return fmt.Errorf("%v: %w", c, err)
		}
	}
	return c.call(fnMemcpyDtoDAsync, uintptr(dst), uintptr(src), uintptr(bytes), stream)
}

// Fill sets bytes from p on to b in the order of the stream, and does not wait.
func (c *Context) Fill(p Pointer, b byte, bytes int64, s *Stream) error {
	stream, err := c.streamHandle(s)
	if err != nil || bytes == 0 {
		return err
	}
	if err := c.owned.holds(p, bytes, "the fill"); err != nil {
		return fmt.Errorf("%v: %w", c, err)
	}
	return c.call(fnMemsetD8Async, uintptr(p), uintptr(b), uintptr(bytes), stream)
}

// block is memory from Alloc.
type block struct {
	start Pointer
	bytes int64
}

// resource is something of the driver that a context owns, with the function that
// releases it.
type resource struct {
	release function
	handle  uintptr
}

// owned is what a context releases when it is closed.
type owned struct {
	mu     sync.RWMutex
	blocks []block // by address
	others map[resource]bool
}

func (o *owned) addBlock(b block) {
	o.mu.Lock()
	defer o.mu.Unlock()
	i, _ := o.find(b.start)
	o.blocks = slices.Insert(o.blocks, i, b)
}

// takeBlock removes the block that starts at p.
func (o *owned) takeBlock(p Pointer) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	i, ok := o.find(p)
	if ok {
		o.blocks = slices.Delete(o.blocks, i, i+1)
	}
	return ok
}

func (o *owned) find(p Pointer) (int, bool) {
	return slices.BinarySearchFunc(o.blocks, p, func(b block, p Pointer) int { return cmp.Compare(b.start, p) })
}

// left is how many bytes of a block lie from p on, -1 if p lies in none: of memory that
// others allocated nothing is known.
func (o *owned) left(p Pointer) int64 {
	o.mu.RLock()
	defer o.mu.RUnlock()
	i, ok := o.find(p)
	if !ok {
		i--
	}
	if i < 0 || int64(p-o.blocks[i].start) >= o.blocks[i].bytes {
		return -1
	}
	return o.blocks[i].bytes - int64(p-o.blocks[i].start)
}

// holds is an error if p lies in a block that ends before bytes are over.
func (o *owned) holds(p Pointer, bytes int64, what string) error {
	if left := o.left(p); left >= 0 && left < bytes {
		return fmt.Errorf("%s needs %d bytes at %#x, and the buffer has %d", what, bytes, uint64(p), left)
	}
	return nil
}

func (o *owned) add(r resource) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.others == nil {
		o.others = map[resource]bool{}
	}
	o.others[r] = true
}

func (o *owned) remove(r resource) {
	o.mu.Lock()
	defer o.mu.Unlock()
	delete(o.others, r)
}

// all lists everything, events and streams before modules, memory last.
func (o *owned) all() []resource {
	o.mu.Lock()
	defer o.mu.Unlock()
	var out []resource
	for r := range o.others {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b resource) int {
		return cmp.Or(cmp.Compare(b.release, a.release), cmp.Compare(a.handle, b.handle))
	})
	for _, b := range o.blocks {
		out = append(out, resource{fnMemFree, uintptr(b.start)})
	}
	return out
}
