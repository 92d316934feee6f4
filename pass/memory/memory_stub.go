// Package memory computes when tensors are alive: which value aliases which, in
// which order an engine runs the nodes, how many bytes are held between the forward
// and the backward pass, and where the peak is. It chooses the rewrites that lower
// these figures. It imports onnxio, pass/sym and pass/shape.
package memory

import (
	"context"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/pass/sym"
)

// Boundary is where the forward pass ends and the backward pass starts.
type Boundary struct {
	// Values are the boundary's values (loss and what the loss gradient reads, or
	// YieldOp's inputs).
	Values []*onnxio.Value
	// Reason names what was found: "YieldOp", "-loss", "loss gradient nodes",
	// "first scalar float output".
	Reason string
	// Forward holds for each node position of the main graph whether the node
	// belongs to the forward pass: ancestors of the boundary, and any other node
	// that depends on no gradient. All others are backward.
	Forward []bool
}

// ErrNoLoss says that no boundary was found; its text tells to give -loss NAME.
type ErrNoLoss struct{}

func (ErrNoLoss) Error() string { return "no loss found, give -loss NAME" }

// FindBoundary finds the boundary; loss is the name given by -loss, or "".
func FindBoundary(g *onnxio.Graph, sh *shape.Result, loss string) (*Boundary, error) {
	return nil, ErrNoLoss{}
}

// ReadsData reports whether input i of n is read as data: not by Shape and Size, and
// not ConvGrad's X where its dW output is absent, and so on.
func ReadsData(n *onnxio.Node, i int) bool { return true }

// IsView reports whether output 0 of n is a view of input 0 (Reshape, Flatten,
// Squeeze, Unsqueeze, Identity).
func IsView(n *onnxio.Node) bool { return false }

// Bytes is a symbolic maximum: the largest of Terms, none of which is certainly at
// most another. One term where all dims are bound.
type Bytes struct{ Terms []sym.Poly }

// String prints one term, or "max(a, b)".
func (b Bytes) String() string { return "" }

// AtMost reports whether b <= c is certain: every term of b is certainly at most some
// term of c.
func (b Bytes) AtMost(c Bytes) bool { return false }

// Figures are the bytes along one order.
type Figures struct{ Held, Peak Bytes }

// Memory is the figures along both orders.
type Memory struct{ File, ORT Figures }

// Flow is the dataflow of a main graph as arrays. It never changes the graph.
type Flow struct{ stub int }

// New builds the flow of g.
func New(g *onnxio.Graph, sh *shape.Result, b *Boundary) *Flow { return &Flow{} }

// Measure returns the figures of the graph as the patches would leave it; none: as
// it is.
func (f *Flow) Measure(ctx context.Context, patches ...*onnxio.Patch) (Memory, error) {
	return Memory{}, nil
}

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
