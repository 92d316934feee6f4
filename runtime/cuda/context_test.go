//go:build linux && (amd64 || arm64)

package cuda

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/unswag/unswagc/kernels/ptx"
)

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// everything calls every method that uses the driver and returns the errors by name.
func everything(c *Context, m *Module, s *Stream, e *Event, p Pointer) map[string]error {
	out := map[string]error{}
	_, out["Load"] = c.LoadEntries(ptx.All()[:1])
	_, out["Alloc"] = c.Alloc(8)
	out["CopyToDevice"] = c.CopyToDevice(p, make([]byte, 4), nil)
	out["CopyToHost"] = c.CopyToHost(make([]byte, 4), p, s)
	out["CopyOnDevice"] = c.CopyOnDevice(p, p, 4, nil)
	out["Fill"] = c.Fill(p, 1, 4, nil)
	_, _, out["MemInfo"] = c.MemInfo()
	out["Synchronize"] = c.Synchronize()
	_, out["NewStream"] = c.NewStream()
	out["Stream.Synchronize"] = s.Synchronize()
	_, out["NewEvent"] = c.NewEvent()
	out["Event.Record"] = e.Record(s)
	out["Event.Synchronize"] = e.Synchronize()
	_, out["Event.Since"] = e.Since(e)
	_, out["Kernels"] = c.Kernels()
	out["Launch"] = m.Launch(s, ptx.Entry{Op: ptx.Pack, Type: ptx.F32}, 1, p, p+256)
	out["Free"] = c.Free(p)
	out["Event.Destroy"] = e.Destroy()
	out["Stream.Destroy"] = s.Destroy()
	out["Module.Close"] = m.Close()
	return out
}

func TestCloseReleasesEverything(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	s := must[*Stream](t)(c.NewStream())
	e := must[*Event](t)(c.NewEvent())
	p := must[Pointer](t)(c.Alloc(1024))
	f.calls()
	noError(t, c.Close())
	const want = "cuCtxSetCurrent cuCtxSynchronize cuEventDestroy_v2 cuStreamDestroy_v2 cuModuleUnload cuMemFree_v2 cuCtxSetCurrent cuDevicePrimaryCtxRelease_v2 "
	if got := f.calls(); got != want {
		t.Errorf("Close calls %s, want %s", got, want)
	}
	wantError(t, c.Close(), ErrClosed, "device 0 (Fake 0): the context is closed")
	for name, err := range everything(c, m, s, e, p) {
		t.Run(name, func(t *testing.T) { wantError(t, err, ErrClosed) })
	}
	if got := f.calls(); got != "" {
		t.Errorf("after Close the driver is called: %s", got)
	}
}

func TestUse(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	s := must[*Stream](t)(c.NewStream())
	e := must[*Event](t)(c.NewEvent())
	p := must[Pointer](t)(c.Alloc(1024))
	other := must[Pointer](t)(c.Alloc(1024))
	for name, err := range everything(c, m, s, e, p) {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	noError(t, c.CopyToDevice(other, []byte("abcdefgh"), nil))
	noError(t, c.CopyOnDevice(other+8, other, 8, nil))
	noError(t, c.Fill(other+2, 'x', 3, nil))
	got := make([]byte, 16)
	noError(t, c.CopyToHost(got, other, nil))
	if string(got) != "abxxxfghabcdefgh" {
		t.Errorf("%q", got)
	}
	noError(t, c.Free(0))
	if free, total, err := c.MemInfo(); free != 3<<30 || total != 80<<30 || err != nil {
		t.Errorf("%d of %d bytes are free, %v", free, total, err)
	}
	if c.Device().Name != "Fake 0" {
		t.Errorf("%+v", c.Device())
	}
	noError(t, c.Close())
}

func TestReleasedTwice(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	s := must[*Stream](t)(c.NewStream())
	e := must[*Event](t)(c.NewEvent())
	p := must[Pointer](t)(c.Alloc(1024))
	for _, release := range []func() error{m.Close, s.Destroy, e.Destroy, func() error { return c.Free(p) }} {
		noError(t, release())
		wantError(t, release(), ErrClosed)
	}
	wantError(t, m.Launch(nil, ptx.Entry{}, 1, 256, 512), ErrClosed, "the module was released and is closed")
	wantError(t, c.CopyToDevice(p, make([]byte, 4), s), ErrClosed, "the stream was released and is closed")
	wantError(t, e.Record(nil), ErrClosed, "the event was released and is closed")
	_, err := e.Since(e)
	wantError(t, err, ErrClosed)
	f.calls()
	noError(t, c.Close())
	if got := f.calls(); strings.Contains(got, "Destroy") || strings.Contains(got, "Free") || strings.Contains(got, "Unload") {
		t.Errorf("Close releases again what was released: %s", got)
	}
}

func TestWrapStream(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	p := must[Pointer](t)(c.Alloc(16))
	s := c.WrapStream(12345)
	noError(t, c.CopyToDevice(p, []byte("0123456789abcdef"), s))
	noError(t, s.Synchronize())
	wantError(t, c.CopyToDevice(p, []byte("x"), must[*Stream](t)(f.open(t).NewStream())), nil, "the stream is of another context")
	f.calls()
	wantError(t, s.Destroy(), nil, "was made by another library, which destroys it")
	if got := f.calls(); got != "" {
		t.Errorf("to destroy another library's stream calls %s", got)
	}
}

func TestEventTimes(t *testing.T) {
	c := newFake(t).open(t)
	defer c.Close()
	a, b := must[*Event](t)(c.NewEvent()), must[*Event](t)(c.NewEvent())
	if d := must[time.Duration](t)(b.Since(a)); d != 1500*time.Microsecond {
		t.Errorf("%v passed, want 1.5ms", d)
	}
}

func TestMemory(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	_, err := c.Alloc(2 << 40)
	wantError(t, err, ErrMemory, "device 0 (Fake 0) has 3.0 GiB free of 80.0 GiB, and 2048.0 GiB are wanted")
	_, err = c.Alloc(-1)
	wantError(t, err, nil, "cannot allocate -1 bytes")
	if p, err := c.Alloc(0); p != 0 || err != nil {
		t.Errorf("no bytes are at %#x, %v", p, err)
	}
	p := must[Pointer](t)(c.Alloc(100))
	wantError(t, c.Free(p+4), ErrClosed, "was not allocated by this context")
	wantError(t, c.CopyToDevice(p+90, make([]byte, 11), nil), nil, "the copy needs 11 bytes", "the buffer has 10")
	wantError(t, c.CopyToHost(make([]byte, 101), p, nil), nil, "the copy needs 101 bytes")
	wantError(t, c.CopyOnDevice(p, p+50, 51, nil), nil, "the copy needs 51 bytes")
	wantError(t, c.Fill(p, 0, 101, nil), nil, "the fill needs 101 bytes")
}

// TestThreads uses a context from many goroutines, whose threads have had another context
// made current or none: the fake refuses calls where its own is not.
func TestThreads(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	var wait sync.WaitGroup
	for g := range 32 {
		wait.Go(func() {
			s, err := c.NewStream()
			if err != nil {
				t.Error(err)
				return
			}
			for range 50 {
				if err := packOnce(c, m, s, byte(g)); err != nil {
					t.Error(err)
					return
				}
			}
			if err := s.Destroy(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	noError(t, c.Close())
}

// packOnce packs 64 float32, the first of which is positive.
func packOnce(c *Context, m *Module, s *Stream, first byte) error {
	v := bytes.Repeat([]byte{first + 1, 0, 0, 0x80}, 64) // negative
	v[3] = 0
	p, err := c.Alloc(512)
	if err != nil {
		return err
	}
	if err := c.CopyToDevice(p, v, s); err != nil {
		return err
	}
	if err := m.Launch(s, ptx.Entry{Op: ptx.Pack, Type: ptx.F32}, 64, p, p+256); err != nil {
		return err
	}
	mask := make([]byte, 8)
	if err := c.CopyToHost(mask, p+256, s); err != nil {
		return err
	}
	if !bytes.Equal(mask, []byte{1, 0, 0, 0, 0, 0, 0, 0}) {
		return &Result{Call: "Launch", Name: "a wrong mask"}
	}
	return c.Free(p)
}

// TestCloseWhileInUse closes the context while goroutines use it: they end with ErrClosed
// and nothing is called after the release.
func TestCloseWhileInUse(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	var wait sync.WaitGroup
	started := make(chan bool, 8)
	for range 8 {
		wait.Go(func() {
			started <- true
			for {
				if err := packOnce(c, m, nil, 0); err != nil {
					wantError(t, err, ErrClosed)
					return
				}
			}
		})
	}
	for range 8 {
		<-started
	}
	noError(t, c.Close())
	wait.Wait()
	if got := f.calls(); !strings.HasSuffix(got, "cuDevicePrimaryCtxRelease_v2 ") && len(got) < 1<<15 {
		t.Errorf("the release is not the last call: ... %s", got[max(0, len(got)-200):])
	}
}
