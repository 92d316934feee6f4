package onnxio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// SaveOptions steer Model.Save.
type SaveOptions struct {
	// Overwrite allows the target to be the file that the model was read from.
	Overwrite bool
	// Note, if not nil, is called with each sentence that the user should hear: data
	// files that were copied, renamed or added.
	Note func(sentence string)
	// Companions are saved beside the model.
	Companions []Companion
}

// maxModelBytes is what a protobuf message, and so an ONNX file, can hold.
const maxModelBytes = 1<<31 - 1

// source is the file that a model was read from.
type source struct {
	file   *os.File
	info   fs.FileInfo // at the time of reading
	mapped []byte      // the whole file
	closed bool
	dir    *folder // where it lies, for external data
}

// dataRef is where the elements of a tensor lie outside of the model file.
type dataRef struct {
	location string
	offset   int64 // bytes
	length   int64 // bytes; -1: up to the end of the file
}

// externalTensor is a tensor whose elements lie in a data file.
type externalTensor struct {
	tensor *Tensor
	ref    dataRef
}

// inlineTensor is an initializer whose elements lie in the model.
type inlineTensor struct {
	tensor *Tensor
	data   segment
}

// saveJob is one model on its way to the disk.
type saveJob struct {
	source   *source // nil: the model was not read from a file
	external []externalTensor
	// inline lists the initializers that can be moved to a data file.
	inline func() []inlineTensor
	// encode gives the model with the tensors of moved at their new places.
	encode func(moved map[*Tensor]dataRef) ([]segment, error)
	limit  int64 // largest model file, bytes
	SaveOptions
}

// run writes the model to path. Whatever goes wrong, path is as it was before.
func (j *saveJob) run(ctx context.Context, path string) error {
	if j.source == nil {
		return j.save(ctx, path)
	}
	return guard(j.source.file.Name(), j.source.mapped, func() error { return j.save(ctx, path) })
}

func (j *saveJob) save(ctx context.Context, path string) error {
	t, err := openTarget(path)
	if err != nil {
		return err
	}
	defer t.dir.close()
	if err := t.check(j); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	t.dir.sweep()
	data := &dataFiles{target: t, moved: map[*Tensor]dataRef{}}
	defer data.undo()
	if err := j.placeExternal(ctx, data); err != nil {
		return err
	}
	segs, err := j.encode(data.moved)
	if err != nil {
		return fmt.Errorf("%s cannot be saved: %w", path, err)
	}
	if segmentsLen(segs) > j.limit {
		if segs, err = j.spill(ctx, data, segmentsLen(segs)); err != nil {
			return err
		}
	}
	if err := data.sync(); err != nil {
		return writeError(path, segmentsLen(segs), err)
	}
	beside := &companions{target: t}
	defer beside.undo()
	if err := beside.write(j); err != nil {
		return err
	}
	if err := j.writeModel(ctx, t, segs, beside.commit); err != nil {
		return err
	}
	data.keep()
	beside.keep()
	if err := t.dir.sync(); err != nil {
		return fmt.Errorf("%s is written, but its folder cannot be synced, so that a power failure may undo it: %w", path, err)
	}
	return nil
}

// writeModel writes segs and gives them the target's name, right behind what before does.
func (j *saveJob) writeModel(ctx context.Context, t *target, segs []segment, before func() error) error {
	need := segmentsLen(segs)
	temp, err := t.dir.createTemp(t.perm())
	if err != nil {
		return writeError(t.path, need, err)
	}
	defer temp.abort()
	var src *os.File
	if j.source != nil {
		src = j.source.file
	}
	if err := newSegmentWriter(ctx, temp.File, src).write(segs); err != nil {
		return writeError(t.path, need, err)
	}
	if err := j.source.check(); err != nil {
		return err
	}
	if t.old != nil {
		keepOwner(temp.File, t.old)
		if err := temp.Chmod(t.old.Mode().Perm()); err != nil {
			return writeError(t.path, need, err)
		}
	}
	if err := temp.Sync(); err != nil {
		return writeError(t.path, need, err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := before(); err != nil {
		return err
	}
	return writeError(t.path, need, temp.commit(t.name, true))
}

// check reports whether the file still is what was read.
func (s *source) check() error {
	if s == nil {
		return nil
	}
	return unchanged(s.file, s.info)
}

// unchanged compares f with what it was.
func unchanged(f *os.File, was fs.FileInfo) error {
	now, err := f.Stat()
	if err != nil {
		return err
	}
	if now.Size() < was.Size() {
		return shrunkError(f.Name())
	}
	if now.Size() != was.Size() || !now.ModTime().Equal(was.ModTime()) {
		return fmt.Errorf("%s was changed while it was in use; run again", f.Name())
	}
	return nil
}

func (j *saveJob) note(format string, args ...any) {
	if j.Note != nil {
		j.Note(fmt.Sprintf(format, args...))
	}
}

// writeError makes a sentence of err, which came up while path, of need bytes, was
// written. nil stays nil.
func writeError(path string, need int64, err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, errShrunk):
		return err
	case errors.Is(err, diskFull):
		return fmt.Errorf("%s cannot be saved: the disk is full, and the file needs %d bytes: %w", path, need, err)
	case errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("%s cannot be saved: your disk quota is used up, and the file needs %d bytes: %w", path, need, err)
	case errors.Is(err, syscall.EFBIG):
		return fmt.Errorf("%s cannot be saved: the file needs %d bytes, more than the file system or this process may write (ulimit -f): %w", path, need, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%s cannot be saved: its folder is not writable: %w", path, err)
	}
	return fmt.Errorf("%s cannot be saved: %w", path, err)
}
