package memory

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// chooseEarly picks the early sites that lower what is held. Sites that touch no
// common buffer are judged together, from one look at the graph without and one with
// all early patches. Where sites share a buffer (several Relus of one X), one site
// alone may gain nothing though all together do: then all are taken, and each is left
// again without which no more is held. A late patch is taken right away where it holds
// less still: gradients that read X although Y is kept.
func (c *chooser) chooseEarly(before *lives) error {
	lates := make([]Strategy, len(c.cand))
	for i, k := range c.cand {
		if k.Early != nil {
			c.pick[i] = Early
		}
		if k.Late != nil {
			lates[i] = Late
		}
	}
	after, late := c.holding(c.pick), c.holding(lates)
	groups := c.groups(before, after, late)
	with, without, later := groups.bytes(after), groups.bytes(before), groups.bytes(late)
	rounds := 0
	for g, members := range groups.members {
		if len(members) > 1 {
			rounds = max(rounds, 2*len(members))
			continue
		}
		i := members[0]
		best := without[g]
		if c.pick[i] == Early && lower(with[g], best) {
			best = with[g]
		} else {
			c.leave(i)
		}
		if lates[i] == Late && lower(later[g], best) {
			c.pick[i] = Late
		}
	}
	return c.eliminate(groups, with, min(rounds, 32))
}

// leave leaves site i, whose mask would be held for nothing.
func (c *chooser) leave(i int) {
	c.pick[i] = Left
	if c.cand[i].Late == nil && c.cand[i].Early != nil {
		c.why[i] = reasonHeld
	}
}

// lower reports whether p < q is certain for at least one size, and p <= q for all.
func lower(p, q sym.Poly) bool { return p.AtMost(q) && !p.Equal(q) }

// eliminate takes from each group of several sites, one after the other, those without
// which the group holds no more; with is what the groups hold now. In one round one
// site of each group is tried, because groups do not touch each other.
func (c *chooser) eliminate(g *groups, with []sym.Poly, rounds int) error {
	for round := range rounds {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		pick := append([]Strategy(nil), c.pick...)
		tried := make([]int, len(g.members))
		for k, members := range g.members {
			tried[k] = -1
			if len(members) > 1 && round < 2*len(members) {
				if i := members[round%len(members)]; pick[i] == Early {
					tried[k], pick[i] = i, Left
				}
			}
		}
		without := g.bytes(c.holding(pick))
		for k, i := range tried {
			if i >= 0 && !lower(with[k], without[k]) {
				with[k] = without[k]
				c.leave(i)
			}
		}
	}
	return nil
}

// holding returns the buffers of a choice along the file's order.
func (c *chooser) holding(pick []Strategy) *lives {
	p := c.program(pick)
	return newLives(p, p.order)
}

// groups are early sites that touch a common buffer of the forward pass.
type groups struct {
	members [][]int // site numbers, in order
	of      []int32 // group by root, -1
}

// bytes returns what each group holds.
func (g *groups) bytes(l *lives) []sym.Poly {
	roots := make([][]int32, len(g.members))
	for _, b := range l.held() {
		if int(b) < len(g.of) && g.of[b] >= 0 {
			roots[g.of[b]] = append(roots[g.of[b]], b)
		}
	}
	out := make([]sym.Poly, len(roots))
	for k, list := range roots {
		for _, b := range list {
			out[k] = out[k].Add(l.p.sizes.polys[l.p.sizes.class[b]])
		}
	}
	return out
}

// groups joins the sites by the forward buffers that their patches touch.
func (c *chooser) groups(looks ...*lives) *groups {
	owner := make([]int32, len(c.f.g.Values())) // by root: 1 + a site that touches it
	join := newUnion(len(c.cand))
	for i, k := range c.cand {
		for _, patch := range []*onnxio.Patch{k.Early, k.Late} {
			if patch == nil {
				continue
			}
			c.touched(patch, func(v int32) {
				for _, l := range looks {
					if int(v) >= len(l.root) || l.root[v] < 0 || !l.p.forward[l.made[l.root[v]]] {
						continue
					}
					b := l.root[v]
					if owner[b] == 0 {
						owner[b] = int32(i) + 1
					}
					join.merge(i, int(owner[b])-1)
				}
			})
		}
	}
	g := &groups{of: make([]int32, len(owner))}
	number := make([]int32, len(c.cand))
	for i := range c.cand {
		top := join.find(i)
		if number[top] == 0 {
			g.members = append(g.members, nil)
			number[top] = int32(len(g.members))
		}
		m := number[top] - 1
		g.members[m] = append(g.members[m], i)
	}
	for b, o := range owner {
		g.of[b] = -1
		if o > 0 {
			g.of[b] = number[join.find(int(o)-1)] - 1
		}
	}
	return g
}

// touched calls touch for every value that a node of the patch reads or makes.
func (c *chooser) touched(patch *onnxio.Patch, touch func(v int32)) {
	values := func(list []*onnxio.Value) {
		for _, v := range list {
			if v != nil && v.Graph() == c.f.g {
				touch(v.ID)
			}
		}
	}
	node := func(n *onnxio.Node) {
		if n != nil {
			values(n.Inputs())
			values(n.Outputs())
		}
	}
	for _, r := range patch.Replace {
		node(r.Old)
		for _, n := range r.New {
			node(n)
		}
	}
	for _, in := range patch.Insert {
		for _, n := range in.Nodes {
			node(n)
		}
	}
	for _, e := range patch.Inputs {
		node(e.Node)
		values([]*onnxio.Value{e.Value})
	}
}

// union is a disjoint-set forest.
type union struct{ up []int }

func newUnion(n int) *union {
	u := &union{make([]int, n)}
	for i := range u.up {
		u.up[i] = i
	}
	return u
}

func (u *union) find(i int) int {
	for u.up[i] != i {
		u.up[i] = u.up[u.up[i]]
		i = u.up[i]
	}
	return i
}

func (u *union) merge(i, j int) { u.up[u.find(i)] = u.find(j) }
