package pass_test

import (
	"testing"

	"github.com/unswag/unswagc/pass"
)

// TestSchemaOfVerifications checks every outcome against docs/REPORT.md.
func TestSchemaOfVerifications(t *testing.T) {
	s := readSchema(t)
	if n := len(keys(s.paths, "verification.rounds[]")); n != 5 {
		t.Fatalf("docs/REPORT.md lists %d keys of a round", n)
	}
	for _, v := range []pass.ReportVerification{
		{},
		{Outcome: pass.VerificationNone, Reason: "-no-verify skips it"},
		{Outcome: pass.VerificationImpossible, Reason: "too large", Rounds: []pass.ReportRound{{Inputs: "random", LeftOut: "too large"}}},
		{Outcome: pass.Verified, Exceptions: []string{"a sentence"}, Rounds: []pass.ReportRound{
			{Inputs: "special values", Dims: map[string]int64{"batch": 37}, Tensors: 3, Bytes: 12},
			{Inputs: "random"},
		}},
	} {
		s.check(t, &pass.Report{Version: 1, Verification: v, Options: pass.ReportOptions{Policy: pass.Auto, Schedule: pass.ScheduleORT}})
	}
}
