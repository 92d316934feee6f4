package memory

import "slices"

// search improves the late sites of a small graph by measuring: every combination of
// few sites, otherwise each site in turn, from the loss backwards, added where that
// lowers a figure and left where no figure needs it. base is the choice without late
// sites.
func (c *chooser) search(base []Strategy, sites []int) error {
	work := len(c.f.a.nodes) + 8*len(c.cand)
	if len(sites) <= exhaustiveLate && work<<len(sites) <= smallWork {
		return c.combinations(base, sites)
	}
	if len(sites) <= smallTrials && work*2*len(sites) <= smallWork {
		return c.oneByOne(sites)
	}
	return nil
}

// score is what a choice is judged by: see better.
type score struct {
	p     peaks
	late  int
	legal bool
}

func (c *chooser) score(pick []Strategy) (score, error) {
	t, err := c.trial(pick)
	if err != nil {
		return score{}, err
	}
	s := score{p: t.peaks()}
	s.legal, _ = s.p.atMost(c.floor)
	for _, x := range pick {
		if x == Late {
			s.late++
		}
	}
	return s, nil
}

// better reports whether a is to be preferred to b: it keeps the promise, has the
// lower ONNX Runtime peak, the lower file peak, or fewer late sites, in this order.
func better(a, b score) bool {
	if a.legal != b.legal {
		return a.legal
	}
	for _, o := range []int{1, 0} {
		if d := slices.Compare(a.p[o], b.p[o]); d != 0 {
			return d < 0
		}
	}
	return a.late < b.late
}

// combinations tries every set of the sites.
func (c *chooser) combinations(base []Strategy, sites []int) error {
	best, err := c.score(c.pick)
	if err != nil {
		return err
	}
	for set := range 1 << len(sites) {
		pick := slices.Clone(base)
		for k, i := range sites {
			if set>>k&1 == 1 {
				pick[i] = Late
			}
		}
		s, err := c.score(pick)
		if err != nil {
			return err
		}
		if better(s, best) {
			c.pick, best = pick, s
		}
	}
	return nil
}

// oneByOne tries each site in turn, those near the loss first.
func (c *chooser) oneByOne(sites []int) error {
	best, err := c.score(c.pick)
	if err != nil {
		return err
	}
	for k := len(sites) - 1; k >= 0; k-- {
		pick := slices.Clone(c.pick)
		switch i := sites[k]; pick[i] {
		case Late:
			pick[i] = Left
		default:
			pick[i] = Late
		}
		s, err := c.score(pick)
		if err != nil {
			return err
		}
		if better(s, best) {
			c.pick, best = pick, s
		}
	}
	return nil
}
