package pass

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
)

// provenanceKey is the metadata_props key of a node that the compiler made.
const provenanceKey = "unswag"

// metadataIR is the first IR version whose nodes have metadata_props.
const metadataIR = 10

// recordProvenance writes into every new node what it comes from: into metadata_props
// where the IR version has them, else behind what the doc string says already. No
// analysis reads it.
func recordProvenance(c *Context) error {
	for _, s := range c.Sites {
		p := s.patch()
		if p == nil {
			continue
		}
		note := "early, from " + quote(s.Relu.Label())
		if s.Choice.Strategy == memory.Late {
			note = "late, from " + quote(s.Relu.Label())
		}
		for _, r := range p.Replace {
			for _, n := range r.New {
				annotate(c.Model, n, r.Old, note+" and its "+r.Old.OpType)
			}
		}
		for _, in := range p.Insert {
			for _, n := range in.Nodes {
				annotate(c.Model, n, docSource(s, in), note)
			}
		}
	}
	return nil
}

// docSource is the node whose doc string an inserted node takes over: the pack of a
// fused Relu stands in the forward pass, everything else beside the gradient.
func docSource(s *Site, in onnxio.Insertion) *onnxio.Node {
	if in.Anchor == s.Relu {
		return s.Relu
	}
	return s.Gradients[0].Node
}

func annotate(m *onnxio.Model, n, from *onnxio.Node, note string) {
	doc := from.Doc()
	if m.IRVersion >= metadataIR {
		if doc != "" {
			n.SetDoc(doc)
		}
		n.SetMetadata(provenanceKey, note)
		return
	}
	if doc != "" {
		doc += "; "
	}
	n.SetDoc(doc + provenanceKey + ": " + note)
}
