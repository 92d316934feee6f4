//go:build !((linux || darwin) && (amd64 || arm64))

package blas

import "errors"

// OpenBLAS opens no library on this system.
func OpenBLAS(path string) (*Library, error) {
	return nil, errors.New("OpenBLAS is opened on Linux and macOS only, on amd64 and arm64")
}
