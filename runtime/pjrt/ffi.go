package pjrt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"
)

// EnvFFI holds the path of the library with the functions that modules in the form ffi
// call (docs/PLUGIN_XLA.md).
const EnvFFI = "UNSWAG_FFI"

// extensionFFI is the number of PJRT's extension by which functions are registered.
const extensionFFI = 5

// extension is one of the list that the API's table has behind its size.
type extension struct {
	size uintptr
	kind int32
	next *extension
}

// ffiExtension ends in the function that registers others. Those of older plugins are
// shorter.
type ffiExtension struct {
	extension
	others   [2]uintptr
	register uintptr
}

// ffiArgs are what is registered. The first layout has it in the middle, which the second
// lost without a new version; it is longer, so that a plugin of the first refuses the
// second for its size.
type (
	ffiArgs struct {
		size           uintptr
		target         *byte
		targetLength   uintptr
		handler        uintptr
		platform       *byte
		platformLength uintptr
		traits         int32
	}
	ffiArgsWithVersion struct {
		size           uintptr
		target         *byte
		targetLength   uintptr
		version        int32 // 1: a handler of typed calls
		handler        uintptr
		platform       *byte
		platformLength uintptr
		traits         int32
	}
)

// handlers are the functions of the library, by what modules and XLA call them.
var handlers = []struct{ target, platform, function string }{
	{"unswag.pack", "cpu", "UnSwagPackCpu"}, {"unswag.grad_mask", "cpu", "UnSwagGradMaskCpu"},
	{"unswag.pack", "CUDA", "UnSwagPackCuda"}, {"unswag.grad_mask", "CUDA", "UnSwagGradMaskCuda"},
}

// RegisterFFI gives the plugin the functions of the library at path, which modules in the
// form ffi call; FFILibrary finds it. It is done before such a module is compiled. A plugin
// has one library until the process ends: the same again changes nothing, another is an
// error.
func (p *Plugin) RegisterFFI(path string) error {
	full, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	p.ffiMu.Lock()
	defer p.ffiMu.Unlock()
	switch p.ffiLibrary {
	case full:
		return nil
	case "":
	default:
		return fmt.Errorf("%v has the functions of %s already: open %s in another process", p, p.ffiLibrary, path)
	}
	register, err := p.ffi()
	if err != nil {
		return err
	}
	lookup, err := openFFI(full)
	if err != nil {
		return err
	}
	for _, h := range handlers {
		at := lookup(h.function)
		if at == 0 {
			return fmt.Errorf("%s has no function %s: give libunswag_ffi, which make plugin builds", path, h.function)
		}
		if err := p.register(register, h.target, h.platform, at); err != nil {
			return fmt.Errorf("%v does not take %s of %s: %w", p, h.function, path, err)
		}
	}
	p.ffiLibrary = full
	return nil
}

func openFFI(path string) (func(string) uintptr, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("there is no library for the form ffi: %w: make plugin builds it", err)
	}
	lookup, err := openLibrary(path)
	if err != nil {
		return nil, fmt.Errorf("cannot open %s (%w): give libunswag_ffi, which make plugin builds", path, err)
	}
	return lookup, nil
}

// ffi is the plugin's function that registers functions.
func (p *Plugin) ffi() (uintptr, error) {
	for e := *(**extension)(unsafe.Add(p.table, wordBytes)); e != nil; e = e.next {
		if e.kind == extensionFFI && e.size >= unsafe.Sizeof(ffiExtension{}) {
			if at := (*ffiExtension)(unsafe.Pointer(e)).register; at != 0 {
				return at, nil
			}
		}
	}
	return 0, fmt.Errorf("%w: %v takes no functions (its FFI extension is missing), which the form ffi needs: choose composite or inline", ErrVersion, p)
}

// register registers one function.
func (p *Plugin) register(at uintptr, target, platform string, handler uintptr) error {
	const name = "PJRT_FFI_Register_Handler"
	t, f := []byte(target), []byte(platform)
	a := &ffiArgs{target: &t[0], targetLength: uintptr(len(t)), handler: handler, platform: &f[0], platformLength: uintptr(len(f))}
	a.size = unsafe.Sizeof(*a)
	err := p.failure(name, callLibrary(at, unsafe.Pointer(a)))
	if !errors.Is(err, ErrVersion) {
		return err
	}
	b := &ffiArgsWithVersion{target: a.target, targetLength: a.targetLength, version: 1, handler: handler, platform: a.platform, platformLength: a.platformLength}
	b.size = unsafe.Sizeof(*b)
	return p.failure(name, callLibrary(at, unsafe.Pointer(b)))
}

// FFILibrary returns the path of the library for RegisterFFI: the given one, else that of
// EnvFFI, else the one that lies beside the program.
func FFILibrary(path string) (string, error) {
	if path == "" {
		path = os.Getenv(EnvFFI)
	}
	if path != "" {
		return path, nil
	}
	name := "libunswag_ffi.so"
	if runtime.GOOS == "darwin" {
		name = "libunswag_ffi.dylib"
	}
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	path = filepath.Join(filepath.Dir(program), name)
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the form ffi needs the library %s: make plugin builds it; name it in %s, or put it beside the program (%w)", name, EnvFFI, err)
	}
	return path, nil
}
