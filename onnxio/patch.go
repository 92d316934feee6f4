package onnxio

// Patch is a rewrite as data: it can be analysed before it is applied, and
// several patches of one graph can be applied together. Nodes are given to the
// patch detached (Graph.NewNode), new values come from Graph.NewValue.
type Patch struct {
	Replace []Replacement
	Insert  []Insertion
	Inputs  []InputEdit
}

// Replacement puts New where Old stands. Outputs of Old that New produces keep
// their readers.
type Replacement struct {
	Old *Node
	New []*Node
}

// Insertion puts Nodes directly after Anchor, or directly before it. Insertions
// at one anchor keep the order in which they were given.
type Insertion struct {
	Anchor *Node
	Before bool
	Nodes  []*Node
}

// InputEdit makes Value input Index of Node.
type InputEdit struct {
	Node  *Node
	Index int
	Value *Value
}

// Arrange returns the node order that the patches give: the nodes as they are,
// with the replacements and insertions carried out. Nothing is changed.
func (g *Graph) Arrange(patches []*Patch) []*Node {
	type edit struct {
		before, after, instead []*Node
		replaced               bool
	}
	most := 1
	for _, p := range patches {
		most += len(p.Replace) + len(p.Insert)
	}
	edits := make([]edit, 1, most)    // the first takes what is put at nodes that are not in the graph
	at := make([]int32, len(g.nodes)) // the index of a position's edit; 0: as it is
	editOf := func(n *Node) *edit {
		if int(n.Pos) >= len(g.nodes) || g.nodes[n.Pos] != n {
			return &edits[0]
		}
		k := &at[n.Pos]
		if *k == 0 {
			*k = int32(len(edits))
			edits = append(edits, edit{})
		}
		return &edits[*k]
	}
	size := len(g.nodes)
	for _, p := range patches {
		for _, r := range p.Replace {
			e := editOf(r.Old)
			e.instead, e.replaced = r.New, true
			size += len(r.New)
		}
		for _, in := range p.Insert {
			e := editOf(in.Anchor)
			if in.Before {
				e.before = append(e.before, in.Nodes...)
			} else {
				e.after = append(e.after, in.Nodes...)
			}
			size += len(in.Nodes)
		}
	}
	out := make([]*Node, 0, size)
	for i, n := range g.nodes {
		if at[i] == 0 {
			out = append(out, n)
			continue
		}
		e := &edits[at[i]]
		out = append(out, e.before...)
		if e.replaced {
			out = append(out, e.instead...)
		} else {
			out = append(out, n)
		}
		out = append(out, e.after...)
	}
	return out
}

// Apply carries out the patches.
func (g *Graph) Apply(patches []*Patch) {
	nodes := g.Arrange(patches)
	for _, p := range patches {
		for _, e := range p.Inputs {
			e.Node.SetInput(e.Index, e.Value)
		}
	}
	g.SetNodes(nodes)
}
