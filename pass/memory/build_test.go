package memory

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// builder makes graphs from lines: "in x:8", "out y", "DOMAIN.Op a b -> c:8 d:4".
// Sizes are bytes: every value is a uint8 vector. "_" is an omitted input or output.
type builder struct {
	t testing.TB
	g *onnxio.Graph
	// nodes in the order of the lines.
	nodes []*onnxio.Node
}

// build parses the lines of text.
func build(t testing.TB, text string) *onnxio.Graph {
	t.Helper()
	b := &builder{t: t, g: onnxio.NewGraph("main")}
	for _, line := range strings.Split(text, "\n") {
		if f := strings.Fields(line); len(f) > 0 {
			b.line(f)
		}
	}
	b.g.SetNodes(b.nodes)
	return b.g
}

func (b *builder) line(f []string) {
	switch f[0] {
	case "in":
		for _, s := range f[1:] {
			v := b.value(s)
			v.Flags |= onnxio.GraphInput
			b.g.Inputs = append(b.g.Inputs, v)
		}
		return
	case "out":
		for _, s := range f[1:] {
			v := b.value(s)
			v.Flags |= onnxio.GraphOutput
			b.g.Outputs = append(b.g.Outputs, v)
		}
		return
	}
	b.nodes = append(b.nodes, b.node(f))
}

func (b *builder) node(f []string) *onnxio.Node {
	domain, op, ok := strings.Cut(f[0], ".")
	switch {
	case !ok:
		domain, op = "", f[0]
	case domain == "ms":
		domain = ms
	case domain == "us":
		domain = us
	}
	var in, out []*onnxio.Value
	to := &in
	for _, s := range f[1:] {
		if s == "->" {
			to = &out
			continue
		}
		*to = append(*to, b.value(s))
	}
	return b.g.NewNode(domain, op, "", in, out)
}

// value returns the value called name in "name" or "name:bytes".
func (b *builder) value(s string) *onnxio.Value {
	name, size, sized := strings.Cut(s, ":")
	if name == "_" {
		return nil
	}
	v := b.g.Value(name)
	if v == nil {
		v = b.g.NewValue(name)
	}
	if sized {
		v.Type = bytesType(size)
	}
	return v
}

// bytesType is a uint8 vector or matrix: "8", "b*8".
func bytesType(size string) *onnxio.TensorType {
	t := &onnxio.TensorType{Elem: onnxio.Uint8, HasShape: true}
	for _, d := range strings.Split(size, "*") {
		if k, err := strconv.ParseInt(d, 10, 64); err == nil {
			t.Shape = append(t.Shape, onnxio.Dim{Value: k})
		} else {
			t.Shape = append(t.Shape, onnxio.Dim{Value: -1, Param: d})
		}
	}
	return t
}

// noTypes is an inference result that knows nothing, so that sizes come from
// Value.Type.
func noTypes(t testing.TB) *shape.Result {
	t.Helper()
	r, err := shape.Infer(context.Background(), onnxio.NewModel(8), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// flow builds the flow of g with the boundary that loss gives ("": as found).
func flow(t testing.TB, g *onnxio.Graph, loss string) *Flow {
	t.Helper()
	sh := noTypes(t)
	b, err := FindBoundary(g, sh, loss)
	if err != nil {
		t.Fatal(err)
	}
	return New(g, sh, b)
}

// measure is Measure, or the end of the test.
func measure(t testing.TB, f *Flow, patches ...*onnxio.Patch) Memory {
	t.Helper()
	m, err := f.Measure(context.Background(), patches...)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ops lists operators in an order, with positions: "2:Relu".
func ops(nodes []*onnxio.Node, order []int32) string {
	var s []string
	for _, id := range order {
		s = append(s, strconv.Itoa(int(id))+":"+nodes[id].OpType)
	}
	return strings.Join(s, " ")
}
