package cuda

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"unsafe"
)

// Context is the primary context of a device, which it shares with CUDA's runtime and
// every library on that: their pointers and streams are its own.
type Context struct {
	drv    *driver
	device Device
	dev    uintptr // the driver's handle of the device
	handle uintptr // of the context

	// closing is held for reading by every call, and for writing by Close.
	closing sync.RWMutex
	closed  bool
	lost    atomic.Pointer[lostError]

	owned   owned
	pending pending
	frames  sync.Pool // of *frame
}

// Open opens the primary context of a device. It must be closed.
func Open(ordinal int) (*Context, error) {
	d, err := defaultDriver()
	if err != nil {
		return nil, err
	}
	return d.open(ordinal)
}

func (d *driver) open(ordinal int) (*Context, error) {
	if ordinal < 0 {
		return nil, fmt.Errorf("%w of number %d: numbers start at 0", ErrNoDevice, ordinal)
	}
	device, dev, err := d.device(ordinal)
	if err != nil {
		return nil, err
	}
	if err := device.Usable(); err != nil {
		return nil, err
	}
	c := &Context{drv: d, device: device, dev: dev}
	err = d.failure(fnPrimaryCtxRetain, d.call(fnPrimaryCtxRetain, uintptr(unsafe.Pointer(&c.handle)), dev))
	if codeOf(err) == codeOutOfMemory {
		err = fmt.Errorf("%w: other programs fill it (%w)", ErrMemory, err)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot open %v: %w", device, err)
	}
	return c, nil
}

// Device describes the device of the context.
func (c *Context) Device() Device { return c.device }

// String names the context in errors.
func (c *Context) String() string {
	return fmt.Sprintf("device %d (%s)", c.device.Ordinal, c.device.Name)
}

// Close waits for what runs, releases all that was made from the context and not yet
// released (modules, memory, streams, events), and gives the context back. After it every
// method of the context and of what was made from it is an error (ErrClosed).
func (c *Context) Close() error {
	c.closing.Lock()
	defer c.closing.Unlock()
	if c.closed {
		return c.errClosed()
	}
	c.closed = true
	var errs []error
	if c.lost.Load() == nil {
		errs = c.release()
	}
	code := c.drv.call(fnPrimaryCtxRelease, c.dev)
	if c.lost.Load() == nil {
		errs = append(errs, c.drv.failure(fnPrimaryCtxRelease, code))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("closing %v: %w", c, err)
	}
	return nil
}

// release waits and then releases what the context owns. The lock is held.
func (c *Context) release() []error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	d := c.drv
	if err := d.failure(fnCtxSetCurrent, d.call(fnCtxSetCurrent, c.handle)); err != nil {
		return []error{err}
	}
	errs := []error{c.sticky(d.failure(fnCtxSynchronize, d.call(fnCtxSynchronize)))}
	if errs[0] != nil {
		return errs // the memory goes with the context
	}
	for _, r := range c.owned.all() {
		errs = append(errs, d.failure(r.release, d.call(r.release, r.handle)))
	}
	// Another context may be current on the thread by now, but never a released one.
	return append(errs, d.failure(fnCtxSetCurrent, d.call(fnCtxSetCurrent, 0)))
}

func (c *Context) errClosed() error { return fmt.Errorf("%v: the context is %w", c, ErrClosed) }

// enter makes the context current on the goroutine's thread until leave. The context
// cannot be closed between them. On an error leave must not be called.
func (c *Context) enter() error {
	c.closing.RLock()
	if c.closed {
		c.closing.RUnlock()
		return c.errClosed()
	}
	if lost := c.lost.Load(); lost != nil {
		c.closing.RUnlock()
		return lost
	}
	runtime.LockOSThread()
	if code := c.drv.call(fnCtxSetCurrent, c.handle); code != 0 {
		err := c.sticky(c.drv.failure(fnCtxSetCurrent, code))
		c.leave()
		return err
	}
	return nil
}

func (c *Context) leave() {
	runtime.UnlockOSThread()
	c.closing.RUnlock()
}

// call makes one call inside the context. Pointers among args are converted in the
// argument list, as for driver.call.
//
//go:uintptrescapes
func (c *Context) call(f function, args ...uintptr) error {
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	return c.sticky(c.drv.failure(f, c.drv.call(f, args...)))
}

// Synchronize waits for all work in the context. A fault of an earlier launch shows here.
func (c *Context) Synchronize() error {
	mark := c.pending.mark()
	err := c.call(fnCtxSynchronize)
	if err == nil {
		c.pending.forget(mark, func(uintptr) bool { return true })
	}
	return err
}

// MemInfo returns the free and the total bytes of the device's memory.
func (c *Context) MemInfo() (free, total int64, err error) {
	var f, t uint64
	err = c.call(fnMemGetInfo, uintptr(unsafe.Pointer(&f)), uintptr(unsafe.Pointer(&t)))
	return int64(f), int64(t), err
}
