package pjrt

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
)

// owner is a Client or a Topology: what it made goes with it.
type owner struct {
	p    *Plugin
	what string // in errors
	// closing is held for reading by every call, and for writing by close.
	closing sync.RWMutex
	closed  bool
	mu      sync.Mutex
	made    map[*object]bool
}

// object is something that an owner made and must be destroyed. Who uses it holds it, so
// that it is not destroyed under a call.
type object struct {
	owner  *owner
	what   string // in errors
	handle uintptr
	free   function

	mu     sync.Mutex
	users  int
	closed bool
	freed  chan error // has the result of free once nobody uses it
}

// newObject registers what the plugin made. The owner is entered.
func (o *owner) newObject(what string, handle uintptr, free function) *object {
	b := &object{owner: o, what: what, handle: handle, free: free, freed: make(chan error, 1)}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.made == nil {
		o.made = map[*object]bool{}
	}
	o.made[b] = true
	return b
}

// enter keeps the owner open until leave. On an error leave must not be called.
func (o *owner) enter() error {
	o.closing.RLock()
	if o.closed {
		o.closing.RUnlock()
		return fmt.Errorf("the %s is %w", o.what, ErrClosed)
	}
	return nil
}

func (o *owner) leave() { o.closing.RUnlock() }

// close destroys all that was made, and then what free destroys.
func (o *owner) close(free function, handle uintptr) error {
	o.closing.Lock()
	defer o.closing.Unlock()
	if o.closed {
		return fmt.Errorf("the %s is %w", o.what, ErrClosed)
	}
	o.closed = true
	var errs []error
	for _, b := range slices.Collect(maps.Keys(o.made)) {
		errs = append(errs, b.destroy())
	}
	errs = append(errs, call(o.p, free, &handleArgs{handle: handle}))
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("closing the %s: %w", o.what, err)
	}
	return nil
}

// hold keeps the object until release. Its owner is entered.
func (b *object) hold() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return fmt.Errorf("the %s is %w", b.what, ErrClosed)
	}
	b.users++
	return nil
}

func (b *object) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.users--
	b.freeIfUnused()
}

// use enters the owner and holds the object; done undoes both.
func (b *object) use() (done func(), err error) {
	if err := b.owner.enter(); err != nil {
		return nil, err
	}
	if err := b.hold(); err != nil {
		b.owner.leave()
		return nil, err
	}
	return func() { b.release(); b.owner.leave() }, nil
}

// close destroys the object when the calls that use it have returned, and waits for that.
func (b *object) close() error {
	if err := b.owner.enter(); err != nil {
		return err
	}
	defer b.owner.leave()
	return b.destroy()
}

// destroy is close with the owner entered.
func (b *object) destroy() error {
	b.owner.mu.Lock()
	delete(b.owner.made, b)
	b.owner.mu.Unlock()
	b.mu.Lock()
	if b.closed {
		b.mu.Unlock()
		return fmt.Errorf("the %s is %w", b.what, ErrClosed)
	}
	b.closed = true
	b.freeIfUnused()
	b.mu.Unlock()
	return <-b.freed
}

// freeIfUnused frees what was closed and nobody uses. The lock is held.
func (b *object) freeIfUnused() {
	if b.closed && b.users == 0 {
		b.freed <- call(b.owner.p, b.free, &handleArgs{handle: b.handle})
	}
}
