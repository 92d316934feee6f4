package pjrt

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	site := t.TempDir()
	for _, name := range []string{"libtpu/libtpu.so", "jax_plugins/xla_cuda13/xla_cuda_plugin.so", "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so"} {
		path := filepath.Join(site, name)
		noError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		noError(t, os.WriteFile(path, nil, 0o600))
	}
	env := map[string]string{EnvCPU: "/a/cpu.so", EnvTPU: "none", EnvNames: "mine:/b/mine.so, cuda:/b/cuda.so,broken,:x"}
	var got []string
	for _, p := range find(func(name string) string { return env[name] }, []string{filepath.Join(site, "none"), site, site}) {
		got = append(got, p.Name+" "+strings.Replace(p.Path, site, "SITE", 1)+" "+strings.Replace(p.From, site, "SITE", 1))
	}
	want := []string{"cpu /a/cpu.so " + EnvCPU, "mine /b/mine.so " + EnvNames, "cuda /b/cuda.so " + EnvNames,
		"cpu SITE/lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so SITE", "cuda SITE/jax_plugins/xla_cuda13/xla_cuda_plugin.so SITE"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("found\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestNamed(t *testing.T) {
	t.Setenv(EnvNames, "mine:/b/mine.so")
	t.Setenv(EnvCPU, "none")
	for name, want := range map[string]string{"mine": "/b/mine.so", "./x": "./x", "p.so": "p.so"} {
		if got := must[string](t)(Named(name)); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	_, err := Named("theirs")
	wantError(t, err, ErrNoPlugin, `no PJRT plugin for "theirs": there are mine`, EnvNames+"=theirs:PATH")
	_, err = Named("cpu")
	wantError(t, err, ErrNoPlugin, "pip install lammps-jax-pjrt-cpu, or name one in "+EnvCPU)
}

func TestSparing(t *testing.T) {
	if got := Sparing("/a/xla_cuda_plugin.so"); len(got) != 1 || got[0] != (Option{"preallocate", false}) {
		t.Errorf("%v", got)
	}
	if got := Sparing("/cuda/libtpu.so"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
