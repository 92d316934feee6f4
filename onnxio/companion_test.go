package onnxio

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// saveWith saves "model" at path with companions a and b.
func saveWith(path string, change func(*saveJob)) error {
	j := rawJob([]byte("model"))
	j.Companions = []Companion{{"a", []byte("new a")}, {"b", []byte("new b")}}
	if change != nil {
		change(j)
	}
	return j.run(context.Background(), path)
}

func TestCompanionsAreSavedWithTheModel(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.onnx")
	writeFile(t, filepath.Join(dir, "a"), "old a")
	must(t, saveWith(path, nil))
	wantFiles(t, dir, "a", "b", "m.onnx")
	wantContents(t, filepath.Join(dir, "a"), []byte("new a"))
	wantContents(t, filepath.Join(dir, "b"), []byte("new b"))
	wantContents(t, path, []byte("model"))
}

// TestCompanionsOfAFailedSave lets the last step fail: a folder takes the model's name
// after everything was looked at.
func TestCompanionsOfAFailedSave(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.onnx")
	writeFile(t, filepath.Join(dir, "a"), "old a")
	err := saveWith(path, func(j *saveJob) {
		encode := j.encode
		j.encode = func(moved map[*Tensor]dataRef) ([]segment, error) {
			must(t, os.Mkdir(path, 0o755))
			return encode(moved)
		}
	})
	wantError(t, err, "m.onnx cannot be saved")
	wantFiles(t, dir, "a", "m.onnx")
	wantContents(t, filepath.Join(dir, "a"), []byte("old a"))
}

// TestCompanionsOfACancelledSave cancels when all that is left is to give the names.
func TestCompanionsOfACancelledSave(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(context.Background())
	j := rawJob([]byte("model"))
	j.Companions = []Companion{{"a", []byte("new a")}}
	encode := j.encode
	j.encode = func(moved map[*Tensor]dataRef) ([]segment, error) {
		cancel()
		return encode(moved)
	}
	if err := j.run(ctx, filepath.Join(dir, "m.onnx")); err == nil {
		t.Error("a cancelled save went on")
	}
	wantFiles(t, dir)
}

func TestCompanionsThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "m.onnx")
	source := openSource(t, filepath.Join(dir, "b"), []byte("input"))
	err := saveWith(path, func(j *saveJob) { j.source, j.Overwrite = source, true })
	wantError(t, err, "b cannot be saved", "it is the file that the model was read from")
	err = saveWith(filepath.Join(dir, "a"), nil)
	wantError(t, err, "a cannot be saved", "a file beside it would have the same name")
	must(t, os.Mkdir(filepath.Join(dir, "a"), 0o755))
	wantError(t, saveWith(path, nil), "a cannot be saved", "it is a folder")
	wantFiles(t, dir, "a", "b")
}
