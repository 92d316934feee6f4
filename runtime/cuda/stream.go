package cuda

import (
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"
)

// Stream is a queue of work on the device. The nil Stream is the default one, which
// waits for all other streams that were not made by NewStream, and they for it.
type Stream struct {
	c      *Context
	handle uintptr
	theirs bool // another library's
	gone   atomic.Bool
}

const nonBlocking = 1 // a stream that does not wait for the default stream

// NewStream makes a stream that does not wait for the default one. It must be destroyed,
// or goes with the context.
func (c *Context) NewStream() (*Stream, error) {
	handle, err := c.create(fnStreamCreate, nonBlocking, fnStreamDestroy)
	if err != nil {
		return nil, err
	}
	return &Stream{c: c, handle: handle}, nil
}

// WrapStream makes a Stream of another library's (a CUstream or cudaStream_t), which must
// outlive it and is not to be destroyed through it.
func (c *Context) WrapStream(handle uintptr) *Stream {
	return &Stream{c: c, handle: handle, theirs: true}
}

// Synchronize waits for the work in the stream. A fault of an earlier launch shows here.
func (s *Stream) Synchronize() error {
	handle, err := s.c.streamHandle(s)
	if err != nil {
		return err
	}
	return s.c.waitFor(handle)
}

// Destroy releases the stream when its work is done. To destroy it twice is ErrClosed.
func (s *Stream) Destroy() error {
	if s.theirs {
		return fmt.Errorf("%v: the stream was made by another library, which destroys it", s.c)
	}
	if s.gone.Swap(true) {
		return s.c.errGone("stream")
	}
	return s.c.destroy(resource{fnStreamDestroy, s.handle})
}

// waitFor waits for a stream of the driver.
func (c *Context) waitFor(stream uintptr) error {
	mark := c.pending.mark()
	err := c.call(fnStreamSynchronize, stream)
	if err == nil {
		c.pending.forget(mark, func(of uintptr) bool { return of == stream })
	}
	return err
}

// streamHandle is the driver's handle of s, which may be nil.
func (c *Context) streamHandle(s *Stream) (uintptr, error) {
	switch {
	case s == nil:
		return 0, nil
	case s.c != c:
		return 0, fmt.Errorf("%v: the stream is of another context, that of %v", c, s.c)
	case s.gone.Load():
		return 0, c.errGone("stream")
	}
	return s.handle, nil
}

func (c *Context) errGone(what string) error {
	return fmt.Errorf("%v: the %s was released and is %w", c, what, ErrClosed)
}

// create makes something that the context owns until release is called on it.
func (c *Context) create(f function, flags uintptr, release function) (uintptr, error) {
	if err := c.enter(); err != nil {
		return 0, err
	}
	defer c.leave()
	var handle uintptr
	err := c.sticky(c.drv.failure(f, c.drv.call(f, uintptr(unsafe.Pointer(&handle)), flags)))
	if err == nil {
		c.owned.add(resource{release, handle})
	}
	return handle, err
}

// destroy releases what the context made.
func (c *Context) destroy(r resource) error {
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	c.owned.remove(r)
	return c.sticky(c.drv.failure(r.release, c.drv.call(r.release, r.handle)))
}

// Event is a moment in a stream.
type Event struct {
	c      *Context
	handle uintptr
	gone   atomic.Bool
}

// NewEvent makes an event. It must be destroyed, or goes with the context.
func (c *Context) NewEvent() (*Event, error) {
	handle, err := c.create(fnEventCreate, 0, fnEventDestroy)
	if err != nil {
		return nil, err
	}
	return &Event{c: c, handle: handle}, nil
}

// Record makes the event the moment when the work that is now in the stream is done.
func (e *Event) Record(s *Stream) error {
	stream, err := e.c.streamHandle(s)
	if err != nil {
		return err
	}
	return e.call(fnEventRecord, stream)
}

// Synchronize waits until the recorded moment has come.
func (e *Event) Synchronize() error { return e.call(fnEventSynchronize) }

// Since is the time on the device from the earlier event to e. Both moments must have come.
func (e *Event) Since(earlier *Event) (time.Duration, error) {
	if e.gone.Load() || earlier.gone.Load() {
		return 0, e.c.errGone("event")
	}
	var milliseconds float32
	err := e.c.call(fnEventElapsedTime, uintptr(unsafe.Pointer(&milliseconds)), earlier.handle, e.handle)
	return time.Duration(float64(milliseconds) * float64(time.Millisecond)), err
}

// Destroy releases the event. To destroy it twice is ErrClosed.
func (e *Event) Destroy() error {
	if e.gone.Swap(true) {
		return e.c.errGone("event")
	}
	return e.c.destroy(resource{fnEventDestroy, e.handle})
}

func (e *Event) call(f function, more ...uintptr) error {
	if e.gone.Load() {
		return e.c.errGone("event")
	}
	return e.c.call(f, append([]uintptr{e.handle}, more...)...)
}
