package interp

import (
	"fmt"
	"maps"
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// feed checks the feeds against the graph's inputs and sets them.
func (r *run) feed(f *frame) error {
	known := map[string]bool{}
	for _, in := range r.p.Inputs() {
		known[in.Name] = true
	}
	for _, v := range f.plan.g.Inputs {
		known[v.Name] = true
		t, seq := r.feeds.Tensors[v.Name], r.feeds.Sequences[v.Name]
		switch {
		case t == nil && seq == nil && v.Init != nil:
			continue // it has a default
		case t == nil && seq == nil:
			return fmt.Errorf("input %q is not fed: give it a tensor%s", v.Name, wanted(v.Type))
		case t != nil:
			if err := checkFeed(v, t); err != nil {
				return err
			}
		}
		f.set(v, slot{t: t, seq: seq, buf: &buffer{}})
	}
	names := slices.Collect(maps.Keys(r.feeds.Tensors))
	names = slices.AppendSeq(names, maps.Keys(r.feeds.Sequences))
	slices.Sort(names)
	for _, name := range names {
		if !known[name] {
			return fmt.Errorf("%q is fed, but the graph has no such input", name)
		}
	}
	return nil
}

// checkFeed holds a tensor against the type that the graph states for an input.
func checkFeed(v *onnxio.Value, t *tensor.Tensor) error {
	want := v.Type
	if want == nil || want.Elem == onnxio.Undefined {
		return nil
	}
	ok := want.Elem == t.Elem && (!want.HasShape || len(want.Shape) == len(t.Shape))
	if ok && want.HasShape {
		for i, d := range want.Shape {
			ok = ok && (d.Value < 0 || d.Value == t.Shape[i])
		}
	}
	if !ok {
		return fmt.Errorf("input %q is fed %s, the graph wants%s", v.Name, t, wanted(want))
	}
	return nil
}

// wanted prints a stated type with a space before it.
func wanted(t *onnxio.TensorType) string {
	if t == nil || t.Elem == onnxio.Undefined {
		return ""
	}
	s := " " + t.Elem.String()
	if !t.HasShape {
		return s
	}
	s += "["
	for i, d := range t.Shape {
		if i > 0 {
			s += ","
		}
		switch {
		case d.Value >= 0:
			s += fmt.Sprint(d.Value)
		case d.Param != "":
			s += d.Param
		default:
			s += "?"
		}
	}
	return s + "]"
}
