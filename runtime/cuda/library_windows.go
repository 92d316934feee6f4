//go:build windows && amd64

package cuda

import (
	"fmt"
	"path/filepath"

	"github.com/ebitengine/purego"
	"golang.org/x/sys/windows"
)

// openLibrary opens the driver's library and returns its name and how to find functions
// in it, 0 being none. It is never closed, as a driver that was started cannot be.
func openLibrary(path string) (string, func(string) uintptr, error) {
	flags := uintptr(0)
	if path == "" {
		path, flags = "nvcuda.dll", windows.LOAD_LIBRARY_SEARCH_SYSTEM32
	} else if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	handle, err := windows.LoadLibraryEx(path, 0, flags)
	if err != nil {
		return "", nil, fmt.Errorf("cannot open %s (%w)", path, err)
	}
	return path, func(function string) uintptr {
		at, err := windows.GetProcAddress(handle, function)
		if err != nil {
			return 0
		}
		return at
	}, nil
}

func callLibrary(at uintptr, args []uintptr) uintptr {
	r, _, _ := purego.SyscallN(at, args...)
	return r
}
