package stablehlo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// module is a model at work.
type module struct {
	target Target
	model  *onnxio.Model
	table  map[key][]entry // a field, because operators lower graphs
	types  *shape.Result
	plan   *plan
	*builder
	env map[*onnxio.Value]*value
	// args are the function's arguments; donated says which of them a result replaces.
	args    []*value
	donated map[*value]*value
	// yielded are the results that YieldOps hand out.
	yielded []result
	sites   *sites
	// helpers are the private functions by name, order their names.
	helpers map[string]string
	order   []string
	notes   []string
	drops   int // Dropout nodes so far
	// caller is the call whose function's body is lowered, or nil.
	caller *call
}

func newModule(t Target, m *onnxio.Model) *module {
	return &module{target: t, model: m, table: table, builder: &builder{}, env: map[*onnxio.Value]*value{},
		donated: map[*value]*value{}, helpers: map[string]string{}}
}

// result is a result of the function.
type result struct {
	*value
	split Split
}

// lower writes the module.
func (m *module) lower(ctx context.Context, dims map[string]int64) (*Module, error) {
	if err := m.missing(); err != nil {
		return nil, err
	}
	types, err := shape.Infer(ctx, m.model, dims)
	if err != nil {
		return nil, err
	}
	m.types = types
	if m.plan, err = newPlan(ctx, m.target.Sharding, m.model, types); err != nil {
		return nil, err
	}
	if err := m.inputs(); err != nil {
		return nil, err
	}
	m.sites = findSites(m.model.Graph)
	for i, n := range m.model.Graph.Nodes() {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := m.node(n); err != nil {
			return nil, err
		}
	}
	results, err := m.results()
	if err != nil {
		return nil, err
	}
	return m.finish(results), nil
}

// missing lists the operators that cannot be lowered.
func (m *module) missing() error {
	found, seen := map[string]int{}, map[*onnxio.Function]bool{}
	var walk func(g *onnxio.Graph)
	walk = func(g *onnxio.Graph) {
		for _, n := range g.Nodes() {
			switch f := m.function(n); {
			case m.lookup(n) != nil:
			case f == nil:
				found[operator(n, m.model)]++
			case !seen[f]:
				seen[f] = true
				walk(f.Body)
			}
			for _, inner := range n.Graphs() {
				walk(inner)
			}
		}
	}
	walk(m.model.Graph)
	if len(found) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(found))
	for i, name := range names {
		if found[name] > 1 {
			names[i] = fmt.Sprintf("%s (%d nodes)", name, found[name])
		}
	}
	return fmt.Errorf("there is no lowering for %s", strings.Join(names, ", "))
}

// operator names a node's operator for people.
func operator(n *onnxio.Node, m *onnxio.Model) string {
	domain := n.Domain
	if domain == "" {
		domain = "ai.onnx"
	}
	return fmt.Sprintf("%s.%s of version %d", domain, n.OpType, m.Opset(n.Domain))
}

// inputs makes the arguments.
func (m *module) inputs() error {
	unbound := map[string]bool{}
	for _, v := range m.model.Graph.Inputs {
		t, names, err := m.static(v)
		if err != nil {
			return err
		}
		for _, name := range names {
			unbound[name] = true
		}
		split, err := m.plan.of(v, v.Name, t.dims)
		if err != nil {
			return err
		}
		arg := m.argument(v.Name, t, split)
		if v.Init != nil {
			know(arg, v.Init)
		}
		m.env[v] = arg
	}
	if len(unbound) == 0 {
		return nil
	}
	names := slices.Sorted(maps.Keys(unbound))
	flags := ""
	for _, name := range names {
		flags += fmt.Sprintf(" -dim %s=8", name)
	}
	return fmt.Errorf("StableHLO needs all sizes: give a number for each of the dims %s, as in%s", strings.Join(names, ", "), flags)
}

// static is the type of v, and the symbols in it that are not bound.
func (m *module) static(v *onnxio.Value) (typ, []string, error) {
	t := m.types.Of(v)
	if _, ok := elemNames[t.Elem]; !ok {
		return typ{}, nil, fmt.Errorf("the input %q is no tensor of a type that StableHLO has: it is %s", v.Name, t)
	}
	if !t.Ranked {
		return typ{}, nil, fmt.Errorf("the shape of the input %q is not known: state it in the model", v.Name)
	}
	out, unbound := newType(t.Elem), []string(nil)
	for i, d := range t.Dims {
		k, ok := d.Int()
		if !ok {
			for _, s := range d.Symbols() {
				if strings.HasPrefix(s, "?") {
					return typ{}, nil, fmt.Errorf("dim %d of the input %q has neither a size nor a name: state one of them in the model", i, v.Name)
				}
				unbound = append(unbound, s)
			}
		}
		out.dims = append(out.dims, k)
	}
	return out, unbound, nil
}

// argument appends an argument of the function.
func (m *module) argument(name string, t typ, s Split) *value {
	arg := &value{name: fmt.Sprintf("%%arg%d", len(m.args)), typ: t, argument: true, split: s}
	m.args = append(m.args, arg)
	m.notes = append(m.notes, fmt.Sprintf("// %s is %q", arg.name, name))
	return arg
}

// get returns what v was lowered to; an initializer becomes a constant here.
func (m *module) get(v *onnxio.Value) *value {
	if v == nil {
		return nil
	}
	if x, ok := m.env[v]; ok {
		return x
	}
	want(v.Init != nil, "its input %q is there only after it", v.Name)
	x := m.tensor(v.Init)
	m.env[v] = x
	return x
}

// node lowers one node.
func (m *module) node(n *onnxio.Node) (err error) {
	defer func() {
		if why := failed(recover()); why != nil {
			err = fmt.Errorf("node %q, a %s: %w", n.Label(), n.OpType, why)
		}
	}()
	c := &call{module: m, n: n, caller: m.caller, opset: m.model.Opset(n.Domain), out: make([]*value, len(n.Outputs()))}
	for _, v := range n.Inputs() {
		c.in = append(c.in, m.get(v))
	}
	m.text = fmt.Appendf(m.text, "%s// %s %q\n", indent, n.OpType, n.Label())
	if i := gradientInput(n); i >= 0 && isProduct(n) {
		c.in[i] = c.settled(c.in[i])
	}
	m.sites.before(c)
	m.lowering(n)(c)
	for i, v := range n.Outputs() {
		if v == nil {
			continue
		}
		want(c.out[i] != nil, "its output %d cannot be lowered", i)
		if isProduct(n) {
			c.out[i] = c.settled(c.out[i])
		}
		m.env[v] = c.out[i]
	}
	m.sites.after(c)
	return nil
}

// results are the function's results.
func (m *module) results() ([]result, error) {
	var out []result
	for _, v := range m.model.Graph.Outputs {
		x, err := m.result(v)
		if err != nil {
			return nil, err
		}
		m.notes = append(m.notes, fmt.Sprintf("// result %d is %q", len(out), v.Name))
		out = append(out, x)
	}
	for i, x := range m.yielded {
		m.notes = append(m.notes, fmt.Sprintf("// result %d is value %d of the YieldOps", len(out), i))
		out = append(out, x)
	}
	for _, arg := range m.args {
		if sum := m.donated[arg]; sum != nil {
			m.notes = append(m.notes, fmt.Sprintf("// result %d takes the place of %s", len(out), arg.name))
			out = append(out, result{sum, arg.split})
		}
	}
	return out, nil
}

func (m *module) result(v *onnxio.Value) (r result, err error) {
	defer func() {
		if why := failed(recover()); why != nil {
			err = fmt.Errorf("the output %q: %w", v.Name, why)
		}
	}()
	r.value = m.get(v)
	if r.mask != nil {
		return r, errors.New("the mask " + v.Name + " is an output of the graph, but masks are private to a module: leave it out")
	}
	r.split, err = m.plan.of(v, v.Name, r.dims)
	return r, err
}
