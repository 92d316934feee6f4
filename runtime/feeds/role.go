package feeds

import "github.com/unswag/unswagc/onnxio"

// role is what the readers of an input ask of its elements.
type role struct {
	// positive: a variance. buffer: gradients are added to it.
	positive, buffer bool
	// limits are dims that an index has to stay below.
	limits []limit
}

type limit struct {
	of   *onnxio.Value
	axis int
}

// depth is through how many views an input is followed.
const depth = 8

// roleOf looks at the readers of v, and of its views.
func roleOf(v *onnxio.Value) role {
	var r role
	r.look(v, depth)
	return r
}

func (r *role) look(v *onnxio.Value, left int) {
	if v == nil || left == 0 {
		return
	}
	for _, u := range v.Uses() {
		n, i := u.Node, int(u.Index)
		switch n.OpType {
		case "BatchNormalization", "BatchNormInternal":
			r.positive = r.positive || i == 4
		case "InPlaceAccumulatorV2", "InPlaceAccumulator":
			r.buffer = r.buffer || i == 0
		case "SoftmaxCrossEntropyLoss", "NegativeLogLikelihoodLoss":
			r.below(n, i == 1, 1)
		case "SoftmaxCrossEntropyLossGrad", "SoftmaxCrossEntropyLossInternalGrad":
			r.below2(n.Input(1), i == 2, 1)
		case "SoftmaxCrossEntropyLossInternal":
			r.below(n, i == 1, 1)
		case "Gather", "GatherElements":
			r.below(n, i == 1, axisOf(n))
		case "Cast", "Identity", "Reshape", "Squeeze", "Unsqueeze", "Flatten", "Transpose":
			if i == 0 {
				r.look(n.Output(0), left-1)
			}
		}
	}
}

// below limits by a dim of input 0.
func (r *role) below(n *onnxio.Node, is bool, axis int) { r.below2(n.Input(0), is, axis) }

func (r *role) below2(of *onnxio.Value, is bool, axis int) {
	if is && of != nil {
		r.limits = append(r.limits, limit{of, axis})
	}
}

func axisOf(n *onnxio.Node) int {
	if a := n.Attr("axis"); a != nil {
		return int(a.Int())
	}
	return 0
}
