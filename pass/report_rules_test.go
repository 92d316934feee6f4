package pass_test

import (
	"context"
	"strings"
	"testing"

	"github.com/unswag/unswagc/pass"
)

// ruleGraph is a step whose last lines are the test's.
func ruleGraph(inputs, lines string) string {
	return `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1]>
step (float[4,16] x, int64[4] labels, float[16,32] w0, float[32,8] w1` + inputs + `) => (float loss, float[16,32] dw0, extra)
<float one = {1.0}, float zero = {0.0}, float16 zero16 = {0}>
{
   z = Gemm (x, w0)
   y = Relu (z)
   q = Gemm (y, w1)
   loss, logp = SoftmaxCrossEntropyLoss (q, labels)
   dq = com.microsoft.SoftmaxCrossEntropyLossGrad (one, logp, labels)
   dy = Gemm <transB: int = 1> (dq, w1)
   dz = com.microsoft.ReluGrad (dy, y)
   dw0 = Gemm <transA: int = 1> (x, dz)
` + lines + "}\n"
}

// ruleGraphs shows, by rule, a graph with a candidate that it rejects.
var ruleGraphs = map[string]string{
	"element-type": ruleGraph(", float16[4,32] k", `   ky = Relu (k)
   c = Greater (ky, zero16)
   extra = Where (c, dy, zero)
`),
	"mixed-predicate": ruleGraph("", `   c = LessOrEqual (y, zero)
   extra = Where (c, zero, dy)
`),
	// A late site keeps its Relu: the second run finds it.
	"rewritten": ruleGraph("", `   extra = Gemm <transA: int = 1> (y, dq)
`),
	"forward": strings.Replace(ruleGraph("", `   extra = Identity (dz)
`), "q = Gemm (y, w1)", `c = Greater (y, zero)
   r = Where (c, z, zero)
   q = Gemm (r, w1)`, 1),
}

// rulesShown returns the rules that the report of the graph names.
func rulesShown(t *testing.T, s schema, text string) map[string]bool {
	t.Helper()
	m, shown := parse(t, text), map[string]bool{}
	for range 2 {
		r, err := pass.Run(context.Background(), m, pass.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.check(t, r)
		for _, x := range r.Skipped {
			shown[x.Rule] = true
		}
	}
	return shown
}

// TestRulesThatNoGoldenShows completes TestSchemaIsWhatGoldensGive.
func TestRulesThatNoGoldenShows(t *testing.T) {
	s := readSchema(t)
	for rule, text := range ruleGraphs {
		if shown := rulesShown(t, s, text); !shown[rule] {
			t.Errorf("the graph for %s shows %v", rule, shown)
		}
	}
}
