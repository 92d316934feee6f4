package onnxio

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// target is the place that a model is saved to.
type target struct {
	path string
	dir  *folder
	name string
	old  fs.FileInfo // what stands there already; nil: nothing
}

// openTarget opens the folder of path and refuses whatever cannot be replaced. A
// symbolic link is refused too: to rename over it would silently turn it into a
// file, and to follow it would leave open beside which of the two the data files
// belong.
func openTarget(path string) (*target, error) {
	dir, name := filepath.Split(path)
	if name == "" || name == "." || name == ".." {
		return nil, fmt.Errorf("%q cannot be saved to: it does not name a file", path)
	}
	dir = filepath.Clean(dir) // "" is "."
	d, err := openFolder(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s cannot be saved: there is no folder %s: %w", path, dir, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be saved: its folder cannot be opened: %w", path, err)
	}
	t := &target{path: path, dir: d, name: name}
	if err := t.look(); err != nil {
		d.close()
		return nil, err
	}
	return t, nil
}

// beside is the path of a file in the target's folder.
func (t *target) beside(name string) string { return filepath.Join(filepath.Dir(t.path), name) }

// look examines what stands at the target.
func (t *target) look() error {
	info, err := t.dir.root.Lstat(t.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s cannot be saved: %w", t.path, err)
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		to, _ := t.dir.root.Readlink(t.name)
		return fmt.Errorf("%s cannot be saved: it is a symbolic link to %q; name that file instead", t.path, to)
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s cannot be saved: it is %s", t.path, kindOf(info.Mode()))
	}
	if info.Mode().Perm()&0o222 == 0 {
		return fmt.Errorf("%s cannot be saved: the file there is marked read-only: %w", t.path, fs.ErrPermission)
	}
	f, err := t.dir.root.OpenFile(t.name, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("%s cannot be saved: the file there is not writable: %w", t.path, err)
	}
	f.Close()
	t.old = info
	return nil
}

// check refuses to replace the model's own files.
func (t *target) check(j *saveJob) error {
	if t.old == nil || j.source == nil {
		return nil
	}
	if os.SameFile(t.old, j.source.info) && !j.Overwrite {
		return fmt.Errorf("%s cannot be saved: it is the file that the model was read from (%s); overwriting that must be asked for", t.path, j.source.file.Name())
	}
	seen := map[string]bool{}
	for _, e := range j.external {
		if seen[e.ref.location] || splitFails(e.ref.location) {
			continue
		}
		seen[e.ref.location] = true
		info, err := j.source.dir.root.Stat(e.ref.location)
		if err == nil && os.SameFile(t.old, info) {
			return fmt.Errorf("%s cannot be saved: it holds the data of tensor %q of the model", t.path, e.tensor.Name)
		}
	}
	return nil
}

func splitFails(location string) bool {
	_, err := splitLocation(location)
	return err != nil
}

// perm is the mode that the temporary file starts with: never wider than the mode
// of the file that it replaces.
func (t *target) perm() fs.FileMode {
	if t.old != nil {
		return 0o600
	}
	return 0o666
}
