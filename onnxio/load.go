package onnxio

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Load reads the model at path. The file stays mapped, and is not to be changed,
// until the model is closed. External data is looked for, but not read.
func Load(ctx context.Context, path string) (*Model, error) {
	src, err := openModel(path)
	if err != nil {
		return nil, err
	}
	var m *Model
	err = guard(path, src.mapped, func() (err error) {
		m, err = unmarshal(ctx, src.mapped, src)
		return err
	})
	if err == nil {
		err = m.checkExternal()
	}
	if err == nil {
		err = src.check()
	}
	if err == nil {
		return m, nil
	}
	src.close()
	if errors.Is(err, errShrunk) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return nil, err
	}
	return nil, fmt.Errorf("%s is no ONNX model that can be used: %w", path, err)
}

// openModel opens and maps the file at path.
func openModel(path string) (*source, error) {
	f, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	src := &source{file: f}
	if src.info, err = f.Stat(); err == nil {
		src.dir, err = openFolder(filepath.Dir(path))
	}
	if err == nil {
		src.mapped, err = mapFile(f, src.info.Size())
	}
	if err != nil {
		src.close()
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	return src, nil
}

// openRegular opens the file at path, unless it is of a kind that has no end or
// would wait.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s cannot be read: there is no such file: %w", path, fs.ErrNotExist)
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s cannot be read: you may not read it: %w", path, err)
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s cannot be read: it is %s, not a file", path, kindOf(info.Mode()))
	case info.Size() == 0:
		return nil, fmt.Errorf("%s is no ONNX model: the file is empty", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	return f, nil
}

func (s *source) close() error {
	if s == nil {
		return nil
	}
	err := unmapFile(s.mapped)
	s.mapped, s.closed = nil, true
	if s.dir != nil {
		s.dir.close()
	}
	return errors.Join(err, s.file.Close())
}

// protect runs fn, which may read the mapping; s may be nil.
func (s *source) protect(fn func() error) error {
	if s == nil {
		return fn()
	}
	if s.closed {
		return errClosed
	}
	return guard(s.file.Name(), s.mapped, fn)
}

// checkExternal checks that every data file is there and long enough.
func (m *Model) checkExternal() error {
	for _, e := range m.wire.external {
		if _, err := m.wire.source.dir.checkData(e.tensor.Name, e.ref); err != nil {
			return err
		}
	}
	return nil
}

// Close releases the file that the model was read from. The model must not be used
// afterwards.
func (m *Model) Close() error {
	src := m.wire.source
	m.wire.closed = true
	m.wire.source, m.wire.data = nil, nil
	return src.close()
}

// errClosed says that a model was used after Close.
var errClosed = errors.New("the model is closed")
