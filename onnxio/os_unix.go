//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package onnxio

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

const (
	canSyncFolders    = true
	canLock           = true
	closeBeforeRename = false
	diskFull          = syscall.ENOSPC
)

// openParts opens the file that lies at parts below root, following no link.
func openParts(root *os.Root, parts []string) (*os.File, error) {
	dir, err := root.Open(".")
	if err != nil {
		return nil, err
	}
	for i, name := range parts {
		// O_NONBLOCK: opening a pipe must not wait for its other end.
		flags := unix.O_RDONLY | unix.O_NOFOLLOW | unix.O_CLOEXEC | unix.O_NONBLOCK
		if i < len(parts)-1 {
			flags |= unix.O_DIRECTORY
		}
		fd, err := openat(int(dir.Fd()), name, flags)
		path := filepath.Join(dir.Name(), name)
		dir.Close()
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
		dir = os.NewFile(uintptr(fd), path)
	}
	return dir, nil
}

func openat(dir int, name string, flags int) (int, error) {
	for {
		fd, err := unix.Openat(dir, name, flags, 0)
		if !errors.Is(err, unix.EINTR) {
			return fd, err
		}
	}
}

// linkCount is the number of names that f has.
func linkCount(_ *os.File, info fs.FileInfo) (uint64, error) {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(st.Nlink), nil
	}
	return 1, nil
}

// lockFile takes the lock on f, which ends with the process, unless another has it.
func lockFile(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}

// keepOwner gives f the owner of old where the system allows it.
func keepOwner(f *os.File, old fs.FileInfo) {
	if st, ok := old.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(st.Uid), int(st.Gid))
	}
}

// localName is true: every name without a slash is local.
func localName(string) bool { return true }
