//go:build !unix

package main

// ignoreFileSizeSignal does nothing: the system knows no limit on the size of files.
func ignoreFileSizeSignal() {}
