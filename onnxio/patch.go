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
	replaced := map[*Node][]*Node{}
	before, after := map[*Node][]*Node{}, map[*Node][]*Node{}
	extra := 0
	for _, p := range patches {
		for _, r := range p.Replace {
			replaced[r.Old] = r.New
			extra += len(r.New)
		}
		for _, in := range p.Insert {
			at := after
			if in.Before {
				at = before
			}
			at[in.Anchor] = append(at[in.Anchor], in.Nodes...)
			extra += len(in.Nodes)
		}
	}
	out := make([]*Node, 0, len(g.nodes)+extra)
	for _, n := range g.nodes {
		out = append(out, before[n]...)
		if r, ok := replaced[n]; ok {
			out = append(out, r...)
		} else {
			out = append(out, n)
		}
		out = append(out, after[n]...)
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
