// Package gorgonia launches the mask kernels in contexts, on streams and on pointers of
// gorgonia.org/cu, for programs that already hold those. It needs cgo and cuda.h, and a
// program that imports it exits where there is no GPU, as cu does; package cuda needs none
// of that.
//
// The package may import runtime/cuda, kernels and gorgonia.org/cu.
package gorgonia

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"gorgonia.org/cu"

	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/runtime/cuda"
)

// Kernels is kernels that are loaded into a context of cu. Its methods may be called by
// several goroutines at once, save Close.
type Kernels struct {
	ctx    cu.CUContext
	module cu.Module

	mu        sync.Mutex
	functions map[ptx.Entry]cu.Function // by canonical entry
	closed    bool
}

// Load compiles the kernels of the entries in the context.
func Load(ctx cu.CUContext, entries []ptx.Entry) (*Kernels, error) {
	text, err := ptx.Module(entries)
	if err != nil {
		return nil, err
	}
	k := &Kernels{ctx: ctx, functions: map[ptx.Entry]cu.Function{}}
	return k, k.inside(func() error {
		if k.module, err = cu.LoadData(text); err != nil {
			return fmt.Errorf("cannot load the kernels: %w", err)
		}
		for _, e := range entries {
			f, err := k.module.Function(e.Name())
			if err != nil {
				return fmt.Errorf("cannot find %s in its module: %w", e.Name(), err)
			}
			k.functions[e.Canonical()] = f
		}
		return nil
	})
}

// Launch starts a kernel on n elements in the order of the stream and does not wait. The
// pointers are in the order of e.Params(), without n, and are checked as cuda's Launch
// checks them, the sizes of their buffers too. A fault of the kernel shows in a later call
// of cu.
func (k *Kernels) Launch(s cu.Stream, e ptx.Entry, n int64, pointers ...cu.DevicePtr) error {
	k.mu.Lock()
	f, ok := k.functions[e.Canonical()]
	closed := k.closed
	k.mu.Unlock()
	if closed {
		return fmt.Errorf("the kernels are %w", cuda.ErrClosed)
	}
	if !ok {
		return fmt.Errorf("the kernel of %+v was not loaded: name it in Load", e)
	}
	return k.inside(func() error {
		if err := check(e, n, pointers); err != nil || n == 0 {
			return err
		}
		values := make([]uint64, 0, len(pointers)+1)
		for _, p := range pointers {
			values = append(values, uint64(p))
		}
		values = append(values, uint64(n))
		args := make([]unsafe.Pointer, len(values))
		for i := range values {
			args[i] = unsafe.Pointer(&values[i])
		}
		g := e.Geometry()
		if err := f.Launch(int(g.Grid(n)), 1, 1, g.Block, 1, 1, 0, s, args); err != nil {
			return fmt.Errorf("cannot launch %s: %w", e.Name(), err)
		}
		return nil
	})
}

// check asks cu for the buffers' sizes.
func check(e ptx.Entry, n int64, pointers []cu.DevicePtr) error {
	plain := make([]cuda.Pointer, len(pointers))
	for i, p := range pointers {
		plain[i] = cuda.Pointer(p)
	}
	return cuda.CheckArguments(e, n, plain, func(p cuda.Pointer) int64 {
		size, base, err := cu.DevicePtr(p).AddressRange()
		if err != nil {
			return -1
		}
		return size - int64(p-cuda.Pointer(base))
	})
}

// Close unloads the kernels, which must have run.
func (k *Kernels) Close() error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.closed {
		return fmt.Errorf("the kernels are %w", cuda.ErrClosed)
	}
	k.closed = true
	return k.inside(func() error { return k.module.Unload() })
}

// Entries lists the kernels that are loaded, by name.
func (k *Kernels) Entries() []ptx.Entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.DeleteFunc(ptx.All(), func(e ptx.Entry) bool { _, ok := k.functions[e]; return !ok })
}

// inside calls f with the context current on its thread, and makes current again what was
// before.
func (k *Kernels) inside(f func() error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := cu.CurrentContext()
	if err != nil {
		return fmt.Errorf("cannot ask for the current context: %w", err)
	}
	if before != k.ctx {
		if err := cu.SetCurrentContext(k.ctx); err != nil {
			return fmt.Errorf("cannot make the context current: %w", err)
		}
	}
	err = f()
	if before != k.ctx {
		if restore := cu.SetCurrentContext(before); err == nil && restore != nil {
			err = fmt.Errorf("cannot make the context of before current again: %w", restore)
		}
	}
	return err
}
