package ort

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
)

const pluginDir = "../../runtime/plugin/ort"

var (
	pluginMu    sync.Mutex
	pluginFiles = map[string]string{} // by the flags of the build
)

// plugin returns the custom-op library, built once for every set of flags. Without a C
// compiler the test is skipped, or fails if UNSWAG_REQUIRE_PYTHON is 1.
func plugin(t *testing.T, flags ...string) string {
	t.Helper()
	plugins.Compiler(t)
	pluginMu.Lock()
	defer pluginMu.Unlock()
	key := ""
	for _, f := range flags {
		key += " " + f
	}
	if pluginFiles[key] == "" {
		pluginFiles[key] = buildPlugin(t, flags)
	}
	return pluginFiles[key]
}

func buildPlugin(t *testing.T, flags []string) string {
	t.Helper()
	if pluginTemp == "" {
		dir, err := os.MkdirTemp("", "unswag-plugin-")
		if err != nil {
			t.Fatal(err)
		}
		pluginTemp = dir
	}
	dir, err := os.MkdirTemp(pluginTemp, "build-")
	if err != nil {
		t.Fatal(err)
	}
	name := "libunswag_ort.so"
	if runtime.GOOS == "darwin" {
		name = "libunswag_ort.dylib"
	}
	out := filepath.Join(dir, name)
	cmd := exec.Command(filepath.Join(pluginDir, "build.sh"), append([]string{out}, flags...)...)
	if msg, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, msg)
	}
	return out
}

// pluginTemp holds the libraries of this run.
var pluginTemp string

func TestMain(m *testing.M) {
	code := m.Run()
	if pluginTemp != "" {
		os.RemoveAll(pluginTemp)
	}
	os.Exit(code)
}
