package ort

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/shape"
)

// spellRounding writes, of a model with float16 tensors, a copy in which every
// operator computes in float between Casts, and returns its path; a model without any
// stays as it is. ONNX Runtime's CPU does the same by itself, since it has few kernels
// for float16, but leaves out its own Casts back and forth: which results are rounded
// to float16 then depends on a node's neighbours, and no longer on the model. Casts
// that the model states stay, so that a model and its rewrite can be compared.
func spellRounding(t *testing.T, path string) string {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	types, err := shape.Infer(context.Background(), m, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := speller{g: m.Graph, types: types}
	var patches []*onnxio.Patch
	for _, n := range m.Graph.Nodes() {
		if nodes := s.spell(n); nodes != nil {
			patches = append(patches, &onnxio.Patch{Replace: []onnxio.Replacement{{Old: n, New: nodes}}})
		}
	}
	if len(patches) == 0 {
		return path
	}
	m.Graph.Apply(patches)
	out := filepath.Join(t.TempDir(), "spelled_"+filepath.Base(path))
	if err := m.Save(context.Background(), out, onnxio.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	return out
}

type speller struct {
	g     *onnxio.Graph
	types *shape.Result
}

// moves lists the operators that move elements and compute nothing.
var moves = []string{"Cast", "Identity", "Reshape", "Flatten"}

// spell returns the nodes for n, nil if it computes nothing in float16. An operator of
// ours takes and gives tensors that were moved once more: the engine leaves out Casts
// between its body and the nodes round it, but none across a move.
func (s *speller) spell(n *onnxio.Node) []*onnxio.Node {
	if slices.Contains(moves, n.OpType) || !slices.ContainsFunc(n.Inputs(), s.half) {
		return nil
	}
	into, outOf := s.widen, s.narrow
	if n.Domain == pass.Domain {
		into, outOf = s.move, s.move
	}
	var before, after []*onnxio.Node
	inputs, outputs := slices.Clone(n.Inputs()), slices.Clone(n.Outputs())
	for i, v := range inputs {
		if s.half(v) {
			inputs[i] = s.g.NewValue(v.Name + "_in")
			before = append(before, into(v, inputs[i])...)
		}
	}
	for i, v := range outputs {
		if s.half(v) {
			outputs[i] = s.g.NewValue(v.Name + "_out")
			after = append(after, outOf(outputs[i], v)...)
		}
	}
	same := s.g.NewNode(n.Domain, n.OpType, n.Name, inputs, outputs, n.Attrs...)
	return append(append(before, same), after...)
}

func (s *speller) half(v *onnxio.Value) bool {
	return v != nil && s.types.Of(v).Elem == onnxio.Float16
}

func (s *speller) widen(from, to *onnxio.Value) []*onnxio.Node {
	return []*onnxio.Node{s.cast(from, to, onnxio.Float)}
}

func (s *speller) narrow(from, to *onnxio.Value) []*onnxio.Node {
	return []*onnxio.Node{s.cast(from, to, onnxio.Float16)}
}

func (s *speller) cast(from, to *onnxio.Value, elem onnxio.DType) *onnxio.Node {
	return s.g.NewNode("", "Cast", "", []*onnxio.Value{from}, []*onnxio.Value{to}, onnxio.IntAttr("to", int64(elem)))
}

// move reshapes a tensor to the shape that it has.
func (s *speller) move(from, to *onnxio.Value) []*onnxio.Node {
	shape := s.g.NewValue(to.Name + "_shape")
	return []*onnxio.Node{
		s.g.NewNode("", "Shape", "", []*onnxio.Value{from}, []*onnxio.Value{shape}),
		s.g.NewNode("", "Reshape", "", []*onnxio.Value{from, shape}, []*onnxio.Value{to}),
	}
}
