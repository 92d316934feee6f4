package shape

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ruleCase is one node, or a few: "body" over "inputs", and what its values must be.
type ruleCase struct{ name, inputs, initializers, body, want string }

func checkRules(t *testing.T, cases []ruleCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			m := parse(t, c.inputs, c.initializers, c.body)
			r := inferAll(t, m, nil)
			var names []string
			for line := range strings.Lines(c.want) {
				names = append(names, strings.Fields(line)[0])
			}
			got := strings.TrimSpace(typesOf(t, m, r, names...))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("types (-want +got):\n%s", diff)
			}
			if len(r.Unknown()) > 0 {
				t.Errorf("no rule for %v", r.Unknown())
			}
		})
	}
}

func TestArithmeticRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"bias", "float[N,8] a, float[8] b", "", "y = Add (a, b)", "y float[N, 8]"},
		{"one grows", "float[N,1,4] a, float[S,1] b", "", "y = Mul (a, b)", "y float[N, S, 4]"},
		{"a number wins over a symbol", "float[N] a, float[32] b", "", "y = Sub (a, b)", "y float[32]"},
		{"two symbols prove nothing", "float[N] a, float[M] b", "", "y = Add (a, b)\nz = Relu (a)", "y float[?1]\nz float[N]"},
		{"compare", "float[N,8] a, float b", "", "y = Greater (a, b)", "y bool[N, 8]"},
		{"where", "bool[N,1] c, float16[8] a, float16 b", "", "y = Where (c, a, b)", "y float16[N, 8]"},
		{"sum of three", "float[8] a, float[N,8] b, float[1] c", "", "y = Sum (a, b, c)", "y float[N, 8]"},
		{"unranked", "float[N] a, float[] u", "", "y = Add (a, u)", "y float[...]"},
	})
}

func TestGemmRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"gemm", "float[N,K] a, float[784,10] b", "", "y = Gemm (a, b)", "y float[N, 10]\na float[N, 784]"},
		{"gemm transposed", "float[K,N] a, float[10,K] b", "", "y = Gemm <transA: int = 1, transB: int = 1> (a, b)", "y float[N, 10]"},
		{"matmul of batches", "float[B,S,16] a, float[16,4] b", "", "y = MatMul (a, b)", "y float[B, S, 4]"},
		{"matmul of vectors", "float[4] a, float[4] b", "", "y = MatMul (a, b)", "y float[]"},
		{"vector times matrices", "float[4] a, float[B,4,5] b", "", "y = MatMul (a, b)", "y float[B, 5]"},
		{"fused matmul", "float[B,S,4] a, float[16,4] b", "",
			"y = com.microsoft.FusedMatMul <transB: int = 1> (a, b)", "y float[B, S, 16]"},
		{"batch dim in front of the rows", "float[S,B,4] a, float[B,4,7] b", "",
			"y = com.microsoft.FusedMatMul <transBatchA: int = 1> (a, b)", "y float[B, S, 7]"},
	})
}

func TestConvAndPoolRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"conv", "float[N,3,224,224] x, float[64,3,7,7] w", "",
			"y = Conv <pads: ints = [3,3,3,3], strides: ints = [2,2]> (x, w)", "y float[N, 64, 112, 112]"},
		{"conv symbolic", "float[N,3,H,W] x, float[8,3,3,3] w", "",
			"y = Conv <strides: ints = [2,1]> (x, w)", "y float[N, 8, ceil((H - 2)/2), W - 2]"},
		{"grouped and dilated", "float[N,C,20] x, float[8,2,3] w", "",
			"y = Conv <group: int = 4, dilations: ints = [2]> (x, w)", "y float[N, 8, 16]\nx float[N, 8, 20]"},
		{"same", "float[N,3,15] x, float[8,3,3] w", "",
			`y = Conv <auto_pad = "SAME_UPPER", strides: ints = [2]> (x, w)`, "y float[N, 8, 8]"},
		{"transposed", "float[N,8,5] x, float[8,2,3] w", "",
			"y = ConvTranspose <strides: ints = [2], pads: ints = [1,1], output_padding: ints = [1]> (x, w)",
			"y float[N, 2, 10]"},
		{"gradients", "float[N,8,6,6] dy, float[N,3,8,8] x, float[8,3,3,3] w", "",
			"dx, dw, db = com.microsoft.ConvGrad (dy, x, w)",
			"dx float[N, 3, 8, 8]\ndw float[8, 3, 3, 3]\ndb float[8]"},
		{"max pool", "float[N,6,28,28] x", "", "y, i = MaxPool <kernel_shape: ints = [2,2], strides: ints = [2,2]> (x)\ndx = MaxPoolGrad (y, i)",
			"y float[N, 6, 14, 14]\ni int64[N, 6, 14, 14]\ndx float[N, 6, 28, 28]"},
		{"ceil mode", "float[N,6,6] x", "",
			"y = MaxPool <kernel_shape: ints = [3], strides: ints = [2], ceil_mode: int = 1> (x)", "y float[N, 6, 3]"},
		{"no window starts in the end padding", "float[N,6,4] x", "",
			"y = AveragePool <kernel_shape: ints = [1], strides: ints = [2], pads: ints = [0,1], ceil_mode: int = 1> (x)",
			"y float[N, 6, 2]"},
		{"global", "float[N,6,H,W] x", "", "y = GlobalAveragePool (x)", "y float[N, 6, 1, 1]"},
		{"gradient of stride 1", "float[N,6,1,1] dy", "",
			"dx = AveragePoolGrad <kernel_shape: ints = [7,7], pads: ints = [0,0,1,1], strides: ints = [1,1]> (dy)",
			"dx float[N, 6, 6, 6]"},
		{"gradient of a greater stride", "float[N,6,9] dy", "",
			"dx = AveragePoolGrad <kernel_shape: ints = [2], strides: ints = [2]> (dy)", "dx float[N, 6, ?1]"},
	})
}

func TestNormAndReduceRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"batch norm", "float[N,8,H] x, float[8] s, float[8] b, float[8] m, float[8] v", "",
			"y, rm, rv, sm, si = com.microsoft.BatchNormInternal (x, s, b, m, v)\ndx, ds, db = com.microsoft.BatchNormalizationGrad (y, x, s, sm, si)",
			"y float[N, 8, H]\nrv float[8]\nsi float[8]\ndx float[N, 8, H]\nds float[8]\ndb float[8]"},
		{"layer norm", "float16[B,S,16] x, float16[16] s", "",
			"y, m, i = LayerNormalization (x, s)", "y float16[B, S, 16]\nm float[B, S, 1]\ni float[B, S, 1]"},
		{"reduce by input", "float[B,S,16] x", "int64[2] axes = {0, 1}",
			"y = ReduceSum <keepdims: int = 0> (x, axes)\nz = ReduceSum (x, axes)", "y float[16]\nz float[1, 1, 16]"},
		{"reduce all", "float[B,S] x", "", "y = ReduceMean <keepdims: int = 0> (x)", "y float[]"},
		{"no axes, no reduction", "float[B,S] x", "",
			"y = ReduceSum <noop_with_empty_axes: int = 1> (x)", "y float[B, S]"},
		{"unknown axes", "float[B,S] x, int64[1] a", "", "y = ReduceSum (x, a)\nz = ReduceSum <keepdims: int = 0> (x, a)",
			"y float[?1, ?2]\nz float[...]"},
		{"arg max", "float[B,S] x", "", "y = ArgMax <axis: int = -1, keepdims: int = 0> (x)", "y int64[B]"},
	})
}

func TestLossAndTrainingRules(t *testing.T) {
	checkRules(t, []ruleCase{
		{"loss", "float[N,10] x, int64[L] labels, float d", "",
			"loss, p = SoftmaxCrossEntropyLoss (x, labels)\ndx = com.microsoft.SoftmaxCrossEntropyLossGrad (d, p, labels)",
			"loss float[]\np float[N, 10]\ndx float[N, 10]\nlabels int64[N]"},
		{"loss per label", "float[N,10,S] x, int64[N,S] labels", "",
			`loss = SoftmaxCrossEntropyLoss <reduction = "none"> (x, labels)`, "loss float[N, S]"},
		{"log probabilities alone", "float[N,10] x, int64[N] labels", "",
			"p = SoftmaxCrossEntropyLoss (x, labels)\ndx = com.microsoft.SoftmaxCrossEntropyLossGrad (p, labels)",
			"p float[N, 10]\ndx float[N, 10]"},
		{"relu grad unifies", "float[N,8] dy, float[M,8] x", "", "dx = com.microsoft.ReluGrad (dy, x)",
			"dx float[N, 8]\nx float[N, 8]"},
		{"dropout", "float16[N,8] x", "", "y, m = Dropout (x)\ndx = com.microsoft.DropoutGrad (y, m)",
			"y float16[N, 8]\nm bool[N, 8]\ndx float16[N, 8]"},
		{"bit mask", "float[N,10] x", "", "y, m = com.microsoft.BitmaskDropout (x)",
			"y float[N, 10]\nm uint32[ceil(10*N/32)]"},
		{"accumulator", "float[8] b, float[8] g, bool[1] r", "",
			"y = com.microsoft.InPlaceAccumulatorV2 (b, g, r)\nz = com.microsoft.InPlaceAccumulator (b, g)",
			"y bool[1]\nz float[8]"},
		{"yield", "float[N,8] a, float[N] b", "",
			"da = com.microsoft.YieldOp <non_differentiable_outputs: ints = [0]> (a, b)", "da float[N]"},
		{"unswag", "bfloat16[N,64] x, float s", "",
			"m, y = ai.unswag.UnSwagPack (x)\nn, _u = ai.unswag.UnSwagPack_not_le0 (s)\nt = ai.unswag.UnSwagTie (y, m)\nd = ai.unswag.UnSwagGradMask (t, m)",
			"m uint32[2*N]\ny bfloat16[N, 64]\nn uint32[1]\nd bfloat16[N, 64]"},
		{"the other domain's name", "float[N,8] dy, float[N,8] x", "", "dx = ReluGrad (dy, x)", "dx float[N, 8]"},
	})
}
