package stablehlo

import (
	"fmt"
	"maps"

	"github.com/unswag/unswagc/onnxio"
)

// controlOps run graphs of their attributes.
var controlOps = []entry{
	{"", "If", 1, ifOp},
}

// ifOp lowers the branch that a known condition takes, or both.
func ifOp(c *call) {
	p := c.arg(0)
	branches := [2]*onnxio.Graph{c.graph("then_branch"), c.graph("else_branch")}
	if p.ints != nil {
		g := branches[0]
		if p.ints[0] == 0 {
			g = branches[1]
		}
		for i, v := range c.body(g) {
			c.set(i, v)
		}
		return
	}
	var regions [2]string
	var results [2][]*value
	for i, g := range branches {
		regions[i], results[i] = c.region(g)
		want(len(results[i]) == len(c.out), "a branch has %d results for %d outputs", len(results[i]), len(c.out))
	}
	var t []typ
	for i, x := range results[0] {
		want(x.typ.equal(results[1][i].typ), "its branches give %s and %s for output %d", x.typ, results[1][i].typ, i)
		t = append(t, x.typ)
	}
	for i, v := range c.generic("if", []*value{c.scalarBool(p)}, "", regions[0]+", "+regions[1], t...) {
		c.set(i, v)
	}
}

func (c *call) graph(attr string) *onnxio.Graph {
	a := c.attr(attr)
	want(a != nil && len(a.Graphs()) == 1, "it has no graph %s", attr)
	return a.Graphs()[0]
}

// body lowers a graph in place and returns its outputs.
func (c *call) body(g *onnxio.Graph) []*value {
	for _, n := range g.Nodes() {
		if err := c.node(n); err != nil {
			fail("%w", err)
		}
	}
	var out []*value
	for _, v := range g.Outputs {
		out = append(out, c.get(v))
	}
	return out
}

// region lowers a graph into a region. What is lowered inside is not seen outside.
func (c *call) region(g *onnxio.Graph) (string, []*value) {
	text, env, donated := c.text, maps.Clone(c.env), len(c.donated)
	c.text = nil
	out := c.body(g)
	want(len(c.donated) == donated, "an accumulation in a branch cannot be lowered")
	inside := string(c.text) + fmt.Sprintf("%sstablehlo.return %s : %s\n", indent, names(out), types(out))
	c.text, c.env = text, env
	return "{\n" + inside + indent + "}", out
}

// function is the model's own function that n calls, or nil.
func (m *module) function(n *onnxio.Node) *onnxio.Function {
	for _, f := range m.model.Functions {
		if f.Domain == n.Domain && f.Name == n.OpType {
			return f
		}
	}
	return nil
}

// lowering is how n is lowered: by its operator, else by the body of a function.
func (m *module) lowering(n *onnxio.Node) func(*call) {
	if f := m.lookup(n); f != nil {
		return f
	}
	f := m.function(n)
	want(f != nil, "there is no lowering for it")
	return func(c *call) { c.inline(f) }
}

// maxCalls bounds how deep functions call functions.
const maxCalls = 64

// inline lowers the body of a function in place of its call.
func (c *call) inline(f *onnxio.Function) {
	depth := 0
	for outer := c; outer != nil; outer = outer.caller {
		depth++
	}
	want(depth < maxCalls, "its function calls functions %d deep", depth)
	for _, i := range f.Imports {
		want(i.Version == c.model.Opset(i.Domain), "its function is of version %d of the domain %q, the model of %d", i.Version, i.Domain, c.model.Opset(i.Domain))
	}
	for i, v := range f.Body.Inputs {
		c.env[v] = nil
		if c.has(i) {
			c.env[v] = c.in[i]
		}
	}
	outer := c.module.caller
	c.module.caller = c
	for i, v := range c.body(f.Body) {
		c.set(i, v)
	}
	c.module.caller = outer
}
