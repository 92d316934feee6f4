//go:build !(linux && (amd64 || arm64)) && !(windows && amd64)

package cuda

import "errors"

// openLibrary opens no library on this system.
func openLibrary(string) (string, func(string) uintptr, error) {
	return "", nil, errors.New("CUDA is used on Linux (amd64, arm64) and Windows (amd64) only")
}

func callLibrary(uintptr, []uintptr) uintptr { return codeNoDevice }
