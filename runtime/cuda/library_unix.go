//go:build linux && (amd64 || arm64)

package cuda

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// systemLibraries are what the system's loader is asked for. The last is where Windows
// puts it for the Linux that runs below it.
var systemLibraries = []string{"libcuda.so.1", "libcuda.so", "/usr/lib/wsl/lib/libcuda.so.1"}

// openLibrary opens the driver's library and returns its name and how to find functions
// in it, 0 being none. It is never closed, as a driver that was started cannot be.
func openLibrary(path string) (string, func(string) uintptr, error) {
	names := systemLibraries
	if path != "" {
		names = []string{path}
	}
	var first error
	for _, name := range names {
		handle, err := purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_LOCAL)
		if err == nil {
			return name, func(function string) uintptr {
				at, err := purego.Dlsym(handle, function)
				if err != nil {
					return 0
				}
				return at
			}, nil
		}
		if first == nil {
			first = fmt.Errorf("cannot open %s (%w)", name, err)
		}
	}
	return "", nil, first
}

func callLibrary(at uintptr, args []uintptr) uintptr {
	r, _, _ := purego.SyscallN(at, args...)
	return r
}
