package onnxio

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"syscall"
)

// segment is a run of bytes of a file that is being written.
type segment struct {
	// data holds the bytes; where they come from the source file, its mapping.
	data []byte
	// off is where the bytes lie in the source file; -1: they are not from it.
	off int64
}

const (
	// copyBuffer bounds the memory of a copy through the process.
	copyBuffer = 1 << 20
	// copyThreshold is the size from which a range is worth a system call of its own.
	copyThreshold = 256 << 10
	// copyChunk is how much is copied between two looks at the context.
	copyChunk = 16 << 20
)

var (
	errNoKernelCopy = errors.New("these files cannot be copied inside the kernel")
	errNoRenameNew  = errors.New("this folder has no rename that never replaces")
)

// segmentsLen is the number of bytes of segs.
func segmentsLen(segs []segment) int64 {
	var n int64
	for _, s := range segs {
		n += int64(len(s.data))
	}
	return n
}

// segmentWriter writes segments to dst. Short ones are gathered in a buffer, long
// ranges of src are copied from file to file, in the kernel where that is quicker.
type segmentWriter struct {
	ctx context.Context
	dst *os.File
	src *os.File // may be nil
	buf *bufio.Writer
	// pos is what dst holds, started what the system was asked to write back.
	pos, started int64
	noKernel     bool   // do not try kernelCopy (again)
	pipe         []byte // the buffer of copySome
}

func newSegmentWriter(ctx context.Context, dst, src *os.File) *segmentWriter {
	return &segmentWriter{ctx: ctx, dst: dst, src: src, buf: bufio.NewWriterSize(dst, copyThreshold),
		noKernel: !worthKernelCopy(dst)}
}

// write writes all of segs. The caller guards the mapping that they lie in.
func (w *segmentWriter) write(segs []segment) error {
	for i := 0; i < len(segs); {
		n, last := int64(len(segs[i].data)), i+1
		for last < len(segs) && segs[i].off >= 0 && segs[last].off == segs[i].off+n {
			n += int64(len(segs[last].data))
			last++
		}
		var err error
		if w.src != nil && segs[i].off >= 0 && n >= copyThreshold {
			err = w.copy(segs[i].off, n)
		} else {
			err = w.bytes(segs[i:last])
		}
		if errors.Is(err, syscall.EFAULT) && w.src != nil {
			return shrunkError(w.src.Name())
		}
		if err != nil {
			return err
		}
		i = last
	}
	return w.buf.Flush()
}

// bytes writes segs through the buffer.
func (w *segmentWriter) bytes(segs []segment) error {
	for _, s := range segs {
		for data := s.data; len(data) > 0; {
			n := min(len(data), copyChunk)
			if _, err := w.buf.Write(data[:n]); err != nil {
				return err
			}
			data = data[n:]
			if err := w.wrote(int64(n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// copy writes n bytes of src at off.
func (w *segmentWriter) copy(off, n int64) error {
	if err := w.buf.Flush(); err != nil {
		return err
	}
	for n > 0 {
		c, err := w.copySome(off, min(n, copyChunk))
		if err != nil {
			return err
		}
		if err := w.wrote(c); err != nil {
			return err
		}
		off, n = off+c, n-c
	}
	return nil
}

// copySome copies at least one and at most n bytes.
func (w *segmentWriter) copySome(off, n int64) (int64, error) {
	if !w.noKernel {
		c, err := kernelCopy(w.dst, w.src, off, n)
		if err != nil && !errors.Is(err, errNoKernelCopy) {
			return 0, err
		}
		if err == nil && c > 0 {
			return c, nil
		}
		w.noKernel = true
	}
	if w.pipe == nil {
		w.pipe = make([]byte, copyBuffer)
	}
	c, err := w.src.ReadAt(w.pipe[:min(n, copyBuffer)], off)
	if c == 0 {
		if errors.Is(err, io.EOF) {
			return 0, shrunkError(w.src.Name())
		}
		return 0, err
	}
	_, err = w.dst.Write(w.pipe[:c])
	return int64(c), err
}

// wrote accounts for n bytes and looks at the context.
func (w *segmentWriter) wrote(n int64) error {
	w.pos += n
	if done := w.pos - int64(w.buf.Buffered()); done-w.started >= copyChunk {
		startWriteback(w.dst, w.started, done-w.started)
		w.started = done
	}
	return w.ctx.Err()
}
