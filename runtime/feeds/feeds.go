// Package feeds makes inputs for training graphs: random ones, the same for every graph
// with the same inputs, sized by the graph's own shape inference.
//
// The package may import onnxio, pass/shape, runtime/interp and runtime/tensor.
package feeds

import (
	"context"
	"fmt"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// Options steer Random. The zero value makes every symbolic dim 1 and is seeded by 0.
type Options struct {
	// Dims gives symbolic dims a size.
	Dims map[string]int64
	// Size gives the i-th symbol that Dims leaves out its size; nil: 1.
	Size func(i int) int64
	Seed uint64
	// MaxBytes is the most memory that the inputs may take; 0: no limit.
	MaxBytes int64
}

// Made are feeds and what they were made with.
type Made struct {
	interp.Feeds
	// Dims are the sizes of all symbolic dims of the inputs.
	Dims  map[string]int64
	Bytes int64
}

// TooLarge is the error of inputs that take more than Options.MaxBytes.
type TooLarge struct{ Bytes, Max int64 }

func (e TooLarge) Error() string {
	return fmt.Sprintf("the inputs take %d bytes, more than %d", e.Bytes, e.Max)
}

// Random makes what a program of m must be fed, except what given holds. Weights are
// scaled by their fan-in, labels and indices lie in the range of what reads them,
// buffers of gradients are zero and their reset flag is set.
func Random(ctx context.Context, m *onnxio.Model, inputs []interp.Input, given map[string]*tensor.Tensor, o Options) (*Made, error) {
	out := &Made{Feeds: interp.Feeds{Tensors: map[string]*tensor.Tensor{}}, Dims: map[string]int64{}}
	bind, err := fromGiven(m, given, o.Dims)
	if err != nil {
		return nil, err
	}
	types, err := shape.Infer(ctx, m, bind)
	if err != nil {
		return nil, err
	}
	for name, n := range bind {
		out.Dims[name] = n
	}
	for i, s := range types.Symbols() {
		n := int64(1)
		if o.Size != nil {
			n = o.Size(i)
		}
		out.Dims[s] = n
	}
	b := &maker{m: m, types: types, o: o, out: out}
	for _, in := range inputs {
		if t := given[in.Name]; t != nil {
			out.Tensors[in.Name] = t
			continue
		}
		if err := b.input(in.Name); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// fromGiven adds to the dims those that given tensors have.
func fromGiven(m *onnxio.Model, given map[string]*tensor.Tensor, dims map[string]int64) (map[string]int64, error) {
	bind := map[string]int64{}
	for k, v := range dims {
		bind[k] = v
	}
	for _, v := range m.Graph.Inputs {
		t := given[v.Name]
		if t == nil || v.Type == nil || len(v.Type.Shape) != len(t.Shape) {
			continue
		}
		for i, d := range v.Type.Shape {
			if d.Param == "" {
				continue
			}
			if n, ok := bind[d.Param]; ok && n != t.Shape[i] {
				return nil, fmt.Errorf("input %q is fed %s, where dim %s is %d", v.Name, t, d.Param, n)
			}
			bind[d.Param] = t.Shape[i]
		}
	}
	return bind, nil
}

// maker makes the feeds of one model.
type maker struct {
	m     *onnxio.Model
	types *shape.Result
	o     Options
	out   *Made
}

// input makes one input.
func (b *maker) input(name string) error {
	v := b.m.Graph.Value(name)
	if v == nil {
		return fmt.Errorf("the graph has no value %q", name)
	}
	typ := b.typeOf(v)
	if !typ.Ranked || tensor.Size(typ.Elem) == 0 {
		return fmt.Errorf("no random tensor can be made for input %q, %s: feed it", name, typ)
	}
	dims := make([]int64, len(typ.Dims))
	bytes := tensor.Size(typ.Elem)
	for i, d := range typ.Dims {
		n, ok := d.Bind(b.out.Dims).Int()
		if !ok || n < 0 {
			return fmt.Errorf("no random tensor can be made for input %q, %s: its dim %d is not known; feed it", name, typ, i)
		}
		dims[i] = n
		if n > 0 && bytes > math.MaxInt64/2/n {
			return TooLarge{math.MaxInt64, b.o.MaxBytes}
		}
		bytes *= n
	}
	if b.out.Bytes += bytes; b.o.MaxBytes > 0 && b.out.Bytes > b.o.MaxBytes {
		return TooLarge{b.out.Bytes, b.o.MaxBytes}
	}
	t := tensor.New(typ.Elem, dims...)
	b.fill(v, t)
	b.out.Tensors[name] = t
	return nil
}

// typeOf is the type of an input; that of a gradient which a YieldOp hands on is the
// type of what it took.
func (b *maker) typeOf(v *onnxio.Value) shape.Type {
	t := b.types.Of(v)
	if p := v.Producer; p != nil && p.Is("com.microsoft", "YieldOp") && p.Input(int(v.Index)) != nil {
		if in := b.types.Of(p.Input(int(v.Index))); in.Ranked {
			return in
		}
	}
	return t
}

// fill sets the elements.
func (b *maker) fill(v *onnxio.Value, t *tensor.Tensor) {
	h := fnv.New64a()
	h.Write([]byte(v.Name))
	gen := rand.New(rand.NewPCG(b.o.Seed, h.Sum64()))
	role := roleOf(v)
	switch {
	case strings.HasSuffix(v.Name, ".accumulation.buffer") || role.buffer:
	case t.Elem == onnxio.Bool:
		for i := range t.Data {
			t.Data[i] = 1 // resets gradients, switches training on
		}
	case isFloat(t.Elem):
		fillFloats(t, gen, scale(v, t), role.positive)
	default:
		fillIntegers(t, gen, b.limit(role))
	}
}

// scale keeps activations of deep nets in range: a weight's elements have the variance
// 2 / fan-in.
func scale(v *onnxio.Value, t *tensor.Tensor) float64 {
	if v.Producer != nil || t.Rank() < 2 || v.Type == nil || !v.Type.HasShape {
		return 1
	}
	symbolic := func(d onnxio.Dim) bool { return d.Value < 0 }
	if slices.ContainsFunc(v.Type.Shape, symbolic) {
		return 1
	}
	return math.Sqrt(2 / float64(max(tensor.Count(t.Shape[1:]), 1)))
}

// limit is the number that integers must be below.
func (b *maker) limit(r role) int64 {
	limit := int64(math.MaxInt64)
	for _, l := range r.limits {
		t := b.types.Of(l.of)
		axis := l.axis
		if axis < 0 {
			axis += len(t.Dims)
		}
		if !t.Ranked || axis < 0 || axis >= len(t.Dims) {
			continue
		}
		if n, ok := t.Dims[axis].Bind(b.out.Dims).Int(); ok && n > 0 {
			limit = min(limit, n)
		}
	}
	if limit == math.MaxInt64 {
		return 2
	}
	return limit
}
