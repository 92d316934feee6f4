package pass

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
)

// throughViews walks from v backwards through views (Reshape, Flatten, Squeeze,
// Unsqueeze, Identity) and returns the tensor that v shows. stop ends the walk early;
// chain, if not nil, gets the view nodes passed, last one first.
func throughViews(v *onnxio.Value, stop func(*onnxio.Value) bool, chain *[]*onnxio.Node) *onnxio.Value {
	for v.Producer != nil && v.Index == 0 && memory.IsView(v.Producer) {
		if stop != nil && stop(v) {
			break
		}
		in := v.Producer.Input(0)
		if in == nil || in.Graph() != v.Graph() {
			break
		}
		if chain != nil {
			*chain = append(*chain, v.Producer)
		}
		v = in
	}
	return v
}

// base is throughViews to the end.
func base(v *onnxio.Value) *onnxio.Value { return throughViews(v, nil, nil) }
