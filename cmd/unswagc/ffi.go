package main

import (
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// giveFFI gives the plugin the functions that the module calls, if it calls any, of the
// library at path, or else of the one that is found.
func giveFFI(p *pjrt.Plugin, module []byte, path string) error {
	if path == "" && !stablehlo.CallsFFI(module) {
		return nil
	}
	path, err := pjrt.FFILibrary(path)
	if err != nil {
		return err
	}
	return p.RegisterFFI(path)
}

// checkFFI refuses -ffi where a model is lowered in a form that calls no functions.
func checkFFI(command string, given map[string]bool, form choice) error {
	if given["ffi"] && form.value != stablehlo.FFI {
		return usagef(command, "flag -ffi belongs to -stablehlo ffi: give that, or leave -ffi out")
	}
	return nil
}
