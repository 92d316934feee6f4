package pass

import (
	"github.com/unswag/unswagc/onnxio"
)

// explainRelu records why a Relu is no site.
func (f *finder) explainRelu(n *onnxio.Node) {
	if packed(n) {
		f.skip(n, "rewritten", "its activation is packed already")
		return
	}
	if r, ok := f.rejected[n]; ok {
		f.skip(n, "no-gradient", "its gradient "+quote(r.Node)+" was rejected: "+r.Rule)
		return
	}
	if isRelu(n) {
		x := throughViews(n.Input(0), isReluOutput, nil)
		if x.Graph() == f.c.Model.Graph {
			if o := f.byX[x.ID]; o != nil && o != n && f.sites[o.Pos] != nil {
				f.skip(n, "shared-input", "it has the input of "+quote(o.Label())+", whose mask serves both")
				return
			}
		}
	}
	f.skip(n, "no-gradient", "no node computes its gradient")
}

// packed reports whether an UnSwagPack reads the Relu's output or input.
func packed(n *onnxio.Node) bool {
	for _, v := range []*onnxio.Value{n.Output(0), n.Input(0)} {
		for _, u := range v.Uses() {
			if isPack(u.Node) {
				return true
			}
		}
		if !isRelu(n) {
			break
		}
	}
	return false
}

// skipInner records the patterns in graphs inside the nodes of g.
func (f *finder) skipInner(g *onnxio.Graph) {
	for _, n := range g.Nodes() {
		for _, sub := range n.Graphs() {
			f.skipPatterns(sub, "subgraph", "in a graph inside node "+quote(n.Label()))
		}
	}
}

// skipPatterns records every gradient of a Relu in g, and in the graphs inside.
func (f *finder) skipPatterns(g *onnxio.Graph, rule, where string) {
	if g == nil {
		return
	}
	for _, n := range g.Nodes() {
		v := matchForms(f.c, n)
		if v.gradient != nil && (v.gradient.Form == "ReluGrad" || reluNear(v.gradient.A)) {
			f.skip(n, rule, "a gradient "+where+" is not rewritten")
		}
	}
	for _, n := range g.Nodes() {
		for _, sub := range n.Graphs() {
			f.skipPatterns(sub, rule, where)
		}
	}
}

// reluNear reports whether v is, through views, an output or an input of a Relu.
func reluNear(v *onnxio.Value) bool {
	v = throughViews(v, isReluOutput, nil)
	if isReluOutput(v) {
		return true
	}
	for _, u := range v.Uses() {
		if isRelu(u.Node) {
			return true
		}
	}
	return false
}
