package shape

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// maxInlined and maxDepth bound the work that nested function calls and graphs make.
const (
	maxInlined = 1 << 20
	maxDepth   = 100
)

// infer is the state of one inference.
type infer struct {
	ctx   context.Context
	model *onnxio.Model
	rules map[opKey]rule // the table; a field, because rules run graphs
	syms  *symbols
	// data holds the elements of small integer tensors.
	data      map[*onnxio.Value][]sym.Poly
	functions map[opKey]*onnxio.Function
	inner     map[*onnxio.Graph][]Type
	unknown   map[opKey]bool
	disputes  []dispute
	main      *scope
	// budget is how many nodes of function bodies may still be visited, and depth how
	// deep in graphs and bodies the inference is: calls can nest exponentially.
	budget, depth int
	err           error
	recent        [8][]sym.Poly // the last lists of dims that differed
	oldest        int           // of recent
}

// scope is one graph under inference.
type scope struct {
	g      *onnxio.Graph
	types  []Type
	outer  *scope       // of the enclosing graph
	caller *onnxio.Node // for a function body, the call
	from   *scope       // where the call stands
	call   call
	buffer [8]Type
}

// body returns the scope of the function body that s is in, or nil.
func (s *scope) body() *scope {
	for s != nil && s.caller == nil {
		s = s.outer
	}
	return s
}

// Infer infers the types of all values of m's main graph. bind gives symbolic dims
// a size ("batch": 32). Symbols that operators prove equal are unified: all get the
// name that occurs first in the graph inputs. An operator without a rule leaves its
// outputs to value_info, and is listed by Result.Unknown. Nodes may stand in any
// order. The only error is that of the context.
func Infer(ctx context.Context, m *onnxio.Model, bind map[string]int64) (*Result, error) {
	f := &infer{ctx: ctx, model: m, rules: rules, syms: newSymbols(bind), data: map[*onnxio.Value][]sym.Poly{},
		functions: map[opKey]*onnxio.Function{}, inner: map[*onnxio.Graph][]Type{},
		unknown: map[opKey]bool{}, budget: maxInlined}
	for _, fn := range m.Functions {
		f.functions[opKey{fn.Domain, fn.Name}] = fn
	}
	f.main = &scope{g: m.Graph, types: make([]Type, len(m.Graph.Values()))}
	f.declareInputs(f.main)
	f.syms.sealed = true
	if err := f.graph(f.main); err != nil {
		return nil, fmt.Errorf("inferring shapes: %w", err)
	}
	return f.result(), nil
}

// declareInputs takes the types of inputs and initializers from the file.
func (f *infer) declareInputs(s *scope) {
	for _, v := range s.g.Inputs {
		s.types[v.ID] = f.share(f.stated(v))
	}
	for _, v := range s.g.Values() {
		if v.Init != nil {
			s.types[v.ID] = f.share(f.stated(v))
		}
	}
}

// stated returns the type that the file states for v, with bindings applied.
func (f *infer) stated(v *onnxio.Value) Type {
	if v.Init != nil {
		t := Type{Elem: v.Init.Elem, Ranked: true, Dims: make([]sym.Poly, len(v.Init.Dims))}
		for i, d := range v.Init.Dims {
			t.Dims[i] = f.statedDim(onnxio.Dim{Value: d})
		}
		return t
	}
	if v.Type == nil {
		return Type{}
	}
	t := Type{Elem: v.Type.Elem, Ranked: v.Type.HasShape}
	if t.Ranked {
		t.Dims = make([]sym.Poly, len(v.Type.Shape))
	}
	for i, d := range v.Type.Shape {
		t.Dims[i] = f.statedDim(d)
	}
	return t
}

func (f *infer) statedDim(d onnxio.Dim) sym.Poly {
	switch {
	case d.Value >= 0:
		return number(d.Value)
	case named(d.Param):
		return f.syms.symbol(d.Param)
	default:
		return f.syms.unknown()
	}
}

// graph infers the types of the nodes of s.
func (f *infer) graph(s *scope) error {
	for i, n := range order(s.g) {
		if i%4096 == 0 {
			if err := f.ctx.Err(); err != nil {
				return err
			}
		}
		if err := f.node(s, n); err != nil {
			return err
		}
	}
	return nil
}

// node infers the outputs of n and checks them against what the file states.
func (f *infer) node(s *scope, n *onnxio.Node) error {
	outs := s.buffer[:]
	if len(n.Outputs()) > len(outs) {
		outs = make([]Type, len(n.Outputs()))
	}
	clear(outs)
	c := &s.call // one per scope, since its nodes run one after the other
	*c = call{infer: f, scope: s, n: n, outs: outs}
	key := opKey{n.Domain, n.OpType}
	if r := ruleOf(f.rules, key); r != nil {
		r(c)
	} else if fn := f.functions[key]; fn != nil {
		f.function(c, fn)
	} else {
		f.unknown[key] = true
	}
	f.otherGraphs(c)
	if f.err != nil {
		return f.err
	}
	for i, v := range n.Outputs() {
		if v != nil && v.Graph() == s.g && int(v.ID) < len(s.types) {
			s.types[v.ID] = f.share(f.reconcile(s, v, outs[i]))
		}
	}
	return nil
}

// share returns t with the dims of one of the last types, if they are the same. A graph
// has few shapes, so that this saves memory, and time where equal dims are compared.
func (f *infer) share(t Type) Type {
	if len(t.Dims) == 0 {
		return t
	}
	for _, dims := range f.recent {
		if sameDims(dims, t.Dims) {
			t.Dims = dims
			return t
		}
	}
	f.recent[f.oldest] = t.Dims
	f.oldest = (f.oldest + 1) % len(f.recent)
	return t
}

// typeOf returns the type of v as seen from s.
func (f *infer) typeOf(s *scope, v *onnxio.Value) Type {
	if v == nil {
		return Type{}
	}
	for ; s != nil; s = s.outer {
		if s.g == v.Graph() {
			if int(v.ID) < len(s.types) {
				return s.types[v.ID]
			}
			return Type{}
		}
	}
	return Type{}
}

// result writes every type in the symbols that stay.
func (f *infer) result() *Result {
	r := &Result{main: f.model.Graph, types: f.main.types, inner: f.inner}
	if len(f.syms.known) > 0 {
		done := map[*sym.Poly][]sym.Poly{}
		f.resolveAll(r.types, done)
		for _, types := range f.inner {
			f.resolveAll(types, done)
		}
	}
	for k := range f.unknown {
		r.unknown = append(r.unknown, k.String())
	}
	slices.Sort(r.unknown)
	r.conflicts = f.conflicts()
	for _, v := range f.model.Graph.Inputs {
		for _, d := range r.types[v.ID].Dims {
			r.symbols = append(r.symbols, d.Symbols()...)
		}
	}
	slices.SortFunc(r.symbols, strings.Compare)
	r.symbols = slices.Compact(r.symbols)
	return r
}

// resolveAll resolves types in place; done remembers dims that several types share.
func (f *infer) resolveAll(types []Type, done map[*sym.Poly][]sym.Poly) {
	for i, t := range types {
		if len(t.Dims) == 0 {
			continue
		}
		key := &t.Dims[0]
		dims, ok := done[key]
		if !ok || len(dims) != len(t.Dims) {
			dims = f.resolveDims(t.Dims)
			done[key] = dims
		}
		types[i].Dims = dims
	}
}

// resolveDims returns dims itself where nothing changes.
func (f *infer) resolveDims(dims []sym.Poly) []sym.Poly {
	out := dims
	for i, d := range dims {
		r := f.syms.resolve(d)
		if r.Equal(d) {
			continue
		}
		if &out[0] == &dims[0] {
			out = slices.Clone(dims)
		}
		out[i] = r
	}
	return out
}
