package memory

import "slices"

// search improves the choice in a small graph by measuring. The sites of base stay
// what they are: they lower what is held. The others may be left, late, or early with a
// mask that is held beside the activation, which pays where the gradient can then run
// in place: every combination is tried if there are few, otherwise each site in turn,
// those near the loss first.
func (c *chooser) search(base []Strategy) error {
	var sites []int
	combinations := 1
	for i, k := range c.cand {
		if base[i] != Left || k.Early == nil && k.Late == nil {
			continue
		}
		sites = append(sites, i)
		combinations = min(combinations*len(c.options(i)), maxCombinations+1)
	}
	work := len(c.f.a.nodes) + 8*len(c.cand)
	switch {
	case combinations <= maxCombinations && work*combinations <= maxWork:
		return c.combinations(base, sites)
	case len(sites) <= maxTrials && work*4*len(sites) <= maxWork:
		return c.oneByOne(sites)
	}
	return nil
}

const (
	// maxCombinations is up to how many assignments are all tried: eight sites of which
	// each can be left, early or late.
	maxCombinations = 6561
	// maxTrials is up to how many sites are tried one by one.
	maxTrials = 64
	// maxWork bounds nodes x measurements: half a second.
	maxWork = 4_000_000
)

// options lists the strategies that are possible for a site.
func (c *chooser) options(i int) []Strategy {
	o := []Strategy{Left}
	if c.cand[i].Late != nil {
		o = append(o, Late)
	}
	if c.cand[i].Early != nil {
		o = append(o, Early)
	}
	return o
}

// score is what a choice is judged by: see better.
type score struct {
	p     peaks
	held  int64
	sites int
	legal bool
}

func (c *chooser) score(pick []Strategy) (score, error) {
	t, err := c.trial(pick)
	if err != nil {
		return score{}, err
	}
	s := score{p: t.peaks(), held: t.held}
	s.legal, _ = s.p.atMost(c.floor)
	s.legal = s.legal && t.held <= c.heldFloor
	for _, x := range pick {
		if x != Left {
			s.sites++
		}
	}
	return s, nil
}

// better reports whether a is to be preferred to b: it keeps the promise, has the
// lower ONNX Runtime peak, the lower file peak, holds less, or takes fewer sites, in
// this order.
func better(a, b score) bool {
	if a.legal != b.legal {
		return a.legal
	}
	for _, o := range []int{1, 0} {
		if d := slices.Compare(a.p[o], b.p[o]); d != 0 {
			return d < 0
		}
	}
	if a.held != b.held {
		return a.held < b.held
	}
	return a.sites < b.sites
}

// combinations tries every assignment of strategies to the sites.
func (c *chooser) combinations(base []Strategy, sites []int) error {
	best, err := c.score(c.pick)
	if err != nil {
		return err
	}
	digit := make([]int, len(sites))
	pick := slices.Clone(base)
	for k := 0; k < len(sites); {
		s, err := c.score(pick)
		if err != nil {
			return err
		}
		if better(s, best) {
			c.pick, best = slices.Clone(pick), s
		}
		for k = 0; k < len(sites); k++ {
			o := c.options(sites[k])
			digit[k] = (digit[k] + 1) % len(o)
			pick[sites[k]] = o[digit[k]]
			if digit[k] > 0 {
				break
			}
		}
	}
	return nil
}

// oneByOne tries each site in turn, twice.
func (c *chooser) oneByOne(sites []int) error {
	best, err := c.score(c.pick)
	if err != nil {
		return err
	}
	for k := 2*len(sites) - 1; k >= 0; k-- {
		i := sites[k%len(sites)]
		for _, o := range c.options(i) {
			if o == c.pick[i] {
				continue
			}
			pick := slices.Clone(c.pick)
			pick[i] = o
			s, err := c.score(pick)
			if err != nil {
				return err
			}
			if better(s, best) {
				c.pick, best = pick, s
			}
		}
	}
	return nil
}
