package memory

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestFindBoundary: the rules in their order of precedence; f and b per node.
func TestFindBoundary(t *testing.T) {
	const loss = "in x:8 w:8 l:8 one:4\nGemm x w -> z:8\nSoftmaxCrossEntropyLoss z l -> loss:4 p:8\n"
	for _, c := range []struct{ name, text, loss, reason, values, forward string }{
		{"yield", "in x:8 w:8\nGemm x w -> z:8\nms.YieldOp z -> dz:8\nGemm dz x -> dw:8\nout dw", "",
			"YieldOp", "z", "fbb"},
		{"loss gradient", loss + "ms.SoftmaxCrossEntropyLossGrad one p l -> dz:8\nGemm dz x -> dw:8\nout loss dw", "",
			"loss gradient nodes", "one p l loss", "ffbb"},
		{"internal loss gradient", "in x:8 one:4\nExp x -> z:8\nms.SoftmaxCrossEntropyLossInternal z -> loss:4 p:8\nms.SoftmaxCrossEntropyLossInternalGrad one p -> dz:8\nout loss dz", "",
			"loss gradient nodes", "one p loss", "ffb"},
		{"-loss wins over loss gradients", loss + "Neg loss -> n:4\nms.SoftmaxCrossEntropyLossGrad one p l -> dz:8\nout n dz", "n",
			"-loss", "n", "fffb"},
		{"a bare loss: everything else is backward", "in x:8 w:8\nGemm x w -> z:8\nMul z z -> s:8\nShape s -> h:8\nExpand h x -> ds:8\nMul ds z -> dz:8\nReduceSum s -> loss:4\nout loss dz", "loss",
			"-loss", "loss", "ffbbbf"},
		{"what only serves the backward pass", loss + "Reshape z -> r:8\nms.SoftmaxCrossEntropyLossGrad one p l -> dz:8\nGemm dz r -> dw:8\nout loss dw", "",
			"loss gradient nodes", "one p l loss", "ffbbb"},
		{"a metric", loss + "ArgMax z -> m:8\nms.SoftmaxCrossEntropyLossGrad one p l -> dz:8\nout loss dz m", "",
			"loss gradient nodes", "one p l loss", "fffb"},
		{"a metric that the backward pass reads too", loss + "Exp z -> e:8\nArgMax e -> m:8\nms.SoftmaxCrossEntropyLossGrad one p l -> dz:8\nMul dz e -> q:8\nout loss q m", "",
			"loss gradient nodes", "one p l loss", "ffffbb"},
		{"nodes out of order", "in x:8 one:4\nms.MSELossGrad one z x -> dz:8\nExp x -> z:8\nMSELoss z x -> loss:4\nout loss dz", "",
			"loss gradient nodes", "one z x loss", "bff"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := FindBoundary(build(t, c.text), noTypes(t), c.loss)
			if err != nil {
				t.Fatal(err)
			}
			got := []string{b.Reason, "", ""}
			for _, v := range b.Values {
				got[1] += " " + v.Name
			}
			for _, f := range b.Forward {
				got[2] += map[bool]string{true: "f", false: "b"}[f]
			}
			got[1] = strings.TrimSpace(got[1])
			if d := cmp.Diff([]string{c.reason, c.values, c.forward}, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestNoBoundary: no loss, and a name that is not there.
func TestNoBoundary(t *testing.T) {
	g := build(t, "in x:8\nRelu x -> y:8\nout y")
	if _, err := FindBoundary(g, noTypes(t), ""); !errors.As(err, &ErrNoLoss{}) {
		t.Errorf("error %v, want ErrNoLoss", err)
	}
	if _, err := FindBoundary(g, noTypes(t), "nope"); err == nil || !strings.Contains(err.Error(), "nope") {
		t.Errorf("error %v does not name the missing value", err)
	}
}
