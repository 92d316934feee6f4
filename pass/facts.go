package pass

import (
	"errors"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
)

// facts are what several passes need to know of the graph as it was read. Node
// positions are those of the input.
type facts struct {
	level    []int32 // see levels
	backward []bool
	// gradient marks the nodes that are a site's gradient.
	gradient []bool
}

// inForward reports whether n belongs to the forward pass; false if that is unknown.
func (f *facts) inForward(n *onnxio.Node) bool {
	return f.backward != nil && int(n.Pos) < len(f.backward) && !f.backward[n.Pos]
}

func (f *facts) inBackward(n *onnxio.Node) bool {
	return f.backward == nil || int(n.Pos) >= len(f.backward) || f.backward[n.Pos]
}

func inferShapes(c *Context) error {
	t, err := shape.Infer(c, c.Model, c.Options.Dims)
	if err != nil {
		return err
	}
	c.Types = t
	return nil
}

// findBoundary finds where the forward pass ends. A graph without a loss is no
// error: its sites are found and left alone.
func findBoundary(c *Context) error {
	g := c.Model.Graph
	level, ok := levels(g, g.Nodes())
	if !ok {
		order, err := topological(g)
		if err != nil {
			return err
		}
		level, _ = levels(g, order)
	}
	c.facts = &facts{level: level, gradient: make([]bool, len(level))}
	b, err := memory.FindBoundary(g, c.Types, c.Options.Loss)
	var none memory.ErrNoLoss
	if errors.As(err, &none) {
		c.NoLoss = none.Error()
		return nil
	}
	if err != nil {
		return err
	}
	c.Boundary = b
	c.facts.backward = make([]bool, len(level))
	for i := range level {
		c.facts.backward[i] = i < len(b.Forward) && !b.Forward[i]
	}
	return nil
}

// buildFlow numbers the graph for the memory analysis and measures it as it is.
func buildFlow(c *Context) error {
	b := c.Boundary
	if b != nil { // a copy of its findings: it has numbered fewer values than there are now
		b = &memory.Boundary{Values: b.Values, Reason: b.Reason, Forward: b.Forward}
	}
	c.Flow = memory.New(c.Model.Graph, c.Types, b)
	var err error
	c.Before, err = c.Flow.Measure(c)
	c.After = c.Before
	return err
}
