package memory

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// chooseEarly picks the early sites that lower what is held. Sites that touch no
// common buffer are judged together, from one look at the graph without and one with
// all early patches. Where sites share a buffer (several Relus of one X), one site
// alone may gain nothing though all together do: then all are taken, and each is left
// again without which no more is held.
func (c *chooser) chooseEarly() error {
	for i, k := range c.cand {
		if k.Early != nil {
			c.pick[i] = Early
		}
	}
	before, after := c.holding(make([]Strategy, len(c.cand))), c.holding(c.pick)
	groups := c.groups(before, after)
	with := groups.bytes(after)
	without := groups.bytes(before)
	rounds := 0
	for g, members := range groups.members {
		if len(members) == 1 {
			c.keepIf(members[0], lower(with[g], without[g]))
			continue
		}
		rounds = max(rounds, 2*len(members))
	}
	return c.eliminate(groups, with, min(rounds, 32))
}

// keepIf leaves site i unless it lowers what is held.
func (c *chooser) keepIf(i int, lowers bool) {
	if lowers {
		return
	}
	c.pick[i] = Left
	if c.cand[i].Late == nil {
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
				c.keepIf(i, false)
			}
		}
	}
	return nil
}

// holding returns the buffers of a choice along the file's order.
func (c *chooser) holding(pick []Strategy) *lives {
	p := c.f.program(c.patches(pick))
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

// groups joins the early sites by the buffers that their patches touch.
func (c *chooser) groups(before, after *lives) *groups {
	owner := make([]int32, len(after.root)) // by root: 1 + a site that touches it
	join := newUnion(len(c.cand))
	k := int32(-1)
	for i := range c.cand {
		if c.pick[i] != Early {
			continue
		}
		k++
		touch := func(l *lives, v int32) {
			if v < 0 || l.root[v] < 0 || !l.p.forward[l.made[l.root[v]]] {
				return
			}
			b := l.root[v]
			if owner[b] == 0 {
				owner[b] = int32(i) + 1
			}
			join.merge(i, int(owner[b])-1)
		}
		c.touched(c.cand[i].Early, before, after, touch)
	}
	g := &groups{of: make([]int32, len(owner))}
	number := make([]int32, len(c.cand))
	for i := range c.cand {
		if c.pick[i] != Early {
			continue
		}
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
func (c *chooser) touched(patch *onnxio.Patch, before, after *lives, touch func(l *lives, v int32)) {
	old := func(n *onnxio.Node) {
		if c.f.Rank(n) < 0 {
			return
		}
		for _, l := range []*lives{before, after} {
			r := &l.p.recs[n.Pos]
			for _, v := range l.p.pool[r.in:r.end] {
				touch(l, v)
			}
		}
	}
	fresh := func(nodes []*onnxio.Node) {
		for _, n := range nodes {
			for _, values := range [][]*onnxio.Value{n.Inputs(), n.Outputs()} {
				for _, v := range values {
					if v != nil && v.Graph() == c.f.g {
						touch(after, v.ID)
					}
				}
			}
		}
	}
	for _, r := range patch.Replace {
		old(r.Old)
		fresh(r.New)
	}
	for _, in := range patch.Insert {
		fresh(in.Nodes)
	}
	for _, e := range patch.Inputs {
		old(e.Node)
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
