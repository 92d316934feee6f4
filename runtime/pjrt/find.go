package pjrt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Environment variables that hold the path of a plugin. The value "none" leaves the plugin
// out, even where one is installed.
const (
	EnvCPU  = "UNSWAG_PJRT_CPU"
	EnvCUDA = "UNSWAG_PJRT_CUDA"
	EnvTPU  = "UNSWAG_PJRT_TPU"
	// EnvNames lists plugins as JAX reads them: name:path, more behind commas.
	EnvNames = "PJRT_NAMES_AND_LIBRARY_PATHS"
)

// PluginFile is a plugin's library that was found, and was not opened.
type PluginFile struct {
	// Name is the kind of its devices: "cpu", "cuda", "tpu", or what EnvNames calls it.
	Name string
	// Path is the file, From the variable or the folder that it was found by.
	Path, From string
}

// packages are where Python packages with plugins have them, below site-packages.
var packages = []struct{ name, pattern string }{
	{"cpu", "lammps_jax_pjrt_cpu/pjrt_c_api_cpu_plugin.so"},
	{"cpu", "xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so"},
	{"cuda", "jax_plugins/xla_cuda13/xla_cuda_plugin.so"},
	{"cuda", "jax_plugins/xla_cuda12/xla_cuda_plugin.so"},
	{"tpu", "libtpu/libtpu.so"},
}

// Find lists the plugins of this machine: those that environment variables name, and those
// of Python packages in the places where Python's environments usually are. Of each name
// the first is the one that Named takes.
func Find() []PluginFile { return find(os.Getenv, sitePackages()) }

func find(getenv func(string) string, sites []string) []PluginFile {
	var out []PluginFile
	left := map[string]bool{}
	add := func(name, path, from string) {
		if !slices.ContainsFunc(out, func(p PluginFile) bool { return p.Path == path }) {
			out = append(out, PluginFile{name, path, from})
		}
	}
	for _, v := range []struct{ name, variable string }{{"cpu", EnvCPU}, {"cuda", EnvCUDA}, {"tpu", EnvTPU}, {"tpu", "TPU_LIBRARY_PATH"}} {
		switch path := getenv(v.variable); path {
		case "":
		case "none":
			left[v.name] = true
		default:
			add(v.name, path, v.variable)
		}
	}
	for entry := range strings.SplitSeq(getenv(EnvNames), ",") {
		if name, path, ok := strings.Cut(strings.TrimSpace(entry), ":"); ok && name != "" && path != "" {
			add(name, path, EnvNames)
		}
	}
	for _, site := range sites {
		for _, p := range packages {
			path := filepath.Join(site, p.pattern)
			if info, err := os.Stat(path); err == nil && info.Mode().IsRegular() && !left[p.name] {
				add(p.name, path, site)
			}
		}
	}
	return out
}

// sitePackages lists the folders of Python packages: of the environment that is active, of
// the Python on PATH, of PYTHONPATH, of the user and of the system.
func sitePackages() []string {
	roots := []string{os.Getenv("VIRTUAL_ENV"), os.Getenv("CONDA_PREFIX")}
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if _, err := os.Stat(filepath.Join(dir, "python3")); err == nil {
			roots = append(roots, filepath.Dir(dir))
		}
	}
	if home, err := os.UserHomeDir(); err == nil {
		roots = append(roots, filepath.Join(home, ".local"))
	}
	roots = append(roots, "/usr/local", "/usr")
	out := filepath.SplitList(os.Getenv("PYTHONPATH"))
	for _, root := range roots {
		if root == "" {
			continue
		}
		for _, pattern := range []string{"lib/python3*/site-packages", "lib/python3*/dist-packages", "lib64/python3*/site-packages"} {
			// The error is of the pattern, which is right.
			found, _ := filepath.Glob(filepath.Join(root, pattern))
			out = append(out, found...)
		}
	}
	return out
}

// Named returns the path of a plugin: of that name among those of Find, or name itself if
// it is a path.
func Named(name string) (string, error) {
	if strings.ContainsRune(name, filepath.Separator) || strings.HasSuffix(name, ".so") || strings.HasSuffix(name, ".dylib") {
		return name, nil
	}
	all := Find()
	for _, p := range all {
		if p.Name == name {
			return p.Path, nil
		}
	}
	return "", fmt.Errorf("%w for %q: %w", ErrNoPlugin, name, advice(name, all))
}

// Sparing are the options of a client by which the plugin at path takes a GPU's memory as
// it needs it, and not most of it at once. Which plugin it is, its file name tells.
func Sparing(path string) []Option {
	if strings.Contains(filepath.Base(path), "cuda") {
		return []Option{{"preallocate", false}}
	}
	return nil
}

// advice says how to get a plugin.
func advice(name string, all []PluginFile) error {
	var names []string
	for _, p := range all {
		if !slices.Contains(names, p.Name) {
			names = append(names, p.Name)
		}
	}
	have := "none was found"
	if len(names) > 0 {
		have = "there are " + strings.Join(names, ", ")
	}
	get := fmt.Sprintf("name one in %s=%s:PATH, or give its path", EnvNames, name)
	switch name {
	case "cpu":
		get = "pip install lammps-jax-pjrt-cpu, or name one in " + EnvCPU
	case "cuda":
		get = "pip install jax-cuda13-plugin[with-cuda], or name one in " + EnvCUDA
	case "tpu":
		get = "pip install libtpu, which is proprietary under Google's terms, or name it in " + EnvTPU
	}
	return errors.New(have + "; " + get)
}
