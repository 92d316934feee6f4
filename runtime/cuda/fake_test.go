//go:build linux && (amd64 || arm64)

package cuda

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/ebitengine/purego"
)

// fakeDriver is a library that answers as the driver does (testdata/fakecuda.c), one for
// each test.
type fakeDriver struct {
	path  string
	set   func(name string, value int64)
	calls func() string
}

// newFake compiles the library.
func newFake(t *testing.T, flags ...string) *fakeDriver {
	t.Helper()
	cc, err := exec.LookPath("cc")
	if err != nil {
		t.Skip("there is no C compiler (cc), which makes the library that stands for the driver")
	}
	f := &fakeDriver{path: filepath.Join(t.TempDir(), "fakecuda.so")}
	args := append([]string{"-shared", "-fPIC", "-O1", "-o", f.path, "testdata/fakecuda.c", "-lpthread"}, flags...)
	if out, err := exec.Command(cc, args...).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	handle, err := purego.Dlopen(f.path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		t.Fatal(err)
	}
	purego.RegisterLibFunc(&f.set, handle, "fake_set")
	purego.RegisterLibFunc(&f.calls, handle, "fake_calls")
	return f
}

// open opens device 0 of the library.
func (f *fakeDriver) open(t *testing.T) *Context {
	t.Helper()
	d, err := openDriver(f.path)
	if err != nil {
		t.Fatal(err)
	}
	c, err := d.open(0)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
