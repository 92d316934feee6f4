package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/npz"
)

// call runs a command line that has to succeed and returns what it prints.
func call(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := doMain(args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("unswagc %v: exit code %d: %s", args, code, stderr.String())
	}
	return stdout.String()
}

var lossLine = regexp.MustCompile(`(?m)^step \d+: loss (.*)$`)

// losses reads the losses of each step.
func losses(t *testing.T, out string) []float64 {
	t.Helper()
	var all []float64
	for _, m := range lossLine.FindAllStringSubmatch(out, -1) {
		v, err := strconv.ParseFloat(m[1], 64)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, v)
	}
	return all
}

// TestRunTrains trains from ONNX Runtime's checkpoint with its optimizer's model, on one
// batch, so that the loss has to fall; the compiled graph gives the same bytes.
func TestRunTrains(t *testing.T) {
	models := filepath.Join("..", "..", "testdata", "models")
	for _, name := range []string{"mlp_all", "lenet"} {
		model := filepath.Join(models, name)
		dir := t.TempDir()
		small, saved := filepath.Join(dir, name+".onnx"), filepath.Join(dir, "out.npz")
		common := []string{"-ckpt", model + ".ckpt", "-steps", "5", "-optim", model + ".optim.onnx", "-dim", "batch=6", "-seed", "3"}
		out := call(t, append([]string{"run", model + ".onnx", "-save", saved}, common...)...)
		got := losses(t, out)
		if len(got) != 5 || got[4] >= got[0] {
			t.Errorf("%s: losses %v, want five that fall", name, got)
		}
		arrays, err := npz.Load(saved)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range arrays {
			if !strings.Contains(out, digest(a.Tensor)) {
				t.Errorf("%s: the digest of what was saved as %q was not printed", name, a.Name)
			}
		}
		if text := call(t, model+".onnx", "-o", small, "-policy", "always"); !strings.Contains(text, "\nVerified: ") {
			t.Errorf("%s: the compiled graph was not verified", name)
		}
		again := call(t, append([]string{"run", small, "-order", "ort", "-threads", "1"}, common...)...)
		if rows(again) != rows(out) {
			t.Errorf("%s: compiled, in another order, on one thread, it computes\n%s\ninstead of\n%s", name, rows(again), rows(out))
		}
	}
}

// rows are the lines of losses and digests.
func rows(out string) string {
	lines := strings.SplitAfter(out, "\n")
	return strings.Join(lines[1:len(lines)-2], "")
}

// TestRunTakesFeeds feeds each step from a file of its own: the first batch comes again
// in the third step.
func TestRunTakesFeeds(t *testing.T) {
	model := filepath.Join("..", "..", "testdata", "models", "mlp_all")
	dir := t.TempDir()
	var files []string
	for _, seed := range []string{"1", "2"} {
		file := filepath.Join(dir, seed+".npz")
		saveInputs(t, model+".onnx", seed, file)
		files = append(files, file)
	}
	common := []string{"run", model + ".onnx", "-ckpt", model + ".ckpt", "-steps", "3", "-lr", "0", "-feed"}
	got := losses(t, call(t, append(common, strings.Join(files, ","))...))
	if len(got) != 3 || got[0] != got[2] || got[0] == got[1] {
		t.Errorf("losses %v, want the third to be the first", got)
	}
}

// saveInputs writes random data inputs of a batch of 4.
func saveInputs(t *testing.T, path, seed, file string) {
	t.Helper()
	n, err := strconv.ParseUint(seed, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	in := []interp.Input{{Name: "input"}, {Name: "labels"}}
	made, err := feeds.Random(context.Background(), m, in, nil, feeds.Options{Seed: n, Dims: map[string]int64{"batch": 4}})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := npz.Write(&b, []npz.Array{{Name: "input", Tensor: made.Tensors["input"]}, {Name: "labels", Tensor: made.Tensors["labels"]}}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
