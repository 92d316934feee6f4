package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/memory"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/feeds"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/npz"
	"github.com/unswag/unswagc/runtime/tensor"
	"github.com/unswag/unswagc/runtime/train"
)

// describe prints what the model is fed.
func (s *session) describe(made *feeds.Made, given map[string]*tensor.Tensor) {
	random, fed := 0, 0
	for name := range made.Tensors {
		switch {
		case given[name] != nil:
			fed++
		case !strings.HasSuffix(name, train.BufferSuffix) && name != train.ResetInput:
			random++
		}
	}
	dims := ""
	for _, k := range slices.Sorted(maps.Keys(made.Dims)) {
		dims += fmt.Sprintf(", %s=%d", k, made.Dims[k])
	}
	order := "in " + s.c.order.value + " order"
	if s.c.device != "cpu" {
		order = "on " + s.c.device
	}
	fmt.Fprintf(&s.out, "%s: %d nodes %s%s; %d inputs given, %d random (seed %d)\n",
		shownName(s.c.in), len(s.m.Graph.Nodes()), order, dims, fed, random, s.c.seed)
}

// lastRun is what the last step gave, and the inputs that changed since the first.
type lastRun struct {
	result  *interp.Result
	updated []string
}

// steps runs the graph once, or as often as -steps says with the optimizer behind each.
func (s *session) steps(ctx context.Context, p *progress) (*lastRun, error) {
	loss := s.lossName(ctx)
	last := &lastRun{}
	before := map[string]*tensor.Tensor{}
	for name, t := range s.tensors {
		before[name] = t.Clone()
	}
	for i := range max(int(s.c.steps), 1) {
		p.stage(fmt.Sprintf("step %d", i+1))
		if len(s.files) > 0 {
			maps.Copy(s.tensors, s.files[i%len(s.files)])
		}
		probe := &interp.Probe{Watch: map[string]bool{loss: true}}
		r, err := s.engine.Run(ctx, interp.Feeds{Tensors: s.tensors, Probe: probe})
		if err != nil {
			return nil, err
		}
		last.result = r
		if t := probe.Seen[loss]; t != nil {
			fmt.Fprintf(&s.out, "step %d: loss %s\n", i+1, scalar(t))
		}
		if s.optim != nil {
			if err := s.optim.Update(ctx, s.tensors); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.tensors)) {
		if !bytes.Equal(before[name].Data, s.tensors[name].Data) && !s.inFiles(name) {
			last.updated = append(last.updated, name)
		}
	}
	return last, nil
}

func (s *session) inFiles(name string) bool {
	return slices.ContainsFunc(s.files, func(f map[string]*tensor.Tensor) bool { return f[name] != nil }) && !strings.HasSuffix(name, train.BufferSuffix)
}

// lossName is the value whose number is printed: the first float scalar of the boundary.
func (s *session) lossName(ctx context.Context) string {
	types, err := shape.Infer(ctx, s.m, nil)
	if err != nil {
		return ""
	}
	b, err := memory.FindBoundary(s.m.Graph, types, s.c.loss)
	if err != nil {
		return ""
	}
	for _, v := range b.Values {
		t := types.Of(v)
		if v.Producer != nil && t.Ranked && len(t.Dims) == 0 && isFloat(t.Elem) {
			return v.Name
		}
	}
	return ""
}

func isFloat(e onnxio.DType) bool {
	switch e {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
		return true
	}
	return false
}

// scalar prints the one element of a tensor.
func scalar(t *tensor.Tensor) string {
	switch t.Elem {
	case onnxio.Float:
		return fmt.Sprint(tensor.As[float32](t)[0])
	case onnxio.Double:
		return fmt.Sprint(tensor.As[float64](t)[0])
	case onnxio.Float16:
		return fmt.Sprint(tensor.As[tensor.Float16](t)[0].Float32())
	}
	return fmt.Sprint(tensor.As[tensor.BFloat16](t)[0].Float32())
}

// results prints outputs, updated inputs and memory, and lists what -save writes.
func (s *session) results(last *lastRun) []npz.Array {
	var arrays []npz.Array
	w := tabwriter.NewWriter(&s.out, 0, 0, 2, ' ', 0)
	row := func(kind, name string, t *tensor.Tensor) {
		arrays = append(arrays, npz.Array{Name: name, Tensor: t})
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", kind, name, t, digest(t))
	}
	for _, o := range last.result.Yields {
		row("yield", o.Name, o.Tensor)
	}
	for _, o := range last.result.Outputs {
		if o.Tensor != nil {
			row("output", o.Name, o.Tensor)
		}
		for i, t := range o.Sequence {
			row("output", fmt.Sprintf("%s[%d]", o.Name, i), t)
		}
	}
	for _, name := range last.updated {
		row("updated", name, s.tensors[name])
	}
	w.Flush()
	if s.xla != nil {
		s.out.WriteString(s.xla.summary())
		return arrays
	}
	r := last.result
	fmt.Fprintf(&s.out, "held %d bytes, peak %d bytes, and up to %d bytes of scratch in one operator\n", r.Held, r.Peak, r.ScratchPeak)
	return arrays
}
