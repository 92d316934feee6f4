package pass

import (
	"embed"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// bodyFiles are the function bodies as text, with what differs between models left to
// templates. docs/OPS.md says what they are exact for.
//
//go:embed bodies/*.txt
var bodyFiles embed.FS

var bodyTemplates = sync.OnceValue(func() *template.Template {
	return template.Must(template.ParseFS(bodyFiles, "bodies/*.txt"))
})

// bodyTable names the file of each operator's body.
var bodyTable = []struct{ op, file string }{
	{OpPack, "pack.txt"},
	{OpPackNotLe0, "pack.txt"},
	{OpGradMask, "grad_mask.txt"},
	{OpGradMaskMul, "grad_mask_mul.txt"},
	{OpTie, "tie.txt"},
}

// functionsIR is the first IR version that has model-local functions.
const functionsIR = 8

// addBodies does what AddBodies does, and notes where it cannot.
func addBodies(c *Context) error {
	if !c.rewrote {
		return nil
	}
	why := ""
	if c.bodies, why = newVariant(c.Model, c.Types, c.Model.Graph.Nodes()); why != "" {
		c.Notes = append(c.Notes, "no function bodies: "+why+"; only engines with kernels for the operators of "+Domain+" run the result")
		return nil
	}
	return c.bodies.add(c.Model)
}

// AddBodies gives m a model-local function for every operator of Domain that its main
// graph calls, so that an engine without kernels for them can run it, and raises the IR
// version where functions need it. The types are those of shape.Infer. Where no body is
// possible m stays as it is and why says so.
func AddBodies(m *onnxio.Model, types *shape.Result) (why string, err error) {
	v, why := newVariant(m, types, m.Graph.Nodes())
	if why != "" {
		return why, nil
	}
	return "", v.add(m)
}

// add gives m the functions.
func (v *bodyVariant) add(m *onnxio.Model) error {
	calls, err := findCalls(m.Graph.Nodes())
	if err != nil {
		return err
	}
	for _, b := range bodyTable {
		call := calls[b.op]
		if call == nil {
			continue
		}
		f, err := v.body(call, b.file)
		if err != nil {
			return err
		}
		m.SetFunction(f)
		m.RaiseIR(functionsIR)
	}
	return nil
}

// bodyCall is what the calls of one operator have in common.
type bodyCall struct {
	Name string
	// value is that of the operator's attribute, which named says was written.
	attr, value string
	named       bool
	// After names the parameters of a tie behind the first.
	After []string
}

// NotLe0 reports whether the bits are those of "not V <= 0".
func (b *bodyCall) NotLe0() bool { return b.value == predNotLe0 }

// Attributes declares the attribute where a call has it.
func (b *bodyCall) Attributes() string {
	if !b.named {
		return ""
	}
	return "<" + b.attr + ">"
}

// findCalls looks at every node of our domain, by operator. An operator has one body,
// so calls of one name that differ in their attribute are an error; only a model that
// was compiled twice, with different options, can have them.
func findCalls(nodes []*onnxio.Node) (map[string]*bodyCall, error) {
	calls := map[string]*bodyCall{}
	for _, n := range nodes {
		if n.Domain != Domain {
			continue
		}
		call := bodyCall{Name: n.OpType}
		switch {
		case isPack(n):
			call.read(n, "predicate", predGt0, OpPackNotLe0, predNotLe0)
		case isGradMask(n):
			call.read(n, "combine", combSelect, OpGradMaskMul, combMul)
		}
		old := calls[n.OpType]
		if old == nil {
			old = &call
			calls[n.OpType] = old
		}
		if old.value != call.value {
			return nil, fmt.Errorf("the graph has %s nodes with %s %q and %q, which one function body cannot serve: compile the original model instead of one that was compiled before",
				n.OpType, call.attr, old.value, call.value)
		}
		old.named = old.named || call.named
		for n.OpType == OpTie && len(old.After) < len(n.Inputs())-1 {
			old.After = append(old.After, fmt.Sprintf("after%d", len(old.After)))
		}
	}
	return calls, nil
}

// read takes over the attribute of n, or what its name stands for.
func (b *bodyCall) read(n *onnxio.Node, attr, def, variant, value string) {
	b.attr, b.named, b.value = attr, n.Attr(attr) != nil, attrOr(n, attr, def)
	if n.OpType == variant {
		b.value = value
	}
}

// body makes the function of one operator.
func (v *bodyVariant) body(call *bodyCall, file string) (*onnxio.Function, error) {
	text, err := v.text(call, file)
	if err != nil {
		return nil, err
	}
	f, err := onnxio.ParseFunctionText(text)
	if err != nil {
		return nil, fmt.Errorf("the body of %s, which is a fault of the compiler: %w", call.Name, err)
	}
	return f, nil
}

// text is the function in text syntax.
func (v *bodyVariant) text(call *bodyCall, file string) (string, error) {
	if call.value == combMul {
		file = "grad_mask_mul.txt"
	}
	var text strings.Builder
	err := bodyTemplates().ExecuteTemplate(&text, file, struct {
		*bodyVariant
		*bodyCall
	}{v, call})
	return text.String(), err
}
