package onnxio

import (
	"fmt"
)

// graphParts are the fields of a graph or a function, before they are tied together.
type graphParts struct {
	nodes, inits, sparse, infos [][]byte
	inputs, outputs             []valueInfo
}

// reserve makes room for the fields of a graph: growing a list of many would copy it
// again and again. What it counts of a broken graph does not matter.
func (p *graphParts) reserve(b []byte) {
	var n [maxField + 1]int
	scanFields(b, func(f wireField) { n[min(f.num, maxField)]++ })
	p.nodes = make([][]byte, 0, n[1])
	p.inits = make([][]byte, 0, n[5])
	p.inputs = make([]valueInfo, 0, n[11])
	p.outputs = make([]valueInfo, 0, n[12])
	p.infos = make([][]byte, 0, n[13])
}

// valueInfo is a name and what is stated of its type.
type valueInfo struct {
	name []byte
	typ  *TensorType
}

func formal(name []byte) valueInfo { return valueInfo{name: name} }

func (d *decoder) mainGraph(b []byte) (*Graph, error) {
	g := NewGraph("")
	return g, d.graph(g, b)
}

// graph reads a GraphProto into g.
func (d *decoder) graph(g *Graph, b []byte) error {
	if d.depth++; d.depth > maxGraphDepth {
		return fmt.Errorf("graphs are nested more than %d deep", maxGraphDepth)
	}
	defer func() { d.depth-- }()
	g.wire = graphWire{source: d.model.wire.source, raw: b, inner: g.wire.inner}
	var p graphParts
	p.reserve(b)
	c := d.open(b, kindGraph)
	for c.next() {
		var err error
		switch c.num {
		case 1:
			p.nodes = append(p.nodes, c.raw())
		case 2:
			g.Name = string(c.val)
		case 5:
			p.inits = append(p.inits, c.val)
		case 11:
			p.inputs, err = d.appendInfo(p.inputs, c.val)
		case 12:
			p.outputs, err = d.appendInfo(p.outputs, c.val)
		case 13:
			p.infos = append(p.infos, c.val)
		case 15:
			p.sparse = append(p.sparse, c.val)
		default:
			err = d.checkOther(&c)
		}
		if err != nil {
			return err
		}
	}
	if c.err != nil {
		return c.err
	}
	return d.fill(g, &p)
}

func (d *decoder) appendInfo(to []valueInfo, b []byte) ([]valueInfo, error) {
	v, err := d.valueInfo(b)
	return append(to, v), err
}

// fill gives g its values and nodes. All values are defined before any is read, so
// that neither the order of the nodes nor the depth of a capture matters.
func (d *decoder) fill(g *Graph, p *graphParts) error {
	if err := d.define(g, p); err != nil {
		return err
	}
	g.nodes = make([]*Node, len(p.nodes))
	reads := pendingReads{names: make([][]byte, 0, 3*len(p.nodes)), counts: make([]int32, 0, len(p.nodes))}
	for i, f := range p.nodes {
		if i%4096 == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		n, err := d.node(g, f, &reads)
		if err != nil {
			return err
		}
		n.Pos = int32(i)
		g.nodes[i] = n
	}
	p.nodes = nil
	if err := d.typeValues(g, p.infos); err != nil {
		return err
	}
	sorted, err := d.link(g, &reads)
	if err != nil {
		return err
	}
	if !sorted {
		if n := findCycle(g); n != nil {
			return fmt.Errorf("node %q reads, over other nodes, what it computes itself: the graph has a cycle", clip(n.Label()))
		}
	}
	if err := d.outputs(g, p.outputs); err != nil {
		return err
	}
	w := &g.wire
	w.readInits, w.readInputs, w.readOutputs, w.readValues = len(w.inits), len(g.Inputs), len(g.Outputs), len(g.values)
	return nil
}

// define makes the values that no node computes.
func (d *decoder) define(g *Graph, p *graphParts) error {
	n := len(p.inputs) + len(p.inits) + len(p.nodes)
	g.names.reserve(n + n/8)
	g.values = make([]*Value, 0, n+n/8)
	g.Inputs = make([]*Value, 0, len(p.inputs))
	g.wire.inits = make([]*Tensor, 0, len(p.inits))
	for _, in := range p.inputs {
		v, err := d.newValue(g, in.name)
		if err != nil {
			return err
		}
		v.Flags |= GraphInput
		v.Type = in.typ
		g.Inputs = append(g.Inputs, v)
	}
	for _, b := range p.inits {
		if err := d.initializer(g, b); err != nil {
			return err
		}
	}
	for _, b := range p.sparse {
		if err := d.sparse(g, b); err != nil {
			return err
		}
	}
	return nil
}

// newValue defines the value called name, which must be new in the graph.
func (d *decoder) newValue(g *Graph, name []byte) (*Value, error) {
	if len(name) == 0 {
		return nil, fmt.Errorf("graph %q has an input or initializer without a name", clip(g.Name))
	}
	v := d.values.next()
	*v = Value{Name: d.chars.text(name), ID: int32(len(g.values)), graph: g}
	g.values = append(g.values, v)
	if !g.names.add(g.values, v) {
		return nil, fmt.Errorf("value %q is defined twice in graph %q", clip(v.Name), clip(g.Name))
	}
	g.tellOuter(v.Name)
	return v, nil
}

func (d *decoder) initializer(g *Graph, b []byte) error {
	t := &Tensor{}
	if err := d.tensor(b, t); err != nil {
		return err
	}
	t.raw, t.source = b, d.model.wire.source
	return d.attach(g, t)
}

// attach makes t the initializer of its name.
func (d *decoder) attach(g *Graph, t *Tensor) error {
	v := g.Value(t.Name)
	if v == nil {
		var err error
		if v, err = d.newValue(g, []byte(t.Name)); err != nil {
			return err
		}
	} else if v.Init != nil {
		return fmt.Errorf("initializer %q stands twice in graph %q", clip(t.Name), clip(g.Name))
	}
	v.Init = t
	if v.Type == nil {
		v.Type = t.typ()
	}
	if !t.sparse {
		g.wire.inits = append(g.wire.inits, t)
	}
	return nil
}

// sparse reads a SparseTensorProto among the initializers; its name is that of its
// values, its shape stands beside them.
func (d *decoder) sparse(g *Graph, b []byte) error {
	if err := d.validate(b, kindSparse, d.depth); err != nil {
		return err
	}
	t := &Tensor{sparse: true, source: d.model.wire.source}
	var dims []int64
	c := d.open(b, kindSparse)
	for c.next() {
		switch c.num {
		case 1:
			if err := d.tensor(c.val, t); err != nil {
				return err
			}
		case 3:
			dims = c.appendInts(dims)
		}
	}
	t.Dims = dims
	if c.err != nil {
		return c.err
	}
	return d.attach(g, t)
}

// typeValues notes what value_info states.
func (d *decoder) typeValues(g *Graph, infos [][]byte) error {
	for _, b := range infos {
		info, err := d.valueInfo(b)
		if err != nil {
			return err
		}
		if v := g.Value(nameOf(info.name)); v != nil && v.Type == nil {
			v.Type = info.typ
		}
	}
	return nil
}

// outputs marks the outputs of the graph. An inner graph may hand on a value from
// outside.
func (d *decoder) outputs(g *Graph, infos []valueInfo) error {
	for _, info := range infos {
		v := g.Lookup(string(info.name))
		if v == nil || v.Graph() == g && v.Producer == nil && v.Init == nil && !v.Is(GraphInput) {
			return fmt.Errorf("output %q of graph %q is computed by no node", clip(string(info.name)), clip(g.Name))
		}
		v.Flags |= GraphOutput
		if v.Type == nil {
			v.Type = info.typ
		}
		g.Outputs = append(g.Outputs, v)
	}
	return nil
}
