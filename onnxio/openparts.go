package onnxio

import (
	"errors"
	"fmt"
	"os"
)

// openPartsPortable opens the file that lies at parts below root, for systems
// without openat. Root never leaves its folder but follows links inside it, so each
// component is compared after opening with what its name stands for.
func openPartsPortable(root *os.Root, parts []string) (*os.File, error) {
	dir := root
	for _, name := range parts[:len(parts)-1] {
		next, err := dir.OpenRoot(name)
		if err == nil {
			err = sameAs(dir, name, func() (os.FileInfo, error) { return next.Stat(".") })
		}
		if dir != root {
			dir.Close()
		}
		if err != nil {
			return nil, err
		}
		dir = next
	}
	if dir != root {
		defer dir.Close()
	}
	name := parts[len(parts)-1]
	if info, err := dir.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("it is %s, not a regular file", kindOf(info.Mode())) // a pipe would wait
	}
	f, err := dir.Open(name)
	if err != nil {
		return nil, err
	}
	if err := sameAs(dir, name, f.Stat); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// sameAs checks that name in dir is, itself and not through a link, what opened
// describes.
func sameAs(dir *os.Root, name string, opened func() (os.FileInfo, error)) error {
	a, err := dir.Lstat(name)
	if err != nil {
		return err
	}
	b, err := opened()
	if err != nil {
		return err
	}
	if !os.SameFile(a, b) {
		return errors.New("a symbolic link stands in the way, which is not followed")
	}
	return nil
}
