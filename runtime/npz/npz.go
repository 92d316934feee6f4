package npz

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/unswag/unswagc/runtime/tensor"
)

// Array is one array of a file.
type Array struct {
	// Name is the name in a .npz, without its .npy; "" for a file of one array.
	Name   string
	Tensor *tensor.Tensor
}

// Load reads the arrays of a .npz, in the order of the file, or the one of a .npy.
func Load(path string) ([]Array, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, readError(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, readError(path, err)
	}
	start := make([]byte, len(magic))
	if n, err := f.ReadAt(start, 0); n == len(magic) && err == nil && string(start) == magic {
		t, err := ReadArray(f)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be used: %w", path, err)
		}
		return []Array{{"", t}}, nil
	}
	out, err := Read(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s cannot be used: %w", path, err)
	}
	return out, nil
}

func readError(path string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s cannot be read: %w", path, err)
}

// Read reads a .npz of size bytes.
func Read(r io.ReaderAt, size int64) ([]Array, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("it is neither a .npy nor a .npz file: %w", err)
	}
	var out []Array
	seen := map[string]bool{}
	for _, f := range z.File {
		name, ok := strings.CutSuffix(f.Name, ".npy")
		if !ok {
			return nil, fmt.Errorf("it holds %.200q, which is no array", f.Name)
		}
		if seen[name] {
			return nil, fmt.Errorf("it holds two arrays %.200q", name)
		}
		seen[name] = true
		t, err := readMember(f)
		if err != nil {
			return nil, fmt.Errorf("array %.200q: %w", name, err)
		}
		out = append(out, Array{name, t})
	}
	return out, nil
}

func readMember(f *zip.File) (*tensor.Tensor, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return ReadArray(r)
}

// ReadArray reads a .npy.
func ReadArray(r io.Reader) (*tensor.Tensor, error) {
	h, err := readHeader(r)
	if err != nil {
		return nil, err
	}
	want := tensor.Count(h.shape) * tensor.Size(h.elem)
	// The header may lie, so that memory is taken only for what is there.
	data, err := io.ReadAll(io.LimitReader(r, want+1))
	if err != nil {
		return nil, fmt.Errorf("its elements cannot be read: %w", err)
	}
	if int64(len(data)) != want {
		return nil, fmt.Errorf("its shape %v of %s needs %d bytes of elements, and there are %s", h.shape, h.elem, want, atMost(int64(len(data)), want))
	}
	for at := 0; h.swap > 1 && at < len(data); at += h.swap {
		slices.Reverse(data[at : at+h.swap])
	}
	t := tensor.New(h.elem, h.shape...)
	if h.fortran {
		fromFortran(t, data)
	} else {
		copy(t.Data, data)
	}
	return t, nil
}

func atMost(n, want int64) string {
	if n > want {
		return "more"
	}
	return fmt.Sprint(n)
}

// fromFortran copies elements whose first index varies fastest.
func fromFortran(t *tensor.Tensor, data []byte) {
	size := int(tensor.Size(t.Elem))
	index := make([]int64, len(t.Shape))
	for at := 0; at < len(data); at += size {
		to := int64(0)
		for i, d := range t.Shape {
			to = to*d + index[i]
		}
		copy(t.Data[to*int64(size):], data[at:at+size])
		for i := range index {
			if index[i]++; index[i] < t.Shape[i] {
				break
			}
			index[i] = 0
		}
	}
}

// Write writes a .npz. The same arrays give the same bytes.
func Write(w io.Writer, arrays []Array) error {
	z := zip.NewWriter(w)
	for _, a := range arrays {
		m, err := z.CreateHeader(&zip.FileHeader{Name: a.Name + ".npy", Method: zip.Store})
		if err != nil {
			return err
		}
		if err := WriteArray(m, a.Tensor); err != nil {
			return fmt.Errorf("array %q: %w", a.Name, err)
		}
	}
	return z.Close()
}

// WriteArray writes a .npy.
func WriteArray(w io.Writer, t *tensor.Tensor) error {
	h, err := writeHeader(t)
	if err != nil {
		return err
	}
	if _, err := w.Write(h); err != nil {
		return err
	}
	_, err = w.Write(t.Data)
	return err
}
