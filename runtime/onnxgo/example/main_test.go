package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestExample runs the program on a training graph and reads the loss.
func TestExample(t *testing.T) {
	var out strings.Builder
	if err := run([]string{"-dim", "4", "../../../testdata/models/mlp_all.onnx"}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`(?m)^output onnx::loss::\d+: float32 of the shape \(\), first element [0-9.]+$`,
		`(?m)^output fc1\.weight_grad\.accumulation\.out: bool of the shape \(1\), first element true$`,
		`(?m)^gradient fc1\.weight_grad\.accumulation\.buffer: float32 of the shape \(\d+, \d+\)$`,
		`(?m)^held between the passes: \d+ bytes, peak: \d+ bytes$`,
	} {
		if !regexp.MustCompile(want).MatchString(out.String()) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
	for _, c := range [][]string{{}, {"nowhere.onnx"}, {"main.go"}, {"../../../testdata/models/mlp_all.optim.onnx"}} {
		if err := run(c, &out); err == nil {
			t.Errorf("%q is no error", c)
		}
	}
}
