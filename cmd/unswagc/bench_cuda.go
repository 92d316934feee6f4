package main

import (
	"cmp"
	"time"

	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/runtime/cuda"
)

// cudaBench measures kernels on a GPU's memory.
type cudaBench struct {
	c          *cuda.Context
	m          *cuda.Module
	start, end *cuda.Event
}

func newCUDABench(c *cuda.Context) (*cudaBench, error) {
	b := &cudaBench{c: c}
	var err error
	if b.m, err = c.LoadEntries(ptx.All()); err != nil {
		return nil, err
	}
	if b.start, err = c.NewEvent(); err != nil {
		return nil, err
	}
	b.end, err = c.NewEvent()
	return b, err
}

// elements is 2^29, or the largest power of 2 with which the widest type takes no more
// than three quarters of the free memory.
func (b *cudaBench) elements() (int64, error) {
	free, _, err := b.c.MemInfo()
	n := int64(1 << 29)
	for n > 1<<20 && tensorBytes(ptx.F64, n) > free/4*3 {
		n /= 2
	}
	return n, err
}

// tensorBytes is what prepare allocates, roughly.
func tensorBytes(t ptx.Type, n int64) int64 { return 2*n*int64(t.Size()) + n/4 }

func (b *cudaBench) prepare(t ptx.Type, n int64) (ops [4]func() (time.Duration, error), release func() error, err error) {
	half := (moved(0, t, n) + 1) / 2 // what a copy reads; a little more than a tensor
	in, err := b.c.Alloc(half)
	if err != nil {
		return ops, nil, err
	}
	out, err := b.c.Alloc(half)
	if err != nil {
		return ops, nil, cmp.Or(err, b.c.Free(in))
	}
	mask, err := b.c.Alloc((n + 31) / 32 * 4)
	release = func() error { return cmp.Or(b.c.Free(in), b.c.Free(out), b.c.Free(mask)) }
	if err := cmp.Or(err, b.fill(in, half, t.Size())); err != nil {
		return ops, nil, cmp.Or(err, release())
	}
	pack, grad := ptx.Entry{Op: ptx.Pack, Type: t}, ptx.Entry{Op: ptx.GradMask, Type: t}
	packY := ptx.Entry{Op: ptx.Pack, Type: t, Y: true}
	return [4]func() (time.Duration, error){
		b.timed(func() error { return b.c.CopyOnDevice(out, in, half, nil) }),
		b.timed(func() error { return b.m.Launch(nil, pack, n, in, mask) }),
		b.timed(func() error { return b.m.Launch(nil, packY, n, in, out, mask) }),
		b.timed(func() error { return b.m.Launch(nil, grad, n, in, mask, out) }),
	}, release, nil
}

// fill repeats numbers over the memory.
func (b *cudaBench) fill(p cuda.Pointer, bytes int64, size int) error {
	numbers := make([]byte, min(bytes, 16<<20))
	fillFinite(numbers, size)
	if err := b.c.CopyToDevice(p, numbers, nil); err != nil {
		return err
	}
	for done := int64(len(numbers)); done < bytes; done *= 2 {
		if err := b.c.CopyOnDevice(p+cuda.Pointer(done), p, min(done, bytes-done), nil); err != nil {
			return err
		}
	}
	return b.c.Synchronize()
}

// timed takes the time on the device of some calls one behind another, so that it does
// not wait for the host between.
func (b *cudaBench) timed(f func() error) func() (time.Duration, error) {
	const calls = 4
	return func() (time.Duration, error) {
		err := b.start.Record(nil)
		for range calls {
			err = cmp.Or(err, f())
		}
		if err := cmp.Or(err, b.end.Record(nil), b.end.Synchronize()); err != nil {
			return 0, err
		}
		took, err := b.end.Since(b.start)
		return took / calls, err
	}
}

// launch is the host's time for each of many small kernels, one behind another, and the
// wait for the last.
func (b *cudaBench) launch() (time.Duration, error) {
	const n, calls = 1024, 20000
	p, err := b.c.Alloc(2*4*n + n/8)
	if err != nil {
		return 0, err
	}
	e := ptx.Entry{Op: ptx.Pack, Type: ptx.F32, Y: true}
	in, out, mask := p, p+4*n, p+8*n
	var start time.Time
	for i := range calls + calls/10 {
		if i == calls/10 { // the first ones warm up
			err = cmp.Or(err, b.c.Synchronize())
			start = time.Now()
		}
		err = cmp.Or(err, b.m.Launch(nil, e, n, in, out, mask))
	}
	err = cmp.Or(err, b.c.Synchronize())
	took := time.Since(start) / calls
	return took, cmp.Or(err, b.c.Free(p))
}
