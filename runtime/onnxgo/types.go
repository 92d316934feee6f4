package onnxgo

import (
	"context"

	gorgonia "gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// Types of computed values matter where an operator cannot tell its output's from its
// inputs: the gradient of a pooling does not know what the pooling cut off at the end.

// elems are ONNX's names of gorgonia's types.
var elems = map[gorgonia.Dtype]onnxio.DType{
	gorgonia.Float32: onnxio.Float, gorgonia.Float64: onnxio.Double, gorgonia.Bool: onnxio.Bool, gorgonia.Int8: onnxio.Int8,
	gorgonia.Int16: onnxio.Int16, gorgonia.Int32: onnxio.Int32, gorgonia.Int64: onnxio.Int64, gorgonia.Uint8: onnxio.Uint8,
	gorgonia.Uint16: onnxio.Uint16, gorgonia.Uint32: onnxio.Uint32, gorgonia.Uint64: onnxio.Uint64,
}

// statedTypes are the types that a model states for what it computes, without the names
// of symbolic dims.
func statedTypes(m *onnxio.Model) map[string]*onnxio.TensorType {
	out := map[string]*onnxio.TensorType{}
	for _, v := range m.Graph.Values() {
		if v.Producer == nil || v.Type == nil {
			continue
		}
		t := &onnxio.TensorType{Elem: v.Type.Elem, HasShape: v.Type.HasShape}
		for _, d := range v.Type.Shape {
			t.Shape = append(t.Shape, onnxio.Dim{Value: d.Value})
		}
		out[v.Name] = t
	}
	return out
}

// stated is the type of a computed value: what the model states, as far as it is known.
func (m *builder) stated(v *value) *onnxio.TensorType {
	switch {
	case m.b.opt.types != nil:
		return m.b.opt.types[v.name]
	case v.declared != nil && elems[v.declared.Dtype()] != onnxio.Undefined:
		return &onnxio.TensorType{Elem: elems[v.declared.Dtype()]}
	}
	return nil
}

// poolGrads are the operators whose output's shape has to be stated.
var poolGrads = map[string]bool{"MaxPoolGrad": true, "AveragePoolGrad": true, "GlobalAveragePoolGrad": true}

// complete states the shapes of pooling's gradients where only onnx-go's placeholders are
// known, which lack the symbolic dims: those are taken to be the first, as the batch is.
// The rank is that of the gradient that comes in.
func (m *builder) complete(ctx context.Context) error {
	if m.b.opt.types != nil {
		return nil
	}
	var types *shape.Result
	for _, n := range m.model.Graph.Nodes() {
		out := n.Output(0)
		if !poolGrads[n.OpType] || out == nil || out.Type == nil {
			continue
		}
		if types == nil {
			var err error
			if types, err = shape.Infer(ctx, m.model, nil); err != nil {
				return err
			}
		}
		declared, dy := m.b.values[out.Name].declared.Shape(), types.Of(n.Input(0))
		if !dy.Ranked || len(declared) > len(dy.Dims) {
			continue
		}
		t := &onnxio.TensorType{Elem: out.Type.Elem, HasShape: true}
		for i := range dy.Dims {
			d := onnxio.Dim{Value: -1}
			if k := i - (len(dy.Dims) - len(declared)); k >= 0 {
				d.Value = int64(declared[k])
			}
			t.Shape = append(t.Shape, d)
		}
		out.Type = t
	}
	return nil
}
