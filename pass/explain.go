package pass

import (
	"context"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
)

// Explain tells every rule's verdict for one Relu or gradient node, named by its name
// or its first output. It analyses m and leaves its nodes as they are.
func Explain(ctx context.Context, m *onnxio.Model, o Options, node string) (string, error) {
	var c *Context
	grab := step{name: "explain", run: func(x *Context) error { c = x; return nil }}
	if _, err := RunPasses(ctx, m, o, append(analysis(), grab)); err != nil {
		return "", err
	}
	n := findNode(m.Graph, node)
	if n == nil {
		return "", fmt.Errorf("the main graph has no node %q: give a node's name or its first output", node)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s)\n", n.Label(), n.OpType)
	found := false
	for _, s := range c.Sites {
		if s.Relu == n || hasGradient(s, n) {
			explainSite(&b, c, s)
			found = true
		}
	}
	for _, s := range c.Skips {
		if s.Node == n.Label() {
			fmt.Fprintf(&b, "rejected by rule %s: %s\n", s.Rule, s.Reason)
			found = true
		}
	}
	if !found {
		explainForms(&b, c, n)
	}
	return b.String(), nil
}

func findNode(g *onnxio.Graph, name string) *onnxio.Node {
	for _, n := range g.Nodes() {
		if n.Name == name {
			return n
		}
	}
	if v := g.Value(name); v != nil {
		return v.Producer
	}
	return nil
}

func hasGradient(s *Site, n *onnxio.Node) bool {
	for _, g := range s.Gradients {
		if g.Node == n {
			return true
		}
	}
	return false
}

func explainSite(b *strings.Builder, c *Context, s *Site) {
	elem, dims := typeText(c, s.stash)
	fmt.Fprintf(b, "site: %s, producer %s, stash %q %s%s\n", s.Relu.Label(), s.Producer, s.stash.Name, elem, dims)
	for _, g := range s.Gradients {
		fmt.Fprintf(b, "gradient: %s, form %s, reads %q, predicate %s, combine %s\n",
			g.Node.Label(), g.Form, g.A.Name, g.Predicate, g.Combine)
	}
	if s.Dies {
		fmt.Fprintf(b, "stash: dies, %v bytes, mask %v bytes\n", s.Before, maskBytes(c, s.stash))
	} else {
		fmt.Fprintf(b, "stash: kept by %s\n", strings.Join(s.KeptBy, ", "))
	}
	fmt.Fprintf(b, "early: %s\n", verdictText(s.Early, s.EarlyReason))
	fmt.Fprintf(b, "late: %s\n", verdictText(s.Late, s.LateReason))
	fmt.Fprintf(b, "choice: %s", strategyName(s.Choice.Strategy))
	if s.Choice.Reason != "" {
		fmt.Fprintf(b, " (%s)", s.Choice.Reason)
	}
	fmt.Fprintln(b)
}

func verdictText(p *onnxio.Patch, reason string) string {
	if p != nil {
		return "legal"
	}
	return "not possible: " + reason
}

// explainForms tells why a node that is no candidate is none.
func explainForms(b *strings.Builder, c *Context, n *onnxio.Node) {
	for i := range forms {
		f := &forms[i]
		if n.OpType != f.op || n.Domain != f.domain {
			fmt.Fprintf(b, "form %s: it is no %s\n", f.name, f.op)
			continue
		}
		v := f.match(c, n)
		switch {
		case v.gradient == nil:
			fmt.Fprintf(b, "form %s: its inputs do not fit\n", f.name)
		case v.rule != "":
			fmt.Fprintf(b, "form %s: rule %s: %s\n", f.name, v.rule, v.reason)
		default:
			fmt.Fprintf(b, "form %s: fits, but %q belongs to no Relu\n", f.name, v.gradient.A.Name)
		}
	}
}
