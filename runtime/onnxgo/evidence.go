package onnxgo

import (
	"fmt"

	"github.com/owulveryck/onnx-go"
)

// A model of an older opset would in part compute something else under DefaultOpset, and
// onnx-go does not tell which it is. Where nobody told the backend either, some nodes
// give the model away.

// lastOpset is, by operator and attribute, the last opset that has the attribute.
var lastOpset = map[[2]string]int64{
	{"BatchNormalization", "is_test"}: 6, {"BatchNormalization", "spatial"}: 8,
	{"Slice", "starts"}: 9, {"TopK", "k"}: 9,
	{"Clip", "min"}: 10, {"Clip", "max"}: 10, {"Pad", "pads"}: 10,
	{"Dropout", "ratio"}:  11,
	{"ReduceSum", "axes"}: 12, {"Split", "split"}: 12, {"Squeeze", "axes"}: 12, {"Unsqueeze", "axes"}: 12,
}

// older finds what in a node of ONNX's own domain is of an opset before DefaultOpset.
func older(o onnx.Operation, inputs int) error {
	say := func(what string, last int64) error {
		return fmt.Errorf("%s, which ONNX has up to opset %d only, and the backend was not told the model's opset: set Options.Opset (it is taken to be %d), or use Decode", what, last, DefaultOpset)
	}
	switch {
	case o.Name == "Upsample":
		return say("the model has the operator Upsample", 9)
	case o.Name == "Resize" && inputs == 2:
		return say("the model has a Resize with two inputs", 10)
	}
	for key, last := range lastOpset {
		if _, has := o.Attributes[key[1]]; has && key[0] == o.Name {
			return say(fmt.Sprintf("the model has a %s with the attribute %s", key[0], key[1]), last)
		}
	}
	return nil
}
