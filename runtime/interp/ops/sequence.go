package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// sequenceOps work on sequences. A sequence holds copies: the memory of a value that it
// was made of may be used again.
var sequenceOps = family{
	{"", "SequenceConstruct"}:  sequenceConstruct,
	{"", "SequenceEmpty"}:      sequenceEmpty,
	{"", "SequenceAt"}:         sequenceAt,
	{"", "SequenceInsert"}:     sequenceInsert,
	{"", "SequenceErase"}:      sequenceErase,
	{"", "SequenceLength"}:     sequenceLength,
	{"", "ConcatFromSequence"}: concatFromSequence,
	{"", "SplitToSequence"}:    splitToSequence,
}

// sequence is input i, which must be a sequence.
func (c *Call) sequence(i int) ([]*tensor.Tensor, error) {
	if i >= len(c.Seqs) || c.Seqs[i] == nil {
		return nil, c.Errorf("input %d is no sequence", i)
	}
	return c.Seqs[i], nil
}

// copied is a copy that a sequence may keep.
func (c *Call) copied(t *tensor.Tensor) *tensor.Tensor {
	c.Engine.Scratch(int64(len(t.Data)))
	return t.Clone()
}

func sequenceConstruct(c *Call) error {
	if err := c.needs(len(c.In)); err != nil {
		return err
	}
	out := make([]*tensor.Tensor, len(c.In))
	for i, t := range c.In {
		out[i] = c.copied(t)
	}
	c.OutSeqs[0] = out
	return nil
}

func sequenceEmpty(c *Call) error {
	c.OutSeqs[0] = []*tensor.Tensor{}
	return nil
}

// position reads input i as an index into n elements; def where it is not given.
func (c *Call) position(i, n, def int) (int, error) {
	v, err := c.oneInt(i, int64(def))
	if err != nil {
		return 0, err
	}
	at := v
	if at < 0 {
		at += int64(n)
	}
	if at < 0 || at > int64(max(n, def)) || at == int64(n) && def < n {
		return 0, c.Errorf("index %d lies outside of a sequence of %d", v, n)
	}
	return int(at), nil
}

// element reads a sequence that is not empty and which of its elements is meant: the
// last one where that is left out.
func (c *Call) element() (seq []*tensor.Tensor, i int, err error) {
	if seq, err = c.sequence(0); err != nil {
		return nil, 0, err
	}
	if len(seq) == 0 {
		return nil, 0, c.Errorf("the sequence is empty")
	}
	i, err = c.position(1, len(seq), len(seq)-1)
	return seq, i, err
}

func sequenceAt(c *Call) error {
	seq, i, err := c.element()
	if err != nil {
		return err
	}
	copy(c.Like(0, seq[i]).Data, seq[i].Data)
	return nil
}

func sequenceInsert(c *Call) error {
	seq, err := c.sequence(0)
	if err != nil {
		return err
	}
	if !c.Has(1) {
		return c.Errorf("it needs a tensor")
	}
	i, err := c.position(2, len(seq), len(seq))
	if err != nil {
		return err
	}
	c.OutSeqs[0] = slices.Insert(slices.Clone(seq), i, c.copied(c.In[1]))
	return nil
}

func sequenceErase(c *Call) error {
	seq, i, err := c.element()
	if err != nil {
		return err
	}
	c.OutSeqs[0] = append(append([]*tensor.Tensor{}, seq[:i]...), seq[i+1:]...)
	return nil
}

func sequenceLength(c *Call) error {
	seq, err := c.sequence(0)
	if err != nil {
		return err
	}
	tensor.As[int64](c.Make(0, onnxio.Int64))[0] = int64(len(seq))
	return nil
}

// concatFromSequence joins the tensors along an axis, or along a new one.
func concatFromSequence(c *Call) error {
	seq, err := c.sequence(0)
	if err != nil {
		return err
	}
	if len(seq) == 0 {
		return c.Errorf("the sequence is empty")
	}
	axis := c.Int("axis", 0)
	if c.Int("new_axis", 0) != 0 {
		at, err := c.Axis(axis, len(seq[0].Shape)+1)
		if err != nil {
			return err
		}
		if seq, err = c.withAxis(seq, at); err != nil {
			return err
		}
	}
	y, lengths, err := c.joined(seq, axis)
	if err != nil {
		return err
	}
	c.join(y, seq, lengths)
	return nil
}

// withAxis shows tensors of one rank with a dim of 1 more.
func (c *Call) withAxis(seq []*tensor.Tensor, at int) ([]*tensor.Tensor, error) {
	out := make([]*tensor.Tensor, len(seq))
	for i, t := range seq {
		if len(t.Shape) != len(seq[0].Shape) {
			return nil, c.Errorf("%s and %s cannot be stacked", seq[0], t)
		}
		out[i] = t.Reshaped(slices.Insert(slices.Clone(t.Shape), at, 1)...)
	}
	return out, nil
}

// splitToSequence cuts along an axis: into parts of one length, of the lengths given, or
// where nothing is given of 1, then without the axis unless keepdims.
func splitToSequence(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	axis, err := c.Axis(c.Int("axis", 0), len(in.Shape))
	if err != nil {
		return err
	}
	lengths, err := c.IntsIn(1)
	if err != nil {
		return err
	}
	n := in.Shape[axis]
	if !c.Has(1) || len(c.In[1].Shape) == 0 {
		length, err := c.oneInt(1, 1)
		if err != nil {
			return err
		}
		if length < 1 {
			return c.Errorf("parts of %d are asked for", length)
		}
		lengths = equalParts(n, (n+length-1)/length)
		for i := range lengths {
			lengths[i] = min(length, n-int64(i)*length)
		}
	}
	if err := c.cuts(lengths, n); err != nil {
		return err
	}
	out, at, shape := make([]*tensor.Tensor, len(lengths)), int64(0), slices.Clone(in.Shape)
	for i, l := range lengths {
		shape[axis] = l
		out[i] = tensor.New(in.Elem, shape...)
		c.Engine.Scratch(int64(len(out[i].Data)))
		c.move(whole(out[i]), along(in, axis, at), shape)
		if at += l; !c.Has(1) && c.Int("keepdims", 1) == 0 {
			out[i] = out[i].Reshaped(slices.Delete(slices.Clone(shape), axis, axis+1)...)
		}
	}
	c.OutSeqs[0] = out
	return nil
}
