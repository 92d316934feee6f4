package ops_test

import (
	"testing"

	"github.com/unswag/unswagc/runtime/tensor"
)

// TestMovement: what reshapes, copies and selects, by hand.
func TestMovement(t *testing.T) {
	x := floats([]int64{2, 3}, 1, 2, 3, 4, 5, 6)
	ints := func(v ...int64) *tensor.Tensor { return tensor.Of(v) }
	runCases(t, []nodeCase{
		{name: "Reshape 0 and -1", node: "y = Reshape(a, b)", in: []*tensor.Tensor{x, ints(0, 1, -1)}, want: []*tensor.Tensor{x.Reshaped(2, 1, 3)}},
		{name: "Reshape allowzero", node: "y = Reshape <allowzero = 1> (a, b)", in: []*tensor.Tensor{floats([]int64{0, 3}), ints(3, 0)}, want: []*tensor.Tensor{floats([]int64{3, 0})}},
		{name: "Reshape to another size", node: "y = Reshape(a, b)", in: []*tensor.Tensor{x, ints(4)}, err: "float[2,3] cannot take the shape [4]"},
		{name: "Reshape of opset 1", opset: 4, node: "y = Reshape <shape = [3, 2]> (a)", in: []*tensor.Tensor{x}, want: []*tensor.Tensor{x.Reshaped(3, 2)}},
		{name: "Flatten from the end", node: "y = Flatten <axis = -1> (a)", in: []*tensor.Tensor{x.Reshaped(1, 2, 3)}, want: []*tensor.Tensor{x}},
		{name: "Squeeze all", node: "y = Squeeze(a)", in: []*tensor.Tensor{x.Reshaped(1, 2, 1, 3)}, want: []*tensor.Tensor{x}},
		{name: "Squeeze a dim of 2", node: "y = Squeeze(a, b)", in: []*tensor.Tensor{x, ints(0)}, err: "dim 0 of float[2,3] is not 1"},
		{name: "Unsqueeze", node: "y = Unsqueeze(a, b)", in: []*tensor.Tensor{x, ints(-1, 0)}, want: []*tensor.Tensor{x.Reshaped(1, 2, 3, 1)}},
		{name: "Transpose", node: "y = Transpose(a)", in: []*tensor.Tensor{x}, want: []*tensor.Tensor{floats([]int64{3, 2}, 1, 4, 2, 5, 3, 6)}},
		{name: "Transpose by 3", node: "y = Transpose <perm = [2, 0, 1]> (a)", in: []*tensor.Tensor{x.Reshaped(1, 2, 3)}, want: []*tensor.Tensor{floats([]int64{3, 1, 2}, 1, 4, 2, 5, 3, 6)}},
		{name: "Expand", node: "y = Expand(a, b)", in: []*tensor.Tensor{floats([]int64{2, 1}, 1, 2), ints(2, 1, 3)}, want: []*tensor.Tensor{floats([]int64{2, 2, 3}, 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2)}},
		{name: "Concat", node: "y = Concat <axis = 1> (a, b)", in: []*tensor.Tensor{x, floats([]int64{2, 1}, 7, 8)}, want: []*tensor.Tensor{floats([]int64{2, 4}, 1, 2, 3, 7, 4, 5, 6, 8)}},
		{name: "ConcatTraining", node: "y, z = com.microsoft.ConcatTraining <axis = 1> (a, b)", in: []*tensor.Tensor{x, floats([]int64{2, 1}, 7, 8)}, want: []*tensor.Tensor{floats([]int64{2, 4}, 1, 2, 3, 7, 4, 5, 6, 8), ints(3, 1)}},
		{name: "SplitTraining", node: "y, z = com.microsoft.SplitTraining <axis = 1> (a, b)", in: []*tensor.Tensor{x, ints(1, 2)}, want: []*tensor.Tensor{floats([]int64{2, 1}, 1, 4), floats([]int64{2, 2}, 2, 3, 5, 6)}},
		{name: "Split by a wrong sum", node: "y, z = Split <axis = 1> (a, b)", types: "float y, float z", in: []*tensor.Tensor{x, ints(1, 1)}, err: "the parts [1 1] do not make up a dim of 3"},
		{name: "Slice backwards", node: "y = Slice(a, b, c, d, e)", in: []*tensor.Tensor{x, ints(-1), ints(-9), ints(1), ints(-2)}, want: []*tensor.Tensor{floats([]int64{2, 2}, 3, 1, 6, 4)}},
		{name: "SliceGrad", node: "y = com.microsoft.SliceGrad(a, b, c, d, e)", in: []*tensor.Tensor{floats([]int64{2, 1}, 7, 8), ints(2, 3), ints(1), ints(2), ints(1)}, want: []*tensor.Tensor{floats([]int64{2, 3}, 0, 7, 0, 0, 8, 0)}},
		{name: "Gather along axis 1", node: "y = Gather <axis = 1> (a, b)", in: []*tensor.Tensor{x, ints(-1, 0)}, want: []*tensor.Tensor{floats([]int64{2, 2}, 3, 1, 6, 4)}},
		{name: "Gather outside", node: "y = Gather(a, b)", in: []*tensor.Tensor{x, ints(2)}, err: "index 2 lies outside of a dim of 2"},
		{name: "GatherGrad adds", node: "y = com.microsoft.GatherGrad(a, b, c)", in: []*tensor.Tensor{ints(3, 2), ints(0, 0, 2), floats([]int64{3, 2}, 0, 1, 2, 3, 4, 5)}, want: []*tensor.Tensor{floats([]int64{3, 2}, 2, 4, 0, 0, 4, 5)}},
		{name: "BroadcastGradientArgs", node: "y, z = com.microsoft.BroadcastGradientArgs(a, b)", in: []*tensor.Tensor{ints(2, 1), ints(1, 3)}, want: []*tensor.Tensor{ints(1), ints(0)}},
		{name: "ScatterElements adds", opset: 18, node: `y = ScatterElements <reduction = "add"> (a, b, c)`, in: []*tensor.Tensor{floats([]int64{3}, 1, 2, 3), ints(1, 1), floats([]int64{2}, 10, 20)}, want: []*tensor.Tensor{floats([]int64{3}, 1, 32, 3)}},
		{name: "Shape of a part", node: "y = Shape <start = -1> (a)", in: []*tensor.Tensor{x}, want: []*tensor.Tensor{ints(3)}},
		{name: "Pad edge", node: `y = Pad <mode = "edge"> (a, b)`, in: []*tensor.Tensor{floats([]int64{2}, 1, 2), ints(1, 2)}, want: []*tensor.Tensor{floats([]int64{5}, 1, 1, 2, 2, 2)}},
		{name: "Pad takes away", node: "y = Pad(a, b)", in: []*tensor.Tensor{floats([]int64{3}, 1, 2, 3), ints(-1, 1)}, want: []*tensor.Tensor{floats([]int64{3}, 2, 3, 0)}},
	})
}

// TestLosses: losses of labels, their gradients, and Dropout without chance. The
// probabilities are 1/4 each, so that every number is exact or one rounding of ln 4.
func TestLosses(t *testing.T) {
	const ln4 = 1.3862943611198906
	x := floats([]int64{2, 4}, 0, 0, 0, 0, 0, 0, 0, 0)
	logs := floats([]int64{2, 4}, -ln4, -ln4, -ln4, -ln4, -ln4, -ln4, -ln4, -ln4)
	one, labels, ignored := tensor.Scalar(float32(1)), tensor.Of([]int64{0, 3}), tensor.Of([]int64{-1, -1})
	runCases(t, []nodeCase{
		{name: "mean", node: "y, z = SoftmaxCrossEntropyLoss(a, b)", in: []*tensor.Tensor{x, labels}, want: []*tensor.Tensor{tensor.Scalar(float32(ln4)), logs}},
		{name: "without log_prob", node: `y = SoftmaxCrossEntropyLoss <reduction = "sum"> (a, b)`, in: []*tensor.Tensor{x, labels}, want: []*tensor.Tensor{tensor.Scalar(float32(2 * ln4))}},
		{name: "none, weighted, one ignored", node: `y = SoftmaxCrossEntropyLoss <reduction = "none", ignore_index = 3> (a, b, c)`, in: []*tensor.Tensor{x, labels, floats([]int64{4}, 2, 1, 1, 1)}, want: []*tensor.Tensor{floats([]int64{2}, 2*ln4, 0)}},
		{name: "all ignored, as ONNX Runtime", node: "y = SoftmaxCrossEntropyLoss <ignore_index = -1> (a, b)", in: []*tensor.Tensor{x, ignored}, want: []*tensor.Tensor{tensor.Scalar(float32(0))}},
		{name: "a label too far", node: "y = SoftmaxCrossEntropyLoss(a, b)", in: []*tensor.Tensor{x, tensor.Of([]int64{0, 4})}, err: "label 4 is none of 4 classes"},
		{name: "NegativeLogLikelihoodLoss", node: "y = NegativeLogLikelihoodLoss(a, b)", in: []*tensor.Tensor{logs, labels}, want: []*tensor.Tensor{tensor.Scalar(float32(ln4))}},
		{name: "gradient, all ignored", node: "y = com.microsoft.SoftmaxCrossEntropyLossGrad <ignore_index = -1> (a, b, c)", in: []*tensor.Tensor{one, logs, ignored}, want: []*tensor.Tensor{x}},
		{name: "gradient of none, as ONNX Runtime", node: `y = com.microsoft.SoftmaxCrossEntropyLossGrad <reduction = "none", ignore_index = -1> (a, b, c, d)`,
			in:   []*tensor.Tensor{floats([]int64{2}, 1, 3), logs, tensor.Of([]int64{0, 2}), floats([]int64{4}, 0.5, 1, 2, 3)},
			want: []*tensor.Tensor{floats([]int64{2, 4}, -0.375, 0.125, 0.125, 0.125, 1.5, 1.5, -4.5, 1.5)}},
		{name: "Dropout outside of training", node: "y, z = Dropout(a)", in: []*tensor.Tensor{logs}, want: []*tensor.Tensor{logs, tensor.Of([]bool{true, true, true, true, true, true, true, true}, 2, 4)}},
		{name: "DropoutGrad", node: "y = com.microsoft.DropoutGrad(a, b)", in: []*tensor.Tensor{floats([]int64{4}, 1, 2, 3, 4), tensor.Of([]bool{true, false, true, true})}, want: []*tensor.Tensor{floats([]int64{4}, 2, 0, 6, 8)}},
		{name: "BitmaskDropoutGrad", node: "y = com.microsoft.BitmaskDropoutGrad(a, b)", in: []*tensor.Tensor{floats([]int64{4}, 1, 2, 3, 4), tensor.Of([]uint32{0b1101})}, want: []*tensor.Tensor{floats([]int64{4}, 2, 0, 6, 8)}},
		{name: "accumulate", node: "y, z = com.microsoft.InPlaceAccumulatorV2(a, b)", in: []*tensor.Tensor{floats([]int64{2}, 1, 2), floats([]int64{2}, 10, 20)}, want: []*tensor.Tensor{tensor.Of([]bool{true}), floats([]int64{2}, 11, 22)}},
		{name: "reset", node: "y, z = com.microsoft.InPlaceAccumulatorV2(a, b, c)", in: []*tensor.Tensor{floats([]int64{2}, 1, 2), floats([]int64{2}, 10, 20), tensor.Of([]bool{true})}, want: []*tensor.Tensor{tensor.Of([]bool{true}), floats([]int64{2}, 10, 20)}},
	})
}
