package pass

// Outcomes of a verification.
const (
	// Verified: the result computed the same bytes as the original in every round that
	// was run, but for the exceptions.
	Verified = "verified"
	// VerificationImpossible: no round could be run.
	VerificationImpossible = "impossible"
	// VerificationNone: no comparison was made.
	VerificationNone = "none"
)

// ReportVerification tells whether the result was compared with the original. One that
// differs is an error and has no report.
type ReportVerification struct {
	Outcome    string        `json:"outcome"`
	Reason     string        `json:"reason"` // why not; "" where it was
	Rounds     []ReportRound `json:"rounds"`
	Exceptions []string      `json:"exceptions"` // sentences of differences that are allowed
}

// ReportRound is one comparison over one set of inputs.
type ReportRound struct {
	Inputs  string           `json:"inputs"` // random, special values
	Dims    map[string]int64 `json:"dims"`   // sizes of the symbolic dims
	Tensors int              `json:"tensors"`
	Bytes   int64            `json:"bytes"`
	LeftOut string           `json:"left_out"` // why it was not run; "": it was
}

// filled returns v with empty lists instead of nil, and with an outcome.
func (v ReportVerification) filled() ReportVerification {
	if v.Outcome == "" {
		v.Outcome, v.Reason = VerificationNone, "the passes make no comparison"
	}
	rounds := make([]ReportRound, len(v.Rounds))
	for i, r := range v.Rounds {
		if r.Dims == nil {
			r.Dims = map[string]int64{}
		}
		rounds[i] = r
	}
	v.Rounds, v.Exceptions = rounds, notNil(v.Exceptions)
	return v
}
