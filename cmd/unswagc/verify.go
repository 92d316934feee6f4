package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/checkpoint"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
	"github.com/unswag/unswagc/runtime/verify"
)

const verifyHelp = `Usage: unswagc verify A.onnx B.onnx [flags]

Runs two training graphs on the same inputs on the CPU and compares losses,
outputs and gradients byte for byte: over random inputs at several sizes of the
symbolic dims, and with every kind of bit pattern (NaN payloads, infinities,
both zeros, denormals) where a ReLU and its gradient read. Exit code 1 where
they differ.
Example: unswagc verify training_model.onnx small.onnx

  -ckpt FILE       parameters, an ONNX Runtime checkpoint
  -dim NAME=N,..   sizes of symbolic dims (default: several)
  -seed N          seeds the inputs (default: 0)
  -loss NAME       the value where the forward pass ends
  -order S         file (default) | ort
  -threads N       goroutines that compute (default 0: one per core)
`

// verifyFlags is the command line of verify.
type verifyFlags struct {
	a, b, ckpt, loss string
	seed, threads    count
	dims             dims
	order            choice
}

func verifyFlagSet() (*verifyFlags, *flagSet) {
	c, f := &verifyFlags{dims: dims{}, order: choice{"file", []string{"file", "ort"}}}, newFlags("verify")
	f.StringVar(&c.ckpt, "ckpt", "", "")
	f.Var(c.dims, "dim", "")
	f.Var(&c.seed, "seed", "")
	f.StringVar(&c.loss, "loss", "", "")
	f.Var(&c.order, "order", "")
	f.Var(&c.threads, "threads", "")
	return c, f
}

// parseVerify reads the command line of verify.
func parseVerify(args []string) (*verifyFlags, error) {
	c, f := verifyFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return nil, err
	}
	if len(files) != 2 || files[0] == "" || files[1] == "" {
		return nil, usagef("verify", "name the two models to compare")
	}
	if files[0] == "-" && files[1] == "-" {
		return nil, usagef("verify", "standard input can be one of the models only")
	}
	c.a, c.b = files[0], files[1]
	return c, nil
}

// runVerify compares two models.
func runVerify(ctx context.Context, e *env, args []string) error {
	c, err := parseVerify(args)
	if err != nil {
		return err
	}
	p := startProgress(e.stderr, true)
	defer p.stop()
	var models [2]*onnxio.Model
	for i, path := range []string{c.a, c.b} {
		if models[i], err = e.load(ctx, path, p); err != nil {
			return err
		}
		defer models[i].Close()
	}
	check := &compileFlags{command: "verify"}
	check.options.Dims, check.options.Loss = c.dims, c.loss
	if err := check.checkNames(models[0]); err != nil {
		return err
	}
	o := verify.Options{Dims: c.dims, Seed: uint64(c.seed), Order: interp.Order(c.order.value), Threads: int(c.threads), Loss: c.loss}
	if c.ckpt != "" {
		k, err := checkpoint.Load(c.ckpt)
		if err != nil {
			return err
		}
		o.Given = map[string]*tensor.Tensor{}
		for _, x := range k.Parameters {
			o.Given[x.Name] = x.Tensor
		}
	}
	p.stage("comparing")
	r, err := verify.Compare(ctx, models[0], models[1], o)
	if err != nil {
		return fmt.Errorf("%s and %s: %w", shownName(c.a), shownName(c.b), err)
	}
	p.stop()
	return e.write(printable(verified(r, true)))
}

// verified tells what a comparison covered; long with a line per round.
func verified(r *verify.Result, long bool) string {
	var b strings.Builder
	tensors, sizes := 0, []string{}
	for _, x := range r.Rounds {
		if x.Left == "" {
			tensors += x.Tensors
			sizes = append(sizes, x.String())
		}
	}
	fmt.Fprintf(&b, "Verified: %d tensors have the same bytes (%s).\n", tensors, strings.Join(sizes, "; "))
	for _, x := range r.Rounds {
		switch {
		case x.Left != "":
			fmt.Fprintf(&b, "Left out: %s: %s.\n", x, x.Left)
		case long:
			fmt.Fprintf(&b, "%s: %d tensors, %d bytes\n", x, x.Tensors, x.Bytes)
		}
	}
	for _, s := range r.Exceptions {
		fmt.Fprintf(&b, "Exception: %s.\n", s)
	}
	return b.String()
}
