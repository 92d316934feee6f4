package memory

import (
	"slices"
	"sync"

	"github.com/unswag/unswagc/pass/sym"
)

// peaks are peak bytes by order (0 file, 1 ONNX Runtime) and sample.
type peaks [2][]int64

// atMost reports whether no figure of p is above that of q, less whether one is below.
func (p peaks) atMost(q peaks) (atMost, less bool) {
	atMost = true
	for o := range p {
		for k, x := range p[o] {
			atMost = atMost && x <= q[o][k]
			less = less || x < q[o][k]
		}
	}
	return atMost, less
}

// trial is one measured choice: the live bytes at every position of both orders.
type trial struct {
	pick  []Strategy
	p     *program
	runs  [2]run
	lives *lives  // along the file's order
	roots []int32 // the buffers held
	held  int64   // their bytes, added up over the samples
}

// run is a trial along one order.
type run struct {
	order []int32
	pos   []int32 // by node number, -1 for nodes that do not run
	time  *timeline
	live  []*maxima
	peak  []int64
}

// trial measures a choice under the samples. The last choice is remembered.
func (c *chooser) trial(pick []Strategy) (*trial, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, err
	}
	if c.last != nil && slices.Equal(c.last.pick, pick) {
		return c.last, nil
	}
	t := &trial{pick: slices.Clone(pick), p: c.program(pick)}
	bytes := c.sample(t.p.sizes)
	var wg sync.WaitGroup
	wg.Go(func() {
		t.lives = newLives(t.p, t.p.order)
		t.roots = t.lives.held()
		for _, b := range t.roots {
			for k := range bytes {
				t.held += bytes[k][t.p.sizes.class[b]]
			}
		}
		t.runs[0] = newRun(t.lives, bytes)
	})
	t.runs[1] = newRun(newLives(t.p, t.p.ortOrder(t.p.order, t.p.producer)), bytes)
	wg.Wait()
	c.last = t
	return t, c.ctx.Err()
}

// memory returns the figures of the trial, exactly.
func (t *trial) memory() Memory {
	held := Bytes{Terms: []sym.Poly{t.p.sizes.total(t.roots)}}
	var m Memory
	for o, f := range []*Figures{&m.File, &m.ORT} {
		f.Held = held
		if t.p.sizes.small(len(t.runs[o].time.ev)) {
			f.Peak = Bytes{Terms: []sym.Poly{sym.Const(t.runs[o].peak[0])}}
		} else {
			f.Peak = t.p.sizes.peak(t.runs[o].time)
		}
	}
	return m
}

func newRun(l *lives, bytes [][]int64) run {
	order := l.order
	r := run{order: order, pos: make([]int32, len(l.p.recs)), time: l.timeline(nil)}
	for i := range r.pos {
		r.pos[i] = -1
	}
	for i, id := range order {
		r.pos[id] = int32(i)
	}
	for _, b := range bytes {
		live := make([]int64, len(order))
		r.time.sweep(b, func(i int, x int64) { live[i] = x })
		m := newMaxima(live)
		r.live = append(r.live, m)
		r.peak = append(r.peak, m.over(0, len(live)))
	}
	return r
}

func (t *trial) peaks() peaks { return peaks{t.runs[0].peak, t.runs[1].peak} }

// sampleSizes are the sizes that every symbol is given in turn, so that small and
// large shapes weigh in: which term of a figure is the largest depends on them.
var sampleSizes = [...]int64{64, 1, 4096}

// sample returns the bytes of every size class under each sample binding; one where
// all are constant.
func (c *chooser) sample(s snapshot) [][]int64 {
	if s.allInt {
		return [][]int64{s.ints}
	}
	if len(c.samples) == 0 {
		c.samples = make([][]int64, len(sampleSizes))
	}
	for k, size := range sampleSizes {
		for i := len(c.samples[k]); i < len(s.polys); i++ {
			bind := map[string]int64{}
			for _, name := range s.polys[i].Symbols() {
				bind[name] = size
			}
			x, _ := s.polys[i].Bind(bind).Int()
			c.samples[k] = append(c.samples[k], x)
		}
	}
	return c.samples
}

// above lists the sites of the choice of which a node lies above the given peaks, in
// order.
func (c *chooser) above(t *trial, limit peaks) []int {
	var out []int
	for i := range c.cand {
		patch := c.patch(i, t.pick[i])
		if patch < 0 {
			continue
		}
		hit := false
		for id := c.u.patches[patch].from; id < c.u.patches[patch].to; id++ {
			for o := range t.runs {
				pos := t.runs[o].pos[id]
				for k, m := range t.runs[o].live {
					hit = hit || pos >= 0 && m.at[pos] > limit[o][k]
				}
			}
		}
		if hit {
			out = append(out, i)
		}
	}
	return out
}

// window returns the positions [lo, hi) of a run around the nodes that a patch
// touches, as far as the run has them.
func (r *run) window(p numbered) (lo, hi int) {
	lo, hi = len(r.order), 0
	at := func(id int32) {
		if pos := int(r.pos[id]); pos >= 0 {
			lo, hi = min(lo, pos), max(hi, pos+1)
		}
	}
	for _, x := range p.put {
		at(x.pos)
	}
	for _, x := range p.edits {
		at(x.node)
	}
	for id := p.from; id < p.to; id++ {
		at(id)
	}
	return min(lo, hi), hi
}

// maxima answers maxima over ranges of numbers.
type maxima struct{ at, block []int64 }

const blockSize = 256

func newMaxima(at []int64) *maxima {
	m := &maxima{at: at, block: make([]int64, len(at)/blockSize+1)}
	for i, x := range at {
		m.block[i/blockSize] = max(m.block[i/blockSize], x)
	}
	return m
}

// over returns the maximum of positions [lo, hi), 0 where there is none.
func (m *maxima) over(lo, hi int) int64 {
	var most int64
	for lo < hi {
		if lo%blockSize == 0 && lo+blockSize <= hi {
			most = max(most, m.block[lo/blockSize])
			lo += blockSize
			continue
		}
		most = max(most, m.at[lo])
		lo++
	}
	return most
}
