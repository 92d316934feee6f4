package memory

import (
	"context"

	"github.com/unswag/unswagc/onnxio"
)

// Strategy says what is done with a site.
type Strategy int

// Strategies.
const (
	Left Strategy = iota
	Early
	Late
)

// Candidate is a site that the choice may rewrite. A nil patch is not possible there.
type Candidate struct{ Early, Late *onnxio.Patch }

// Choice is the strategy of one candidate and why.
type Choice struct {
	Strategy Strategy
	Reason   string
}

// Choose picks the set of DESIGN's auto policy: every early patch that lowers held;
// then, from the loss backwards, late patches while the running peak lies in their
// backward and no figure ends above the original; then drops every late patch without
// which all figures stay the same. Held, file-order peak and ORT-order peak of the
// result are each at most the original's.
func (f *Flow) Choose(ctx context.Context, c []Candidate) ([]Choice, Memory, error) {
	return nil, Memory{}, nil
}
