package onnxio

import (
	"errors"
	"fmt"
	"runtime/debug"
	"unsafe"
)

// errShrunk is in the chain of every error that says that a file became shorter
// while it was in use.
var errShrunk = errors.New("the file became shorter while it was being read")

// guard runs fn, which reads mapped, the mapping of the file at path. If somebody
// makes that file shorter, the system answers a read behind the new end with a
// fault; guard turns it into an error. Faults elsewhere stay panics. It covers the
// calling goroutine only.
func guard(path string, mapped []byte, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if fault, ok := r.(interface{ Addr() uintptr }); !ok || !within(mapped, fault.Addr()) {
			panic(r)
		}
		err = shrunkError(path)
	}()
	return fn()
}

func shrunkError(path string) error {
	return fmt.Errorf("%s: %w; leave it alone and run again", path, errShrunk)
}

// within reports whether addr lies inside b.
func within(b []byte, addr uintptr) bool {
	start := addressOf(b)
	return addr >= start && addr-start < uintptr(len(b))
}

// addressOf is where b starts, for comparing.
func addressOf(b []byte) uintptr { return uintptr(unsafe.Pointer(unsafe.SliceData(b))) }
