package shape

import "github.com/unswag/unswagc/onnxio"

// run infers a graph in an attribute of the call's node, whose inputs have the given
// types (nil: what the graph states), and returns the types of its outputs. A nil
// graph, or one that is nested too deep, has none.
func (c *call) run(g *onnxio.Graph, in []Type) []Type {
	if g == nil || c.depth >= maxDepth || c.err != nil {
		return nil
	}
	s := &scope{g: g, types: make([]Type, len(g.Values())), outer: c.scope}
	c.declareInputs(s)
	for i, v := range g.Inputs {
		if i < len(in) {
			s.types[v.ID] = c.reconcile(s, v, in[i])
		}
	}
	return c.visit(s)
}

// function infers the body of a model-local function for this call. Once the bodies
// of all calls together are too many nodes, the outputs stay unknown.
func (f *infer) function(c *call, fn *onnxio.Function) {
	f.budget--
	if f.depth >= maxDepth || f.budget < len(fn.Body.Nodes()) {
		f.unknown[opKey{fn.Domain, fn.Name}] = true
		return
	}
	s := &scope{g: fn.Body, types: make([]Type, len(fn.Body.Values())), caller: c.n, from: c.scope}
	for i, v := range fn.Body.Inputs {
		s.types[v.ID] = c.in(i)
		delete(f.data, v)
		if p, ok := c.ints(i); ok {
			f.data[v] = p
		}
	}
	out := c.visit(s)
	if f.budget < 0 {
		f.unknown[opKey{fn.Domain, fn.Name}] = true
	}
	for i := range c.n.Outputs() {
		if i < len(out) {
			c.set(i, out[i])
			if p, ok := f.data[fn.Body.Outputs[i]]; ok {
				c.setInts(i, p)
			}
		}
	}
	// The next call starts from other inputs.
	for _, v := range fn.Body.Values() {
		delete(f.data, v)
	}
}

// visit infers the nodes of s and returns the types of its graph's outputs.
func (c *call) visit(s *scope) []Type {
	if s.body() != nil {
		if c.budget -= len(s.g.Nodes()); c.budget < 0 {
			return nil
		}
	}
	c.depth++
	if err := c.graph(s); err != nil {
		c.err = err
	}
	c.depth--
	if _, seen := c.inner[s.g]; !seen {
		c.inner[s.g] = s.types
	}
	out := make([]Type, len(s.g.Outputs))
	for i, v := range s.g.Outputs {
		out[i] = c.typeOf(s, v)
	}
	return out
}

// otherGraphs infers the graphs in the node's attributes that its rule did not.
func (f *infer) otherGraphs(c *call) {
	for _, g := range c.n.Graphs() {
		if _, seen := f.inner[g]; !seen {
			c.run(g, nil)
		}
	}
}
