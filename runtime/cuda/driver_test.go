//go:build linux && (amd64 || arm64)

package cuda

import (
	"errors"
	"strings"
	"testing"
)

// wantError checks that an error is of a kind and says what it should.
func wantError(t *testing.T, err, kind error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one that says %q", parts)
	}
	if kind != nil && !errors.Is(err, kind) {
		t.Errorf("%q is not %q", err, kind)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("%q is more than a line", err)
	}
}

func TestNoDriver(t *testing.T) {
	_, err := openDriver("/no/such/libcuda.so.1")
	wantError(t, err, ErrNoDriver, "cannot open /no/such/libcuda.so.1", "install the driver (450 or newer)", EnvDriver)
	_, err = openDriver("none")
	wantError(t, err, ErrNoDriver, "UNSWAG_CUDA=none leaves CUDA out")
	_, err = openDriver("libdl.so.2")
	wantError(t, err, ErrNoDriver, "libdl.so.2 has no function cuDriverGetVersion, so that it is not the driver's library")
}

// TestThisMachine asks for what the machine has: a device, or a sentence.
func TestThisMachine(t *testing.T) {
	all, err := Devices()
	if err != nil {
		t.Logf("without a device: %v", err)
		if !errors.Is(err, ErrNoDriver) && !errors.Is(err, ErrNoDevice) && !errors.Is(err, ErrOldDriver) {
			t.Errorf("%v is of no kind", err)
		}
		if _, openErr := Open(0); openErr == nil || openErr.Error() != err.Error() {
			t.Errorf("Open says %v, Devices %v", openErr, err)
		}
		return
	}
	for i, d := range all {
		if d.Ordinal != i || d.Name == "" || d.Major < 3 || d.Memory < 1<<28 || d.Driver < minVersion {
			t.Errorf("%+v", d)
		}
	}
	_, err = Open(len(all))
	wantError(t, err, ErrNoDevice, "`unswagc devices` lists them")
}

func TestOldDriver(t *testing.T) {
	f := newFake(t)
	f.set("version", 10020)
	_, err := openDriver(f.path)
	wantError(t, err, ErrOldDriver, "it is for CUDA 10.2, and CUDA 11.0 is needed: install driver 450 or newer")
}

func TestMissingFunction(t *testing.T) {
	f := newFake(t, "-DWITHOUT_EVENT_TIME")
	_, err := openDriver(f.path)
	wantError(t, err, ErrOldDriver, "has no function cuEventElapsedTime")
}

func TestDriverDoesNotStart(t *testing.T) {
	for _, c := range []struct {
		code  int64
		kind  error
		parts []string
	}{
		{codeNoDevice, ErrNoDevice, []string{"the driver (CUDA 12.4) is there and sees none", "CUDA_VISIBLE_DEVICES"}},
		{codeStubLibrary, ErrNoDriver, []string{"is a stub for linking"}},
		{codeDriverMismatch, ErrNoDriver, []string{"restart the machine", "CUDA_ERROR_SYSTEM_DRIVER_MISMATCH (803)"}},
		{codeNoCompatibility, ErrNoDriver, []string{"use the driver's own"}},
		{999, ErrNoDriver, []string{"cuInit returned an unknown error (999)", "nvidia-smi"}},
	} {
		f := newFake(t)
		f.set("cuInit", c.code)
		_, err := openDriver(f.path)
		wantError(t, err, c.kind, c.parts...)
	}
}

func TestDevices(t *testing.T) {
	f := newFake(t)
	f.set("devices", 2)
	d, err := openDriver(f.path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := d.devices()
	if err != nil || len(all) != 2 {
		t.Fatalf("%v, %v", all, err)
	}
	want := Device{Ordinal: 1, Name: "Fake 1", Major: 9, Memory: 80 << 30, Driver: 12040}
	if all[1] != want {
		t.Errorf("%+v, want %+v", all[1], want)
	}
	if got, want := want.String(), "device 1 (Fake 1, compute capability 9.0, 80.0 GiB, driver for CUDA 12.4)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	for _, ordinal := range []int{2, -1} {
		_, err = d.open(ordinal)
		wantError(t, err, ErrNoDevice)
	}
	f.set("cuDevicePrimaryCtxRetain", codeOutOfMemory)
	_, err = d.open(0)
	wantError(t, err, ErrMemory, "cannot open device 0 (Fake 0", "other programs fill it")
	f.set("devices", 0)
	_, err = d.devices()
	wantError(t, err, ErrNoDevice, "sees none")
}

func TestOldDevice(t *testing.T) {
	f := newFake(t)
	f.set("major", 7)
	d, err := openDriver(f.path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.open(0)
	wantError(t, err, nil, "device 0 (Fake 0) has compute capability 7.0, and the kernels need 7.5 (Turing) or newer")
	f.set("minor", 5)
	if _, err := d.open(0); err != nil {
		t.Error(err)
	}
}

func TestVersions(t *testing.T) {
	for _, c := range []struct {
		cuda  int
		reads string
		known bool
	}{{10020, "6.5", true}, {11000, "7.0", true}, {12060, "8.5", true}, {13000, "9.0", true}, {99000, "9.1", false}} {
		if v, known := reads(c.cuda); v.String() != c.reads || known != c.known {
			t.Errorf("CUDA %d reads %v, %t; want %s, %t", c.cuda, v, known, c.reads, c.known)
		}
	}
	for v, want := range map[ptxVersion]int{{7, 0}: 450, {7, 4}: 470, {8, 0}: 525, {6, 0}: 396, {99, 0}: 0} {
		if got := branchFor(v); got != want {
			t.Errorf("PTX %v came with %d, want %d", v, got, want)
		}
	}
}

func TestDirectives(t *testing.T) {
	v, target, ok := directives([]byte("// .version 1.0 is not it\n.version 7.4\n.target sm_75, debug\n"))
	if v != (ptxVersion{7, 4}) || target != "sm_75" || !ok {
		t.Errorf("%v, %q, %t", v, target, ok)
	}
	for _, image := range []string{"", "\x7fELF", ".version 7.4\n", ".version seven\n.target sm_75\n"} {
		if _, _, ok := directives([]byte(image)); ok {
			t.Errorf("%q is taken for PTX", image)
		}
	}
}
