package onnxio

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// kernelCopy copies up to n bytes of src at off to the position of dst without
// bringing them into the process; where the file system can, the two files share
// the blocks afterwards. It returns errNoKernelCopy where these files cannot be
// copied so, and 0 bytes at the end of src.
func kernelCopy(dst, src *os.File, off, n int64) (int64, error) {
	for {
		from := off
		c, err := unix.CopyFileRange(int(src.Fd()), &from, int(dst.Fd()), nil, int(n), 0)
		switch {
		case err == nil:
			return int64(c), nil
		case errors.Is(err, unix.EINTR):
		case errors.Is(err, unix.EXDEV), errors.Is(err, unix.ENOSYS), errors.Is(err, unix.EINVAL),
			errors.Is(err, unix.EOPNOTSUPP), errors.Is(err, unix.EPERM), errors.Is(err, unix.EIO):
			return 0, errNoKernelCopy
		default:
			return 0, os.NewSyscallError("copy_file_range", err)
		}
	}
}

// worthKernelCopy reports whether kernelCopy into dst can gain anything: it does
// where blocks are shared or a server does the copying. ext4 and tmpfs do neither,
// and there the kernel goes page by page: 600 MB on ext4 take 0.39 s, through a
// buffer of copyBuffer bytes 0.30 s, with cp and sync 0.50 s.
func worthKernelCopy(dst *os.File) bool {
	var st unix.Statfs_t
	if err := unix.Fstatfs(int(dst.Fd()), &st); err != nil {
		return false
	}
	return st.Type != unix.EXT4_SUPER_MAGIC && st.Type != unix.TMPFS_MAGIC
}

// startWriteback asks the system to begin writing n bytes of f at off to the disk,
// so that the sync at the end finds little left. It is only a hint.
func startWriteback(f *os.File, off, n int64) {
	_ = unix.SyncFileRange(int(f.Fd()), off, n, unix.SYNC_FILE_RANGE_WRITE)
}

// renameNew renames from to to within the folder dir unless to exists.
func renameNew(dir *os.File, from, to string) error {
	err := unix.Renameat2(int(dir.Fd()), from, int(dir.Fd()), to, unix.RENAME_NOREPLACE)
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
		return errNoRenameNew
	}
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	return nil
}
