package stablehlo_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/mosaic"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
)

// kernelText is the text of a kernel inside of a module, in base64.
var kernelText = regexp.MustCompile(`body\\22:\\22([A-Za-z0-9+/=]+)\\22`)

// calls lists the kernels that a module calls, as their texts.
func calls(t *testing.T, module []byte) []string {
	t.Helper()
	var out []string
	for _, m := range kernelText.FindAllSubmatch(module, -1) {
		text, err := base64.StdEncoding.DecodeString(string(m[1]))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(text))
	}
	if n := strings.Count(string(module), "@tpu_custom_call"); n != len(out) {
		t.Errorf("%d calls have %d texts", n, len(out))
	}
	return out
}

// site is a graph with one mask: of an argument, or of the result of a product that
// another reads, and whose gradient a third makes.
func site(elem, dims string, product bool, predicate, combine string) string {
	head := `<ir_version: 8, opset_import: ["" : 17, "ai.unswag" : 1]>
g (%[1]s[%[2]s] x, %[1]s[%[2]s] d) => (dx) {`
	body := `
 m = ai.unswag.UnSwagPack <predicate: string = "%[3]s"> (x)
 dx = ai.unswag.UnSwagGradMask <combine: string = "%[4]s"> (d, m)
}`
	if product {
		head = `<ir_version: 8, opset_import: ["" : 17, "ai.unswag" : 1]>
g (%[1]s[%[2]s] x, %[1]s[%[2]s] d, %[1]s[64,64] w) => (dx, q) {`
		body = `
 z = MatMul (x, w)
 m, y = ai.unswag.UnSwagPack <predicate: string = "%[3]s"> (z)
 q = MatMul (y, w)
 dy = MatMul (d, w)
 dx = ai.unswag.UnSwagGradMask <combine: string = "%[4]s"> (dy, m)
}`
	}
	return fmt.Sprintf(head+body, elem, dims, predicate, combine)
}

// TestMosaicKernels checks which kernels are called.
func TestMosaicKernels(t *testing.T) {
	type k = mosaic.Kernel
	pack, gradMask, unpack := mosaic.Pack, mosaic.GradMask, mosaic.Unpack
	for _, c := range []struct {
		name, model string
		want        []k
	}{
		{"float", site("float", "300,64", false, "gt0", "select"), []k{{Op: pack, Rows: 300, Cols: 64}, {Op: gradMask, Rows: 300, Cols: 64}}},
		{"variants", site("float", "300,64", false, "not_le0", "mul"),
			[]k{{Op: pack, Rows: 300, Cols: 64, Predicate: kernels.NotLE0}, {Op: gradMask, Rows: 300, Cols: 64, Combine: kernels.Mul}}},
		{"four dims", site("float", "3,5,20,72", false, "gt0", "select"), []k{{Op: pack, Rows: 300, Cols: 72}, {Op: gradMask, Rows: 300, Cols: 72}}},
		{"narrow images", site("float", "3,5,20,9", false, "gt0", "select"), nil},
		{"bfloat16", site("bfloat16", "300,64", true, "gt0", "select"),
			[]k{{Op: pack, Type: mosaic.BF16, Rows: 300, Cols: 64}, {Op: gradMask, Type: mosaic.BF16, Rows: 300, Cols: 64}}},
		{"float beside products", site("float", "300,64", true, "not_le0", "select"),
			[]k{{Op: pack, Type: mosaic.Byte, Rows: 300, Cols: 64, Predicate: kernels.NotLE0}, {Op: unpack, Type: mosaic.Byte, Rows: 300, Cols: 64}}},
		{"product with 0 beside products", site("float", "300,64", true, "gt0", "mul"),
			[]k{{Op: pack, Type: mosaic.Byte, Rows: 300, Cols: 64}, {Op: gradMask, Rows: 300, Cols: 64, Combine: kernels.Mul}}},
		{"few rows", site("float", "255,64", true, "gt0", "select"), nil},
		{"few columns", site("float", "300,7", false, "gt0", "select"), nil},
		{"float16", site("float16", "300,64", true, "gt0", "select"), nil},
		{"double", site("double", "300,64", true, "gt0", "select"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := parse(t, c.model)
			text := lowerAs(t, m, lower.Options{}, "mosaic", stablehlo.Target{Form: stablehlo.Mosaic, Device: "tpu"})
			got := calls(t, text)
			if len(got) != len(c.want) {
				t.Fatalf("it calls %d kernels, want %d:\n%s", len(got), len(c.want), text)
			}
			for i, want := range c.want {
				if got[i] != want.Text() {
					t.Errorf("kernel %d is not %s of %d x %d:\n%.300s", i, want.Name(), want.Rows, want.Cols, got[i])
				}
			}
		})
	}
}

// TestMosaicAsAMask checks that other forms call kernels where they are asked to, and that
// what has no kernel is written as the table says.
func TestMosaicAsAMask(t *testing.T) {
	target := stablehlo.Target{Form: stablehlo.Inline, Device: "tpu", Mask: "mosaic"}
	m := parse(t, site("bfloat16", "300,64", true, "gt0", "select"))
	got := calls(t, lowerAs(t, m, lower.Options{}, "asked", target))
	if want := (mosaic.Kernel{Op: mosaic.GradMask, Type: mosaic.BF16, Rows: 300, Cols: 64}); len(got) != 2 || got[1] != want.Text() {
		t.Errorf("it calls %d kernels: %.300s", len(got), got)
	}
	m = parse(t, site("double", "300,64", true, "gt0", "select"))
	table := lowerAs(t, m, lower.Options{}, "table", stablehlo.Target{Form: stablehlo.Inline, Device: "tpu"})
	if string(lowerAs(t, m, lower.Options{}, "double", target)) != string(table) {
		t.Error("double is not written as the table says")
	}
}

func TestMosaicIsForTPUs(t *testing.T) {
	m := parse(t, site("float", "300,64", false, "gt0", "select"))
	split := stablehlo.Sharding{Mesh: []stablehlo.Axis{{Name: "rows", Size: 2}}}
	for want, target := range map[string]stablehlo.Target{
		"the form mosaic calls kernels for TPUs, and no other device has them: choose the device tpu, or the form composite or inline": {Form: stablehlo.Mosaic, Device: "cuda"},
		`masks cannot be written as "mosaic" for the device cpu, only as [kept bools pinned wide lean planes]`:                         {Device: "cpu", Mask: "mosaic"},
		"the form mosaic calls kernels that XLA cannot split among devices: choose composite or inline, or leave the mesh out": {
			Form: stablehlo.Mosaic, Device: "tpu", Sharding: split},
		`masks cannot be written as "mosaic" for the device tpu, only as [kept bools pinned wide lean planes]`: {Device: "tpu", Mask: "mosaic", Sharding: split},
	} {
		if _, err := target.Lower(context.Background(), m, lower.Options{}); err == nil || err.Error() != want {
			t.Errorf("%+v: %v, want %s", target, err, want)
		}
	}
}
