package checkpoint

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unswag/unswagc/runtime/tensor"
)

// state is a checkpoint that ONNX Runtime wrote after two steps of AdamW on
// testdata/models/mlp_frozen_middle, with three properties.
const state = "testdata/state.ckpt"

func TestParametersAreThoseOfTheEngine(t *testing.T) {
	c, err := Load(state)
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name, typ string
		trained   bool
		digest    string // what Python's onnxruntime.training says, first 8 bytes
	}{
		{"fc0.bias", "float[32]", true, "843ff14535b1de98"},
		{"fc0.weight", "float[32,20]", true, "307377bd5e1a3555"},
		{"head.bias", "float[10]", true, "637cdde57d0cb7ec"},
		{"head.weight", "float[10,32]", true, "6c6c01b80ad74b4f"},
		{"fc1.bias", "float[48]", false, "5d89f056865052bc"},
		{"fc1.weight", "float[48,32]", false, "f05efc304518de2c"},
		{"fc2.bias", "float[32]", false, "38723a2e5e8a17aa"},
		{"fc2.weight", "float[32,48]", false, "5b7c13e335b2b646"},
		{"fc3.bias", "float[32]", false, "38723a2e5e8a17aa"},
		{"fc3.weight", "float[32,32]", false, "bbd284f60d0b07d8"},
	}
	if len(c.Parameters) != len(want) {
		t.Fatalf("%d parameters, want %d", len(c.Parameters), len(want))
	}
	for i, w := range want {
		p := c.Parameters[i]
		sum := sha256.Sum256(p.Tensor.Data)
		if p.Name != w.name || p.Tensor.String() != w.typ || p.RequiresGrad != w.trained || hex.EncodeToString(sum[:8]) != w.digest {
			t.Errorf("%d: got %s %s %v %x, want %v", i, p.Name, p.Tensor, p.RequiresGrad, sum[:8], w)
		}
	}
}

func TestOptimizerAndProperties(t *testing.T) {
	c, err := Load(state)
	if err != nil {
		t.Fatal(err)
	}
	want := []Property{{"epoch", int64(3)}, {"best", float32(0.25)}, {"note", "hello"}}
	if d := cmp.Diff(want, c.Properties); d != "" {
		t.Error(d)
	}
	if len(c.Groups) != 1 {
		t.Fatalf("%d groups, want 1", len(c.Groups))
	}
	g := c.Groups[0]
	if g.Name != "group0" || g.Step != 2 || g.LearningRate != 0.001 || len(g.States) != 4 {
		t.Errorf("group %q, step %d, rate %g, %d states; want group0, 2, 0.001, 4", g.Name, g.Step, g.LearningRate, len(g.States))
	}
	for i, s := range g.States {
		if s.Parameter != c.Parameters[i].Name || len(s.Momentums) != 2 {
			t.Fatalf("state %d is of %q with %d tensors", i, s.Parameter, len(s.Momentums))
		}
		for k, m := range s.Momentums {
			if m.Name != []string{"momentum0", "momentum1"}[k] || m.Tensor.String() != c.Parameters[i].Tensor.String() {
				t.Errorf("state of %s: %s %s", s.Parameter, m.Name, m.Tensor)
			}
			if bytes.Count(m.Tensor.Data, []byte{0}) == len(m.Tensor.Data) {
				t.Errorf("state of %s: %s is all zero", s.Parameter, m.Name)
			}
		}
	}
}

// TestEveryCheckpointIsRead reads the checkpoints of the graphs of the tests.
func TestEveryCheckpointIsRead(t *testing.T) {
	files, err := filepath.Glob("../../testdata/models/*.ckpt")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d checkpoints: %v", len(files), err)
	}
	for _, f := range files {
		c, err := Load(f)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(c.Parameters) == 0 || c.Version != 2 {
			t.Errorf("%s: version %d, %d parameters", f, c.Version, len(c.Parameters))
		}
	}
}

// TestDamage cuts the file at every length and sets every part of it that is no element
// of a tensor: the answer is an error or a checkpoint, and never more than the file.
func TestDamage(t *testing.T) {
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	for n := 0; n < len(whole); n += 1 + n/64 {
		if c, err := Read(whole[:n]); err == nil {
			t.Errorf("cut to %d bytes it is read: %d parameters", n, len(c.Parameters))
		}
	}
	failed := 0
	for at := 0; at+4 <= len(whole); at += 4 {
		for _, v := range []uint32{0, 1, 0x7fffffff, 0xffffffff, uint32(len(whole))} {
			data := bytes.Clone(whole)
			binary.LittleEndian.PutUint32(data[at:], v)
			c, err := Read(data)
			if err != nil {
				failed++
				continue
			}
			checkSize(t, c, len(data))
		}
		if at > 64 && at < len(whole)-4096 {
			at += 508 // elements of tensors, most of them
		}
	}
	if failed < 100 {
		t.Errorf("only %d of the damaged files were refused", failed)
	}
}

// checkSize holds what was read against the bytes of the file.
func checkSize(t *testing.T, c *Checkpoint, size int) {
	t.Helper()
	sum := 0
	add := func(x *tensor.Tensor) { sum += len(x.Data) }
	for _, p := range c.Parameters {
		add(p.Tensor)
	}
	for _, g := range c.Groups {
		for _, s := range g.States {
			for _, m := range s.Momentums {
				add(m.Tensor)
			}
		}
	}
	if sum > 2*size {
		t.Errorf("%d bytes of tensors out of a file of %d", sum, size)
	}
}

func TestErrorsAreSentences(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct{ name, content, want string }{
		{"empty.ckpt", "", "does not start as one of ONNX Runtime's"},
		{"model.ckpt", "\x08\x08\x12\x07pytorch model", "does not start as one of ONNX Runtime's"},
		{"short.ckpt", "\xff\xff\x00\x00ODTC", "it is damaged: an offset at byte 0 reaches outside the file"},
	} {
		path := filepath.Join(dir, c.name)
		if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Load(path)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), path+" is no checkpoint") {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Load(filepath.Join(dir, "none.ckpt")); err == nil || !strings.Contains(err.Error(), "none.ckpt cannot be read: ") {
		t.Errorf("a missing file: %v", err)
	}
}

func FuzzRead(f *testing.F) {
	whole, err := os.ReadFile(state)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:64])
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Read(data)
		if err == nil {
			checkSize(t, c, len(data))
		}
	})
}
