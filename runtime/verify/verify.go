// Package verify compares what two training graphs compute, byte for byte: losses,
// outputs, accumulated gradients, and the gradients behind each ReLU, over random inputs
// and over every kind of bit pattern in the places that a ReLU and its gradient read.
//
// The package may import onnxio, pass/memory, pass/shape, runtime/feeds, runtime/interp
// and runtime/tensor.
package verify

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Options steer a comparison. The zero value compares everything without a limit.
type Options struct {
	// Dims gives symbolic dims a size; the others get several, one per round.
	Dims map[string]int64
	Seed uint64
	// Given are inputs to be used in every round instead of random ones.
	Given map[string]*tensor.Tensor
	// MaxBytes is the most memory that the tensors of one run may take; a round that
	// needs more is left out. 0: no limit.
	MaxBytes int64
	// Time is after how long no further round is begun and the running one is ended.
	// 0: no limit.
	Time    time.Duration
	Order   interp.Order
	Threads int
	Loss    string
}

// Round is one comparison.
type Round struct {
	// What tells the inputs: "random", "special values".
	What string
	// Dims are the sizes of the symbolic dims.
	Dims map[string]int64
	// Tensors and Bytes are what was compared.
	Tensors int
	Bytes   int64
	Took    time.Duration
	// Left tells why the round was left out, "" if it was run.
	Left string
}

// Difference is where two graphs differ first.
type Difference struct {
	Round  Round
	Tensor string
	// Index is the element's, nil where the types or shapes differ.
	Index []int64
	A, B  string
}

func (d *Difference) Error() string {
	at := ""
	if d.Index != nil {
		at = fmt.Sprint(" at ", d.Index)
	}
	return fmt.Sprintf("%s differs%s: the first graph has %s, the second %s (%s)", d.Tensor, at, d.A, d.B, d.Round)
}

// String prints like "special values, batch=37".
func (r Round) String() string {
	s := r.What
	for _, k := range slices.Sorted(maps.Keys(r.Dims)) {
		s += fmt.Sprintf(", %s=%d", k, r.Dims[k])
	}
	return s
}

// Result is what a comparison found.
type Result struct {
	Rounds []Round
	// Exceptions are the sentences of differences that are allowed.
	Exceptions []string
}

// Compared counts the rounds that were run.
func (r *Result) Compared() int {
	n := 0
	for _, x := range r.Rounds {
		if x.Left == "" {
			n++
		}
	}
	return n
}

// Took is how long the rounds took together.
func (r *Result) Took() (sum time.Duration) {
	for _, x := range r.Rounds {
		sum += x.Took
	}
	return sum
}

// Unrunnable is the error of a comparison whose first graph does not run, so that
// nothing can be said of the second.
type Unrunnable struct{ Err error }

func (e *Unrunnable) Error() string { return "the first graph does not run: " + e.Err.Error() }
func (e *Unrunnable) Unwrap() error { return e.Err }

// Compare compares b with a. The error is a *Difference where they differ, an
// *interp.MissingOps where the engine lacks operators, an *Unrunnable where a itself
// does not run.
func Compare(ctx context.Context, a, b *onnxio.Model, o Options) (*Result, error) {
	c := &comparison{o: o, start: time.Now(), result: &Result{}}
	options := interp.Options{Order: o.Order, Threads: o.Threads, Loss: o.Loss, Seed: int64(o.Seed)}
	for i, m := range []*onnxio.Model{a, b} {
		p, err := interp.New(ctx, m, options)
		if err != nil && i == 0 && !errors.As(err, new(*interp.MissingOps)) {
			return nil, &Unrunnable{err}
		}
		if err != nil {
			return nil, err
		}
		c.models[i], c.programs[i] = m, p
	}
	if err := c.sameInterface(); err != nil {
		return nil, err
	}
	c.places()
	for _, p := range c.rounds() {
		if p.special && c.tooSlow() {
			p.sizes = []func(int) int64{all(2)}
		}
		before := len(c.result.Rounds)
		if err := c.round(ctx, p); err != nil {
			return c.result, err
		}
		if p.special && c.result.Rounds[before].Left != "" {
			// A small round of special values is worth more than none.
			c.result.Rounds = c.result.Rounds[:before]
			p.sizes = []func(int) int64{all(2)}
			if err := c.round(ctx, p); err != nil {
				return c.result, err
			}
		}
	}
	return c.result, nil
}

// tooSlow reports whether a round of the full size would take longer than the time that
// is left, going by the last one: it has 7 times the elements, and runs three times.
func (c *comparison) tooSlow() bool {
	n := len(c.result.Rounds)
	return c.o.Time > 0 && n > 0 && 11*c.result.Rounds[n-1].Took > c.o.Time-time.Since(c.start)
}

// all makes every dim n.
func all(n int64) func(int) int64 { return func(int) int64 { return n } }

// comparison is one call of Compare.
type comparison struct {
	o        Options
	start    time.Time
	models   [2]*onnxio.Model
	programs [2]*interp.Program
	sites    sites
	result   *Result
}

// plan is a round to come.
type plan struct {
	what string
	// sizes are tried in turn where the first graph does not run with one: symbols
	// that have to be equal may look independent.
	sizes   []func(i int) int64
	special bool
}

// rounds are those to be run: every dim 1, dims that differ, and more elements than a
// mask word has bits.
func (c *comparison) rounds() []plan {
	primes := func(i int) int64 { return []int64{5, 3, 7, 2, 11}[i%5] }
	plans := []plan{
		{"random", []func(int) int64{all(1)}, false},
		{"random", []func(int) int64{primes, all(5)}, false},
		{"special values", []func(int) int64{all(37)}, true},
	}
	if len(c.sites.set) == 0 {
		plans[2].what = "random"
	}
	return plans
}

// sameInterface holds the inputs and outputs against each other.
func (c *comparison) sameInterface() error {
	var in, out [2][]string
	for i, p := range c.programs {
		for _, x := range p.Inputs() {
			in[i] = append(in[i], x.Name)
		}
		for _, v := range c.models[i].Graph.Outputs {
			out[i] = append(out[i], v.Name)
		}
		slices.Sort(in[i])
	}
	if !slices.Equal(in[0], in[1]) {
		return fmt.Errorf("the graphs have different inputs: %s", firstOther(in[0], in[1]))
	}
	if !slices.Equal(out[0], out[1]) {
		return fmt.Errorf("the graphs have different outputs: %s", firstOther(out[0], out[1]))
	}
	return nil
}

// firstOther names the first place where two lists differ.
func firstOther(a, b []string) string {
	for _, name := range a {
		if !slices.Contains(b, name) {
			return fmt.Sprintf("only the first has %q", name)
		}
	}
	for _, name := range b {
		if !slices.Contains(a, name) {
			return fmt.Sprintf("only the second has %q", name)
		}
	}
	return "the same names in another order"
}

// left notes a round that is not run.
func (c *comparison) left(p plan, dims map[string]int64, why string) {
	c.result.Rounds = append(c.result.Rounds, Round{What: p.what, Dims: dims, Left: why})
}

// inputs makes the feeds of a round.
func (c *comparison) inputs(ctx context.Context, p plan, size func(int) int64) (*feeds.Made, error) {
	return feeds.Random(ctx, c.models[0], c.programs[0].Inputs(), c.o.Given,
		feeds.Options{Dims: c.o.Dims, Size: size, Seed: c.o.Seed + uint64(len(c.result.Rounds)), MaxBytes: c.o.MaxBytes})
}
