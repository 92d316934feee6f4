package cuda

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/unswag/unswagc/kernels/ptx"
)

// TestGPUMemoryComesBack checks that Close gives back what was not freed.
func TestGPUMemoryComesBack(t *testing.T) {
	c := gpu(t)
	before, _, err := c.MemInfo()
	before = get(t, before, err)
	other, err := Open(0)
	other = get(t, other, err)
	for range 4 {
		if _, err := other.Alloc(256 << 20); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := other.LoadEntries(ptx.All()); err != nil {
		t.Fatal(err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	after, _, err := c.MemInfo()
	if after = get(t, after, err); after < before-64<<20 {
		t.Errorf("%s were free before, %s after", gibibytes(before), gibibytes(after))
	}
}

func TestGPUOutOfMemory(t *testing.T) {
	c := gpu(t)
	_, err := c.Alloc(1 << 44)
	if !errors.Is(err, ErrMemory) || !strings.Contains(err.Error(), "16384.0 GiB are wanted") {
		t.Error(err)
	}
	t.Log(err)
}

// TestGPURefusedImages loads what the driver does not read.
func TestGPURefusedImages(t *testing.T) {
	c := gpu(t)
	for image, want := range map[string]string{
		".version 7.0\n.target sm_75\n.address_size 64\n.visible .entry k() { frobnicate; }\n": "the driver's compiler says: ",
		".version 98.0\n.target sm_75\n.address_size 64\n":                                     "the module needs >= 98.0: install a newer driver",
		"neither": "cannot load the module",
	} {
		_, err := c.Load([]byte(image))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error for %q is %v, want %q in it", image, err, want)
		}
		t.Log(err)
	}
	m, err := c.LoadEntries([]ptx.Entry{packYF32})
	m = get(t, m, err)
	p, err := c.Alloc(1024)
	p = get(t, p, err)
	err = m.Launch(nil, packF32, 1, p, p+512)
	if err == nil || !strings.Contains(err.Error(), "the module has no kernel unswag_pack_f32_gt0") {
		t.Error(err)
	}
}

// TestGPUEvents times a kernel on a stream of its own and on the default one.
func TestGPUEvents(t *testing.T) {
	c := gpu(t)
	m, err := c.LoadEntries([]ptx.Entry{packYF32})
	m = get(t, m, err)
	const n = 1 << 24
	p, err := c.Alloc(n*4 + n/8)
	p = get(t, p, err)
	own, err := c.NewStream()
	for _, s := range []*Stream{get(t, own, err), nil, c.WrapStream(1)} { // CU_STREAM_LEGACY
		start, err := c.NewEvent()
		start = get(t, start, err)
		end, err := c.NewEvent()
		end = get(t, end, err)
		for _, step := range []func() error{
			func() error { return c.Fill(p, 0x3f, n*4, s) }, func() error { return start.Record(s) },
			func() error { return m.Launch(s, packYF32, n, p, p, p+4*n) }, func() error { return end.Record(s) }, end.Synchronize,
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		took, err := end.Since(start)
		if took = get(t, took, err); took <= 0 || took > time.Second {
			t.Errorf("the kernel took %v", took)
		}
	}
}

const faultChild = "UNSWAG_CUDA_FAULT"

// TestGPUFault lets a kernel write where no memory is, in a process of its own, as the
// context is lost then.
func TestGPUFault(t *testing.T) {
	c := gpu(t)
	if os.Getenv(faultChild) != "" {
		fault(t, c)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestGPUFault$", "-test.v")
	cmd.Env = append(os.Environ(), faultChild+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "all calls fail") {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

func fault(t *testing.T, c *Context) {
	m, err := c.LoadEntries(ptx.All())
	m = get(t, m, err)
	p, err := c.Alloc(1024)
	p = get(t, p, err)
	if err := m.Launch(nil, packF32, 100, p, 1<<46); err != nil {
		t.Fatal(err)
	}
	err = c.Synchronize()
	if !errors.Is(err, ErrLost) || !strings.Contains(err.Error(), "kernel unswag_pack_f32_gt0 faulted on device 0") {
		t.Fatalf("the error of the fault is %v", err)
	}
	t.Log(err)
	if _, again := c.Alloc(8); again == nil || again.Error() != err.Error() {
		t.Fatalf("a later call says %v", again)
	}
	t.Log("all calls fail")
}
