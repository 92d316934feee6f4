package pjrt

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
)

// TestMain keeps the plugins from telling on stderr of the errors that the tests make.
func TestMain(m *testing.M) {
	os.Setenv("TF_CPP_MIN_LOG_LEVEL", "3")
	os.Exit(plugins.Tests{M: m}.Run())
}

// cpuPlugin is the plugin for CPUs, which tests/setup.sh gets.
func cpuPlugin(t testing.TB) *Plugin {
	t.Helper()
	path := os.Getenv(EnvCPU)
	if path == "" {
		t.Skipf("there is no PJRT plugin: tests/setup.sh gets one and sets %s", EnvCPU)
	}
	p, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func cpuClient(t testing.TB) *Client {
	t.Helper()
	c, err := cpuPlugin(t).Client()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil && !errors.Is(err, ErrClosed) {
			t.Error(err)
		}
	})
	return c
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		noError(t, err)
		return v
	}
}

func wantError(t testing.TB, err, target error, texts ...string) {
	t.Helper()
	if err == nil || target != nil && !errors.Is(err, target) {
		t.Errorf("the error is %v, want one that is %v", err, target)
		return
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error is %q, want %q in it", err, text)
		}
	}
}

func TestOpen(t *testing.T) {
	p := cpuPlugin(t)
	if again := must[*Plugin](t)(Open(p.Path())); again != p {
		t.Error("the library was opened twice")
	}
	if v := must[Version](t)(Peek(p.Path())); v != p.Version() || v.Minor < oldest.Minor {
		t.Errorf("version %v, want %v", v, p.Version())
	}
	c := cpuClient(t)
	if c.Platform() != "cpu" || c.PlatformVersion() == "" || len(c.Devices()) == 0 || c.Devices()[0].Kind == "" {
		t.Errorf("platform %q, version %q, devices %+v", c.Platform(), c.PlatformVersion(), c.Devices())
	}
	t.Logf("%v: %q, %q, %d devices of kind %q", p, c.Platform(), c.PlatformVersion(), len(c.Devices()), c.Devices()[0].Kind)
}

func TestOpenErrors(t *testing.T) {
	_, err := Open("/no/such/plugin.so")
	wantError(t, err, ErrNoPlugin, "/no/such/plugin.so")
	file := filepath.Join(t.TempDir(), "text.so")
	noError(t, os.WriteFile(file, []byte("no library"), 0o600))
	_, err = Open(file)
	wantError(t, err, ErrNoPlugin, "cannot open "+file)
	_, err = Peek(file)
	wantError(t, err, ErrNoPlugin)
}

func TestVersions(t *testing.T) {
	for minor, want := range map[int]string{56: "take a newer plugin", 57: "", 81: "", 200: ""} {
		err := (&Plugin{path: "p.so", version: Version{0, minor}}).checkVersion()
		if want == "" {
			noError(t, err)
		} else {
			wantError(t, err, ErrVersion, "p.so has API 0.56", want)
		}
	}
	wantError(t, (&Plugin{path: "p.so", version: Version{1, 0}}).checkVersion(), ErrVersion, "p.so has API 1.0", "newer unswagc")
}

// TestOpenAtOnce opens one plugin and several clients from many goroutines.
func TestOpenAtOnce(t *testing.T) {
	p := cpuPlugin(t)
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			q, err := Open(p.Path())
			if err != nil || q != p {
				t.Errorf("%v, %v", q, err)
				return
			}
			c, err := q.Client()
			if err != nil {
				t.Error(err)
				return
			}
			if err := c.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestMissingFunction(t *testing.T) {
	p := cpuPlugin(t)
	wantError(t, call(p, 100000, &head{}), ErrVersion, "has no function")
}

func TestClientOptions(t *testing.T) {
	_, err := cpuPlugin(t).Client(Option{"threads", 3})
	wantError(t, err, nil, "option threads is a int: give a string, int64, []int64, float32 or bool")
	_, err = cpuPlugin(t).Client(Option{"frobnicate", "yes"})
	wantError(t, err, nil, "cannot open the devices of", "frobnicate")
	c := must[*Client](t)(cpuPlugin(t).Client(Option{"cpu_device_count", int64(8)}))
	if len(c.Devices()) != 8 {
		t.Errorf("%d devices, want 8", len(c.Devices()))
	}
	_, err = c.Devices()[0].Memory()
	wantError(t, err, nil, "device 0 (cpu): PJRT_Device_MemoryStats returned UNIMPLEMENTED")
	noError(t, c.Close())
}
