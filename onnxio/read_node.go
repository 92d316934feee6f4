package onnxio

import (
	"errors"
	"fmt"
	"slices"
)

// pendingReads are the inputs of the nodes of one graph by name, before all values
// are defined.
type pendingReads struct {
	names  [][]byte
	counts []int32
	graphs []pendingGraph
}

// pendingGraph is a graph in an attribute.
type pendingGraph struct {
	attr *Attr
	raw  []byte
}

// node reads a NodeProto, given as a field, and defines its outputs.
func (d *decoder) node(g *Graph, field []byte, reads *pendingReads) (*Node, error) {
	n := d.nodes.next()
	*n = Node{graph: g, wire: nodeWire{field: field}, linked: true}
	first := len(reads.names)
	var outs, attrs [16][]byte
	outputs, attributes := outs[:0], attrs[:0]
	c := d.open(contents(field), kindNode)
	for c.next() {
		switch c.num {
		case 1:
			reads.names = append(reads.names, c.val)
		case 2:
			outputs = append(outputs, c.val)
		case 3:
			n.Name = d.chars.text(c.val)
		case 4:
			n.OpType = d.intern(c.val)
		case 5:
			attributes = append(attributes, c.val)
		case 7:
			if n.Domain = d.intern(c.val); n.Domain == "ai.onnx" {
				n.Domain = ""
			}
		case 8:
			n.Overload = string(c.val)
		default:
			if err := d.checkOther(&c); err != nil {
				return nil, err
			}
		}
	}
	reads.counts = append(reads.counts, int32(len(reads.names)-first))
	err := c.err
	if err == nil && n.OpType == "" {
		err = errors.New("it has no operator type")
	}
	if err == nil {
		err = d.nodeOutputs(n, outputs)
	}
	if err == nil {
		err = d.nodeAttrs(n, attributes, reads)
	}
	if err != nil {
		return nil, fmt.Errorf("node %q (number %d of graph %q): %w", clip(n.Label()), len(reads.counts), clip(g.Name), err)
	}
	return n, nil
}

func (d *decoder) nodeOutputs(n *Node, names [][]byte) error {
	if len(names) == 0 {
		return nil
	}
	n.outputs = d.lists.values.take(len(names))
	for i, name := range names {
		if len(name) == 0 {
			continue
		}
		v, err := d.newValue(n.graph, name)
		if err != nil {
			return err
		}
		v.Producer, v.Index = n, int32(i)
		n.outputs[i] = v
	}
	return nil
}

func (d *decoder) nodeAttrs(n *Node, raws [][]byte, reads *pendingReads) error {
	if len(raws) == 0 {
		return nil
	}
	n.Attrs = d.lists.attrs.take(len(raws))
	for i, raw := range raws {
		if n.Attrs[i] = d.sameAttr[string(raw)]; n.Attrs[i] != nil {
			continue
		}
		a, graphs, external := d.attrs.next(), len(reads.graphs), len(d.model.wire.external)
		*a = Attr{raw: raw, node: n}
		if err := d.attr(a, &reads.graphs); err != nil {
			return err
		}
		n.Attrs[i] = a
		own := len(reads.graphs) > graphs || len(d.model.wire.external) > external
		if !own && a.plain() && len(raw) <= maxSame && len(d.sameAttr) < maxShared {
			d.sameAttr[string(raw)] = a
		}
	}
	return uniqueAttrs(n.Attrs)
}

const (
	// maxSame is up to how many bytes attributes and types are compared with others.
	maxSame = 64
	// maxShared is how many attributes and types are kept for that.
	maxShared = 1 << 12
)

// plain reports whether a holds numbers or text only, which may belong to any node.
func (a *Attr) plain() bool {
	switch a.Type {
	case AttrFloat, AttrInt, AttrString, AttrFloats, AttrInts, AttrStrings:
		return true
	}
	return false
}

// uniqueAttrs refuses two attributes of one name. Only hostile nodes have so many that
// comparing each with each would take long.
func uniqueAttrs(attrs []*Attr) error {
	const many = 32
	seen := map[string]bool{}
	for i, a := range attrs {
		same := func(b *Attr) bool { return a.Name == b.Name }
		if seen[a.Name] || len(attrs) <= many && slices.ContainsFunc(attrs[:i], same) {
			return fmt.Errorf("attribute %q stands twice", clip(a.Name))
		}
		if len(attrs) > many {
			seen[a.Name] = true
		}
	}
	return nil
}

// attr checks an AttributeProto and reads its head. Graphs are left for later.
func (d *decoder) attr(a *Attr, graphs *[]pendingGraph) error {
	var present AttrType
	c := d.open(a.raw, kindAttr)
	for c.next() {
		kind := attrKindOfField[min(c.num, maxField)]
		if kind != AttrUndefined {
			present = kind
		}
		switch {
		case c.num == 1:
			a.Name = d.intern(c.val)
		case c.num == 20:
			a.Type = AttrType(c.n)
		case c.num == 21:
			a.Ref = string(c.val)
		case kind == AttrGraph || kind == AttrGraphs:
			*graphs = append(*graphs, pendingGraph{a, c.val})
		case kind == AttrTensor || kind == AttrTensors:
			if err := d.attrTensor(c.val); err != nil {
				return fmt.Errorf("attribute %q: %w", clip(a.Name), err)
			}
		case kind == AttrFloats || kind == AttrInts:
			c.packed(schema[kindAttr].fields[c.num].typ)
		default:
			if err := d.checkOther(&c); err != nil {
				return err
			}
		}
	}
	if a.Type == AttrUndefined {
		a.Type = present
	}
	if d.model.wire.source != nil && len(a.raw) <= smallAttr {
		raw := d.lists.bytes.take(len(a.raw))
		copy(raw, a.raw)
		a.raw = raw
	}
	return c.err
}

// smallAttr is up to how many bytes an attribute is taken out of the mapping, so
// that reading it later cannot fault.
const smallAttr = 16 << 10

// attrKindOfField tells which kind of attribute a field of AttributeProto holds.
var attrKindOfField = [maxField + 1]AttrType{2: AttrFloat, 3: AttrInt, 4: AttrString, 5: AttrTensor, 6: AttrGraph,
	7: AttrFloats, 8: AttrInts, 9: AttrStrings, 10: AttrTensors, 11: AttrGraphs, 14: AttrTypeProto, 15: AttrTypeProtos,
	22: AttrSparseTensor, 23: AttrSparseTensors}

// attrTensor checks a tensor in an attribute.
func (d *decoder) attrTensor(b []byte) error { return d.validate(b, kindTensor, d.depth) }

// link makes the nodes read their inputs and reads the graphs inside them. It
// reports whether every node stands behind the producers of what it reads.
func (d *decoder) link(g *Graph, reads *pendingReads) (sorted bool, err error) {
	sorted = true
	names, all := reads.names, make([]*Value, len(reads.names))
	uses := make([]int32, len(g.values)) // of the values of g
	for i, n := range g.nodes {
		k := int(reads.counts[i])
		n.inputs, all = all[:k:k], all[k:]
		for j, name := range names[:k] {
			if len(name) == 0 {
				continue
			}
			v := d.lookup(g, name)
			n.inputs[j] = v
			if v.graph == g && int(v.ID) < len(uses) {
				uses[v.ID]++
			}
			sorted = sorted && (v.Producer == nil || v.graph != g || v.Producer.Pos < n.Pos)
		}
		names = names[k:]
	}
	d.linkUses(g, uses)
	for _, p := range reads.graphs {
		in := NewGraph("")
		in.Owner, in.Outer = p.attr.node, g
		if err := d.graph(in, p.raw); err != nil {
			if d.depth > namedDepth {
				return false, err
			}
			return false, fmt.Errorf("node %q, attribute %q: %w", clip(p.attr.node.Label()), clip(p.attr.Name), err)
		}
		p.attr.graphs = append(p.attr.graphs, in)
		p.attr.node.holds = true
		sorted = sorted && !capturesLater(g, p.attr.node, in)
	}
	return sorted, nil
}

// linkUses tells the values what reads them; counts is how often, by value ID.
func (d *decoder) linkUses(g *Graph, counts []int32) {
	for id, k := range counts {
		if k > 0 {
			g.values[id].uses = d.lists.uses.take(int(k))[:0]
		}
	}
	for _, n := range g.nodes {
		for j, v := range n.inputs {
			if v != nil {
				v.uses = append(v.uses, Use{n, int32(j)})
			}
		}
	}
}

// lookup finds a value; a name that nothing defines becomes a value without a
// producer.
func (d *decoder) lookup(g *Graph, name []byte) *Value {
	if v := g.Value(nameOf(name)); v != nil {
		return v
	}
	for o := g.Outer; o != nil; o = o.Outer {
		if v := o.Value(nameOf(name)); v != nil {
			return v
		}
	}
	v, _ := d.newValue(g, name)
	return v
}
