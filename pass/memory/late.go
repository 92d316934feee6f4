package memory

import "slices"

// chooseLate picks late sites on top of the early ones: first from the maxima around
// each site, then, in small graphs, trial by trial.
func (c *chooser) chooseLate() error {
	base := slices.Clone(c.pick)
	without, err := c.trial(base)
	if err != nil {
		return err
	}
	all := slices.Clone(base)
	var sites []int
	for i, k := range c.cand {
		if base[i] == Left && k.Late != nil {
			all[i] = Late
			sites = append(sites, i)
		}
	}
	if len(sites) == 0 {
		return c.search(base)
	}
	with, err := c.trial(all)
	if err != nil {
		return err
	}
	around := c.around(sites, without, with)
	pick, err := c.threshold(base, around, without, with)
	if err != nil {
		return err
	}
	c.pick = pick
	return c.search(base)
}

// around is a late site with the maxima around its nodes, by order and sample.
type around struct {
	site          int
	without, with peaks
}

// around looks at the windows of the late sites in two trials.
func (c *chooser) around(sites []int, without, with *trial) []around {
	out := make([]around, len(sites))
	for n, i := range sites {
		a, patch := around{site: i}, c.u.patches[c.late[i]]
		for o := range a.with {
			r := &without.runs[o]
			lo, hi := r.window(patch)
			for _, m := range r.live {
				a.without[o] = append(a.without[o], m.over(lo, hi))
			}
			r = &with.runs[o]
			lo, hi = r.window(patch)
			for _, m := range r.live {
				a.with[o] = append(a.with[o], m.over(lo, hi))
			}
		}
		out[n] = a
	}
	return out
}

// threshold takes the sites that help around their nodes, finds the peaks that they
// reach together, and keeps those of them around which it would be higher than that.
func (c *chooser) threshold(base []Strategy, sites []around, without, with *trial) ([]Strategy, error) {
	helps := slices.Clone(base)
	n := 0
	for _, a := range sites {
		if c.helps(a) {
			helps[a.site] = Late
			n++
		}
	}
	best := with
	var err error
	if n < len(sites) {
		if best, err = c.trial(helps); err != nil {
			return nil, err
		}
	}
	target := best.peaks()
	if _, less := target.atMost(without.peaks()); !less {
		return base, nil
	}
	pick := slices.Clone(base)
	for _, a := range sites {
		if helps[a.site] != Late {
			continue
		}
		if low, _ := a.without.atMost(target); !low {
			pick[a.site] = Late
		}
	}
	got, err := c.trial(pick)
	if err != nil {
		return nil, err
	}
	if same, _ := got.peaks().atMost(target); !same {
		return helps, nil
	}
	return pick, nil
}

// helps reports whether a late site lowers some maximum around its nodes, and raises
// none above both what it was and the original's peak.
func (c *chooser) helps(a around) bool {
	_, less := a.with.atMost(a.without)
	for o := range a.with {
		for k, x := range a.with[o] {
			if x > max(a.without[o][k], c.floor[o][k]) {
				return false
			}
		}
	}
	return less
}
