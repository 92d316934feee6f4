package onnxio

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// externalJob is a model in dir/in.onnx with a tensor in each location; its encoded
// form lists the locations.
func externalJob(t *testing.T, dir string, notes *[]string, locations ...string) *saveJob {
	job := &saveJob{limit: maxModelBytes}
	var text []byte
	for i, l := range locations {
		job.external = append(job.external, externalTensor{&Tensor{Name: fmt.Sprint("w", i)}, dataRef{l, 0, -1}})
		text = fmt.Appendf(text, "w%d=%s;", i, l)
	}
	job.source = openSource(t, filepath.Join(dir, "in.onnx"), text)
	job.Note = func(s string) { *notes = append(*notes, s) }
	job.encode = func(moved map[*Tensor]dataRef) ([]segment, error) {
		var out []byte
		for _, e := range job.external {
			ref, ok := moved[e.tensor]
			if !ok {
				ref = e.ref
			}
			out = fmt.Appendf(out, "%s=%s;", e.tensor.Name, ref.location)
		}
		return []segment{{out, -1}}, nil
	}
	return job
}

func TestExternalStaysInItsFolder(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "w.bin"), "weights")
	var notes []string
	job := externalJob(t, dir, &notes, "w.bin")
	must(t, job.run(context.Background(), filepath.Join(dir, "out.onnx")))
	wantFiles(t, dir, "in.onnx", "out.onnx", "w.bin")
	wantContents(t, filepath.Join(dir, "out.onnx"), []byte("w0=w.bin;"))
	wantError(t, job.run(context.Background(), filepath.Join(dir, "w.bin")), `holds the data of tensor "w0"`)
	wantContents(t, filepath.Join(dir, "w.bin"), []byte("weights"))
}

func TestExternalIsCopied(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	data := noise(4, 3<<20+11)
	writeFile(t, filepath.Join(dir, "w.bin"), string(data))
	writeFile(t, filepath.Join(dir, "sub/deep/v.bin"), "v")
	var notes []string
	job := externalJob(t, dir, &notes, "w.bin", "sub/deep/v.bin", "w.bin")
	writeFile(t, filepath.Join(to, "sub/deep", tempPrefix+"0123456789abcdef"+tempSuffix), "of a killed run")
	for range 2 { // the second time the copies are there already
		must(t, job.run(context.Background(), filepath.Join(to, "out.onnx")))
		wantFiles(t, to, "out.onnx", "sub", "w.bin")
		wantFiles(t, filepath.Join(to, "sub/deep"), "v.bin")
		wantContents(t, filepath.Join(to, "w.bin"), data)
		wantContents(t, filepath.Join(to, "sub/deep/v.bin"), []byte("v"))
		wantContents(t, filepath.Join(to, "out.onnx"), []byte("w0=w.bin;w1=sub/deep/v.bin;w2=w.bin;"))
	}
	if len(notes) != 2 || !strings.Contains(notes[0], "w.bin (3145739 bytes) was copied") {
		t.Errorf("notes: %q", notes)
	}
}

// TestExternalNameTooLong: a name that the disk refuses is an error, not a loop.
func TestExternalNameTooLong(t *testing.T) {
	d := &dataFiles{target: &target{name: "out.onnx"}}
	dir, err := openFolder(t.TempDir())
	must(t, err)
	defer dir.close()
	d.target.dir = dir
	_, err = d.place(context.Background(), strings.Repeat("n", 300), nil, func(*os.File) error { return nil })
	if err == nil {
		t.Error("a name of 300 bytes was accepted")
	}
}

// TestExternalNeverOverwrites: what has the name of a data file already, or of the
// model itself, makes the copy take another name.
func TestExternalNeverOverwrites(t *testing.T) {
	dir, to := t.TempDir(), t.TempDir()
	writeFile(t, filepath.Join(dir, "w.bin"), "weights")
	writeFile(t, filepath.Join(dir, "out.onnx"), "odd name for data")
	writeFile(t, filepath.Join(to, "w.bin"), "WEIGHTS")
	writeFile(t, filepath.Join(to, "w-1.bin"), "others")
	var notes []string
	job := externalJob(t, dir, &notes, "w.bin", "out.onnx")
	must(t, job.run(context.Background(), filepath.Join(to, "out.onnx")))
	wantFiles(t, to, "out-1.onnx", "out.onnx", "w-1.bin", "w-2.bin", "w.bin")
	wantContents(t, filepath.Join(to, "w.bin"), []byte("WEIGHTS"))
	wantContents(t, filepath.Join(to, "w-2.bin"), []byte("weights"))
	wantContents(t, filepath.Join(to, "out.onnx"), []byte("w0=w-2.bin;w1=out-1.onnx;"))
	if len(notes) != 2 || !strings.Contains(notes[0], "as w-2.bin, because another file has its name") {
		t.Errorf("notes: %q", notes)
	}
}

// TestExternalFailureLeavesNothing: copies that were made before the failure go.
func TestExternalFailureLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, filepath.Join(dir, "sub/w.bin"), "weights")
	must(t, os.Symlink("w.bin", filepath.Join(dir, "sub/link.bin")))
	tests := []struct{ second, want string }{
		{"none.bin", `tensor "w1" lies in "none.bin" in folder ` + dir},
		{"../w.bin", `".."`},
		{"sub/link.bin", "symbolic link"},
	}
	for _, tt := range tests {
		to := t.TempDir()
		var notes []string
		job := externalJob(t, dir, &notes, "sub/w.bin", tt.second)
		wantError(t, job.run(context.Background(), filepath.Join(to, "out.onnx")), tt.want)
		wantFiles(t, to)
	}
	to := t.TempDir()
	must(t, os.Symlink(dir, filepath.Join(to, "sub")))
	var notes []string
	job := externalJob(t, dir, &notes, "sub/w.bin")
	wantError(t, job.run(context.Background(), filepath.Join(to, "out.onnx")), "sub in ", "is a symbolic link")
	wantFiles(t, to, "sub")
}

// TestSpill: a model that an ONNX file cannot hold gets a data file. The limit is
// lowered for the test.
func TestSpill(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out.onnx")
	data := noise(5, 1<<20)
	src := openSource(t, filepath.Join(t.TempDir(), "in.onnx"), data)
	tensors := []inlineTensor{
		{&Tensor{Name: "a"}, segment{data[100 : 100+600<<10], 100}},
		{&Tensor{Name: "small"}, segment{data[:10], 0}},
		{&Tensor{Name: "b"}, segment{noise(6, 5000), -1}},
	}
	var notes []string
	job := &saveJob{source: src, limit: 1000, inline: func() []inlineTensor { return tensors }}
	job.Note = func(s string) { notes = append(notes, s) }
	var moved map[*Tensor]dataRef
	job.encode = func(m map[*Tensor]dataRef) ([]segment, error) {
		moved = m
		var segs []segment
		for _, in := range tensors {
			if ref, ok := m[in.tensor]; ok {
				segs = append(segs, segment{fmt.Append(nil, ref), -1})
			} else {
				segs = append(segs, in.data)
			}
		}
		return segs, nil
	}
	for range 2 { // the same again: the data file is used again
		must(t, job.run(context.Background(), out))
		wantFiles(t, dir, "out.onnx", "out.onnx.data")
	}
	got, err := os.ReadFile(filepath.Join(dir, "out.onnx.data"))
	must(t, err)
	for _, in := range []inlineTensor{tensors[0], tensors[2]} {
		ref := moved[in.tensor]
		if ref.offset%spillAlign != 0 || !bytes.Equal(got[ref.offset:][:ref.length], in.data.data) {
			t.Errorf("tensor %s is not at %+v", in.tensor.Name, ref)
		}
	}
	if !slices.ContainsFunc(notes, func(s string) bool { return strings.Contains(s, "2 tensors were moved to the data file out.onnx.data") }) {
		t.Errorf("notes: %q", notes)
	}
	job.limit = 10
	wantError(t, job.run(context.Background(), filepath.Join(dir, "other.onnx")), "still has")
	wantFiles(t, dir, "out.onnx", "out.onnx.data")
}
