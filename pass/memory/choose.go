package memory

import (
	"context"
	"slices"

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

// String returns "left", "early" or "late".
func (s Strategy) String() string { return [...]string{"left", "early", "late"}[max(0, min(s, 2))] }

// Candidate is a site that the choice may rewrite. A nil patch is not possible there.
type Candidate struct{ Early, Late *onnxio.Patch }

// Choice is the strategy of one candidate and why.
type Choice struct {
	Strategy Strategy
	Reason   string
}

// Reasons of choices.
const (
	reasonEarly   = "the mask replaces the activation between the forward and the backward pass"
	reasonInPlace = "the gradient then runs in place, where the peak lies"
	reasonLate    = "the peak lies in its backward pass"
	reasonNone    = "no rewrite is possible"
	reasonHeld    = "a mask would be held beside the activation, which is kept anyway"
	reasonNoPeak  = "the peak would stay the same"
	reasonOpen    = "a lower peak is not certain for every size of the dims that are open"
	reasonPromise = "it would raise the peak"
	reasonNothing = "no set of rewrites keeps every figure at or below the original's"
)

// Choose picks the set of the auto policy: every early patch that lowers held; then
// late patches where the running peak lies in their backward and no figure ends above
// the original; then drops every late patch without which all figures stay the same.
// Held, file-order peak and ORT-order peak of the result are each certainly at most
// the original's: patches that stand against that are left out.
//
// A late patch changes only what is alive around its own nodes. So the graph is
// measured without any and with all late patches, and from the maxima around each
// site follow the lowest peak that can be reached and the sites it takes: a handful of
// measurements, however many sites there are. Small graphs are searched further, trial
// by trial.
func (f *Flow) Choose(ctx context.Context, c []Candidate) ([]Choice, Memory, error) {
	ch := &chooser{f: f, ctx: ctx, cand: c, pick: make([]Strategy, len(c)), why: make([]string, len(c))}
	if err := ch.run(); err != nil {
		return nil, Memory{}, err
	}
	out := make([]Choice, len(c))
	for i := range c {
		out[i] = Choice{ch.pick[i], ch.why[i]}
	}
	return out, ch.figures, nil
}

// chooser is the state of one choice.
type chooser struct {
	f    *Flow
	ctx  context.Context
	cand []Candidate
	pick []Strategy
	why  []string
	// base is what lowers the bytes held.
	base []Strategy
	// u holds all patches; early and late are their numbers in it by site, or -1.
	u           *universe
	early, late []int32
	// samples are bindings of the symbols under which figures are compared as
	// numbers on the way; what is promised is checked symbolically at the end.
	samples [][]int64
	// original are the figures of the graph as it is, floor its sampled peaks.
	original, figures Memory
	floor             peaks
	heldFloor         int64
	last              *trial
}

func (c *chooser) run() error {
	c.number()
	for i, k := range c.cand {
		c.why[i] = reasonNoPeak
		if k.Early == nil && k.Late == nil {
			c.why[i] = reasonNone
		} else if k.Late == nil {
			c.why[i] = reasonHeld
		}
	}
	base, err := c.trial(c.pick)
	if err != nil {
		return err
	}
	c.original, c.floor, c.heldFloor = base.memory(), base.peaks(), base.held
	if err = c.chooseEarly(base.lives); err != nil {
		return err
	}
	c.base = slices.Clone(c.pick)
	if err = c.chooseLate(); err != nil {
		return err
	}
	if err = c.verify(); err != nil {
		return err
	}
	for i, why := range c.why {
		if why == reasonNoPeak && len(c.samples) > 0 {
			c.why[i] = reasonOpen
		}
	}
	return nil
}

// number numbers the patches of all candidates.
func (c *chooser) number() {
	var patches []*onnxio.Patch
	one := func(p *onnxio.Patch) int32 {
		if p == nil {
			return -1
		}
		patches = append(patches, p)
		return int32(len(patches) - 1)
	}
	for _, k := range c.cand {
		c.early = append(c.early, one(k.Early))
		c.late = append(c.late, one(k.Late))
	}
	c.u = c.f.universe(patches)
}

// patch returns the number of the patch of a strategy at site i, -1 if there is none.
func (c *chooser) patch(i int, s Strategy) int32 {
	switch s {
	case Early:
		return c.early[i]
	case Late:
		return c.late[i]
	}
	return -1
}

// program is the graph that a choice would make.
func (c *chooser) program(pick []Strategy) *program {
	var use []int32
	for i, s := range pick {
		if k := c.patch(i, s); k >= 0 {
			use = append(use, k)
		}
	}
	return c.u.program(use)
}

// verify checks the promise symbolically, and retreats until it holds: without the
// late patches, then without the nodes that lie above the original's peak, then
// without any.
func (c *chooser) verify() error {
	for step := 0; ; step++ {
		t, err := c.trial(c.pick)
		if err != nil {
			return err
		}
		c.figures = t.memory()
		if c.figures.AtMost(c.original) || !slices.ContainsFunc(c.pick, func(s Strategy) bool { return s != Left }) {
			break
		}
		late := c.drop(Late, reasonPromise)
		switch {
		case step < 8 && late == 0:
			if err := c.repair(); err != nil {
				return err
			}
		case late == 0:
			c.drop(Early, reasonNothing)
			c.drop(Late, reasonNothing)
		}
	}
	for i, s := range c.pick {
		switch {
		case s == Early && c.base[i] != Early:
			c.why[i] = reasonInPlace
		case s != Left && c.base[i] == s:
			c.why[i] = reasonEarly
		case s == Late:
			c.why[i] = reasonLate
		}
	}
	return nil
}

// drop leaves every site of strategy s, and returns how many there were.
func (c *chooser) drop(s Strategy, why string) int {
	n := 0
	for i := range c.pick {
		if c.pick[i] == s {
			c.pick[i], c.why[i] = Left, why
			n++
		}
	}
	return n
}

// repair leaves the early sites whose own nodes lie above the original's peak; if
// there are none, all of them.
func (c *chooser) repair() error {
	r, err := c.trial(c.pick)
	if err != nil {
		return err
	}
	n := 0
	for _, site := range c.above(r, c.floor) {
		if c.pick[site] != Left {
			c.pick[site], c.why[site] = Left, reasonPromise
			n++
		}
	}
	if n == 0 {
		c.drop(Early, reasonNothing)
	}
	return nil
}
