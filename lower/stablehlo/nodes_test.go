package stablehlo_test

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
)

// TestNodesComputeTheSame runs every graph with XLA once more, with each node apart: what
// it reads is what the engine computed before it. So no Relu and no maximum decides
// otherwise for a difference that rounding made elsewhere, and the gradients of deep nets
// too are held to the limit of one node.
func TestNodesComputeTheSame(t *testing.T) {
	c := client(t)
	for _, file := range graphs(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".onnx"), func(t *testing.T) {
			if folder := filepath.Base(filepath.Dir(file)); !full() && (folder != "models" || isNet(file)) {
				t.Skip("UNSWAG_TEST_FULL=1 runs it")
			}
			s, o := undroppedStep(t, file)
			s.apart(t)
			s.compare(t, s.lowered(t, c, o, "apart"), either(s.model, nodeLimit), 0)
		})
	}
}

// apart cuts the links between the nodes: each float that a node makes becomes an output,
// and what reads it reads an input, which is fed what the engine computes.
func (s *step) apart(t *testing.T) {
	t.Helper()
	g, probe := s.model.Graph, &interp.Probe{Watch: map[string]bool{}}
	var cut []*onnxio.Value
	for _, n := range g.Nodes() {
		for _, v := range n.Outputs() {
			if v != nil && n.OpType != "YieldOp" && n.OpType != "Constant" {
				cut, probe.Watch[v.Name] = append(cut, v), true
			}
		}
	}
	s.run(t, probe)
	for _, v := range cut {
		x := probe.Seen[v.Name]
		if x == nil || x.Elem != onnxio.Float && x.Elem != onnxio.Float16 {
			continue
		}
		if !v.Is(onnxio.GraphOutput) {
			g.AddOutput(v)
		}
		if len(v.Uses()) == 0 {
			continue
		}
		typ := &onnxio.TensorType{Elem: x.Elem, HasShape: true}
		for _, d := range x.Shape {
			typ.Shape = append(typ.Shape, onnxio.Dim{Value: d})
		}
		in := g.AddInput(v.Name, typ)
		for _, u := range slices.Clone(v.Uses()) {
			u.Node.SetInput(int(u.Index), in)
		}
		s.feeds[in.Name] = x
	}
	var err error
	if s.program, err = interp.New(context.Background(), s.model, interp.Options{}); err != nil {
		t.Fatal(err)
	}
	s.arrange(t)
}
