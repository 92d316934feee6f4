package pass

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
)

// TestBodyScratch holds the formulas for what a body needs against the memory analysis
// of the body itself, node by node; 64 bytes are for the shapes, scalars and padding that
// they leave out.
func TestBodyScratch(t *testing.T) {
	calls := []string{
		`M, Y = ai.unswag.UnSwagPack (V)`,
		`M, Y = ai.unswag.UnSwagPack_not_le0 (V)`,
		`dX = ai.unswag.UnSwagGradMask (dY, M)`,
		`dX = ai.unswag.UnSwagGradMask <combine = "mul"> (dY, M)`,
	}
	for _, opset := range []int{12, 13, 17} {
		for _, elem := range []string{"float16", "bfloat16", "float", "double"} {
			for _, n := range []int64{32, 1000, 4096, 4097} {
				for _, call := range calls {
					if elem != "bfloat16" || opset >= bfloat16Opset {
						t.Run(fmt.Sprintf("%d %s %d %s", opset, elem, n, call), func(t *testing.T) { bodyScratch(t, opset, elem, n, call) })
					}
				}
			}
		}
	}
}

func bodyScratch(t *testing.T, opset int, elem string, n int64, call string) {
	inputs, output := fmt.Sprintf("%s[%d] V", elem, n), "M"
	if strings.HasPrefix(call, "dX") {
		inputs, output = fmt.Sprintf("%s[%d] dY, uint32[%d] M", elem, n, (n+31)/32), "dX"
	}
	model := func(nodes string) (*onnxio.Model, *shape.Result) {
		text := fmt.Sprintf("<ir_version: 8, opset_import: [\"\" : %d, \"ai.unswag\" : 1]>\ng (%s) => (%s)\n{%s}", opset, inputs, output, nodes)
		m, err := onnxio.ParseText(text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		types, err := shape.Infer(context.Background(), m, nil)
		if err != nil {
			t.Fatal(err)
		}
		return m, types
	}
	m, types := model(call)
	c := &Context{Context: context.Background(), Model: m, Types: types}
	c.bodies, _ = newVariant(m, types, m.Graph.Nodes())
	// A pack is split: its scratch is that of the mask alone.
	scratch, _ := c.bodyScratch(splitPacks(m.Graph, m.Graph.Nodes())[0])
	got, ok := scratch.Int()
	if want := bodyPeak(t, model, c.bodies, m) - outputBytes(t, m, types); !ok || max(got-want, want-got) > 64 {
		t.Errorf("the formula gives %s bytes, the body needs %d", scratch, want)
	}
}

// bodyPeak is the peak of the graph that is the body of m's one call, without a Relu.
func bodyPeak(t *testing.T, model func(nodes string) (*onnxio.Model, *shape.Result), v *bodyVariant, m *onnxio.Model) int64 {
	t.Helper()
	calls, err := findCalls(m.Graph.Nodes())
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bodyTable {
		if calls[b.op] == nil {
			continue
		}
		text, err := v.text(calls[b.op], b.file)
		if err != nil {
			t.Fatal(err)
		}
		nodes := text[strings.Index(text, "\n{")+2 : strings.LastIndex(text, "}")]
		body, types := model(strings.Replace(nodes, "Y = Relu (V)", "", 1))
		got, err := memory.New(body.Graph, types, nil).Measure(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		peak, ok := got.File.Peak.Int()
		if !ok {
			t.Fatalf("the peak of the body is %s", got.File.Peak)
		}
		return peak
	}
	t.Fatal("no call")
	return 0
}

func outputBytes(t *testing.T, m *onnxio.Model, types *shape.Result) int64 {
	t.Helper()
	b, ok := types.Bytes(m.Graph.Outputs[0])
	n, isInt := b.Int()
	if !ok || !isInt {
		t.Fatalf("%s has no size", m.Graph.Outputs[0].Name)
	}
	return n
}
