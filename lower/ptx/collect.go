package ptx

import (
	"fmt"
	"slices"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// domain is the domain of the operators.
const domain = "ai.unswag"

// ops is the table of operators, under both spellings. A function says which entry the
// node needs, and its tensors in the order of the entry's pointers; nil: the operator
// needs no kernel.
var ops = map[string]func(*collector, *onnxio.Node) (ptx.Entry, []*onnxio.Value, error){
	"UnSwagPack":         pack,
	"UnSwagPack_not_le0": pack,
	"UnSwagGradMask":     gradMask,
	"UnSwagGradMask_mul": gradMask,
	"UnSwagTie":          nil,
}

// elements are the element types that have kernels, by the kernels' name for them.
var elements = [...]onnxio.DType{ptx.F16: onnxio.Float16, ptx.BF16: onnxio.BFloat16, ptx.F32: onnxio.Float, ptx.F64: onnxio.Double}

// collector walks a model and collects what it needs.
type collector struct {
	types   *shape.Result
	zeros   kernels.Zeros
	entries []ptx.Entry
	nodes   []node
	aliases []alias
}

// functions refuses operators in function bodies, save the bodies of the operators
// themselves: what type they have depends on the call.
func (c *collector) functions(m *onnxio.Model) error {
	for _, f := range m.Functions {
		if f.Domain == domain {
			continue
		}
		if n := find(f.Body); n != nil {
			return fmt.Errorf("node %q, an %s, stands in the function %s of domain %q: inline the function, so that the node has one element type", n.Label(), n.OpType, f.Name, f.Domain)
		}
	}
	return nil
}

// find returns an operator of ours in g or the graphs inside it, or nil.
func find(g *onnxio.Graph) *onnxio.Node {
	for _, n := range g.Nodes() {
		if n.Domain == domain {
			return n
		}
		for _, inner := range n.Graphs() {
			if found := find(inner); found != nil {
				return found
			}
		}
	}
	return nil
}

// graph collects from g and from the graphs inside it. in is the path of g.
func (c *collector) graph(g *onnxio.Graph, in string) error {
	for _, n := range g.Nodes() {
		if n.Domain == domain {
			if err := c.node(n, in); err != nil {
				return fmt.Errorf("node %q, an %s: %w", n.Label(), n.OpType, err)
			}
		}
		for _, a := range n.Attrs {
			for i, inner := range a.Graphs() {
				path := in + n.Label() + "/" + a.Name
				if len(a.Graphs()) > 1 {
					path += fmt.Sprint("/", i)
				}
				if err := c.graph(inner, path+"/"); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// node collects one operator.
func (c *collector) node(n *onnxio.Node, in string) error {
	kernel, ok := ops[n.OpType]
	if !ok {
		return fmt.Errorf("the domain %s has no operator of that name that this version knows", domain)
	}
	if kernel == nil {
		c.aliases = append(c.aliases, newAlias(n, in))
		return nil
	}
	e, arguments, err := kernel(c, n)
	if err != nil {
		return err
	}
	c.entries = append(c.entries, e)
	c.nodes = append(c.nodes, c.newNode(n, in, e, arguments))
	return nil
}

// pack is UnSwagPack(V) -> (M, Y).
func pack(c *collector, n *onnxio.Node) (ptx.Entry, []*onnxio.Value, error) {
	v, mask, y := n.Input(0), n.Output(0), n.Output(1)
	predicate, err := option(n, "predicate", "UnSwagPack_not_le0", []string{kernels.GT0: "gt0", kernels.NotLE0: "not_le0"})
	if err != nil {
		return ptx.Entry{}, nil, err
	}
	if v == nil || mask == nil {
		return ptx.Entry{}, nil, fmt.Errorf("it needs its input V and its output M")
	}
	t, err := c.element(v, y)
	e := ptx.Entry{Op: ptx.Pack, Type: t, Predicate: kernels.Predicate(predicate), Y: y != nil, Zeros: c.zeros}.Canonical()
	if y == nil {
		return e, []*onnxio.Value{v, mask}, err
	}
	return e, []*onnxio.Value{v, y, mask}, err
}

// gradMask is UnSwagGradMask(dY, M) -> dX.
func gradMask(c *collector, n *onnxio.Node) (ptx.Entry, []*onnxio.Value, error) {
	dy, mask, dx := n.Input(0), n.Input(1), n.Output(0)
	combine, err := option(n, "combine", "UnSwagGradMask_mul", []string{kernels.Select: "select", kernels.Mul: "mul"})
	if err != nil {
		return ptx.Entry{}, nil, err
	}
	if dy == nil || mask == nil || dx == nil {
		return ptx.Entry{}, nil, fmt.Errorf("it needs its inputs dY and M and its output dX")
	}
	t, err := c.element(dy, dx)
	e := ptx.Entry{Op: ptx.GradMask, Type: t, Combine: kernels.Combine(combine)}.Canonical()
	return e, []*onnxio.Value{dy, mask, dx}, err
}

// option is the position in names of what attr says, or else of what the operator's
// name says: the operator second means the second name, any other the first.
func option(n *onnxio.Node, attr, second string, names []string) (int, error) {
	got := names[0]
	if n.OpType == second {
		got = names[1]
	}
	if a := n.Attr(attr); a != nil {
		got = a.Str()
	}
	for i, name := range names {
		if got == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("its %s is %q, and there are kernels for %s and %s", attr, got, names[0], names[1])
}

// element is the type of the elements of v, which like has too; like may be nil.
func (c *collector) element(v, like *onnxio.Value) (ptx.Type, error) {
	elem := c.types.Of(v).Elem
	if elem == onnxio.Undefined && like != nil {
		elem = c.types.Of(like).Elem
	}
	if elem == onnxio.Undefined {
		return 0, fmt.Errorf("the element type of %q is not known: state it in the model's value_info", v.Name)
	}
	t := slices.Index(elements[:], elem)
	if t < 0 {
		return 0, fmt.Errorf("there is no kernel for elements of type %s, only for float16, bfloat16, float and double", elem)
	}
	return ptx.Type(t), nil
}
