package pass

import (
	"fmt"
	"slices"

	"github.com/unswag/unswagc/pass/memory"
)

// choose fills every site's Choice and the predicted memory.
func choose(c *Context) error {
	reasons, err := c.excluded()
	if err != nil {
		return err
	}
	if c.Options.Policy == Always {
		err = chooseAlways(c, reasons)
	} else {
		err = chooseAuto(c, reasons)
	}
	for _, s := range c.Sites {
		s.After = s.Before
		if s.Choice.Strategy == memory.Early {
			s.After = maskBytes(c, s.stash)
			if !s.Dies {
				s.After = s.Before.Add(s.After)
			}
		}
	}
	return err
}

// excluded returns, per site, why the options or the graph leave it alone; "" where
// they do not.
func (c *Context) excluded() ([]string, error) {
	out := make([]string, len(c.Sites))
	done := c.packs()
	predicate, combine := c.variants()
	for i, s := range c.Sites {
		switch {
		case c.NoLoss != "":
			out[i] = c.NoLoss
		case len(c.Options.Only) > 0 && !slices.Contains(c.Options.Only, s.Producer):
			out[i] = "its producer is " + s.Producer + ", which -only leaves out"
		case done > 0 && c.Options.Policy == Auto:
			out[i] = "the graph was rewritten before, and auto does not choose twice"
		case s.needsOther(predicate, combine):
			out[i] = "the graph was rewritten before with another predicate or combine"
		}
	}
	return out, c.Err()
}

// packs counts the masks that the graph makes already.
func (c *Context) packs() int {
	k := 0
	for _, n := range c.Model.Graph.Nodes() {
		if isPack(n) {
			k++
		}
	}
	return k
}

// variants tells, of the plainly named ops that the graph calls already, what they
// do; "" where it calls none.
func (c *Context) variants() (predicate, combine string) {
	for _, n := range c.Model.Graph.Nodes() {
		switch {
		case n.Is(Domain, OpPack):
			predicate = attrOr(n, "predicate", predGt0)
		case n.Is(Domain, OpGradMask):
			combine = attrOr(n, "combine", combSelect)
		}
	}
	return predicate, combine
}

// needsOther reports whether the site needs a name that the graph uses for another
// meaning.
func (s *Site) needsOther(predicate, combine string) bool {
	if predicate != "" && predicate != s.Gradients[0].Predicate {
		return true
	}
	return combine != "" && slices.ContainsFunc(s.Gradients, func(g *Gradient) bool { return g.Combine != combine })
}

// limit returns how many more sites may be rewritten, -1 for any number. Masks that
// the graph has already count.
func (c *Context) limit() int {
	if c.Options.MaxRewrites == 0 {
		return -1
	}
	return max(0, c.Options.MaxRewrites-c.packs())
}

func overLimit(c *Context) string {
	return fmt.Sprintf("the limit of %d rewrites is reached", c.Options.MaxRewrites)
}

// chooseAlways takes every legal site, with the mask made in the forward pass.
func chooseAlways(c *Context, reasons []string) error {
	left := c.limit()
	for i, s := range c.Sites {
		switch {
		case reasons[i] != "":
			s.Choice.Reason = reasons[i]
		case s.Early == nil:
			s.Choice.Reason = s.EarlyReason
		case left == 0:
			s.Choice.Reason = overLimit(c)
		default:
			left--
			s.Choice = memory.Choice{Strategy: memory.Early, Reason: "-policy always"}
		}
	}
	var err error
	c.After, err = c.Flow.Measure(c, chosen(c)...)
	return err
}

// chooseAuto lets the memory analysis choose the set. Where the set is over the limit
// its first sites are offered again, alone: a part of a set need not keep its promise.
func chooseAuto(c *Context, reasons []string) error {
	for {
		cands := make([]memory.Candidate, len(c.Sites))
		for i, s := range c.Sites {
			if reasons[i] != "" {
				continue
			}
			cands[i].Late = s.Late
			if s.Dies {
				cands[i].Early = s.Early
			}
		}
		choices, after, err := c.Flow.Choose(c, cands)
		if err != nil {
			return err
		}
		if trim(c, choices, reasons) {
			continue
		}
		c.After = after
		for i, s := range c.Sites {
			s.Choice = choices[i]
			if s.Choice.Strategy == memory.Left {
				s.Choice.Reason = leftReason(s, reasons[i], choices[i].Reason)
			}
		}
		return nil
	}
}

// trim excludes what goes over the limit and reports whether there was anything.
func trim(c *Context, choices []memory.Choice, reasons []string) bool {
	left, over := c.limit(), false
	if left < 0 {
		return false
	}
	for i := range choices {
		if choices[i].Strategy == memory.Left {
			continue
		}
		if left == 0 {
			reasons[i], over = overLimit(c), true
			continue
		}
		left--
	}
	return over
}

func leftReason(s *Site, excluded, chosen string) string {
	switch {
	case excluded != "":
		return excluded
	case s.Dies && s.Early == nil:
		return s.EarlyReason
	case !s.Dies && s.Late == nil:
		return s.LateReason
	case chosen == "":
		return "it lowers neither held bytes nor peak"
	}
	return chosen
}
