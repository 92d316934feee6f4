package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// round runs both graphs on the same inputs and compares what comes out.
func (c *comparison) round(ctx context.Context, p plan) error {
	if c.o.Time > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadlineCause(ctx, c.start.Add(c.o.Time), errTime)
		defer cancel()
	}
	var last error
	for _, size := range p.sizes {
		last = c.tryRound(ctx, p, size)
		if !errors.As(last, new(*Unrunnable)) {
			break
		}
	}
	if errors.Is(last, context.DeadlineExceeded) && context.Cause(ctx) == errTime {
		c.left(p, nil, fmt.Sprintf("the time of %s is over", c.o.Time))
		return nil
	}
	return last
}

var errTime = errors.New("the time is over")

func (c *comparison) tryRound(ctx context.Context, p plan, size func(int) int64) error {
	start := time.Now()
	if err := ctx.Err(); err != nil {
		return err
	}
	in, err := c.inputs(ctx, p, size)
	if large := (feeds.TooLarge{}); errors.As(err, &large) {
		c.left(p, nil, fmt.Sprintf("its inputs take %s, more than the %s allowed", mib(large.Bytes), mib(large.Max)))
		return nil
	}
	if err != nil {
		return &Unrunnable{err}
	}
	if why, err := c.tooMuch(ctx, in); why != "" || err != nil {
		if err == nil {
			c.left(p, in.Dims, why)
		}
		return err
	}
	r := Round{What: p.what, Dims: in.Dims}
	var set map[string]*tensor.Tensor
	if p.special {
		if set, err = c.specials(ctx, in); err != nil {
			return err
		}
	}
	var got [2]run
	for i := range got {
		if got[i], err = c.run(ctx, i, in, set); err != nil {
			return err
		}
	}
	return c.compare(r, start, got, p.special)
}

// tooMuch tells why a run needs more memory than is allowed, or "".
func (c *comparison) tooMuch(ctx context.Context, in *feeds.Made) (string, error) {
	if c.o.MaxBytes == 0 {
		return "", nil
	}
	m := c.models[0]
	types, err := shape.Infer(ctx, m, in.Dims)
	if err != nil {
		return "", err
	}
	figures, err := memory.New(m.Graph, types, nil).Measure(ctx)
	if err != nil {
		return "", err
	}
	// Two copies of the inputs: each run updates its own.
	need := 2 * in.Bytes
	for _, t := range figures.File.Peak.Terms {
		n, ok := t.Int()
		if !ok {
			continue // known when it runs
		}
		need = max(need, 2*in.Bytes+n)
	}
	if need > c.o.MaxBytes {
		return fmt.Sprintf("a run takes %s, more than the %s allowed", mib(need), mib(c.o.MaxBytes)), nil
	}
	return "", nil
}

func mib(n int64) string {
	if n == math.MaxInt64 {
		return "more than any memory"
	}
	return fmt.Sprintf("%d MiB", (n+1<<20-1)>>20)
}

// run is what one graph computed.
type run struct {
	// names are in the order of comparison: what lies nearest to the ReLUs first.
	names []string
	all   map[string]*tensor.Tensor
}

func (r *run) add(name string, t *tensor.Tensor) {
	if t == nil {
		return
	}
	if _, ok := r.all[name]; !ok {
		r.names = append(r.names, name)
		r.all[name] = t
	}
}

// run runs graph i on copies of the inputs.
func (c *comparison) run(ctx context.Context, i int, in *feeds.Made, set map[string]*tensor.Tensor) (run, error) {
	f := interp.Feeds{Tensors: map[string]*tensor.Tensor{}, Probe: &interp.Probe{Set: set, Watch: c.sites.watch}}
	for name, t := range in.Tensors {
		f.Tensors[name] = t.Clone()
	}
	for name, t := range set {
		if f.Tensors[name] != nil {
			f.Tensors[name] = t.Clone()
		}
	}
	got, err := c.programs[i].Run(ctx, f)
	switch {
	case err != nil && ctx.Err() != nil:
		return run{}, ctx.Err()
	case err != nil && i == 0:
		return run{}, &Unrunnable{err}
	case err != nil:
		return run{}, fmt.Errorf("the second graph does not run: %w", err)
	}
	r := run{all: map[string]*tensor.Tensor{}}
	for _, name := range slices.Sorted(maps.Keys(f.Probe.Seen)) {
		r.add(name, f.Probe.Seen[name])
	}
	for _, o := range slices.Concat(got.Yields, got.Outputs) {
		r.add(o.Name, o.Tensor)
		for k, t := range o.Sequence {
			r.add(fmt.Sprintf("%s[%d]", o.Name, k), t)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Tensors)) {
		if !bytes.Equal(f.Tensors[name].Data, in.Tensors[name].Data) {
			r.add(name, f.Tensors[name])
		}
	}
	return r, nil
}

// compare holds what two graphs computed against each other.
func (c *comparison) compare(r Round, start time.Time, got [2]run, special bool) error {
	differ := func(name string, index []int64, a, b string) error {
		return &Difference{Round: r, Tensor: name, Index: index, A: a, B: b}
	}
	for _, name := range got[0].names {
		a, b := got[0].all[name], got[1].all[name]
		if b == nil {
			return differ(name, nil, "changed it", "did not")
		}
		if a.String() != b.String() {
			return differ(name, nil, a.String(), b.String())
		}
		if at := firstDifference(a, b, special && c.sites.anyNaN(name)); at >= 0 {
			return differ(name, indexOf(a, at), element(a, at), element(b, at))
		}
		r.Tensors++
		r.Bytes += int64(len(a.Data))
	}
	for _, name := range got[1].names {
		if got[0].all[name] == nil {
			return differ(name, nil, "did not change it", "did")
		}
	}
	r.Took = time.Since(start)
	c.result.Rounds = append(c.result.Rounds, r)
	return nil
}
