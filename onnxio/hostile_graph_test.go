package onnxio

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// protoModel encodes the model that text, in protobuf's text format, describes.
func protoModel(t testing.TB, text string) []byte {
	t.Helper()
	m := &onnxpb.ModelProto{}
	if err := prototext.Unmarshal([]byte(text), m); err != nil {
		t.Fatal(err)
	}
	return encodeProto(t, m)
}

const branch = `attribute { name: "then_branch" type: GRAPH g { name: "in" %s } }`

// TestWrongGraphs refuses graphs that are no graphs, in words.
func TestWrongGraphs(t *testing.T) {
	op := func(in, out string) string {
		return fmt.Sprintf(`node { op_type: "F" name: "n.%s" input: %q output: %q } `, out, in, out)
	}
	info := func(kind, name string) string { return fmt.Sprintf(`%s { name: %q } `, kind, name) }
	float := func(name string) string {
		return fmt.Sprintf(`initializer { name: %q data_type: 1 dims: 0 } `, name)
	}
	holder := func(out, in string) string {
		return fmt.Sprintf(`node { op_type: "If" name: "n.%s" input: "" output: %q %s } `, out, out, fmt.Sprintf(branch, in))
	}
	tests := map[string]struct{ graph, want string }{
		"a node of no type":        {`node { name: "n" output: "a" }`, `node "n" (number 1 of graph "g"): it has no operator type`},
		"a node that reads itself": {op("a", "a"), `node "n.a" reads, over other nodes, what it computes itself: the graph has a cycle`},
		"a cycle of three":         {op("x", "w") + op("c", "a") + op("a", "b") + op("b", "c"), "the graph has a cycle"},
		"a capture of the own output": {holder("a", op("a", "t")+info("output", "t")),
			`node "n.a" reads, over other nodes, what it computes itself`},
		"a cycle through captures":              {holder("a", op("b", "t")) + op("a", "b"), "the graph has a cycle"},
		"a cycle through a deep capture":        {holder("a", holder("t", op("b", "u"))) + op("a", "b"), "the graph has a cycle"},
		"a branch that hands on the own output": {holder("a", info("output", "a")), "the graph has a cycle"},
		"a cycle inside a branch":               {holder("a", op("u", "t")+op("t", "u")), `node "n.a", attribute "then_branch": node "n.`},
		"an output computed twice":              {op("x", "a") + op("x", "a"), `value "a" is defined twice in graph "g"`},
		"one node with one output twice":        {`node { op_type: "F" output: "a" output: "a" }`, `value "a" is defined twice`},
		"an output that is an input":            {info("input", "a") + op("x", "a"), `value "a" is defined twice`},
		"an output that is an initializer":      {float("a") + op("x", "a"), `value "a" is defined twice`},
		"an output twice in a branch":           {holder("a", op("x", "t")+op("x", "t")), `value "t" is defined twice in graph "in"`},
		"an input twice":                        {info("input", "a") + info("input", "a"), `value "a" is defined twice`},
		"an input without a name":               {info("input", ""), "an input or initializer without a name"},
		"an initializer twice":                  {float("a") + float("a"), `initializer "a" stands twice in graph "g"`},
		"an initializer without a name":         {float(""), "without a name"},
		"an initializer that is sparse too": {float("a") + `sparse_initializer { values { name: "a" data_type: 1 dims: 0 } indices { data_type: 7 dims: 0 } dims: 1 }`,
			`initializer "a" stands twice`},
		"an attribute twice": {`node { op_type: "F" output: "o" attribute { name: "a" i: 1 type: INT } attribute { name: "a" i: 1 type: INT } }`,
			`node "o" (number 1 of graph "g"): attribute "a" stands twice`},
		"an output that nothing computes": {info("output", "a"), `output "a" of graph "g" is computed by no node`},
		"an output of a branch that nothing computes": {holder("a", info("output", "t")),
			`node "n.a", attribute "then_branch": output "t" of graph "in" is computed by no node`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			refuse(t, protoModel(t, fmt.Sprintf(`graph { name: "g" %s }`, tt.graph)), tt.want)
		})
	}
	f := `functions { domain: "d" name: "f" %s node { op_type: "F" input: "p" output: "q" } } `
	refuse(t, protoModel(t, "graph {} "+fmt.Sprintf(f, "")+fmt.Sprintf(f, "")), `function "f" of domain "d" is defined twice`)
	refuse(t, protoModel(t, "graph {} "+fmt.Sprintf(f, `input: "p" input: "p"`)), `function "f": value "p" is defined twice`)
	refuse(t, protoModel(t, "graph {} "+fmt.Sprintf(f, `input: "q"`)), `function "f": node "F" (number 1 of graph "f"): value "q" is defined twice`)
	refuse(t, protoModel(t, "graph {} "+fmt.Sprintf(f, `output: "r"`)), `function "f": output "r" of graph "f" is computed by no node`)
	refuse(t, nil, "it holds no graph")
	_, err := Unmarshal(protoModel(t, "graph {} "+fmt.Sprintf(f, "")+fmt.Sprintf(f, `overload: "o"`)))
	must(t, err)
}

// nest puts b depth times into fields of messages on the way round.
func nest(b []byte, depth int, around func(b []byte) []byte) []byte {
	for range depth {
		b = around(b)
	}
	return b
}

func inField(b []byte, nums ...protowire.Number) []byte {
	for i := len(nums) - 1; i >= 0; i-- {
		b = protowire.AppendBytes(protowire.AppendTag(nil, nums[i], protowire.BytesType), b)
	}
	return b
}

// TestNestingBombs refuses what nests too deep, wherever it stands, before it hurts.
func TestNestingBombs(t *testing.T) {
	op := []byte("\x22\x01F")
	graph := func(b []byte) []byte { return inField(append(inField(b, 5, 6), op...), 1) }
	typ := func(b []byte) []byte { return inField(b, 4, 1) }
	mapType := func(b []byte) []byte { return inField(b, 5, 2) }
	inModel := func(b []byte) []byte { return inField(b, 7) }
	tests := map[string]struct {
		around, in func([]byte) []byte
		want       string
		most       int // how deep is allowed
	}{
		"graphs":               {graph, inModel, "graphs are nested more than 64 deep", 63},
		"graphs of a function": {graph, func(b []byte) []byte { return append(inModel(nil), inField(append(inField(b, 5, 6), op...), 25, 7)...) }, "nested more than 64 deep", 62},
		"graphs of training":   {graph, func(b []byte) []byte { return append(inModel(nil), inField(b, 20, 2)...) }, "messages are nested more than 256 deep", 80},
		"types of an input":    {typ, func(b []byte) []byte { return inField(append(inField(b, 2), "\x0a\x01x"...), 7, 11) }, "messages are nested more than 256 deep", 120},
		"types of an attribute": {mapType, func(b []byte) []byte {
			return inField(append(inField(append(inField(b, 14), "\x0a\x01a"...), 5), op...), 7, 1)
		}, "messages are nested more than 256 deep", 120},
		"types of value_info": {mapType, func(b []byte) []byte { return inField(b, 7, 13, 2) }, "messages are nested more than 256 deep", 120},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			for _, depth := range []int{tt.most + 20, 1000, 5000} {
				refuse(t, tt.in(nest(nil, depth, tt.around)), tt.want)
			}
			if _, err := Unmarshal(tt.in(nest(nil, tt.most, tt.around))); err != nil {
				t.Errorf("%d deep: %v", tt.most, err)
			}
			if d := time.Since(start); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

// TestManyOfAKind gives one node or graph so many parts that anything quadratic shows.
func TestManyOfAKind(t *testing.T) {
	const many = 100_000
	var attrs, dims, uses strings.Builder
	for i := range many {
		fmt.Fprintf(&attrs, `attribute { name: "a%d" i: 1 type: INT } `, i)
		dims.WriteString("dims: 1 ")
		fmt.Fprintf(&uses, `input: "x" output: "o%d" `, i)
	}
	start := time.Now()
	for _, text := range []string{`node { op_type: "F" ` + attrs.String() + `}`,
		`initializer { name: "i" data_type: 1 float_data: 1 ` + dims.String() + `}`, `node { op_type: "F" ` + uses.String() + `}`} {
		data := protoModel(t, `graph { `+text+` }`)
		parsed := time.Now()
		m, err := Unmarshal(data)
		must(t, err)
		wantSame(t, m, data)
		if d := time.Since(parsed); d > 3*time.Second {
			t.Errorf("reading and writing took %v", d)
		}
	}
	refuse(t, protoModel(t, `graph { node { op_type: "F" `+attrs.String()+` attribute { name: "a5" i: 1 type: INT } } }`), `attribute "a5" stands twice`)
	refuse(t, protoModel(t, `graph { initializer { name: "i" data_type: 1 `+dims.String()+`} }`), "1 1]... (100000 dims)")
	t.Logf("%v", time.Since(start))
}
