//go:build !((linux || darwin) && (amd64 || arm64))

package pjrt

import (
	"errors"
	"unsafe"
)

// openLibrary opens no library on this system.
func openLibrary(string) (func(string) uintptr, error) {
	return nil, errors.New("PJRT plugins are used on Linux and macOS (amd64, arm64) only")
}

func callLibrary(uintptr, unsafe.Pointer) uintptr { return 0 }
