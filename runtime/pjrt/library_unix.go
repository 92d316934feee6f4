//go:build (linux || darwin) && (amd64 || arm64)

package pjrt

import (
	"unsafe"

	"github.com/ebitengine/purego"
)

// openLibrary opens a library and returns how to find functions in it, 0 being none.
func openLibrary(path string) (func(string) uintptr, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, err
	}
	return func(function string) uintptr {
		at, err := purego.Dlsym(handle, function)
		if err != nil {
			return 0
		}
		return at
	}, nil
}

// callLibrary calls a function with one argument, a struct of arguments or nil.
func callLibrary(at uintptr, args unsafe.Pointer) uintptr {
	r, _, _ := purego.SyscallN(at, uintptr(args))
	return r
}
