package stablehlo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// plan is a Sharding resolved for one model. A nil plan is for one device.
type plan struct {
	Sharding
	// types have the symbolic dims, whatever is bound.
	types *shape.Result
	// dims are the axes of symbolic dims, in the order of their rules, patterns the other
	// rules.
	dims     []symbolAxis
	patterns []Rule
}

type symbolAxis struct {
	symbol sym.Poly
	axis   string
}

// Resolve reports rules that name what m does not have, or that cannot split it. dims binds
// symbolic dims to sizes; of one that is not bound the size is not looked at.
func (s Sharding) Resolve(ctx context.Context, m *onnxio.Model, dims map[string]int64) error {
	bound, err := shape.Infer(ctx, m, dims)
	if err != nil {
		return err
	}
	p, err := newPlan(ctx, s, m, bound)
	if err != nil {
		return err
	}
	for _, v := range m.Graph.Inputs {
		if _, err := p.of(v, v.Name, numbers(bound.Of(v))); err != nil {
			return err
		}
	}
	return nil
}

// numbers are the sizes of a shape, 0 for one that is not known.
func numbers(t shape.Type) []int64 {
	out := make([]int64, len(t.Dims))
	for i, d := range t.Dims {
		out[i], _ = d.Int()
	}
	return out
}

// newPlan resolves s. bound are the types with the sizes of symbolic dims.
func newPlan(ctx context.Context, s Sharding, m *onnxio.Model, bound *shape.Result) (*plan, error) {
	if err := s.Check(); err != nil || len(s.Mesh) == 0 {
		return nil, err
	}
	types, err := shape.Infer(ctx, m, nil)
	if err != nil {
		return nil, err
	}
	p := &plan{Sharding: s, types: types}
	for _, r := range s.Rules {
		if err := p.add(r, m.Graph.Inputs, bound); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Name, err)
		}
	}
	return p, nil
}

// add takes a rule: for a dim of that name, else for the inputs that it matches.
func (p *plan) add(r Rule, inputs []*onnxio.Value, bound *shape.Result) error {
	for _, v := range inputs {
		if v.Type == nil {
			continue
		}
		symbols, sizes := p.types.Of(v).Dims, bound.Of(v).Dims
		for i, d := range v.Type.Shape {
			if d.Param == r.Name && i < len(symbols) && i < len(sizes) {
				return p.addDim(r, symbols[i], sizes[i])
			}
		}
	}
	if slices.ContainsFunc(inputs, func(v *onnxio.Value) bool { return r.matches(v.Name) }) {
		p.patterns = append(p.patterns, r)
		return nil
	}
	have := "no symbolic dims"
	if s := p.types.Symbols(); len(s) > 0 {
		have = "the dims " + strings.Join(s, ", ")
	}
	return fmt.Errorf("the graph has no dim and no input of that name, and none that the pattern fits: it has %s; `unswagc print` shows its inputs", have)
}

func (p *plan) addDim(r Rule, symbol, size sym.Poly) error {
	if len(r.Axes) != 1 {
		return fmt.Errorf("a symbolic dim is split along one axis of the mesh, and %d are given", len(r.Axes))
	}
	n := p.size(r.Axes[0])
	if k, ok := size.Int(); ok && k%n != 0 {
		return fmt.Errorf("a dim of %d does not divide among %d devices: give a multiple of %d, as in -dim %s=%d", k, n, n, r.Name, (k/n+1)*n)
	}
	if _, ok := symbol.IsSymbol(); !ok {
		return fmt.Errorf("the graph leaves that dim no choice, it is %s: name another", symbol)
	}
	for _, d := range p.dims {
		if d.symbol.Equal(symbol) && d.axis != r.Axes[0] {
			return fmt.Errorf("that dim, which is %s, is already split along the axis %q: give it one", symbol, d.axis)
		}
	}
	p.dims = append(p.dims, symbolAxis{symbol, r.Axes[0]})
	return nil
}

// of is how v, under that name and with those sizes, is split. A size of 0 is not looked at.
func (p *plan) of(v *onnxio.Value, name string, dims []int64) (Split, error) {
	if p == nil {
		return Split{}, nil
	}
	axes := make([]string, len(dims))
	if t := p.types.Of(v); t.Ranked && len(t.Dims) == len(dims) {
		axes = p.bySymbols(t.Dims)
	}
	for _, r := range p.patterns {
		if !r.matches(name) {
			continue
		}
		if len(r.Axes) > len(dims) {
			return Split{}, fmt.Errorf("%s: it is for %d dims, and %q has %d", r, len(r.Axes), name, len(dims))
		}
		axes = append(slices.Clone(r.Axes), make([]string, len(dims)-len(r.Axes))...)
		for i, axis := range r.Axes {
			if n := p.size(axis); n > 0 && dims[i]%n != 0 {
				return Split{}, fmt.Errorf("%s: dim %d of %q has the size %d, which does not divide among %d devices", r, i, name, dims[i], n)
			}
		}
	}
	return Split{p.Mesh, axes}, nil
}

// bySymbols splits each dim that is a multiple of a symbol with an axis.
func (p *plan) bySymbols(dims []sym.Poly) []string {
	out := make([]string, len(dims))
	for i, d := range dims {
		for _, s := range p.dims {
			if _, ok := d.DivExact(s.symbol); ok && out[i] == "" && !slices.Contains(out, s.axis) {
				out[i] = s.axis
			}
		}
	}
	return out
}

// rows is among how many devices the rows of v are split, seen as a matrix of all dims but
// the last by the last; dims are its sizes. ok is false where the rows of a device do not
// lie together, or where that is not known; n is 1 there. Columns do not matter: a word has
// one.
func (p *plan) rows(v *onnxio.Value, dims []int64) (n int64, ok bool) {
	if p == nil {
		return 1, true
	}
	t := p.types.Of(v)
	if !t.Ranked || len(t.Dims) != len(dims) {
		return 1, false
	}
	n = 1
	for i, axis := range p.bySymbols(t.Dims) {
		switch {
		case i == len(dims)-1:
		case axis == "" && p.unclear(t.Dims[i]):
			return 1, false
		case axis != "" && count(dims[:i]) > 1:
			return 1, false
		case axis != "":
			n = p.size(axis)
			if dims[i]%n != 0 {
				return 1, false
			}
		}
	}
	return n, true
}

// unclear tells a dim that may be split although it is no multiple of a symbol.
func (p *plan) unclear(d sym.Poly) bool {
	for _, s := range d.Symbols() {
		if strings.HasPrefix(s, "?") || slices.ContainsFunc(p.dims, func(x symbolAxis) bool { return x.symbol.Has(s) }) {
			return true
		}
	}
	return false
}
