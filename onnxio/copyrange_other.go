//go:build !linux

package onnxio

import "os"

// kernelCopy is not available here.
func kernelCopy(dst, src *os.File, off, n int64) (int64, error) { return 0, errNoKernelCopy }

// worthKernelCopy is false: there is no such copy.
func worthKernelCopy(dst *os.File) bool { return false }

// startWriteback is not available here.
func startWriteback(f *os.File, off, n int64) {}

// renameNew is not available here.
func renameNew(dir *os.File, from, to string) error { return errNoRenameNew }
