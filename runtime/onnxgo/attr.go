package onnxgo

import (
	"fmt"
	"maps"
	"slices"

	"github.com/owulveryck/onnx-go"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
)

// attributes turns what onnx-go made of a node's attributes back into attributes, in the
// order of their names.
func attributes(o onnx.Operation) ([]*onnxio.Attr, error) {
	var out []*onnxio.Attr
	for _, name := range slices.Sorted(maps.Keys(o.Attributes)) {
		a, err := attribute(name, o.Attributes[name])
		if err != nil {
			return nil, fmt.Errorf("attribute %q of a node of the operator %s: %w", name, o.Name, err)
		}
		out = append(out, a)
	}
	return out, nil
}

func attribute(name string, value any) (*onnxio.Attr, error) {
	switch v := value.(type) {
	case int64:
		return onnxio.IntAttr(name, v), nil
	case float32:
		return onnxio.FloatAttr(name, v), nil
	case string:
		return onnxio.StringAttr(name, v), nil
	case []int64:
		return onnxio.IntsAttr(name, v), nil
	case []float32:
		return onnxio.FloatsAttr(name, v), nil
	case []string:
		return onnxio.StringsAttr(name, v), nil
	case tensor.Tensor:
		t, err := toEngine(v)
		if err != nil {
			return nil, err
		}
		return onnxio.TensorAttr(name, onnxio.NewTensor("", t.Elem, t.Shape, t.Data)), nil
	case struct{}:
		return nil, fmt.Errorf("the file does not say of which kind it is, as models before IR version 2 do not: save it anew with a current onnx")
	}
	return nil, fmt.Errorf("it is a %T, which no attribute of ONNX is", value)
}
