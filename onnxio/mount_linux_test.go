package onnxio

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// mountTmpfs mounts a file system of 1 MiB, which needs root; elsewhere the test is
// skipped and says so. TestDiskFull and TestSaveRefuses need no root.
func mountTmpfs(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("no small file system can be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestDiskFullTmpfs_SkippedWithoutRoot(t *testing.T) {
	dir := mountTmpfs(t)
	out := filepath.Join(dir, "out.onnx")
	writeFile(t, out, "old")
	src := openSource(t, filepath.Join(t.TempDir(), "in.onnx"), noise(1, 3<<20))
	job := &saveJob{source: src, limit: maxModelBytes, encode: func(map[*Tensor]dataRef) ([]segment, error) {
		return []segment{{src.mapped, 0}}, nil
	}}
	err := job.run(context.Background(), out)
	wantError(t, err, "the disk is full, and the file needs 3145728 bytes")
	if !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("%v does not wrap ENOSPC", err)
	}
	wantContents(t, out, []byte("old"))
	wantFiles(t, dir, "out.onnx")
}

func TestReadOnlyFolder_SkippedWithoutRoot(t *testing.T) {
	dir := mountTmpfs(t)
	must(t, os.WriteFile(filepath.Join(dir, "old.onnx"), []byte("old"), 0o644))
	must(t, syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	for _, name := range []string{"old.onnx", "new.onnx"} {
		err := rawJob([]byte("new")).run(context.Background(), filepath.Join(dir, name))
		wantError(t, err, name+" cannot be saved", "read-only file system")
	}
	wantFiles(t, dir, "old.onnx")
	wantContents(t, filepath.Join(dir, "old.onnx"), []byte("old"))
}
