package pass

import (
	"errors"
	"fmt"
	"sync"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
)

// opsetVersion is the version of the domain that the ops belong to.
const opsetVersion = 1

// rewrite applies the chosen patches, puts the nodes in topological order where the
// patches or the input left them out of it, and imports the ops' domain.
func rewrite(c *Context) error {
	patches := chosen(c)
	if len(patches) == 0 {
		return nil
	}
	g := c.Model.Graph
	constants := patternConstants(c)
	g.Apply(patches)
	if err := sweep(g, constants); err != nil {
		return err
	}
	c.Model.Import(Domain, opsetVersion)
	c.rewrote = true
	return nil
}

// patternConstants lists the Constant nodes that the removed nodes read.
func patternConstants(c *Context) []*onnxio.Node {
	var out []*onnxio.Node
	for _, s := range c.Sites {
		if s.patch() == nil {
			continue
		}
		for _, gr := range s.Gradients {
			out = append(out, constantsOf(gr.Node)...)
		}
		for _, n := range s.removed {
			out = append(out, constantsOf(n)...)
		}
	}
	return out
}

func constantsOf(n *onnxio.Node) []*onnxio.Node {
	var out []*onnxio.Node
	for _, v := range n.Inputs() {
		if v != nil && v.Producer != nil && v.Producer.Is("", "Constant") {
			out = append(out, v.Producer)
		}
	}
	return out
}

// sweep takes out the constants that nothing reads any more and orders the nodes.
func sweep(g *onnxio.Graph, constants []*onnxio.Node) error {
	dead := map[*onnxio.Node]bool{}
	for _, n := range constants {
		if usesOf(n) == 0 {
			dead[n] = true
		}
	}
	order, err := topological(g)
	if err != nil {
		return fmt.Errorf("the rewrite made a cycle, which is a fault of the compiler: %w", err)
	}
	old := g.Nodes()
	if len(dead) == 0 && (len(order) == 0 || &order[0] == &old[0]) {
		return nil
	}
	nodes := make([]*onnxio.Node, 0, len(order))
	for _, n := range order {
		if !dead[n] {
			nodes = append(nodes, n)
		}
	}
	g.SetNodes(nodes)
	return nil
}

// measureResult measures the graph that was made.
func measureResult(c *Context) error {
	if !c.rewrote {
		return nil
	}
	b, err := memory.FindBoundary(c.Model.Graph, c.Types, c.Options.Loss)
	if err != nil {
		return err
	}
	c.Boundary, c.Flow = b, c.Flow.Again(b)
	var wg sync.WaitGroup
	var bodies error
	wg.Go(func() { bodies = measureBodies(c, c.Flow, nil) })
	c.After, err = c.Flow.Measure(c)
	wg.Wait()
	return errors.Join(err, bodies)
}
