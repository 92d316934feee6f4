package main

import (
	"context"
	"strings"

	"github.com/unswag/unswagc/runtime"
)

const devicesHelp = `Usage: unswagc devices

Lists what this machine has to run graphs on: the CPU with the features that
matter, the mask kernels that they select, and the library that multiplies
matrices.
Example: unswagc devices
`

// runDevices lists the devices.
func runDevices(_ context.Context, e *env, args []string) error {
	files, err := newFlags("devices").parse(args)
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return usagef("devices", "devices takes no arguments: %q", files[0])
	}
	var b strings.Builder
	for _, d := range runtime.Detect() {
		b.WriteString(d.String())
	}
	return e.write(printable(b.String()))
}
