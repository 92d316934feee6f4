//go:build !unix

package onnxio

import (
	"fmt"
	"io"
	"os"
)

// mapFile reads the first size bytes of f: this system has no mapping that leaves the
// file free to be renamed over.
func mapFile(f *os.File, size int64) ([]byte, error) {
	if int64(int(size)) != size {
		return nil, fmt.Errorf("its %d bytes are more than this machine can address", size)
	}
	b := make([]byte, size)
	if _, err := io.ReadFull(f, b); err != nil {
		return nil, err
	}
	return b, nil
}

func unmapFile([]byte) error { return nil }
