package onnxio

import (
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

const (
	canSyncFolders    = false
	canLock           = true
	closeBeforeRename = true
	diskFull          = windows.ERROR_DISK_FULL
)

// linkCount is the number of names that f has.
func linkCount(f *os.File, _ fs.FileInfo) (uint64, error) {
	var info windows.ByHandleFileInformation
	err := windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &info)
	return uint64(info.NumberOfLinks), err
}

// lockFile takes the lock on f, which ends with the process, unless another has
// it. The locked byte lies behind every file, for locks keep others from reading.
func lockFile(f *os.File) bool {
	at := windows.Overlapped{OffsetHigh: 1 << 30}
	const flags = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	return windows.LockFileEx(windows.Handle(f.Fd()), flags, 0, 1, 0, &at) == nil
}

// keepOwner does nothing: files inherit from their folder.
func keepOwner(*os.File, fs.FileInfo) {}

// localName refuses drive letters, streams and the names of devices.
func localName(name string) bool { return filepath.IsLocal(name) }

// openParts opens the file that lies at parts below root, following no link.
func openParts(root *os.Root, parts []string) (*os.File, error) {
	return openPartsPortable(root, parts)
}
