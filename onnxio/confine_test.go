//go:build unix

package onnxio

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// openTestFolder makes a folder with a file w.bin and opens it.
func openTestFolder(t *testing.T) (*folder, string) {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "w.bin"), "weights")
	d, err := openFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	return d, dir
}

// openers are the ways of opening: this system's, and the one of systems without
// openat.
var openers = map[string]opener{"system": openParts, "portable": openPartsPortable}

// readWith reads the whole file at location.
func readWith(open opener, d *folder, location string) ([]byte, error) {
	f, err := openConfinedBy(open, d.root, location)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(f)
}

// TestConfinement tries to read a secret beside the model's folder.
func TestConfinement(t *testing.T) {
	d, dir := openTestFolder(t)
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret")
	writeFile(t, secret, "secret")
	writeFile(t, filepath.Join(dir, "sub/w.bin"), "weights")
	must(t, os.Symlink(secret, filepath.Join(dir, "link")))
	must(t, os.Symlink("w.bin", filepath.Join(dir, "inner")))
	must(t, os.Symlink(outside, filepath.Join(dir, "out")))
	must(t, os.Symlink("sub", filepath.Join(dir, "subl")))
	must(t, os.Link(secret, filepath.Join(dir, "hard")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o644))
	tests := []struct{ location, want string }{
		{"w.bin", ""}, {"./w.bin", ""}, {"sub//w.bin", ""},
		{"", "location is empty"},
		{secret, "absolute"},
		{"../" + filepath.Base(outside) + "/secret", `".."`},
		{"sub/../w.bin", `".."`},
		{"sub\\w.bin", "backslash"},
		{"w.bin\x00", "zero byte"},
		{strings.Repeat("a", maxLocation+1), "longer than"},
		{strings.Repeat("a", 300), "cannot be opened"},
		{".", "names a folder"},
		{"sub", "a folder, not a regular file"},
		{"pipe", "a pipe, not a regular file"},
		{"link", "link is a symbolic link"},
		{"inner", "inner is a symbolic link"},
		{"out/secret", "out is a symbolic link"},
		{"subl/w.bin", "subl is a symbolic link"},
		{"hard", "2 names (hard links)"},
		{"none", "no such file"},
		{"w.bin/x", "w.bin is not a folder"},
	}
	for name, open := range openers {
		for _, tt := range tests {
			data, err := readWith(open, d, tt.location)
			switch {
			case tt.want == "" && (err != nil || string(data) != "weights"):
				t.Errorf("%s, %q: got %q, %v", name, tt.location, data, err)
			case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
				t.Errorf("%s, %q: read %q, got error %v, want %q", name, tt.location, data, err, tt.want)
			}
		}
	}
	_, err := d.readData("fc.weight", dataRef{"sub/none.bin", 0, -1}, -1)
	wantError(t, err, `tensor "fc.weight"`, `"sub/none.bin"`, dir, "no such file")
}

// TestConfinementRace swaps the file, and a folder on the way, for links to the
// outside while they are being opened: no read may ever see the secret.
func TestConfinementRace(t *testing.T) {
	for name, open := range openers {
		t.Run(name, func(t *testing.T) { race(t, open) })
	}
}

func race(t *testing.T, open opener) {
	d, dir := openTestFolder(t)
	outside := t.TempDir()
	writeFile(t, filepath.Join(outside, "w.bin"), "secret!")
	writeFile(t, filepath.Join(dir, "sub/w.bin"), "weights")
	must(t, os.Symlink(filepath.Join(outside, "w.bin"), filepath.Join(dir, "evil")))
	must(t, os.Symlink(outside, filepath.Join(dir, "evildir")))
	stop := make(chan struct{})
	var swapper sync.WaitGroup
	swapper.Go(func() {
		at := func(name string) string { return filepath.Join(dir, name) }
		for {
			select {
			case <-stop:
				return
			default:
			}
			for _, p := range [][2]string{{"w.bin", "evil"}, {"sub", "evildir"}} {
				os.Rename(at(p[0]), at("hold"))
				os.Rename(at(p[1]), at(p[0]))
				os.Rename(at(p[0]), at(p[1]))
				os.Rename(at("hold"), at(p[0]))
			}
		}
	})
	defer func() { close(stop); swapper.Wait() }()
	good, bad := 0, 0
	for end := time.Now().Add(300 * time.Millisecond); time.Now().Before(end); {
		for _, location := range []string{"w.bin", "sub/w.bin"} {
			data, err := readWith(open, d, location)
			if err != nil {
				bad++
			} else if good++; string(data) != "weights" {
				t.Fatalf("%s: read %q from outside", location, data)
			}
		}
	}
	if good == 0 || bad == 0 {
		t.Errorf("%d reads succeeded and %d failed; the race was not run", good, bad)
	}
}

func TestDataRange(t *testing.T) {
	d, _ := openTestFolder(t)
	tests := []struct {
		offset, length, want int64
		data, err            string
	}{
		{0, 7, 7, "weights", ""},
		{2, 3, 3, "igh", ""},
		{2, -1, -1, "ights", ""},
		{7, 0, 0, "", ""},
		{0, 8, -1, "", "which has only 7"},
		{8, -1, -1, "", "which has only 7"},
		{-1, 2, -1, "", "which has only 7"},
		{1, 1<<63 - 1, -1, "", "which has only 7"},
		{1<<63 - 1, 1<<63 - 1, -1, "", "which has only 7"},
		{0, 4, 8, "", "needs 8 bytes, but has 4"},
	}
	for _, tt := range tests {
		data, err := d.readData("w", dataRef{"w.bin", tt.offset, tt.length}, tt.want)
		if tt.err == "" && (err != nil || string(data) != tt.data) {
			t.Errorf("%+v: got %q, %v", tt, data, err)
		}
		if tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
			t.Errorf("%+v: got error %v", tt, err)
		}
	}
	if _, err := (*folder)(nil).readData("w", dataRef{"w.bin", 0, -1}, -1); err == nil || !strings.Contains(err.Error(), "not read from a file") {
		t.Errorf("without a folder: %v", err)
	}
}
