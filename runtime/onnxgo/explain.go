package onnxgo

import (
	"fmt"
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// What onnx-go has types for, and what it reads as initializers and attributes.
var (
	declarable = []onnxio.DType{onnxio.Float, onnxio.Double, onnxio.Int8, onnxio.Int16, onnxio.Int32, onnxio.Int64, onnxio.Uint8,
		onnxio.Uint16, onnxio.Uint32, onnxio.Uint64, onnxio.Bool, onnxio.String, onnxio.Complex64, onnxio.Complex128}
	readable = []onnxio.DType{onnxio.Float, onnxio.Double, onnxio.Int32, onnxio.Int64, onnxio.Bool}
)

// explain finds why onnx-go cannot decode a model, "" if nothing is known that would
// keep it from it.
func explain(m *onnxio.Model) string {
	for _, v := range m.Graph.Values() {
		if why := declaration(v); why != "" {
			return why
		}
	}
	for _, v := range m.Graph.Values() {
		if v.Init == nil {
			continue
		}
		if why := contents(v.Init); why != "" {
			return fmt.Sprintf("the initializer %q %s", v.Name, why)
		}
	}
	for _, n := range m.Graph.Nodes() {
		for _, a := range n.Attrs {
			if why := attributeOf(a); why != "" {
				return fmt.Sprintf("the attribute %q of node %q (%s) %s", a.Name, n.Label(), n.OpType, why)
			}
		}
	}
	return ""
}

// declaration tells what is wrong with the declared type of a value.
func declaration(v *onnxio.Value) string {
	border := v.Flags&(onnxio.GraphInput|onnxio.GraphOutput) != 0
	switch {
	case v.Type == nil && border:
		return fmt.Sprintf("the value %q is not declared as a tensor, and onnx-go has no sequences, maps and optional values", v.Name)
	case v.Type == nil || v.Init != nil:
		return ""
	case !slices.Contains(declarable, v.Type.Elem):
		return fmt.Sprintf("the value %q is declared as %s, which onnx-go and gorgonia have no type for", v.Name, v.Type.Elem)
	}
	return ""
}

// contents tells what is wrong with a constant tensor.
func contents(t *onnxio.Tensor) string {
	_, err := t.Bytes()
	switch {
	case !slices.Contains(readable, t.Elem):
		return fmt.Sprintf("is %s, and onnx-go reads constants of bool, int32, int64, float and double only", t.Elem)
	case t.Len() == 0:
		return "has no elements, and gorgonia has no such tensors"
	case err != nil:
		return "does not hold its elements: " + err.Error()
	}
	return ""
}

// attributeOf tells what is wrong with an attribute.
func attributeOf(a *onnxio.Attr) string {
	switch a.Type {
	case onnxio.AttrGraph, onnxio.AttrGraphs:
		return "is a graph, and onnx-go has no control flow"
	case onnxio.AttrTensor:
		if t := a.Tensor(); t != nil {
			return contents(t)
		}
	case onnxio.AttrTensors, onnxio.AttrSparseTensor, onnxio.AttrSparseTensors, onnxio.AttrTypeProto, onnxio.AttrTypeProtos:
		return "is of a kind that onnx-go does not read"
	}
	return ""
}
