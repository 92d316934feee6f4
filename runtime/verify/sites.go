package verify

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// sites are the values around the ReLUs that both graphs have by the same name.
type sites struct {
	// set are what a ReLU reads and what its gradient reads from behind: they take
	// special values. watch is what the gradient gives.
	set, watch map[string]bool
	// mul tells that a gradient is a product, noNaN that a ReLU must not see NaN.
	mul, noNaN bool
	// selects are watched gradients that select: they are compared to the bit even
	// where others are products.
	selects map[string]bool
}

// Sentences for the exceptions that the operators state.
const (
	exceptionMul  = "where a gradient written as a product (combine=mul) is NaN, its payload is not compared: it is unspecified"
	exceptionSign = "the ReLUs see no NaN: Mul(dY, Sign(Y)) differs from a mask there, which -policy always accepts"
)

// places finds the sites.
func (c *comparison) places() {
	s := &c.sites
	s.set, s.watch, s.selects = map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range c.models {
		for _, n := range m.Graph.Nodes() {
			c.place(n)
		}
	}
	if s.mul {
		c.result.Exceptions = append(c.result.Exceptions, exceptionMul)
	}
	if s.noNaN {
		c.result.Exceptions = append(c.result.Exceptions, exceptionSign)
	}
}

// place looks at one node of either graph.
func (c *comparison) place(n *onnxio.Node) {
	s := &c.sites
	switch {
	case isRelu(n):
		// What a ReLU gave is not set: a mask of its input would not fit it.
		if v := n.Input(0); v != nil && !c.given(v.Name) {
			c.addCommon(s.set, v)
		}
	case n.Is("com.microsoft", "ReluGrad"):
		c.addCommon(s.set, n.Input(0))
		c.addCommon(s.watch, n.Output(0))
	case n.Domain == "ai.unswag" && strings.HasPrefix(n.OpType, "UnSwagGradMask"):
		c.addCommon(s.set, n.Input(0))
		c.addCommon(s.watch, n.Output(0))
		if isMul(n) {
			s.mul = true
			s.noNaN = s.noNaN || c.sign(n.Output(0))
		} else if n.Output(0) != nil {
			s.selects[n.Output(0).Name] = true
		}
	}
}

func isRelu(n *onnxio.Node) bool {
	return n.Is("", "Relu") || n.Domain == "ai.unswag" && strings.HasPrefix(n.OpType, "UnSwagPack")
}

// given reports whether a ReLU of either graph gives the value of that name.
func (c *comparison) given(name string) bool {
	for _, m := range c.models {
		if v := m.Graph.Value(name); v != nil && v.Producer != nil && isRelu(v.Producer) {
			return true
		}
	}
	return false
}

func isMul(n *onnxio.Node) bool {
	a := n.Attr("combine")
	return a != nil && a.Str() == "mul" || strings.HasSuffix(n.OpType, "_mul")
}

// addCommon adds the name of v if both graphs have a float value of that name.
func (c *comparison) addCommon(to map[string]bool, v *onnxio.Value) {
	if v == nil || v.Init != nil {
		return
	}
	for _, m := range c.models {
		if x := m.Graph.Value(v.Name); x == nil || x.Producer != nil && x.Producer.Is("", "Constant") {
			return
		}
	}
	to[v.Name] = true
}

// sign reports whether either graph computes the gradient as a product with a sign.
func (c *comparison) sign(v *onnxio.Value) bool {
	if v == nil {
		return false
	}
	for _, m := range c.models {
		x := m.Graph.Value(v.Name)
		if x == nil || x.Producer == nil || !x.Producer.Is("", "Mul") {
			continue
		}
		for _, in := range x.Producer.Inputs() {
			if in != nil && in.Producer != nil && in.Producer.Is("", "Sign") {
				return true
			}
		}
	}
	return false
}

// anyNaN reports whether NaN may differ in payload in a tensor.
func (s *sites) anyNaN(name string) bool { return s.mul && !s.selects[name] }

// specials makes the tensors of special values, of the shapes that the first graph has.
func (c *comparison) specials(ctx context.Context, in *feeds.Made) (map[string]*tensor.Tensor, error) {
	probe := &interp.Probe{Watch: c.sites.set, Shapes: map[string]*tensor.Tensor{}}
	f := interp.Feeds{Tensors: map[string]*tensor.Tensor{}, Probe: probe}
	for name, t := range in.Tensors {
		f.Tensors[name] = t.Clone()
	}
	if _, err := c.programs[0].Run(ctx, f); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, &Unrunnable{err}
	}
	for name := range c.sites.set {
		if t := in.Tensors[name]; t != nil {
			probe.Shapes[name] = t
		}
	}
	set := map[string]*tensor.Tensor{}
	for i, name := range slices.Sorted(maps.Keys(probe.Shapes)) {
		s := probe.Shapes[name]
		t := tensor.New(s.Elem, s.Shape...)
		feeds.Special(t, c.o.Seed<<16+uint64(i), !c.sites.noNaN)
		set[name] = t
	}
	return set, nil
}
