package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/checkpoint"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/npz"
	"github.com/unswag/unswagc/runtime/tensor"
	"github.com/unswag/unswagc/runtime/train"
)

const runHelp = `Usage: unswagc run model.onnx [flags]

Runs a model once, or trains it for some steps, and prints the loss, the SHA-256
of every output, and the bytes held and at the peak. Inputs that are not given
are random: the same seed gives the same.
Example: unswagc run training_model.onnx -ckpt checkpoint -dim batch=32 -steps 5

  -feed FILE,..    inputs, .npz files, arrays by name; each step takes the next
  -ckpt FILE       the parameters, an ONNX Runtime checkpoint
  -steps N         run N times, with a step of the optimizer after each
  -optim FILE      the optimizer's model (default: NAME.optim.onnx beside it)
  -lr X            learning rate (default: the checkpoint's, or 0.001)
  -dim NAME=N,..   sizes of symbolic dims (default: 1, or what the feeds have)
  -seed N          seeds random inputs and dropout (default: 0)
  -loss NAME       the value where the forward pass ends
  -order S         file (default) | ort
  -threads N       goroutines that compute (default 0: one per core)
  -device D        cpu (default), the embedded engine | pjrt:cpu, pjrt:cuda,
                   pjrt:tpu or pjrt:PATH, XLA by that plugin
  -save FILE       write outputs, and inputs that were updated, as a .npz
With XLA:
  -stablehlo FORM  composite (default) | inline | ffi; -ffi PATH is its library
  -shard DIM=N     split a dim among N devices; or DIM=AXIS, INPUT=AXIS,..
  -mesh AXIS=N,..  the devices as a grid, for -shard; -shardy splits by Shardy
`

// runFlags is the command line of run.
type runFlags struct {
	in                            string
	feeds                         paths
	ckpt, optim, save, loss, rate string
	device, ffi                   string
	steps, seed, threads          count
	dims                          dims
	order, form                   choice
	sharding                      sharding
}

func runFlagSet() (*runFlags, *flagSet) {
	c, f := &runFlags{dims: dims{}, order: choice{"file", []string{"file", "ort"}}}, newFlags("run")
	c.form = stableHLOForms()
	f.Var(&c.feeds, "feed", "")
	f.StringVar(&c.ckpt, "ckpt", "", "")
	f.Var(&c.steps, "steps", "")
	f.StringVar(&c.optim, "optim", "", "")
	f.StringVar(&c.rate, "lr", "", "")
	f.Var(c.dims, "dim", "")
	f.Var(&c.seed, "seed", "")
	f.StringVar(&c.loss, "loss", "", "")
	f.Var(&c.order, "order", "")
	f.Var(&c.threads, "threads", "")
	f.StringVar(&c.device, "device", "cpu", "")
	f.Var(&c.form, "stablehlo", "")
	f.StringVar(&c.ffi, "ffi", "", "")
	f.StringVar(&c.save, "save", "", "")
	c.sharding.register(f)
	return c, f
}

// parseRun reads the command line of run.
func parseRun(args []string) (*runFlags, error) {
	c, f := runFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return nil, err
	}
	if c.in, err = oneFile("run", files); err != nil {
		return nil, err
	}
	set := given(f)
	if c.steps == 0 && (set["optim"] || set["lr"]) {
		return nil, usagef("run", "-optim and -lr belong to the steps of training: give -steps N")
	}
	if c.rate != "" {
		if v, err := strconv.ParseFloat(c.rate, 32); err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, usagef("run", "flag -lr: %q is not possible, give a number", c.rate)
		}
	}
	if err := c.checkDevice(set); err != nil {
		return nil, err
	}
	if c.save != "" && sameFile(c.in, c.save) {
		return nil, usagef("run", "%s is the model: give -save another name", c.save)
	}
	return c, nil
}

// checkDevice refuses devices that do not run graphs, and flags that belong to another.
func (c *runFlags) checkDevice(given map[string]bool) error {
	if err := c.sharding.check("run", c.form); err != nil {
		return err
	}
	if c.device == "cpu" {
		for _, name := range []string{"stablehlo", "ffi"} {
			if given[name] {
				return usagef("run", "flag -%s belongs to XLA: give -device pjrt:cpu or pjrt:cuda, or leave it out", name)
			}
		}
		if given["shard"] || given["shardy"] {
			return usagef("run", "the embedded engine is one device: -shard and -shardy need XLA, as in -device pjrt:cpu")
		}
		return nil
	}
	if !strings.HasPrefix(c.device, devicePrefix) {
		return usagef("run", "flag -device: %q is not possible, give cpu, or pjrt:cpu, pjrt:cuda or pjrt:PATH for XLA", c.device)
	}
	for _, name := range []string{"order", "threads"} {
		if given[name] {
			return usagef("run", "flag -%s belongs to the embedded engine: leave it out, or -device", name)
		}
	}
	return checkFFI("run", given, c.form)
}

// paths is a flag that may be repeated and takes comma lists of files.
type paths []string

func (p *paths) String() string { return strings.Join(*p, ",") }

func (p *paths) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		if part == "" {
			return errors.New("a file name is empty")
		}
		*p = append(*p, part)
	}
	return nil
}

// session is one run of the command.
type session struct {
	e       *env
	c       *runFlags
	m       *onnxio.Model
	program *interp.Program
	// engine runs the graph: the program, or xla where that is not nil.
	engine engine
	xla    *xla
	ckpt   *checkpoint.Checkpoint
	optim  *train.Optimizer
	// files are the feeds, one map per file; tensors what the graph is fed now.
	files   []map[string]*tensor.Tensor
	tensors map[string]*tensor.Tensor
	out     bytes.Buffer
}

// runRun runs a model.
func runRun(ctx context.Context, e *env, args []string) error {
	c, err := parseRun(args)
	if err != nil {
		return err
	}
	p := startProgress(e.stderr, true)
	defer p.stop()
	m, err := e.load(ctx, c.in, p)
	if err != nil {
		return err
	}
	defer m.Close()
	check := &compileFlags{command: "run"}
	check.options.Dims, check.options.Loss = c.dims, c.loss
	if err := check.checkNames(m); err != nil {
		return err
	}
	if err := c.sharding.checkModel(ctx, "run", m, c.dims); err != nil {
		return err
	}
	s := &session{e: e, c: c, m: m}
	p.stage("preparing")
	defer s.close(ctx)
	if err := s.prepare(ctx); err != nil {
		return fmt.Errorf("%s: %w", shownName(c.in), err)
	}
	last, err := s.steps(ctx, p)
	if err != nil {
		return fmt.Errorf("%s: %w", shownName(c.in), err)
	}
	arrays := s.results(last)
	if c.save != "" {
		p.stage("writing " + c.save)
		var b bytes.Buffer
		if err := npz.Write(&b, arrays); err != nil {
			return err
		}
		if err := onnxio.ReplaceFile(ctx, c.save, b.Bytes()); err != nil {
			return err
		}
	}
	p.stop()
	return e.write(printable(s.out.String()))
}

// prepare reads the other files and makes the inputs.
func (s *session) prepare(ctx context.Context) (err error) {
	s.program, err = interp.New(ctx, s.m, s.options())
	if err != nil {
		return err
	}
	given := map[string]*tensor.Tensor{}
	if s.c.ckpt != "" {
		if s.ckpt, err = checkpoint.Load(s.c.ckpt); err != nil {
			return err
		}
		if err := s.parameters(given); err != nil {
			return err
		}
	}
	for _, path := range s.c.feeds {
		arrays, err := s.readFeed(path)
		if err != nil {
			return err
		}
		s.files = append(s.files, arrays)
	}
	if len(s.files) > 0 {
		maps.Copy(given, s.files[0])
	}
	made, err := feeds.Random(ctx, s.m, s.program.Inputs(), given, feeds.Options{Dims: s.c.dims, Seed: uint64(s.c.seed)})
	if err != nil {
		return err
	}
	s.tensors = made.Tensors
	s.describe(made, given)
	s.engine = s.program
	if s.c.device != "cpu" {
		err := interruptible(ctx, func() (err error) {
			s.xla, err = openXLA(ctx, s.m, s.c, made.Dims)
			return err
		})
		if err != nil {
			return err
		}
		s.engine = s.xla
	}
	return s.optimizer(ctx)
}

// close releases the device, unless it may still be at work after an interrupt. An error
// changes nothing, as the work is done.
func (s *session) close(ctx context.Context) {
	if ctx.Err() == nil && s.xla != nil {
		_ = s.xla.Close()
	}
}

func (s *session) options() interp.Options {
	return interp.Options{Order: interp.Order(s.c.order.value), Threads: int(s.c.threads), Loss: s.c.loss, Seed: int64(s.c.seed)}
}

// parameters takes the tensors of the checkpoint that the graph has inputs for.
func (s *session) parameters(given map[string]*tensor.Tensor) error {
	used := 0
	for _, p := range s.ckpt.Parameters {
		if v := s.m.Graph.Value(p.Name); v != nil && v.Is(onnxio.GraphInput) {
			given[p.Name] = p.Tensor
			used++
		}
	}
	if used == 0 {
		return fmt.Errorf("the graph has none of the %d parameters of %s as an input", len(s.ckpt.Parameters), s.c.ckpt)
	}
	return nil
}

// readFeed reads one file of inputs.
func (s *session) readFeed(path string) (map[string]*tensor.Tensor, error) {
	arrays, err := npz.Load(path)
	if err != nil {
		return nil, err
	}
	inputs := s.program.Inputs()
	out := map[string]*tensor.Tensor{}
	for _, a := range arrays {
		if !slices.ContainsFunc(inputs, func(i interp.Input) bool { return i.Name == a.Name }) {
			return nil, fmt.Errorf("%s holds an array %q, and the graph has no such input", path, a.Name)
		}
		out[a.Name] = a.Tensor
	}
	return out, nil
}

// optimizer prepares the optimizer where steps are to be taken.
func (s *session) optimizer(ctx context.Context) error {
	if s.c.steps == 0 {
		return nil
	}
	path := s.c.optim
	if path == "" {
		path = strings.TrimSuffix(s.c.in, ".onnx") + ".optim.onnx"
	}
	m, err := onnxio.Load(ctx, path)
	if err != nil {
		return fmt.Errorf("the optimizer's model: %w; name it with -optim", err)
	}
	s.optim, err = train.NewOptimizer(ctx, m, train.Trained(s.m), s.tensors, s.ckpt, s.options())
	if err != nil {
		return err
	}
	if s.c.rate != "" {
		v, _ := strconv.ParseFloat(s.c.rate, 32)
		s.optim.LearningRate = float32(v)
	}
	return nil
}

// digest is the SHA-256 of a tensor's elements.
func digest(t *tensor.Tensor) string { return fmt.Sprintf("%x", sha256.Sum256(t.Data)) }
