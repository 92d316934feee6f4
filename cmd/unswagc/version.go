package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

const versionHelp = `Usage: unswagc version

Prints the version of the module, the revision it was built from where that is
known, the Go version and the platform.
Example: unswagc version
`

// runVersion prints what this build is.
func runVersion(_ context.Context, e *env, args []string) error {
	files, err := newFlags("version").parse(args)
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return usagef("version", "version takes no arguments: %q", files[0])
	}
	version, revision := "(devel)", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = " " + s.Value
			}
		}
	}
	return e.write(fmt.Sprintf("unswagc %s%s %s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH))
}
