package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// TestWrongResultIsNotKept puts another model in the place of what the passes made.
func TestWrongResultIsNotKept(t *testing.T) {
	text, err := os.ReadFile("testdata/yield.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.onnx")
	write := func(text string) *onnxio.Model {
		m, err := onnxio.ParseText(text)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	if err := write(string(text)).Save(context.Background(), in, onnxio.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, to, want, note, outcome string }{
		{"(dy, y)", "(dy, z)", "", "Verified: ", pass.Verified},
		{"(dy, y)", "(z, y)", "the result is wrong and was not written: dz differs at [", "", ""},
		{"y = Relu (z)", "q0 = Frobnicate (z)\n   y = Relu (q0)", "", "Not verified: the engine lacks ", pass.VerificationImpossible},
	} {
		m := write(strings.Replace(string(text), c.old, c.to, 1))
		v, note, err := verifyOutput(context.Background(), &env{}, &compileFlags{in: in}, m, nil)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: error %v, want %q", c.to, err, c.want)
		}
		if !strings.HasPrefix(note, c.note) {
			t.Errorf("%s: note %q, want %q", c.to, note, c.note)
		}
		if v.Outcome != c.outcome || (v.Reason == "") != (c.outcome != pass.VerificationImpossible) || (len(v.Rounds) == 0) != (c.outcome != pass.Verified) {
			t.Errorf("%s: the report says %+v, want %s", c.to, v, c.outcome)
		}
	}
}
