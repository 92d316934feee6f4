//go:build linux || darwin

package onnxio

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// mapFile maps the n bytes of a new file.
func mapForTest(t *testing.T, n int) *source {
	t.Helper()
	src := openSource(t, filepath.Join(t.TempDir(), "in.onnx"), noise(1, n))
	mapped, err := syscall.Mmap(int(src.file.Fd()), 0, n, syscall.PROT_READ, syscall.MAP_SHARED)
	must(t, err)
	t.Cleanup(func() { syscall.Munmap(mapped) })
	src.mapped = mapped
	return src
}

// TestGuard makes the mapped file shorter before it is read: the fault is an error,
// every other panic stays one.
func TestGuard(t *testing.T) {
	src := mapForTest(t, 1<<20)
	must(t, os.Truncate(src.file.Name(), 4096))
	sum := 0
	err := guard("in.onnx", src.mapped, func() error {
		for _, b := range src.mapped {
			sum += int(b)
		}
		return nil
	})
	wantError(t, err, "in.onnx: the file became shorter")
	copied := make([]byte, 1<<20)
	err = guard("in.onnx", src.mapped, func() error { copy(copied, src.mapped); return nil })
	if !errors.Is(err, errShrunk) {
		t.Errorf("in memmove: got %v", err)
	}
	defer func() {
		if r := recover(); r != "mine" {
			t.Errorf("recovered %v, want the panic of the function", r)
		}
	}()
	guard("in.onnx", src.mapped, func() error { panic("mine") })
}

// TestSaveOfShrunkSource makes the source shorter between reading and saving, for
// small segments (memory), long new bytes (write) and long ranges (kernel copy).
func TestSaveOfShrunkSource(t *testing.T) {
	const at = 2 << 20
	for _, off := range []int64{-1, at} {
		for _, n := range []int{4096, 2 << 20} {
			src := mapForTest(t, 4<<20)
			job := &saveJob{source: src, limit: maxModelBytes, encode: func(map[*Tensor]dataRef) ([]segment, error) {
				return []segment{{src.mapped[at : at+n], off}}, os.Truncate(src.file.Name(), 1<<20)
			}}
			dir := t.TempDir()
			err := job.run(context.Background(), filepath.Join(dir, "out.onnx"))
			if !errors.Is(err, errShrunk) {
				t.Errorf("off %d, %d bytes: got %v", off, n, err)
			}
			wantFiles(t, dir)
		}
	}
}

// TestSaveOfChangedSource: the source may not change under a save either.
func TestSaveOfChangedSource(t *testing.T) {
	src := mapForTest(t, 1<<20)
	job := &saveJob{source: src, limit: maxModelBytes, encode: func(map[*Tensor]dataRef) ([]segment, error) {
		f, err := os.OpenFile(src.file.Name(), os.O_APPEND|os.O_WRONLY, 0)
		must(t, err)
		defer f.Close()
		_, err = f.WriteString("more")
		return []segment{{src.mapped, 0}}, err
	}}
	dir := t.TempDir()
	wantError(t, job.run(context.Background(), filepath.Join(dir, "out.onnx")), "was changed while it was in use")
	wantFiles(t, dir)
}
