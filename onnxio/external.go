package onnxio

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// openData opens the data file that tensor t refers to and returns its size. The
// error names tensor, file and folder.
func (d *folder) openData(tensor string, location string) (*os.File, int64, error) {
	if d == nil {
		return nil, 0, fmt.Errorf("tensor %q lies in %q, but the model was not read from a file, so that there is no folder to look in", tensor, clip(location))
	}
	f, err := openConfined(d.root, location)
	if err != nil {
		return nil, 0, fmt.Errorf("tensor %q lies in %q in folder %s: %w", tensor, clip(location), d.path, err)
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, info.Size(), nil
}

// checkData checks that the bytes that ref names exist and returns their number,
// without reading them.
func (d *folder) checkData(tensor string, ref dataRef) (int64, error) {
	f, size, err := d.openData(tensor, ref.location)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	return dataLength(tensor, ref, size)
}

// dataLength resolves the length of ref in a file of size bytes.
func dataLength(tensor string, ref dataRef, size int64) (int64, error) {
	length := ref.length
	if length < 0 {
		length = size - ref.offset
	}
	if ref.offset < 0 || ref.offset > size || length > size-ref.offset {
		return 0, fmt.Errorf("tensor %q is to lie at bytes %d to %d of %q, which has only %d", tensor, ref.offset, uint64(ref.offset)+uint64(max(length, 0)), clip(ref.location), size)
	}
	return length, nil
}

// readData reads the elements that ref names. Where want is not negative it is the
// number of bytes that they must be.
func (d *folder) readData(tensor string, ref dataRef, want int64) ([]byte, error) {
	f, size, err := d.openData(tensor, ref.location)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	n, err := dataLength(tensor, ref, size)
	if err != nil {
		return nil, err
	}
	if want >= 0 && n != want {
		return nil, fmt.Errorf("tensor %q needs %d bytes, but has %d in %q", tensor, want, n, clip(ref.location))
	}
	data := make([]byte, n)
	if _, err := f.ReadAt(data, ref.offset); err != nil {
		if errors.Is(err, io.EOF) {
			err = errShrunk
		}
		return nil, fmt.Errorf("tensor %q cannot be read from %q: %w", tensor, clip(ref.location), err)
	}
	return data, nil
}

// sameFolder reports whether two open folders are one.
func sameFolder(a, b *folder) bool {
	if a == nil || b == nil {
		return false
	}
	x, err := a.stat()
	if err != nil {
		return false
	}
	y, err := b.stat()
	return err == nil && os.SameFile(x, y)
}

// clip shortens a name from a file for a message.
func clip(s string) string {
	if len(s) > 200 {
		return s[:200] + "..."
	}
	return s
}

// isThere reports whether err says that a file exists already.
func isThere(err error) bool { return errors.Is(err, fs.ErrExist) }
