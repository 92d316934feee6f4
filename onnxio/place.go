package onnxio

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
)

// placeExternal sees to it that the model's data files can be read from the folder
// of the target: where that is the model's own folder they stay as they are,
// otherwise they are copied beside the target under the same relative names.
func (j *saveJob) placeExternal(ctx context.Context, d *dataFiles) error {
	if len(j.external) == 0 || j.source != nil && sameFolder(j.source.dir, d.target.dir) {
		return nil
	}
	at := map[string]string{}
	for _, e := range j.external {
		if err := ctx.Err(); err != nil {
			return err
		}
		to, ok := at[e.ref.location]
		if !ok {
			var err error
			if to, err = j.copyData(ctx, d, e); err != nil {
				return err
			}
			at[e.ref.location] = to
		}
		if to != e.ref.location {
			d.moved[e.tensor] = dataRef{to, e.ref.offset, e.ref.length}
		}
	}
	return nil
}

// copyData copies the data file of e beside the target and returns its location.
func (j *saveJob) copyData(ctx context.Context, d *dataFiles, e externalTensor) (string, error) {
	var from *folder
	if j.source != nil {
		from = j.source.dir
	}
	src, size, err := from.openData(e.tensor.Name, e.ref.location)
	if err != nil {
		return "", err
	}
	defer src.Close()
	was, err := src.Stat()
	if err != nil {
		return "", err
	}
	same := func(f *os.File) (bool, error) { return equalFiles(ctx, src, f) }
	write := func(f *os.File) error {
		if err := newSegmentWriter(ctx, f, src).copy(0, size); err != nil {
			return err
		}
		return unchanged(src, was)
	}
	before := len(d.created)
	to, err := d.place(ctx, e.ref.location, same, write)
	if err != nil {
		return "", writeError(filepath.Join(d.target.dir.path, e.ref.location), size, err)
	}
	parts, _ := splitLocation(e.ref.location)
	if to == path.Join(parts...) {
		if len(d.created) > before {
			j.note("data file %s (%d bytes) was copied beside the model", to, size)
		}
		return e.ref.location, nil
	}
	j.note("data file %s was copied beside the model as %s, because another file has its name", e.ref.location, to)
	return to, nil
}

const (
	// spillSize is the size from which a tensor is moved, bytes.
	spillSize = 1024
	// spillAlign lets a reader map large tensors one by one.
	spillAlign = 4096
)

// spill moves the initializers of a model of size bytes to a data file beside the
// target and returns the rest, which must fit into a model file.
func (j *saveJob) spill(ctx context.Context, d *dataFiles, size int64) ([]segment, error) {
	var segs []segment
	var pos int64
	location := d.target.name + ".data"
	padding := make([]byte, spillAlign)
	var tensors []*Tensor
	for _, in := range j.inline() {
		n := int64(len(in.data.data))
		if n < spillSize {
			continue
		}
		if pad := -pos & (spillAlign - 1); pad > 0 {
			segs = append(segs, segment{padding[:pad], -1})
			pos += pad
		}
		segs = append(segs, in.data)
		d.moved[in.tensor] = dataRef{location, pos, n}
		tensors = append(tensors, in.tensor)
		pos += n
	}
	to, err := j.placeSegments(ctx, d, location, segs)
	if err != nil {
		return nil, writeError(filepath.Join(d.target.dir.path, location), pos, err)
	}
	for _, t := range tensors {
		ref := d.moved[t]
		ref.location = to
		d.moved[t] = ref
	}
	rest, err := j.encode(d.moved)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be saved: %w", d.target.path, err)
	}
	if n := segmentsLen(rest); n > j.limit {
		return nil, fmt.Errorf("%s cannot be saved: without its initializers it still has %d bytes, and an ONNX file holds at most %d", d.target.path, n, j.limit)
	}
	j.note("the model would have %d bytes, more than the %d that an ONNX file can hold: %d tensors were moved to the data file %s", size, j.limit, len(tensors), to)
	return rest, nil
}

// placeSegments puts segs beside the target.
func (j *saveJob) placeSegments(ctx context.Context, d *dataFiles, location string, segs []segment) (string, error) {
	var src *os.File
	if j.source != nil {
		src = j.source.file
	}
	return d.place(ctx, location, nil, func(f *os.File) error {
		return newSegmentWriter(ctx, f, src).write(segs)
	})
}
