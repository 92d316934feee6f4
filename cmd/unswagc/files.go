package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/unswag/unswagc/onnxio"
)

// load reads the model at path, "-" being stdin.
func (e *env) load(ctx context.Context, path string, p *progress) (*onnxio.Model, error) {
	p.stage("reading " + path)
	if path == "-" {
		data, err := e.readAll(ctx, path)
		if err != nil {
			return nil, err
		}
		m, err := onnxio.Unmarshal(data)
		if err != nil {
			return nil, fmt.Errorf("standard input: %w", err)
		}
		return m, nil
	}
	m, err := onnxio.Load(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		if _, statErr := os.Stat(path); errors.Is(statErr, fs.ErrNotExist) {
			return nil, fmt.Errorf("there is no file %s, and no command of that name: %w", path, fs.ErrNotExist)
		}
	}
	return m, err
}

// readAll reads a whole file, "-" being stdin. It returns when ctx is cancelled even
// if the file, a pipe or a terminal, gives nothing.
func (e *env) readAll(ctx context.Context, path string) ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		if path == "-" {
			r.data, r.err = io.ReadAll(e.stdin)
		} else {
			r.data, r.err = os.ReadFile(path)
		}
		done <- r
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case r := <-done:
		if r.err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", path, r.err)
		}
		return r.data, nil
	}
}

// write writes to stdout.
func (e *env) write(text string) error {
	if _, err := io.WriteString(e.stdout, text); err != nil {
		return fmt.Errorf("stdout cannot be written: %w", err)
	}
	return nil
}

// sameFile reports whether both names lead to one existing file.
func sameFile(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// isTerminal reports whether w is a terminal, or another device that takes
// characters.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&fs.ModeCharDevice != 0
}
