// Command enginestep takes steps of training on the embedded engine for bench/engine.py.
//
//	enginestep MODEL CHECKPOINT OPTIMIZER FEED.npz THREADS RATE
//
// Each line on its input is a number of steps; the answer is one line of JSON with the
// seconds and the loss of each and the processor time of all.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/checkpoint"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/npz"
	"github.com/unswag/unswagc/runtime/tensor"
	"github.com/unswag/unswagc/runtime/train"
)

// trainer is a model at work.
type trainer struct {
	program *interp.Program
	optim   *train.Optimizer
	tensors map[string]*tensor.Tensor
}

// answer is what some steps took.
type answer struct {
	Name   string    `json:"name"`
	Wall   []float64 `json:"wall"`
	Losses []float64 `json:"losses"`
	CPU    float64   `json:"cpu"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "enginestep:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 6 {
		return errors.New("give MODEL CHECKPOINT OPTIMIZER FEED.npz THREADS RATE")
	}
	threads, err := strconv.Atoi(args[4])
	if err != nil {
		return err
	}
	rate, err := strconv.ParseFloat(args[5], 32)
	if err != nil {
		return err
	}
	ctx := context.Background()
	t, err := prepare(ctx, args[0], args[1], args[2], args[3], threads)
	if err != nil {
		return err
	}
	t.optim.LearningRate = float32(rate)
	stop, err := profile(os.Getenv("CPUPROFILE"))
	if err != nil {
		return err
	}
	defer stop()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		n, err := strconv.Atoi(strings.TrimSpace(in.Text()))
		if err != nil {
			return err
		}
		a, err := t.steps(ctx, n)
		if err != nil {
			return err
		}
		if err := json.NewEncoder(os.Stdout).Encode(a); err != nil {
			return err
		}
	}
	return nil
}

// prepare reads the files.
func prepare(ctx context.Context, model, ckpt, optim, feed string, threads int) (*trainer, error) {
	m, err := onnxio.Load(ctx, model)
	if err != nil {
		return nil, err
	}
	o := interp.Options{Threads: threads}
	p, err := interp.New(ctx, m, o)
	if err != nil {
		return nil, err
	}
	c, err := checkpoint.Load(ckpt)
	if err != nil {
		return nil, err
	}
	t := &trainer{program: p, tensors: map[string]*tensor.Tensor{train.ResetInput: tensor.Of([]bool{true})}}
	for _, x := range c.Parameters {
		if m.Graph.Value(x.Name) != nil {
			t.tensors[x.Name] = x.Tensor
		}
		if v := m.Graph.Value(x.Name + train.BufferSuffix); v != nil {
			t.tensors[v.Name] = tensor.New(x.Tensor.Elem, x.Tensor.Shape...)
		}
	}
	arrays, err := npz.Load(feed)
	if err != nil {
		return nil, err
	}
	for _, a := range arrays {
		t.tensors[a.Name] = a.Tensor
	}
	om, err := onnxio.Load(ctx, optim)
	if err != nil {
		return nil, err
	}
	t.optim, err = train.NewOptimizer(ctx, om, train.Trained(m), t.tensors, c, o)
	return t, err
}

// steps takes n steps: forward, backward, optimizer.
func (t *trainer) steps(ctx context.Context, n int) (*answer, error) {
	a := &answer{Name: blas.Default().String()}
	before := processorTime()
	for range n {
		start := time.Now()
		r, err := t.program.Run(ctx, interp.Feeds{Tensors: t.tensors})
		if err != nil {
			return nil, err
		}
		if err := t.optim.Update(ctx, t.tensors); err != nil {
			return nil, err
		}
		a.Wall = append(a.Wall, time.Since(start).Seconds())
		a.Losses = append(a.Losses, float64(tensor.As[float32](r.Outputs[0].Tensor)[0]))
	}
	a.CPU = processorTime() - before
	return a, nil
}
