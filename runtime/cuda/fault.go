package cuda

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// lostError is why a context answers no call any more.
type lostError struct {
	what  string // the kernels that may have done it, and what they did
	cause error
}

func (e *lostError) Error() string {
	return fmt.Sprintf("%s (%v): the context is lost, end this process and start anew", e.what, e.cause)
}

// Unwrap makes errors.Is find ErrLost and errors.As the Result.
func (e *lostError) Unwrap() []error { return []error{ErrLost, e.cause} }

// sticky turns the driver's answer after a fault into the error that says so, and keeps
// it for later calls. Other errors stay as they are.
func (c *Context) sticky(err error) error {
	what := faults[codeOf(err)]
	if what == "" {
		return err
	}
	names := c.pending.names()
	lost := &lostError{what: fmt.Sprintf("work on %v faulted: %s", c, what), cause: err}
	switch len(names) {
	case 0:
	case 1:
		lost.what = fmt.Sprintf("kernel %s faulted on %v: %s", names[0], c, what)
	default:
		lost.what = fmt.Sprintf("one of the kernels %s faulted on %v: %s", strings.Join(names, ", "), c, what)
	}
	c.lost.CompareAndSwap(nil, lost)
	return c.lost.Load()
}

// pending is which kernels may still be running, by stream: launches are asynchronous, so
// that a fault shows in a later call. Each launch has a number.
type pending struct {
	mu     sync.Mutex
	last   uint64
	launch map[uintptr]map[string]uint64 // of a stream, the last launch of each kernel
}

// add notes a launch.
func (p *pending) add(stream uintptr, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last++
	if p.launch == nil {
		p.launch = map[uintptr]map[string]uint64{}
	}
	if p.launch[stream] == nil {
		p.launch[stream] = map[string]uint64{}
	}
	p.launch[stream][name] = p.last
}

// mark is the number of the last launch so far, for forget.
func (p *pending) mark() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.last
}

// forget is called when the streams for which which is true have done their work up to
// the mark.
func (p *pending) forget(mark uint64, which func(stream uintptr) bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for stream, launches := range p.launch {
		if which(stream) {
			maps.DeleteFunc(launches, func(_ string, number uint64) bool { return number <= mark })
		}
		if len(launches) == 0 {
			delete(p.launch, stream)
		}
	}
}

// names lists the kernels in the order of the alphabet.
func (p *pending) names() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, launches := range p.launch {
		out = slices.AppendSeq(out, maps.Keys(launches))
	}
	slices.Sort(out)
	return slices.Compact(out)
}
