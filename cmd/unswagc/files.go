package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"unicode"

	"github.com/unswag/unswagc/onnxio"
)

// load reads the model at path, "-" being stdin.
func (e *env) load(ctx context.Context, path string, p *progress) (*onnxio.Model, error) {
	p.stage("reading " + shownName(path))
	if path != "-" {
		tuneReading()
		m, err := onnxio.Load(ctx, path)
		tuneLarge()
		if err != nil {
			return nil, textHint(err, startOf(path))
		}
		return m, nil
	}
	data, err := e.readAll(ctx, path)
	if err != nil {
		return nil, err
	}
	m, err := onnxio.Unmarshal(data)
	if err != nil {
		return nil, textHint(fmt.Errorf("%s is no ONNX model that can be used: %w", shownName(path), err), data)
	}
	e.read = data
	return m, nil
}

// reload reads again the model that load read from path.
func (e *env) reload(ctx context.Context, path string) (*onnxio.Model, error) {
	if path == "-" {
		return onnxio.Unmarshal(e.read)
	}
	return onnxio.Load(ctx, path)
}

// Nothing of what is read becomes garbage before the run ends, so collecting while
// reading is in vain, and room for as much again would only be held afterwards. The
// heap may grow by these percents between collections while a model is read, and from
// then on if the model took more than largeHeap.
const (
	readingPercent = 400
	largePercent   = 40
	largeHeap      = 16 << 20
)

// tuneReading and tuneLarge set how often garbage is collected, unless GOGC does.
func tuneReading() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(readingPercent)
	}
}

func tuneLarge() {
	var m runtime.MemStats
	if runtime.ReadMemStats(&m); m.HeapAlloc > largeHeap && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(largePercent)
	}
}

// startOf returns the first bytes of a file, none where it cannot be read.
func startOf(path string) []byte {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	b := make([]byte, 64)
	n, _ := io.ReadFull(f, b)
	return b[:n]
}

// textHint adds to err, which came up when a model was read that starts with start,
// that it is text.
func textHint(err error, start []byte) error {
	if !bytes.HasPrefix(bytes.TrimSpace(start), []byte("<")) {
		return err
	}
	return fmt.Errorf("%w; it looks like ONNX text, which `unswagc parse` makes a model of", err)
}

// notFound looks at err, which came up when the bare form read path: a word that is
// no file was most likely meant as a command.
func notFound(path string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) || strings.ContainsAny(path, `./\`) {
		return err
	}
	return usagef("", "there is no command %s, and no file of that name", path)
}

// shownName is what messages call the file at path.
func shownName(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
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
			return nil, readError(path, r.err)
		}
		return r.data, nil
	}
}

// readError makes a sentence of err, which came up while path was read.
func readError(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s cannot be read: %w", shownName(path), err)
}

// saveOptions lets the sentences of a save through to stderr, unless quiet.
func (e *env) saveOptions(p *progress, overwrite, quiet bool) onnxio.SaveOptions {
	o := onnxio.SaveOptions{Overwrite: overwrite}
	if !quiet {
		o.Note = func(sentence string) {
			p.clear()
			fmt.Fprintf(e.stderr, "unswagc: %s\n", sentence)
		}
	}
	return o
}

// printable replaces what a file could use to steer the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || unicode.IsPrint(r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}

// write writes to stdout.
func (e *env) write(text string) error {
	if _, err := io.WriteString(e.stdout, text); err != nil {
		return fmt.Errorf("stdout cannot be written: %w", err)
	}
	return nil
}

// writeJSON writes v to stdout as JSON.
func (e *env) writeJSON(v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return e.write(string(text) + "\n")
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
