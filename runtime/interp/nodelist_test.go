package interp_test

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// notComparable are tests whose outputs are random numbers of NumPy's generator.
var notComparable = []string{"test_bernoulli", "test_training_dropout", "test_random"}

// incomparable tells why nothing can be said of a test, or "".
func incomparable(name string) string {
	for _, prefix := range notComparable {
		if strings.HasPrefix(name, prefix) && !strings.Contains(name, "zero_ratio") {
			return "random: its outputs are those of NumPy's generator"
		}
	}
	return ""
}

const listPath = "../../docs/NODETESTS.md"

// checkList holds the verdicts against the committed list, unless only some tests ran.
func checkList(t *testing.T, tests []*nodeTest, all bool) {
	t.Helper()
	if *update && all {
		if err := os.WriteFile(listPath, []byte(nodeList(tests)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(filepath.FromSlash(listPath))
	if err != nil {
		t.Fatal(err)
	}
	_, passed, _ := strings.Cut(string(data), "## Passed\n")
	passed, _, _ = strings.Cut(passed, "\n## ")
	if !all {
		return
	}
	listed, unlisted, seen := strings.Fields(passed), 0, 0
	for _, n := range tests {
		switch in := slices.Contains(listed, n.name); {
		case in:
			seen++
			if n.verdict != "" && n.verdict != "failed" {
				t.Errorf("%s passed when docs/NODETESTS.md was written, now: %s", n.name, n.verdict)
			}
		case n.verdict == "":
			unlisted++
		}
	}
	if unlisted > 0 {
		t.Errorf("%d more tests pass than docs/NODETESTS.md lists: `go test ./runtime/interp -run NodeTests -update` writes it", unlisted)
	}
	if seen != len(listed) {
		t.Errorf("docs/NODETESTS.md lists %d tests that passed, and %d of them are there", len(listed), seen)
	}
}

// nodeList is the text of docs/NODETESTS.md.
func nodeList(tests []*nodeTest) string {
	reasons, passed := map[string][]string{}, []string{}
	for _, n := range tests {
		if n.verdict == "" {
			passed = append(passed, n.name)
			continue
		}
		reasons[n.verdict] = append(reasons[n.verdict], n.name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# ONNX's backend node tests on the embedded engine\n\nThe data is that of the wheel onnx 1.22.0, compared with the tolerances of ONNX's own runner (relative 1e-3, absolute 1e-7, or what a test states). `go test ./runtime/interp -run NodeTests -update` writes this file; without `-update` every test listed as passed must pass.\n\n%d of %d tests pass.\n\n## Passed\n\n", len(passed), len(tests))
	b.WriteString(wrapped(passed))
	b.WriteString("\n## Not run\n")
	for _, why := range sortedKeys(reasons) {
		fmt.Fprintf(&b, "\n### %s (%d)\n\n%s", why, len(reasons[why]), wrapped(reasons[why]))
	}
	return b.String()
}

// wrapped writes names in lines of up to 100 characters.
func wrapped(names []string) string {
	var b strings.Builder
	at := 0
	for i, n := range names {
		switch {
		case i == 0:
		case at+1+len(n) > 100:
			b.WriteString("\n")
			at = 0
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(n)
		at += len(n)
	}
	if len(names) > 0 {
		b.WriteString("\n")
	}
	return b.String()
}

// similar compares as numpy.testing.assert_allclose does, and types and shapes exactly.
func similar(got, want datum, rtol, atol float64) error {
	if want.t != nil {
		return similarTensors(got.t, want.t, rtol, atol)
	}
	if got.t != nil || len(got.seq) != len(want.seq) {
		return fmt.Errorf("got %v and %d tensors, want a sequence of %d", got.t, len(got.seq), len(want.seq))
	}
	for i := range want.seq {
		if err := similarTensors(got.seq[i], want.seq[i], rtol, atol); err != nil {
			return fmt.Errorf("element %d: %w", i, err)
		}
	}
	return nil
}

func similarTensors(got, want *tensor.Tensor, rtol, atol float64) error {
	if got.String() != want.String() {
		return fmt.Errorf("got %s, want %s", got, want)
	}
	if len(got.Data) != len(want.Data) {
		return fmt.Errorf("got %d bytes, want %d", len(got.Data), len(want.Data))
	}
	a, b := numbers(got), numbers(want)
	for i := range a {
		x, y := a[i], b[i]
		if x == y || math.IsNaN(x) && math.IsNaN(y) || math.Abs(x-y) <= atol+rtol*math.Abs(y) && !math.IsInf(y, 0) {
			continue
		}
		return fmt.Errorf("%s differs at %d: got %v, want %v", got, i, x, y)
	}
	return nil
}

// numbers converts the elements. Integers of more than 53 bits are rounded.
func numbers(t *tensor.Tensor) []float64 {
	switch t.Elem {
	case onnxio.Float:
		return convert(tensor.As[float32](t))
	case onnxio.Double:
		return tensor.As[float64](t)
	case onnxio.Int8:
		return convert(tensor.As[int8](t))
	case onnxio.Int16:
		return convert(tensor.As[int16](t))
	case onnxio.Int32:
		return convert(tensor.As[int32](t))
	case onnxio.Int64:
		return convert(tensor.As[int64](t))
	case onnxio.Float16:
		out := make([]float64, t.Len())
		for i, h := range tensor.As[tensor.Float16](t) {
			out[i] = float64(h.Float32())
		}
		return out
	case onnxio.BFloat16:
		out := make([]float64, t.Len())
		for i, h := range tensor.As[tensor.BFloat16](t) {
			out[i] = float64(h.Float32())
		}
		return out
	}
	switch tensor.Size(t.Elem) {
	case 1:
		return convert(tensor.Bits[uint8](t))
	case 2:
		return convert(tensor.Bits[uint16](t))
	case 4:
		return convert(tensor.Bits[uint32](t))
	}
	return convert(tensor.Bits[uint64](t))
}

func convert[T float32 | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64](in []T) []float64 {
	out := make([]float64, len(in))
	for i, v := range in {
		out[i] = float64(v)
	}
	return out
}

// stack is the part of the stack that tells where a panic was.
func stack() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	i := slices.IndexFunc(lines, func(l string) bool { return strings.HasPrefix(l, "panic(") })
	return strings.Join(lines[max(i, 0):min(max(i, 0)+10, len(lines))], "\n")
}
