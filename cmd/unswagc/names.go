package main

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// checkNames refuses flags that name what the model does not have: most likely they
// are misspelt, and the run would not be what the user asked for.
func (c *compileFlags) checkNames(m *onnxio.Model) error {
	if err := c.checkDims(m); err != nil {
		return err
	}
	if name := c.options.Loss; name != "" && m.Graph.Value(name) == nil {
		return usagef(c.command, "-loss %s: the model's main graph has no value of that name; `unswagc print` shows its values", name)
	}
	if c.explain != "" && !hasNode(m.Graph, c.explain) {
		return usagef(c.command, "-explain %s: the model's main graph has no node of that name, and none with that first output", c.explain)
	}
	return nil
}

// hasNode reports whether a node has that name or makes a value of that name.
func hasNode(g *onnxio.Graph, name string) bool {
	if v := g.Value(name); v != nil && v.Producer != nil {
		return true
	}
	return slices.ContainsFunc(g.Nodes(), func(n *onnxio.Node) bool { return n.Name == name })
}

// checkDims refuses a -dim that binds nothing.
func (c *compileFlags) checkDims(m *onnxio.Model) error {
	bind, known := c.options.Dims, map[string]bool{}
	for _, v := range m.Graph.Values() {
		if v.Type == nil {
			continue
		}
		for _, d := range v.Type.Shape {
			if d.Param != "" {
				known[d.Param] = true
			}
		}
	}
	for _, name := range sortedKeys(bind) {
		if known[name] {
			continue
		}
		if len(known) == 0 {
			return usagef(c.command, "-dim %s: the model has no symbolic dims, leave -dim out", name)
		}
		return usagef(c.command, "-dim %s: the model has no dim of that name, it has %s", name, strings.Join(sortedKeys(known), ", "))
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
