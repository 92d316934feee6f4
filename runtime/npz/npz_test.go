package npz

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// arrays is one of every type and of several shapes.
func arrays() []Array {
	shapes := [][]int64{{}, {0}, {3}, {2, 3}, {2, 0, 3}, {2, 3, 4}}
	var out []Array
	for i, d := range descrs {
		t := tensor.New(d.elem, shapes[i%len(shapes)]...)
		for k := range t.Data {
			t.Data[k] = byte(k*37 + i)
			if d.elem == onnxio.Bool {
				t.Data[k] &= 1
			}
		}
		out = append(out, Array{fmt.Sprintf("layer.%d/%s", i, d.elem), t})
	}
	return out
}

func TestRoundTrip(t *testing.T) {
	var a, b bytes.Buffer
	if err := Write(&a, arrays()); err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, arrays()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same arrays give other bytes")
	}
	got, err := Read(bytes.NewReader(a.Bytes()), int64(a.Len()))
	if err != nil {
		t.Fatal(err)
	}
	want := arrays()
	if len(got) != len(want) {
		t.Fatalf("%d arrays, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Name != want[i].Name || got[i].Tensor.String() != want[i].Tensor.String() || !bytes.Equal(got[i].Tensor.Data, want[i].Tensor.Data) {
			t.Errorf("got %s %s, want %s %s", got[i].Name, got[i].Tensor, want[i].Name, want[i].Tensor)
		}
	}
}

// npy is a file of one array as NumPy writes it.
func npy(header, elements string) string {
	h := header + strings.Repeat(" ", 117-len(header)) + "\n"
	return magic + "\x01\x00" + string([]byte{byte(len(h)), 0}) + h + elements
}

func TestOrders(t *testing.T) {
	for _, c := range []struct{ header, elements, want string }{
		{"{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", "\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00", "int16[2,3] [1 2 3 4 5 6]"},
		{"{'descr': '>i2', 'fortran_order': False, 'shape': (2, 3), }", "\x00\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06", "int16[2,3] [1 2 3 4 5 6]"},
		{"{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }", "\x01\x00\x04\x00\x02\x00\x05\x00\x03\x00\x06\x00", "int16[2,3] [1 2 3 4 5 6]"},
		{"{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", "\x01\x00\x02\x00", "int16[2] [1 2]"},
		{"{'descr': '<i2', 'fortran_order': False, 'shape': (), }", "\x07\x00", "int16[] [7]"},
	} {
		x, err := ReadArray(strings.NewReader(npy(c.header, c.elements)))
		if err != nil {
			t.Errorf("%s: %v", c.header, err)
			continue
		}
		if got := fmt.Sprint(x, " ", tensor.As[int16](x)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.header, got, c.want)
		}
	}
}

func TestErrorsAreSentences(t *testing.T) {
	plain := "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
	for _, c := range []struct{ file, want string }{
		{"", "does not start as a NumPy array does"},
		{magic + "\x01\x00\xff\xff{", "its header is cut short"},
		{magic + "\x02\x00\xff\xff\xff\xff", "more than any array without records"},
		{npy(plain, "1234567"), "needs 8 bytes of elements, and there are 7"},
		{npy(plain, "123456789"), "needs 8 bytes of elements, and there are more"},
		{npy("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", ""), `its elements are "|O"`},
		{npy("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", ""), "is not that of a plain array"},
		{npy("{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", ""), "is too large"},
		{npy("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", ""), "is too large"},
		{npy("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999999,), }", "1234"), "needs 3999999999996 bytes of elements, and there are 4"},
	} {
		_, err := ReadArray(strings.NewReader(c.file))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.120q: %v, want %q", c.file, err, c.want)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.npz")); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Error(err)
	}
	path := filepath.Join(t.TempDir(), "a.npz")
	if err := os.WriteFile(path, []byte("no zip"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(path); err == nil || !strings.Contains(err.Error(), path+" cannot be used: it is neither a .npy nor a .npz file") {
		t.Error(err)
	}
}

// TestNumPy lets NumPy read what this package writes and write it again, compressed, in
// Fortran's order and big endian, and as a file of one array.
func TestNumPy(t *testing.T) {
	python := os.Getenv("UNSWAG_PYTHON_STOCK")
	if python == "" {
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatal("UNSWAG_PYTHON_STOCK is not set")
		}
		t.Skip(`UNSWAG_PYTHON_STOCK is not set: env=$(tests/setup.sh) && eval "$env" makes the Python environments and sets it`)
	}
	dir := t.TempDir()
	var b bytes.Buffer
	if err := Write(&b, arrays()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.npz"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", `
import ml_dtypes, numpy as np
a = {k: v.view(ml_dtypes.bfloat16) if v.dtype.kind == "V" else v for k, v in np.load("a.npz").items()}
print({k: (str(v.dtype), v.shape) for k, v in a.items()})
np.savez("b.npz", **a)
np.savez_compressed("c.npz", **{k: v if v.dtype == ml_dtypes.bfloat16 else np.asarray(v.astype(v.dtype.newbyteorder(">")), order="F") for k, v in a.items()})
np.save("d.npy", a["layer.3/bfloat16"])
`)
	cmd.Dir = dir
	text, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if !strings.Contains(string(text), "'layer.3/bfloat16': ('bfloat16', (2, 3))") || !strings.Contains(string(text), "'layer.0/float': ('float32', ())") {
		t.Errorf("NumPy sees %s", text)
	}
	want := arrays()
	for _, name := range []string{"b.npz", "c.npz"} {
		got, err := Load(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			if d := cmp.Diff(want[i], got[i]); d != "" {
				t.Errorf("%s: %s", name, d)
			}
		}
	}
	got, err := Load(filepath.Join(dir, "d.npy"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]Array{{"", want[3].Tensor}}, got); d != "" {
		t.Errorf("d.npy: %s", d)
	}
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b, arrays()[:3]); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(npy("{'descr': '>f4', 'fortran_order': True, 'shape': (1, 1), }", "1234")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if x, err := ReadArray(bytes.NewReader(data)); err == nil && len(x.Data) > len(data) {
			t.Errorf("%s out of %d bytes", x, len(data))
		}
		got, err := Read(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			return
		}
		for _, a := range got {
			if int64(len(a.Tensor.Data)) != a.Tensor.Len()*tensor.Size(a.Tensor.Elem) {
				t.Errorf("%s has %d bytes", a.Tensor, len(a.Tensor.Data))
			}
		}
	})
}
