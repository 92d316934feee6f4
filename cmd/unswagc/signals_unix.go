//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// ignoreFileSizeSignal turns the kill of a process that writes beyond its limit on
// the size of files (ulimit -f) into an error of that write.
func ignoreFileSizeSignal() { signal.Ignore(syscall.SIGXFSZ) }
