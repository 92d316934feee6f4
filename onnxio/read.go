package onnxio

import (
	"context"
	"errors"
	"fmt"
)

// maxGraphDepth is how deep graphs may nest.
const maxGraphDepth = 64

// namedDepth is down to which depth an error names the nodes on the way to it.
const namedDepth = 4

// decoder reads one encoded model.
type decoder struct {
	ctx   context.Context
	data  []byte
	model *Model
	// scratch is for tensors that are only checked.
	scratch Tensor
	names   map[string]string // operators, domains and attribute names, each once
	// Attributes and types by their encoding: few differ, and they are read only.
	sameAttr map[string]*Attr
	sameType map[string]*TensorType
	depth    int // of graphs
	attrs    slab[Attr]
	nodes    slab[Node]
	values   slab[Value]
	types    slab[TensorType]
	dims     slab[Dim]
	lists    struct {
		values slab[*Value]
		attrs  slab[*Attr]
		uses   slab[Use]
		bytes  slab[byte]
	}
	chars chars
}

// Unmarshal reads a model from memory. data must not change afterwards.
func Unmarshal(data []byte) (*Model, error) {
	return unmarshal(context.Background(), data[:len(data):len(data)], nil)
}

func unmarshal(ctx context.Context, data []byte, src *source) (*Model, error) {
	m := &Model{wire: modelWire{data: data, source: src}}
	d := &decoder{ctx: ctx, data: data, model: m, names: map[string]string{},
		sameAttr: map[string]*Attr{}, sameType: map[string]*TensorType{}}
	if err := d.readModel(); err != nil {
		return nil, err
	}
	m.wire.imports, m.wire.functions = len(m.Imports), len(m.Functions)
	return m, nil
}

func (d *decoder) readModel() error {
	var graph []byte
	var functions, training [][]byte
	c := d.open(d.data, kindModel)
	for c.next() {
		switch c.num {
		case 1:
			d.model.IRVersion = int64(c.n)
		case 7:
			graph = c.val
		case 8:
			i, err := d.opset(c.val)
			if err != nil {
				return err
			}
			d.model.Imports = append(d.model.Imports, i)
		case 20:
			training = append(training, c.val)
		case 25:
			functions = append(functions, c.raw())
		default:
			if err := d.checkOther(&c); err != nil {
				return err
			}
		}
	}
	if c.err != nil {
		return c.err
	}
	if graph == nil {
		return errors.New("it holds no graph")
	}
	var err error
	if d.model.Graph, err = d.mainGraph(graph); err != nil {
		return err
	}
	for _, f := range functions {
		if err := d.function(f); err != nil {
			return err
		}
	}
	for _, t := range training {
		if err := d.training(t); err != nil {
			return err
		}
	}
	return d.uniqueFunctions()
}

// checkOther checks a field that nothing is read from.
func (d *decoder) checkOther(c *cursor) error {
	if c.num > maxField || len(c.val) == 0 {
		return nil
	}
	if sub := schema[c.kind].fields[c.num].sub; sub != kindOpaque {
		return d.validate(c.val, sub, d.depth)
	}
	return nil
}

func (d *decoder) opset(b []byte) (OpsetImport, error) {
	var i OpsetImport
	c := d.open(b, kindOpset)
	for c.next() {
		switch c.num {
		case 1:
			i.Domain = d.intern(c.val)
		case 2:
			i.Version = int64(c.n)
		}
	}
	if i.Domain == "ai.onnx" {
		i.Domain = ""
	}
	return i, c.err
}

// intern returns b as a string, the same one for equal bytes.
func (d *decoder) intern(b []byte) string {
	if s, ok := d.names[string(b)]; ok {
		return s
	}
	s := string(b)
	d.names[s] = s
	return s
}

// function reads a FunctionProto, given as a field.
func (d *decoder) function(field []byte) error {
	g := NewGraph("")
	g.wire = graphWire{source: d.model.wire.source, raw: contents(field)}
	f := &Function{Body: g, wire: functionWire{field: field}}
	var parts graphParts
	c := d.open(g.wire.raw, kindFunction)
	for c.next() {
		var err error
		switch c.num {
		case 1:
			f.Name = string(c.val)
		case 4:
			parts.inputs = append(parts.inputs, formal(c.val))
		case 5:
			parts.outputs = append(parts.outputs, formal(c.val))
		case 6:
			f.AttrNames = append(f.AttrNames, d.intern(c.val))
		case 7:
			parts.nodes = append(parts.nodes, c.raw())
		case 9:
			var i OpsetImport
			i, err = d.opset(c.val)
			f.Imports = append(f.Imports, i)
		case 10:
			f.Domain = d.intern(c.val)
		case 12:
			parts.infos = append(parts.infos, c.val)
		case 13:
			f.Overload = string(c.val)
		default:
			err = d.checkOther(&c)
		}
		if err != nil {
			return fmt.Errorf("function %q: %w", clip(f.Name), err)
		}
	}
	err := c.err
	if err == nil {
		g.Name = f.Name
		err = d.fill(g, &parts)
	}
	if err != nil {
		return fmt.Errorf("function %q: %w", clip(f.Name), err)
	}
	d.model.Functions = append(d.model.Functions, f)
	return nil
}

// uniqueFunctions refuses two functions that answer to one call.
func (d *decoder) uniqueFunctions() error {
	seen := map[[3]string]bool{}
	for _, f := range d.model.Functions {
		k := [3]string{f.Domain, f.Name, f.Overload}
		if seen[k] {
			return fmt.Errorf("function %q of domain %q is defined twice", clip(f.Name), clip(f.Domain))
		}
		seen[k] = true
	}
	return nil
}
