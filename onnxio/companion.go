package onnxio

import (
	"errors"
	"fmt"
	"os"
)

// Companion is a file that is saved beside a model: where the save fails, neither it nor
// the model is changed.
type Companion struct {
	// Name is the name of the file in the model's folder. A file of that name is replaced.
	Name string
	Data []byte
}

// companions are the companions of one save. They are in place before the model is;
// undo takes them away again and puts back what they replaced.
type companions struct {
	target *target
	files  []companionFile
	kept   bool
}

type companionFile struct {
	name string
	temp *tempFile
	old  string // what the file that stood there is called meanwhile; "": there was none
	done bool   // temp has its name
}

// keep makes undo only tidy up.
func (c *companions) keep() { c.kept = true }

// write writes the files under temporary names.
func (c *companions) write(j *saveJob) error {
	for _, f := range j.Companions {
		t := &target{path: c.target.beside(f.Name), dir: c.target.dir, name: f.Name}
		if err := t.look(); err != nil {
			return err
		}
		if err := t.checkCompanion(j, c.target); err != nil {
			return err
		}
		temp, err := t.dir.createTemp(0o666)
		if err != nil {
			return writeError(t.path, int64(len(f.Data)), err)
		}
		c.files = append(c.files, companionFile{name: f.Name, temp: temp})
		if _, err := temp.Write(f.Data); err != nil {
			return writeError(t.path, int64(len(f.Data)), err)
		}
		if err := temp.Sync(); err != nil {
			return writeError(t.path, int64(len(f.Data)), err)
		}
	}
	return nil
}

// checkCompanion refuses to replace the model that is read or one of its data files, and
// the model that is saved.
func (t *target) checkCompanion(j *saveJob, model *target) error {
	if t.name == model.name {
		return fmt.Errorf("%s cannot be saved: a file beside it would have the same name", t.path)
	}
	plain := *j
	plain.Overwrite = false
	return t.check(&plain)
}

// commit gives the files their names.
func (c *companions) commit() error {
	for i := range c.files {
		f := &c.files[i]
		if err := c.setAside(f); err != nil {
			return writeError(c.target.beside(f.name), 0, err)
		}
		if err := f.temp.commit(f.name, true); err != nil {
			return writeError(c.target.beside(f.name), 0, err)
		}
		f.done = true
	}
	return nil
}

// setAside gives the file that stands at f's name a temporary one.
func (c *companions) setAside(f *companionFile) error {
	root := c.target.dir.root
	if _, err := root.Lstat(f.name); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	old, err := c.target.dir.createTemp(0o600)
	if err != nil {
		return err
	}
	old.Close()
	if err := root.Rename(f.name, old.name); err != nil {
		root.Remove(old.name)
		return err
	}
	f.old = old.name
	return nil
}

// undo leaves the folder as it was, or else without the files that were replaced.
func (c *companions) undo() {
	root := c.target.dir.root
	for _, f := range c.files {
		f.temp.abort()
		switch {
		case c.kept && f.old != "":
			root.Remove(f.old)
		case !c.kept && f.old != "":
			root.Rename(f.old, f.name)
		case !c.kept && f.done:
			root.Remove(f.name)
		}
	}
}
