package onnxio

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"syscall"
)

// maxLocation bounds the length of an external data location, in bytes.
const maxLocation = 4096

// splitLocation checks an external data location without looking at the disk and
// returns its components. A location is relative, has forward slashes and stays in
// the folder; "." and empty components mean nothing and are dropped.
func splitLocation(location string) ([]string, error) {
	switch {
	case location == "":
		return nil, errors.New("the location is empty")
	case len(location) > maxLocation:
		return nil, fmt.Errorf("the location is longer than %d bytes", maxLocation)
	case strings.ContainsRune(location, 0):
		return nil, errors.New("the location holds a zero byte")
	case strings.ContainsRune(location, '\\'):
		return nil, errors.New("the location holds a backslash; ONNX separates folders by /")
	case strings.HasPrefix(location, "/"):
		return nil, errors.New("the location is absolute; only files in the model's folder are read")
	}
	var parts []string
	for _, p := range strings.Split(location, "/") {
		switch {
		case p == "" || p == ".":
		case p == "..":
			return nil, errors.New(`the location holds ".."; only files in the model's folder are read`)
		case runtime.GOOS == "windows" && !localName(p):
			return nil, fmt.Errorf("%q cannot name a file here", p)
		default:
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		return nil, errors.New("the location names a folder")
	}
	return parts, nil
}

// opener opens the file that lies at parts below root, following no link.
type opener func(root *os.Root, parts []string) (*os.File, error)

// openConfined opens the file that location names inside root, for reading. It
// follows no symbolic link, in no component, and opens nothing but a regular file
// with one name: a hard link could bring in a file from anywhere on the disk. What
// was opened is checked, not what stood there before, so that swapping the file in
// between gains nothing.
func openConfined(root *os.Root, location string) (*os.File, error) {
	return openConfinedBy(openParts, root, location)
}

// openConfinedBy is openConfined with a way of opening.
func openConfinedBy(open opener, root *os.Root, location string) (*os.File, error) {
	parts, err := splitLocation(location)
	if err != nil {
		return nil, err
	}
	f, err := open(root, parts)
	if err != nil {
		return nil, confineError(root, parts, err)
	}
	if err := checkOpened(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// checkOpened refuses everything but a regular file with one name.
func checkOpened(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("it is %s, not a regular file", kindOf(info.Mode()))
	}
	n, err := linkCount(f, info)
	if err != nil {
		return err
	}
	if n > 1 {
		return fmt.Errorf("the file has %d names (hard links), so that it may lie outside the model's folder; copy it", n)
	}
	return nil
}

// confineError says why openParts failed.
func confineError(root *os.Root, parts []string, err error) error {
	for i := range parts {
		name := strings.Join(parts[:i+1], "/")
		info, lerr := root.Lstat(name)
		switch {
		case lerr != nil:
		case info.Mode()&fs.ModeSymlink != 0:
			return fmt.Errorf("%s is a symbolic link, which is not followed; put the file itself there", name)
		case i < len(parts)-1 && !info.IsDir():
			return fmt.Errorf("%s is not a folder", name)
		default:
			continue
		}
		break
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no such file: %w", fs.ErrNotExist)
	case errors.Is(err, syscall.ELOOP):
		return errors.New("a symbolic link stands in the way, which is not followed")
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return fmt.Errorf("it cannot be opened: %w", err)
}

// kindOf says in words what a file of mode m is.
func kindOf(m fs.FileMode) string {
	switch m.Type() {
	case 0:
		return "a regular file"
	case fs.ModeDir:
		return "a folder"
	case fs.ModeSymlink:
		return "a symbolic link"
	case fs.ModeNamedPipe:
		return "a pipe"
	case fs.ModeSocket:
		return "a socket"
	}
	return "a device"
}
