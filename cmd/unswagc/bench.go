package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/runtime"
)

const benchHelp = `Usage: unswagc bench [flags]

Measures the mask kernels on this machine: for each element type the rate of a
copy, of packing, of packing with Relu written, and of masking a gradient, each
in bytes read and written, and as a share of the copy's. All are called in turn,
and the medians are printed.
Example: unswagc bench -device cuda

  -device D        cpu (default), cuda, cuda:N, or auto
  -n N             elements of a tensor (default: 2^24 on a CPU; on a GPU 2^29,
                   or what fits)
  -json            print JSON
`

// benchRounds is how often every operation is timed.
const benchRounds = 15

// benchFlags is the command line of bench.
type benchFlags struct {
	device string
	n      elements
	json   bool
}

func benchFlagSet() (*benchFlags, *flagSet) {
	c, f := &benchFlags{}, newFlags("bench")
	f.StringVar(&c.device, "device", "cpu", "")
	f.Var(&c.n, "n", "")
	f.BoolVar(&c.json, "json", false, "")
	return c, f
}

// elements is a flag with a number of elements, 0 where it was not given.
type elements int64

func (n *elements) String() string { return strconv.FormatInt(int64(*n), 10) }

func (n *elements) Set(s string) error {
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || v < 32 || v > 1<<48 {
		return fmt.Errorf("%q is not possible, give a whole number from 32 to 2^48", s)
	}
	*n = elements(v)
	return nil
}

// benchTarget is a device whose kernels are measured.
type benchTarget interface {
	// elements is the number of elements where the user gives none.
	elements() (int64, error)
	// prepare makes tensors of n elements, and the operations on them in the order of
	// benchOps.
	prepare(t ptx.Type, n int64) (ops [4]func() (time.Duration, error), release func() error, err error)
	// launch is how long the host takes to start a kernel, 0 where none is started.
	launch() (time.Duration, error)
}

// benchOps are the columns. The first is the copy, of as many bytes as pack+y moves.
var benchOps = [4]string{"copy", "pack", "pack+y", "gradmask"}

// moved is the bytes that an operation reads and writes.
func moved(op int, t ptx.Type, n int64) int64 {
	data, mask := n*int64(t.Size()), (n+31)/32*4
	if benchOps[op] == "pack" {
		return data + mask
	}
	return 2*data + mask
}

// benchRate is one cell of the table.
type benchRate struct {
	GBps   float64 `json:"gb_per_s"`
	OfCopy float64 `json:"of_copy"`
}

// benchRow is one type of element.
type benchRow struct {
	Type  string               `json:"type"`
	Rates map[string]benchRate `json:"rates"`
}

// benchResult is what bench prints.
type benchResult struct {
	Device   string     `json:"device"`
	Name     string     `json:"name"`
	Kernels  string     `json:"kernels"`
	Elements int64      `json:"elements"`
	Rounds   int        `json:"rounds"`
	LaunchUS float64    `json:"launch_us,omitempty"`
	Rows     []benchRow `json:"rows"`
}

func runBench(ctx context.Context, e *env, args []string) error {
	c, f := benchFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return usagef("bench", "bench takes no file: %q", files[0])
	}
	b, err := runtime.Open(c.device)
	if err != nil {
		return err
	}
	r, err := measureDevice(ctx, b, int64(c.n))
	if err := cmp.Or(err, b.Close()); err != nil {
		return err
	}
	if c.json {
		return e.writeJSON(r)
	}
	return e.write(printable(r.String()))
}

// measureDevice measures all types.
func measureDevice(ctx context.Context, b *runtime.Backend, n int64) (*benchResult, error) {
	target, err := newBenchTarget(b)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		if n, err = target.elements(); err != nil {
			return nil, err
		}
	}
	r := &benchResult{Device: b.Device.ID(), Name: b.Device.Name, Kernels: b.Device.Kernels, Elements: n, Rounds: benchRounds}
	launch, err := target.launch()
	if err != nil {
		return nil, err
	}
	r.LaunchUS = float64(launch.Nanoseconds()) / 1e3
	for t := ptx.F16; t <= ptx.F64; t++ {
		row, err := measureType(ctx, target, t, n)
		if err != nil {
			return nil, err
		}
		r.Rows = append(r.Rows, row)
	}
	return r, nil
}

func newBenchTarget(b *runtime.Backend) (benchTarget, error) {
	if b.PJRT != nil {
		return nil, fmt.Errorf("%s runs whole graphs and has no mask kernels to measure: give cpu or cuda", b.Device.ID())
	}
	if b.CUDA != nil {
		return newCUDABench(b.CUDA)
	}
	return cpuBench{b.Kernels}, nil
}

// measureType calls all operations in turn and takes the medians.
func measureType(ctx context.Context, target benchTarget, t ptx.Type, n int64) (benchRow, error) {
	row := benchRow{Type: t.String(), Rates: map[string]benchRate{}}
	ops, release, err := target.prepare(t, n)
	if err != nil {
		return row, err
	}
	var times [len(benchOps)][]time.Duration
	for round := range benchRounds + 1 {
		for i, op := range ops {
			took, err := op()
			if err := cmp.Or(err, ctx.Err()); err != nil {
				return row, cmp.Or(err, release())
			}
			if round > 0 { // the first warms up
				times[i] = append(times[i], took)
			}
		}
	}
	for i, name := range benchOps {
		slices.Sort(times[i])
		rate := float64(moved(i, t, n)) / float64(max(1, times[i][benchRounds/2].Nanoseconds()))
		row.Rates[name] = benchRate{rate, 0}
		row.Rates[name] = benchRate{rate, rate / row.Rates["copy"].GBps}
	}
	return row, release()
}

// String is the table.
func (r *benchResult) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s), kernels %s, %d elements, medians of %d rounds\n\n", r.Device, r.Name, r.Kernels, r.Elements, r.Rounds)
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "GB/s\t")
	for i, name := range benchOps {
		fmt.Fprint(w, name, "\t")
		if i > 0 {
			fmt.Fprint(w, "of copy\t")
		}
	}
	fmt.Fprintln(w)
	for _, row := range r.Rows {
		fmt.Fprint(w, row.Type, "\t")
		for i, name := range benchOps {
			rate := row.Rates[name]
			fmt.Fprintf(w, "%.1f\t", rate.GBps)
			if i > 0 {
				fmt.Fprintf(w, "%.1f %%\t", 100*rate.OfCopy)
			}
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err.Error() // a strings.Builder gives none
	}
	if r.LaunchUS > 0 {
		fmt.Fprintf(&b, "\nA launch takes the host %.2f us.\n", r.LaunchUS)
	}
	return b.String()
}
