package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/runtime"
	"github.com/unswag/unswagc/runtime/pjrt"
)

const devicesHelp = `Usage: unswagc devices

Lists what this machine has to run graphs on: the CPU with the features that
matter, the mask kernels that they select, and the library that multiplies
matrices; the NVIDIA GPUs that the driver sees; the PJRT plugins of XLA that are
found; or what is missing. Then the TPUs that "unswagc aot" compiles for.
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
	devices, missing := runtime.Detect()
	for _, d := range devices {
		b.WriteString(d.String())
	}
	for _, err := range missing {
		b.WriteString(err.Error() + "\n")
	}
	fmt.Fprintf(&b, "topologies: %s\n", strings.Join(pjrt.TPUTopologies(), " "))
	return e.write(printable(b.String()))
}
