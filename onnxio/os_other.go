//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly || windows)

package onnxio

import (
	"io/fs"
	"os"
	"syscall"
)

const (
	canSyncFolders    = false
	closeBeforeRename = true
	canLock           = false
	diskFull          = syscall.ENOSPC
)

// linkCount does not know better here.
func linkCount(*os.File, fs.FileInfo) (uint64, error) { return 1, nil }

// lockFile has no lock to take; canLock keeps sweep away from files in use.
func lockFile(f *os.File) bool { return true }

// keepOwner does nothing.
func keepOwner(*os.File, fs.FileInfo) {}

// localName is true: every name without a slash is local.
func localName(string) bool { return true }

// openParts opens the file that lies at parts below root, following no link.
func openParts(root *os.Root, parts []string) (*os.File, error) {
	return openPartsPortable(root, parts)
}
