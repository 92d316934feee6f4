package cuda

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/unswag/unswagc/kernels/ptx"
)

// manifestVersion is the version of the launch manifest that is read.
const manifestVersion = 1

// manifest is what is read of a launch manifest (docs/PTX.md).
type manifest struct {
	Version int             `json:"version"`
	Entries []manifestEntry `json:"entries"`
	Nodes   []manifestNode  `json:"nodes"`
}

type manifestEntry struct {
	Name     string `json:"name"`
	Block    [3]int `json:"block"`
	Elements int64  `json:"elements_per_block"`
	Params   []struct {
		Name string `json:"name"`
	} `json:"params"`
}

type manifestNode struct {
	Name    string   `json:"name"`
	Entry   string   `json:"entry"`
	N       *int64   `json:"n"`
	Outputs []string `json:"outputs"`
}

// LoadCompiled loads what the compiler wrote for -target ptx: the PTX text or a cubin of
// it, and the launch manifest, after which its kernels are launched. Unlike Load it takes
// the files of other versions of the compiler.
func (c *Context) LoadCompiled(image, launch []byte) (*Module, error) {
	var all manifest
	if err := json.Unmarshal(launch, &all); err != nil {
		return nil, fmt.Errorf("the launch manifest is no JSON of its schema: %w", err)
	}
	if all.Version != manifestVersion {
		return nil, fmt.Errorf("the launch manifest has version %d, and this program reads version %d: compile the model again", all.Version, manifestVersion)
	}
	m, err := c.Load(image)
	if err != nil {
		return nil, err
	}
	if err := m.describe(all); err != nil {
		if closeErr := m.Close(); closeErr != nil {
			return nil, fmt.Errorf("%w (and %w)", err, closeErr)
		}
		return nil, err
	}
	return m, nil
}

// describe looks up the manifest's kernels and notes its nodes.
func (m *Module) describe(all manifest) error {
	m.nodes = map[string][]node{}
	for _, e := range all.Entries {
		known, ok := entryOf(e.Name)
		if !ok || len(e.Params) != len(known.Params()) {
			return fmt.Errorf("the launch manifest has a kernel %s of %d parameters, which this version does not know: compile the model again", e.Name, len(e.Params))
		}
		for i, p := range known.Params() {
			if e.Params[i].Name != p.Name {
				return fmt.Errorf("the launch manifest calls parameter %d of %s %q, and this version %q: compile the model again", i, e.Name, e.Params[i].Name, p.Name)
			}
		}
		if e.Elements < 1 || e.Block[0] < 1 {
			return fmt.Errorf("the launch manifest has no block or elements_per_block for %s", e.Name)
		}
		if _, err := m.find(known, ptx.Geometry{Block: e.Block[0], Elements: e.Elements}); err != nil {
			return err
		}
	}
	for _, n := range all.Nodes {
		e, ok := entryOf(n.Entry)
		if !ok || m.kernels[e] == nil {
			return fmt.Errorf("the launch manifest has no kernel %s, which its node %q needs", n.Entry, n.Name)
		}
		for _, name := range n.names() {
			m.nodes[name] = append(m.nodes[name], node{e, n.N})
		}
	}
	return nil
}

// names are what a node is called by: its name, and its first output.
func (n manifestNode) names() []string {
	out := []string{n.Name}
	if len(n.Outputs) > 0 {
		out = append(out, n.Outputs[0])
	}
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

func entryOf(name string) (ptx.Entry, bool) {
	all := ptx.All()
	i := slices.IndexFunc(all, func(e ptx.Entry) bool { return e.Name() == name })
	if i < 0 {
		return ptx.Entry{}, false
	}
	return all[i], true
}

// node is a node of the model that launches a kernel.
type node struct {
	entry ptx.Entry
	n     *int64 // nil where the number of elements depends on symbolic dims
}

// LaunchNode launches the kernel of a node of the compiled model, by the node's name or its
// first output, as Launch does. n must be the number of elements that the manifest has for
// the node, if it has one.
func (m *Module) LaunchNode(s *Stream, name string, n int64, pointers ...Pointer) error {
	found := m.nodes[name]
	switch {
	case len(found) == 0:
		return fmt.Errorf("the launch manifest has no node %q", name)
	case len(found) > 1:
		return fmt.Errorf("the launch manifest has %d nodes %q: give the first output of the one that is meant", len(found), name)
	case found[0].n != nil && *found[0].n != n:
		return fmt.Errorf("node %q works on %d elements by the launch manifest, and n is %d", name, *found[0].n, n)
	}
	return m.Launch(s, found[0].entry, n, pointers...)
}
