package onnxio

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// dataFiles are the data files that one save puts beside the model. They are in
// place before the model is, so that a model that can be seen has its data; undo
// takes them away again.
type dataFiles struct {
	target  *target
	moved   map[*Tensor]dataRef
	created []string // files and folders, in order of creation
	dirs    []string // folders below the target's that data files lie in
	kept    bool
}

// keep makes undo do nothing.
func (d *dataFiles) keep() { d.kept = true }

// undo removes what was created.
func (d *dataFiles) undo() {
	if d.kept {
		return
	}
	for i := len(d.created) - 1; i >= 0; i-- {
		d.target.dir.root.Remove(d.created[i])
	}
}

// sync makes the names of the data files durable, innermost folders first.
func (d *dataFiles) sync() error {
	for i := len(d.dirs) - 1; i >= 0; i-- {
		sub, err := d.open(d.dirs[i])
		if err != nil {
			return err
		}
		err = sub.sync()
		sub.close()
		if err != nil {
			return err
		}
	}
	if len(d.created) == 0 {
		return nil
	}
	return d.target.dir.sync()
}

func (d *dataFiles) open(dir string) (*folder, error) {
	root, err := d.target.dir.root.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &folder{path.Join(d.target.dir.path, dir), root}, nil
}

// makeDir makes the folder of a data file. Links are refused, for readers will not
// follow them.
func (d *dataFiles) makeDir(parts []string) (string, error) {
	dir := "."
	for _, p := range parts {
		dir = path.Join(dir, p)
		err := d.target.dir.root.Mkdir(dir, 0o777)
		if err == nil {
			d.created = append(d.created, dir)
		} else if !isThere(err) {
			return "", err
		}
		info, err := d.target.dir.root.Lstat(dir)
		if err != nil {
			return "", err
		}
		if !info.IsDir() {
			return "", fmt.Errorf("%s in %s is %s, where a folder for data files must stand", dir, d.target.dir.path, kindOf(info.Mode()))
		}
		if err := d.enter(dir); err != nil {
			return "", err
		}
	}
	return dir, nil
}

// enter makes dir known and sweeps it, the first time.
func (d *dataFiles) enter(dir string) error {
	if slices.Contains(d.dirs, dir) {
		return nil
	}
	d.dirs = append(d.dirs, dir)
	sub, err := d.open(dir)
	if err != nil {
		return err
	}
	defer sub.close()
	sub.sweep()
	return nil
}

// place puts a file at location, beside the model, or at the first free one of
// location with -1, -2 ... before its ending, and returns where. A file that is
// there already is never touched; if its contents are the same it is used. same
// compares with an open file, write fills a new one; where same is nil the new one
// is compared.
func (d *dataFiles) place(ctx context.Context, location string, same func(*os.File) (bool, error), write func(*os.File) error) (string, error) {
	parts, err := splitLocation(location)
	if err != nil {
		return "", err
	}
	sub, err := d.makeDir(parts[:len(parts)-1])
	if err != nil {
		return "", err
	}
	dir, err := d.open(sub)
	if err != nil {
		return "", err
	}
	defer dir.close()
	p := placement{ctx: ctx, dir: dir, same: same, write: write}
	defer p.abort()
	base := parts[len(parts)-1]
	for i := 0; ; i++ {
		name := numbered(base, i)
		at := path.Join(sub, name)
		if strings.EqualFold(at, d.target.name) {
			continue
		}
		created, done, err := p.try(name)
		if err != nil {
			return "", err
		}
		if created {
			d.created = append(d.created, at)
		}
		if done {
			return at, nil
		}
	}
}

// placement is one file looking for a name in a folder.
type placement struct {
	ctx   context.Context
	dir   *folder
	same  func(*os.File) (bool, error)
	write func(*os.File) error
	temp  *tempFile
}

func (p *placement) abort() {
	if p.temp != nil {
		p.temp.abort()
	}
}

// try calls the file name, or finds that the file of that name has its contents.
func (p *placement) try(name string) (created, done bool, err error) {
	_, err = p.dir.root.Lstat(name)
	free := errors.Is(err, fs.ErrNotExist)
	if err != nil && !free {
		return false, false, err
	}
	if free || p.same == nil {
		if err := p.fill(); err != nil {
			return false, false, err
		}
	}
	if free {
		err := p.temp.commit(name, false)
		if !isThere(err) {
			return err == nil, err == nil, err
		}
	}
	f, err := openConfined(p.dir.root, name)
	if err != nil {
		return false, false, nil // readers would refuse it too
	}
	defer f.Close()
	if p.same != nil {
		done, err = p.same(f)
	} else {
		done, err = equalFiles(p.ctx, p.temp.File, f)
	}
	return false, done, err
}

// fill makes the temporary file with what write writes, once.
func (p *placement) fill() error {
	if p.temp != nil {
		return nil
	}
	temp, err := p.dir.createTemp(0o666)
	if err != nil {
		return err
	}
	p.temp = temp
	if err := p.write(temp.File); err != nil {
		return err
	}
	return temp.Sync()
}

// numbered is name for i = 0 and name with -i before its ending for others.
func numbered(name string, i int) string {
	if i == 0 {
		return name
	}
	ext := path.Ext(name)
	return fmt.Sprintf("%s-%d%s", strings.TrimSuffix(name, ext), i, ext)
}

// equalFiles reports whether a and b hold the same bytes.
func equalFiles(ctx context.Context, a, b *os.File) (bool, error) {
	x, err := a.Stat()
	if err != nil {
		return false, err
	}
	y, err := b.Stat()
	if err != nil || x.Size() != y.Size() {
		return false, err
	}
	p, q := make([]byte, copyBuffer), make([]byte, copyBuffer)
	for off := int64(0); off < x.Size(); off += copyBuffer {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		n := min(copyBuffer, x.Size()-off)
		if _, err := io.ReadFull(io.NewSectionReader(a, off, n), p[:n]); err != nil {
			return false, err
		}
		if _, err := io.ReadFull(io.NewSectionReader(b, off, n), q[:n]); err != nil {
			return false, err
		}
		if !bytes.Equal(p[:n], q[:n]) {
			return false, nil
		}
	}
	return true, nil
}
