package ptx

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/onnxio"
)

// Version is the version of the manifest's schema. It changes when a reader of the old
// schema would misread the new one.
const Version = 1

// manifest is the launch manifest, docs/PTX.md is its documentation.
type manifest struct {
	Version int     `json:"version"`
	Mask    string  `json:"mask"`
	Entries []entry `json:"entries"`
	Nodes   []node  `json:"nodes"`
	Aliases []alias `json:"aliases"`
}

// mask is the layout of every mask.
const mask = "uint32[ceil(n / 32)], element i is bit i % 32 of word i / 32"

// entry is a kernel of the module.
type entry struct {
	Name     string  `json:"name"`
	Params   []param `json:"params"`
	Block    [3]int  `json:"block"`
	Elements int64   `json:"elements_per_block"`
	Grid     string  `json:"grid"`
}

// param is a parameter of an entry, 64 bits wide.
type param struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Align int    `json:"align,omitempty"` // bytes
}

// node is an operator of the model that launches an entry.
type node struct {
	Name    string `json:"name"`
	Graph   string `json:"graph,omitempty"` // the path of the graph inside that it stands in
	Domain  string `json:"domain"`
	Op      string `json:"op"`
	Entry   string `json:"entry"`
	Element string `json:"element"`
	// N is the number of elements, or else NExpression, in the model's symbolic dims; the
	// shape is unknown where both are missing.
	N           *int64 `json:"n,omitempty"`
	NExpression string `json:"n_expression,omitempty"`
	// Arguments are the tensors in the order of the entry's pointer parameters.
	Arguments []string `json:"arguments"`
	Inputs    []string `json:"inputs"`
	Outputs   []string `json:"outputs"` // "": an output that is omitted
}

// alias is an operator without a kernel: its output is its first input, once the other
// inputs have been computed.
type alias struct {
	Name    string   `json:"name"`
	Graph   string   `json:"graph,omitempty"`
	Domain  string   `json:"domain"`
	Op      string   `json:"op"`
	Of      string   `json:"alias_of"`
	After   []string `json:"after"`
	Outputs []string `json:"outputs"`
}

func newAlias(n *onnxio.Node, in string) alias {
	inputs := names(n.Inputs())
	a := alias{Name: n.Name, Graph: strings.TrimSuffix(in, "/"), Domain: n.Domain, Op: n.OpType, After: []string{}, Outputs: names(n.Outputs())}
	if len(inputs) > 0 {
		a.Of, a.After = inputs[0], inputs[1:]
	}
	return a
}

func (c *collector) newNode(n *onnxio.Node, in string, e ptx.Entry, arguments []*onnxio.Value) node {
	out := node{Name: n.Name, Graph: strings.TrimSuffix(in, "/"), Domain: n.Domain, Op: n.OpType, Entry: e.Name(),
		Element: elements[e.Type].String(), Arguments: names(arguments), Inputs: names(n.Inputs()), Outputs: names(n.Outputs())}
	if count, ok := c.types.Elements(arguments[0]); ok {
		if k, constant := count.Int(); constant {
			out.N = &k
		} else if !slices.ContainsFunc(count.Symbols(), unnamed) {
			out.NExpression = count.String()
		}
	}
	return out
}

// unnamed reports whether a symbol stands for a dim that the model does not name.
func unnamed(symbol string) bool { return strings.HasPrefix(symbol, "?") }

// names lists the names of values, "" for those that are omitted.
func names(values []*onnxio.Value) []string {
	out := make([]string, len(values))
	for i, v := range values {
		if v != nil {
			out[i] = v.Name
		}
	}
	return out
}

// manifest lists what was collected.
func (c *collector) manifest() manifest {
	m := manifest{Version: Version, Mask: mask, Entries: []entry{}, Nodes: c.nodes, Aliases: c.aliases}
	for _, e := range c.entries {
		m.Entries = append(m.Entries, newEntry(e))
	}
	slices.SortFunc(m.Entries, func(a, b entry) int { return strings.Compare(a.Name, b.Name) })
	m.Entries = slices.CompactFunc(m.Entries, func(a, b entry) bool { return a.Name == b.Name })
	if m.Nodes == nil {
		m.Nodes = []node{}
	}
	if m.Aliases == nil {
		m.Aliases = []alias{}
	}
	return m
}

func newEntry(e ptx.Entry) entry {
	g := e.Geometry()
	out := entry{Name: e.Name(), Block: [3]int{g.Block, 1, 1}, Elements: g.Elements, Grid: fmt.Sprintf("[ceil(n / %d), 1, 1]", g.Elements)}
	for _, p := range e.Params() {
		out.Params = append(out.Params, param{p.Name, p.Kind.String(), p.Align})
	}
	return out
}

// encode writes the manifest as JSON.
func (m manifest) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(m)
	return b.Bytes(), err
}
