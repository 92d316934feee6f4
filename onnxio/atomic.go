package onnxio

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
)

// Temporary files are called tempPrefix + 16 hex digits + tempSuffix: hidden, and
// without an ending that anything takes for a model. The writer holds a lock on
// its file, so that a later run can tell a file in use from one whose writer was
// killed, see sweep.
const (
	tempPrefix = ".unswagc-"
	tempSuffix = ".tmp"
)

// folder is a folder that files are saved to. It is held open, so that all steps
// happen in the same one whatever becomes of its path.
type folder struct {
	path string
	root *os.Root
}

func openFolder(path string) (*folder, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, err
	}
	return &folder{path, root}, nil
}

func (d *folder) close() { d.root.Close() }

// stat returns what the folder itself is.
func (d *folder) stat() (fs.FileInfo, error) { return d.root.Stat(".") }

// sync makes the names in the folder durable.
func (d *folder) sync() error {
	f, err := d.root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || !canSyncFolders {
		return nil
	}
	return err
}

// tempFile is a file on its way into a folder: commit gives it its name, abort
// removes it.
type tempFile struct {
	*os.File
	dir  *folder
	name string
	done bool
}

// createTemp makes and locks a temporary file.
func (d *folder) createTemp(perm fs.FileMode) (*tempFile, error) {
	for range 100 {
		var id [8]byte
		rand.Read(id[:])
		name := tempPrefix + hex.EncodeToString(id[:]) + tempSuffix
		f, err := d.root.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		// Between creation and lock a sweep may have taken the file for a dead one.
		if lockFile(f) && d.holds(name, f) {
			return &tempFile{File: f, dir: d, name: name}, nil
		}
		f.Close()
	}
	return nil, fmt.Errorf("no temporary file could be kept in %s", d.path)
}

// holds reports whether name is the open file f.
func (d *folder) holds(name string, f *os.File) bool {
	a, err := d.root.Lstat(name)
	if err != nil {
		return false
	}
	b, err := f.Stat()
	return err == nil && os.SameFile(a, b)
}

// commit calls the file, which must be synced, name, in place of what was called so
// if replace is set; otherwise an existing file is an error that wraps fs.ErrExist.
// The folder is not synced yet.
func (t *tempFile) commit(name string, replace bool) error {
	if closeBeforeRename {
		if err := t.Close(); err != nil {
			return err
		}
	}
	rename := t.dir.root.Rename
	if !replace {
		rename = t.dir.renameNew
	}
	if err := rename(t.name, name); err != nil {
		return err
	}
	t.done = true
	t.Close()
	return nil
}

// renameNew renames from to to unless to exists. Where the system has no such
// call, a file that appears between the look and the rename is lost.
func (d *folder) renameNew(from, to string) error {
	f, err := d.root.Open(".")
	if err != nil {
		return err
	}
	defer f.Close()
	if err := renameNew(f, from, to); !errors.Is(err, errNoRenameNew) {
		return err
	}
	if _, err := d.root.Lstat(to); err == nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: fs.ErrExist}
	}
	return d.root.Rename(from, to)
}

// abort removes the file unless it was committed.
func (t *tempFile) abort() {
	if t.done {
		return
	}
	t.Close()
	t.dir.root.Remove(t.name)
}

// sweep removes the temporary files of writers that were killed.
func (d *folder) sweep() {
	f, err := d.root.Open(".")
	if err != nil {
		return
	}
	defer f.Close()
	for {
		names, err := f.Readdirnames(1024)
		for _, name := range names {
			if isTempName(name) {
				d.sweepFile(name)
			}
		}
		if err != nil {
			return
		}
	}
}

func (d *folder) sweepFile(name string) {
	if info, err := d.root.Lstat(name); err != nil || !info.Mode().IsRegular() {
		return
	}
	f, err := openConfined(d.root, name)
	if err != nil {
		return
	}
	defer f.Close()
	if canLock && lockFile(f) {
		d.root.Remove(name)
	}
}

func isTempName(name string) bool {
	id, ok := strings.CutPrefix(name, tempPrefix)
	if !ok {
		return false
	}
	id, ok = strings.CutSuffix(id, tempSuffix)
	if !ok || len(id) != 16 {
		return false
	}
	_, err := hex.DecodeString(id)
	return err == nil
}
