package memory

import (
	"context"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// TestPeakByHand holds one small graph per rule, with the peak counted by hand.
func TestPeakByHand(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"inputs are not counted", "in x:1000\nExp x -> y:8\nout y", "8"},
		{"outputs come before inputs go", "in x:9\nExp x -> a:8\nExp a -> b:8\nExp b -> c:8\nout c", "16"},
		{"a graph output stays", "in x:9\nExp x -> a:8\nExp a -> b:8\nExp b -> c:8\nout a c", "24"},
		{"an unread output is freed at once", "in x:9\nTopK x -> a:8 i:100\nExp a -> b:20\nout b", "108"},
		{"constants are not counted", "Constant -> k:1000\nExp k -> a:8\nout a", "8"},
		{"view of an input", "in x:1000\nReshape x -> v:1000\nExp v -> y:8\nout y", "8"},
		{"view keeps the buffer", "in x:9\nExp x -> a:8\nReshape a -> v:8\nExp x -> c:4\nAdd v c -> y:2\nout y", "14"},
		{"view of a view", "in x:9\nExp x -> a:8\nSqueeze a -> v:8\nFlatten v -> w:8\nIdentity w -> u:8\nExp u -> y:8\nout y", "16"},
		{"Relu in place", "in x:9\nExp x -> a:8\nRelu a -> y:8\nout y", "8"},
		{"Relu not in place: X is read later", "in x:9\nExp x -> a:8\nRelu a -> y:8\nMatMul a y -> z:1\nout z", "17"},
		{"Relu not in place: a view is read later", "in x:9\nExp x -> a:8\nReshape a -> v:8\nRelu a -> y:8\nMatMul v y -> z:1\nout z", "17"},
		{"Relu not in place: X is an input", "in x:8\nRelu x -> y:8\nout y", "8"},
		{"Relu not in place: X is an output", "in x:8\nExp x -> a:8\nRelu a -> y:8\nout y a", "16"},
		{"ReluGrad is not in place", "in x:9\nExp x -> d:8\nExp x -> y:8\nms.ReluGrad d y -> g:8\nout g", "24"},
		{"GradMask is in place", "in x:9\nExp x -> d:8\nExp x -> m:1\nus.UnSwagGradMask d m -> g:8\nout g", "9"},
		{"Pack's Y over V", "in x:9\nExp x -> v:8\nus.UnSwagPack v -> m:1 y:8\nMatMul m y -> z:1\nout z", "10"},
		{"Pack without Y", "in x:9\nExp x -> v:8\nus.UnSwagPack v -> m:1\nout m", "9"},
		{"Tie is its first input", "in x:9\nExp x -> a:8\nExp x -> m:1\nus.UnSwagTie a m -> b:8\nExp b -> c:8\nout c", "16"},
		{"accumulator version 1", "in b:100 g:9\nExp g -> d:8\nms.InPlaceAccumulator b d -> o:100\nout o", "8"},
		{"accumulator version 2", "in b:100 g:9 r:1\nExp g -> d:8\nms.InPlaceAccumulatorV2 b d r -> f:1 o:100\nout f o", "9"},
		{"Add overwrites nothing", "in x:9\nExp x -> a:8\nExp x -> b:8\nAdd a b -> c:8\nout c", "24"},
		{"Sum overwrites nothing", "in x:9\nExp x -> a:8\nExp x -> b:4\nSum a b -> c:8\nout c", "20"},
		{"Clip in place", "in x:9\nExp x -> a:8\nClip a -> c:8\nout c", "8"},
		{"in place needs equal bytes", "in x:9\nExp x -> a:8\nRelu a -> c:4\nout c", "12"},
		{"Shape does not hold data", "in x:9\nExp x -> a:100\nExp a -> b:8\nExp b -> c:100\nShape a -> s:8\nExp s -> d:8\nout c d", "116"},
		{"an omitted output costs nothing", "in x:9\nMaxPool x -> a:8 _\nExp a -> b:2\nout b", "10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := build(t, c.text)
			m := measure(t, New(g, noTypes(t), nil))
			if got := m.File.Peak.String(); got != c.want {
				t.Errorf("peak %s, by hand %s", got, c.want)
			}
		})
	}
}

// TestHeldByHand: held is what the backward pass takes over, whatever the order.
func TestHeldByHand(t *testing.T) {
	const net = `
in x:16 w1:64 w2:64
Gemm x w1 -> v1:100
Relu v1 -> y1:100
Gemm y1 w2 -> z:10
SoftmaxCrossEntropyLoss z -> loss:4 p:11
`
	for _, c := range []struct{ name, text, want string }{
		{"Y and the probabilities", net + `
ms.SoftmaxCrossEntropyLossGrad x p -> dz:10
Gemm dz y1 -> dw2:64
out loss dw2`, "115"},
		{"through a view made in the backward pass", net + `
ms.SoftmaxCrossEntropyLossGrad x p -> dz:10
Reshape y1 -> r:100
Gemm dz r -> dw2:64
out loss dw2`, "115"},
		{"a comparison for the backward pass does not count as forward", net + `
Greater v1 x -> c:25
ms.SoftmaxCrossEntropyLossGrad x p -> dz:10
Where c dz x -> dx:100
out loss dx`, "115"},
		{"Shape alone holds nothing", net + `
ms.SoftmaxCrossEntropyLossGrad x p -> dz:10
Shape y1 -> s:8
Reshape dz s -> dx:10
out loss dx`, "15"},
		{"a metric is forward", net + `
ArgMax z -> best:8
ms.SoftmaxCrossEntropyLossGrad x p -> dz:10
Gemm dz x -> dx:10
out loss dx best`, "23"},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := measure(t, flow(t, build(t, c.text), ""))
			if got := m.File.Held.String(); got != c.want || !m.File.Held.Equal(m.ORT.Held) {
				t.Errorf("held %s and %s, by hand %s", got, m.ORT.Held, c.want)
			}
		})
	}
}

// TestMeasureBodies: scratch is alive at its node, and nothing is overwritten there.
func TestMeasureBodies(t *testing.T) {
	g := build(t, "in x:9\nExp x -> d:8\nExp x -> m:1\nus.UnSwagGradMask d m -> g:8\nout g")
	body := func(n *onnxio.Node) (sym.Poly, bool) { return sym.Const(30), n.Domain == us }
	m, err := New(g, noTypes(t), nil).MeasureBodies(context.Background(), body)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.File.Peak.String(); got != "47" {
		t.Errorf("peak with bodies %s, by hand 8 + 1 + 8 + 30 = 47", got)
	}
}

// TestHugeSizes: sizes whose sum is no int64 neither wrap nor compare as small.
func TestHugeSizes(t *testing.T) {
	const half = "4611686018427387904"
	huge := measure(t, New(build(t, "in x:9\nExp x -> a:"+half+"\nExp a -> b:"+half+"\nExp b -> c:8\nout c"), noTypes(t), nil))
	small := measure(t, New(build(t, "in x:9\nExp x -> a:8\nout a"), noTypes(t), nil))
	if huge.AtMost(small) || !small.AtMost(huge) {
		t.Errorf("2^63 bytes came out as %s", huge.File.Peak)
	}
}
