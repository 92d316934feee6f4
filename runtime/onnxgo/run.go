package onnxgo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/owulveryck/onnx-go"

	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/interp/ops"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Run runs the model on the tensors that were set and gives its outputs their tensors.
// A buffer that the graph adds to in place, as training graphs sum their gradients, is
// an input with a new tensor after the run (GetTensor of its node, or
// Model.GetInputTensors), from which the next run goes on. Operators that the engine lacks are one *onnx.ErrNotImplemented, which names them all.
func (b *Backend) Run() error { return b.RunContext(context.Background()) }

// RunContext is Run; it ends soon after the context does.
func (b *Backend) RunContext(ctx context.Context) (err error) {
	defer recovered("running the model", &err)
	for _, v := range b.values {
		v.made = nil
	}
	b.held, b.peak = 0, 0
	switch {
	case b.err != nil:
		return b.err
	case len(b.ops) == 0:
		return errors.New("the backend holds no operations: decode a model onto it first")
	}
	if err := b.missing(); err != nil {
		return err
	}
	border := b.border()
	feeds, err := b.feeds(border)
	if err != nil {
		return err
	}
	if !b.plan.fits(b, feeds, border) {
		if b.plan, err = b.newPlan(ctx, feeds, border); err != nil {
			return err
		}
	}
	got, err := b.plan.program.Run(ctx, interp.Feeds{Tensors: feeds})
	if err != nil {
		return err
	}
	b.held, b.peak = got.Held, got.Peak
	if err := b.take(append(got.Outputs, got.Yields...)); err != nil {
		return err
	}
	return b.keepBuffers(feeds)
}

// Memory returns the bytes that the last run held between its forward and its backward
// pass, and the most that were alive at once. Inputs and initializers are not counted.
func (b *Backend) Memory() (held, peak int64) { return b.held, b.peak }

// feeds copies the inputs that something reads.
func (b *Backend) feeds(border int) (map[string]*tensor.Tensor, error) {
	feeds := map[string]*tensor.Tensor{}
	for _, name := range slices.Sorted(maps.Keys(b.values)) {
		v := b.values[name]
		if v.isConstant(border) || v.by == nil && !v.read || v.by != nil && !v.isInput(border) {
			continue
		}
		t := v.content(border)
		if t == nil {
			return nil, fmt.Errorf("input %q is not set: give it a tensor with Model.SetInput, or with SetTensor of the node that Model.GetNodeByName(%[1]q) returns", name)
		}
		if err := v.accepts(t); err != nil {
			return nil, err
		}
		fed, err := toEngine(t)
		if err != nil {
			return nil, fmt.Errorf("input %q cannot be read: %w", name, err)
		}
		feeds[name] = fed
	}
	return feeds, nil
}

// take gives the values what was computed. What gorgonia has no tensors for is an error
// only where no operation reads it: a type that the file states does not make a value an
// output.
func (b *Backend) take(outputs []interp.Output) error {
	for _, o := range outputs {
		v := b.values[o.Name]
		if o.Tensor == nil {
			return fmt.Errorf("output %q is a sequence, which onnx-go has no type for", o.Name)
		}
		t, err := fromEngine(o.Tensor)
		if err != nil {
			if v.read && b.wanted == nil {
				continue
			}
			return fmt.Errorf("output %q cannot be given to onnx-go: %w", o.Name, err)
		}
		v.made = t
	}
	return nil
}

// keepBuffers gives the inputs that the run added to, such as the sums of gradients,
// their new elements: the next run goes on from there.
func (b *Backend) keepBuffers(feeds map[string]*tensor.Tensor) error {
	for name, t := range feeds {
		v := b.values[name]
		if !v.buffer {
			continue
		}
		sum, err := fromEngine(t)
		if err != nil {
			return fmt.Errorf("buffer %q cannot be given to onnx-go: %w", name, err)
		}
		v.given = sum
	}
	return nil
}

// missing names all operators that the engine lacks.
func (b *Backend) missing() error {
	lacking := map[string]bool{}
	for _, o := range b.ops {
		if ops.Lookup(o.domain, o.name) == nil && o.name != "YieldOp" {
			lacking[strings.TrimPrefix(o.domain+"."+o.name, ".")] = true
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return &onnx.ErrNotImplemented{Operator: strings.Join(slices.Sorted(maps.Keys(lacking)), ", "), Message: "UnSwag's engine lacks it"}
}

// recovered makes an error of a panic: onnx-go and gorgonia panic where a model or a
// tensor is not as they expect.
func recovered(doing string, err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%s failed: %v", doing, r)
	}
}
