package onnxio_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// contents gives the files of dir by name.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func TestReplaceFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "page.html")
	for _, want := range []string{"first", "", strings.Repeat("longer", 1<<18)} {
		if err := onnxio.ReplaceFile(context.Background(), path, []byte(want)); err != nil {
			t.Fatal(err)
		}
		if got := contents(t, dir); len(got) != 1 || got["page.html"] != want {
			t.Errorf("after %d bytes were written, the folder holds %d files and %d bytes", len(want), len(got), len(got["page.html"]))
		}
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := onnxio.ReplaceFile(context.Background(), path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v (%v)", info.Mode(), err)
	}
}

// TestReplaceFileFails: nothing is changed, and nothing left behind.
func TestReplaceFileFails(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := os.WriteFile(at("old"), []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(at("locked"), []byte("old"), 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("old", at("link")); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, c := range []struct {
		ctx        context.Context
		path, want string
		is         error
	}{
		{context.Background(), at("none/page.html"), "there is no folder", fs.ErrNotExist},
		{context.Background(), at("locked"), "marked read-only", fs.ErrPermission},
		{context.Background(), at("link"), `symbolic link to "old"`, nil},
		{context.Background(), at(""), "it is a folder", nil},
		{cancelled, at("old"), "canceled", context.Canceled},
	} {
		err := onnxio.ReplaceFile(c.ctx, c.path, []byte("new"))
		if err == nil || !strings.Contains(err.Error(), c.want) || c.is != nil && !errors.Is(err, c.is) {
			t.Errorf("%s: error %v, want %q", c.path, err, c.want)
		}
	}
	got := contents(t, dir)
	if want := map[string]string{"old": "old", "locked": "old", "link": "old"}; len(got) != len(want) {
		t.Errorf("the folder holds %d files", len(got))
	} else {
		for name, text := range want {
			if !bytes.Equal([]byte(got[name]), []byte(text)) {
				t.Errorf("%s holds %q", name, got[name])
			}
		}
	}
}
