package onnxio

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// rawJob is a saveJob that writes data.
func rawJob(data ...[]byte) *saveJob {
	var segs []segment
	for _, d := range data {
		segs = append(segs, segment{d, -1})
	}
	return &saveJob{limit: maxModelBytes,
		encode: func(map[*Tensor]dataRef) ([]segment, error) { return segs, nil }}
}

// noise gives n bytes that differ from seed to seed.
func noise(seed uint64, n int) []byte {
	b := make([]byte, n)
	rand.NewChaCha8([32]byte{byte(seed), byte(seed >> 8)}).Read(b)
	return b
}

// openSource makes data the file at path and opens it as the source of a model.
func openSource(t *testing.T, path string, data []byte) *source {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, data, 0o644))
	f, err := os.Open(path)
	must(t, err)
	info, err := f.Stat()
	must(t, err)
	dir, err := openFolder(filepath.Dir(path))
	must(t, err)
	t.Cleanup(func() { f.Close(); dir.close() })
	return &source{file: f, info: info, mapped: data, dir: dir}
}

func writeFile(t *testing.T, path, data string) {
	t.Helper()
	must(t, os.MkdirAll(filepath.Dir(path), 0o755))
	must(t, os.WriteFile(path, []byte(data), 0o644))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantFiles checks that dir holds exactly these names.
func wantFiles(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	must(t, err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	if strings.Join(got, " ") != strings.Join(names, " ") {
		t.Errorf("%s holds %q, want %q", dir, got, names)
	}
}

func wantContents(t *testing.T, path string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(path)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes that differ from the %d wanted", path, len(got), len(want))
	}
}

// wantError checks for a sentence.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if err == nil || !strings.Contains(err.Error(), p) {
			t.Errorf("got error %v, want one with %q", err, p)
		}
	}
}

// TestSegmentsByteIdentity writes files from new bytes and from ranges of a source
// of every size class, in and out of order, with and without the kernel's copy.
func TestSegmentsByteIdentity(t *testing.T) {
	data := noise(1, 5<<20+123)
	src := openSource(t, filepath.Join(t.TempDir(), "in.onnx"), data)
	cut := func(a, b int) segment { return segment{data[a:b], int64(a)} }
	tests := map[string][]segment{
		"nothing":  nil,
		"whole":    {cut(0, len(data))},
		"adjacent": {cut(0, 10), cut(10, 2<<20), cut(2<<20, len(data))},
		"spliced":  {cut(0, 100), {[]byte("new"), -1}, cut(300, 3<<20+7), {noise(2, 1<<20), -1}, cut(3<<20+7, len(data))},
		"shuffled": {cut(4<<20, 5<<20), cut(0, 4<<20), cut(4<<20, 4<<20+1)},
	}
	for name, segs := range tests {
		var want []byte
		for _, s := range segs {
			want = append(want, s.data...)
		}
		for _, noKernel := range []bool{false, true} {
			out := filepath.Join(t.TempDir(), "out")
			f, err := os.Create(out)
			must(t, err)
			w := newSegmentWriter(context.Background(), f, src.file)
			w.noKernel = noKernel
			must(t, w.write(segs))
			f.Close()
			t.Run(name, func(t *testing.T) { wantContents(t, out, want) })
		}
	}
}

func TestSaveReplaces(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.onnx")
	must(t, rawJob([]byte("first")).run(context.Background(), out))
	must(t, os.Chmod(out, 0o640))
	must(t, rawJob([]byte("sec"), []byte("ond")).run(context.Background(), out))
	wantContents(t, out, []byte("second"))
	info, err := os.Stat(out)
	must(t, err)
	if info.Mode().Perm() != 0o640 {
		t.Errorf("the mode became %v", info.Mode())
	}
	wantFiles(t, dir, "out.onnx")
}

func TestSaveRefuses(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	src := openSource(t, at("in.onnx"), []byte("model"))
	writeFile(t, at("file"), "x")
	writeFile(t, at("locked.onnx"), "x")
	must(t, os.Chmod(at("locked.onnx"), 0o444))
	must(t, os.Mkdir(at("dir.onnx"), 0o755))
	must(t, os.Symlink("in.onnx", at("link.onnx")))
	must(t, os.Link(at("in.onnx"), at("hard.onnx")))
	tests := []struct{ path, want string }{
		{at("dir.onnx"), "it is a folder"},
		{at("none/out.onnx"), "there is no folder"},
		{at("file/out.onnx"), "folder cannot be opened"},
		{at("locked.onnx"), "marked read-only"},
		{at("link.onnx"), `symbolic link to "in.onnx"`},
		{at("in.onnx"), "the file that the model was read from"},
		{at("hard.onnx"), "the file that the model was read from"},
		{dir + "/", "does not name a file"},
		{"/dev/null", "it is a device"},
	}
	for _, tt := range tests {
		job := rawJob([]byte("new"))
		job.source = src
		wantError(t, job.run(context.Background(), tt.path), tt.want)
	}
	wantContents(t, at("in.onnx"), []byte("model"))
	wantContents(t, at("locked.onnx"), []byte("x"))
	wantFiles(t, dir, "dir.onnx", "file", "hard.onnx", "in.onnx", "link.onnx", "locked.onnx")
}

func TestSaveOverwritesItsInput(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in.onnx")
	data := noise(3, 1<<20)
	src := openSource(t, in, data)
	job := &saveJob{source: src, limit: maxModelBytes, SaveOptions: SaveOptions{Overwrite: true},
		encode: func(map[*Tensor]dataRef) ([]segment, error) {
			return []segment{{[]byte("new"), -1}, {data, 0}}, nil
		}}
	must(t, job.run(context.Background(), in))
	wantContents(t, in, append([]byte("new"), data...))
}

// TestSaveCancelled cancels before, and in the middle of the writing.
func TestSaveCancelled(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.onnx")
	writeFile(t, out, "old")
	for _, late := range []bool{false, true} {
		ctx, cancel := context.WithCancel(context.Background())
		job := rawJob(noise(1, 1<<20))
		if inner := job.encode; late {
			job.encode = func(m map[*Tensor]dataRef) ([]segment, error) { cancel(); return inner(m) }
		} else {
			cancel()
		}
		if err := job.run(ctx, out); !errors.Is(err, context.Canceled) {
			t.Errorf("late=%v: got %v", late, err)
		}
		wantContents(t, out, []byte("old"))
		wantFiles(t, dir, "out.onnx")
	}
}

// TestSweep keeps the files of living writers, and everything that is no temporary
// file, and removes the others.
func TestSweep(t *testing.T) {
	dir := t.TempDir()
	d, err := openFolder(dir)
	must(t, err)
	defer d.close()
	live, err := d.createTemp(0o666)
	must(t, err)
	defer live.abort()
	dead := tempPrefix + "0123456789abcdef" + tempSuffix
	writeFile(t, filepath.Join(dir, dead), "half a model")
	writeFile(t, filepath.Join(dir, tempPrefix+"notes"+tempSuffix), "somebody's")
	must(t, rawJob([]byte("model")).run(context.Background(), filepath.Join(dir, "out.onnx")))
	if _, err := os.Lstat(filepath.Join(dir, dead)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file of a dead writer is still there: %v", err)
	}
	for _, name := range []string{live.name, tempPrefix + "notes" + tempSuffix, "out.onnx"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}
