package onnxio

import (
	"testing"

	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// richText is a model that has some of everything: a branch that captures, a function
// with a branch, bindings, annotations, metadata, devices, all kinds of attributes,
// typed and raw tensors, types that are no tensors.
const richText = `
ir_version: 10 producer_name: "test" domain: "d" model_version: 3 doc_string: "rich"
opset_import { domain: "" version: 17 } opset_import { domain: "ai.onnx" version: 17 } opset_import { domain: "my" version: 1 }
metadata_props { key: "k" value: "v" }
configuration { name: "two" num_devices: 2 device: "a" device: "b" }
graph {
  name: "main" doc_string: "the graph"
  metadata_props { key: "gk" value: "gv" }
  input { name: "x" type { tensor_type { elem_type: 1 shape { dim { dim_param: "n" denotation: "BATCH" } dim { dim_value: 4 } dim {} } } } doc_string: "in" }
  input { name: "c" type { tensor_type { elem_type: 9 shape {} } } }
  input { name: "s" type { sequence_type { elem_type { tensor_type { elem_type: 1 } } } denotation: "SEQ" } }
  input { name: "o" type { optional_type { elem_type { map_type { key_type: 7 value_type { opaque_type { domain: "d" name: "n" } } } } } } }
  output { name: "y" type { tensor_type { elem_type: 1 } } }
  output { name: "w" }
  value_info { name: "a" type { tensor_type { elem_type: 1 shape { dim { dim_param: "n" } } } } }
  value_info { name: "gone" type { tensor_type { elem_type: 1 } } }
  initializer { name: "w" data_type: 1 dims: 2 dims: 2 raw_data: "0123456789abcdef" doc_string: "weights" metadata_props { key: "tk" value: "tv" } }
  initializer { name: "f" data_type: 1 dims: 3 float_data: [1, -0, 2.5] }
  initializer { name: "i" data_type: 7 dims: 2 int64_data: [-1, 5] }
  initializer { name: "str" data_type: 8 dims: 2 string_data: ["p", "q"] }
  initializer { name: "h" data_type: 10 dims: 2 int32_data: [15360, 0] }
  sparse_initializer { dims: 9 values { name: "sp" data_type: 1 dims: 1 float_data: 1 } indices { data_type: 7 dims: 1 int64_data: 4 } }
  quantization_annotation { tensor_name: "a" quant_parameter_tensor_names { key: "SCALE_TENSOR" value: "f" } }
  node { op_type: "Relu" name: "relu" input: "x" output: "a" doc_string: "first" metadata_props { key: "n1" value: "old" } metadata_props { key: "n2" value: "kept" }
    device_configurations { configuration_id: "two" pipeline_stage: 1 sharding_spec { tensor_name: "a" device: [0, 1] index_to_device_group_map { key: 1 value: [1, 2] } sharded_dim { axis: 0 simple_sharding { dim_param: "n" num_shards: 2 } } } } }
  node { op_type: "Many" domain: "my" name: "attrs" input: "a" input: "" input: "w" output: "b" output: "" output: "b2"
    attribute { name: "f" f: 1.5 type: FLOAT } attribute { name: "i" i: -7 type: INT } attribute { name: "s" s: "\001\377" type: STRING }
    attribute { name: "t" t { data_type: 6 dims: 2 int32_data: [1, 2] } type: TENSOR doc_string: "ad" }
    attribute { name: "fs" floats: [1, 2] type: FLOATS } attribute { name: "is" ints: [3, -4] type: INTS } attribute { name: "ss" strings: ["u", ""] type: STRINGS }
    attribute { name: "ts" tensors { data_type: 1 float_data: 1 } tensors { data_type: 9 dims: 0 } type: TENSORS }
    attribute { name: "tp" tp { sparse_tensor_type { elem_type: 1 shape { dim { dim_value: 1 } } } } type: TYPE_PROTO }
    attribute { name: "tps" type_protos { tensor_type { elem_type: 1 } } type_protos {} type: TYPE_PROTOS }
    attribute { name: "st" sparse_tensor { dims: 4 values { data_type: 1 dims: 1 float_data: 1 } indices { data_type: 7 dims: 1 int64_data: 1 } } type: SPARSE_TENSOR }
    attribute { name: "sts" sparse_tensors { dims: 4 values { data_type: 1 dims: 0 } indices { data_type: 7 dims: 0 } } type: SPARSE_TENSORS } }
  node { op_type: "If" name: "if" input: "c" output: "d"
    attribute { name: "then_branch" type: GRAPH g { name: "then" output { name: "t2" }
      node { op_type: "Relu" name: "t.relu" input: "a" output: "t1" }
      node { op_type: "If" name: "t.if" input: "c" output: "t2"
        attribute { name: "then_branch" type: GRAPH g { name: "tt" node { op_type: "Add" name: "deep" input: "t1" input: "b" output: "tt1" } output { name: "tt1" } } }
        attribute { name: "else_branch" type: GRAPH g { name: "te" output { name: "t1" } } } } } }
    attribute { name: "else_branch" type: GRAPH g { name: "else" initializer { name: "e0" data_type: 1 dims: 1 raw_data: "abcd" } value_info { name: "e1" type { tensor_type { elem_type: 1 } } }
      node { op_type: "Add" name: "e.add" input: "a" input: "e0" output: "e1" } output { name: "e1" } } } }
  node { op_type: "Body" domain: "my" name: "call" input: "d" output: "y" doc_string: "last" }
}
functions { name: "Body" domain: "my" input: "p" output: "q" attribute: "alpha" doc_string: "fd" opset_import { domain: "" version: 17 }
  attribute_proto { name: "beta" f: 2 type: FLOAT } value_info { name: "r" type { tensor_type { elem_type: 1 } } } metadata_props { key: "fk" value: "fv" }
  node { op_type: "Elu" name: "f.elu" input: "p" output: "r" attribute { name: "alpha" ref_attr_name: "alpha" type: FLOAT } }
  node { op_type: "If" name: "f.if" input: "p" output: "q"
    attribute { name: "then_branch" type: GRAPH g { name: "ft" node { op_type: "Relu" name: "f.relu" input: "r" output: "ft1" } output { name: "ft1" } } }
    attribute { name: "else_branch" type: GRAPH g { name: "fe" node { op_type: "Relu" name: "f.relu2" input: "p" output: "fe1" } output { name: "fe1" } } } } }
functions { name: "Other" domain: "my" input: "p" output: "p" opset_import { domain: "" version: 17 } overload: "v2" }
training_info {
  initialization { name: "init" node { op_type: "Constant" output: "i0" attribute { name: "value_float" f: 1 type: FLOAT } } output { name: "i0" } }
  algorithm { name: "step" node { op_type: "Sub" input: "w" input: "y" output: "w2" } output { name: "w2" } }
  initialization_binding { key: "w" value: "i0" } update_binding { key: "w" value: "w2" } }
`

// richModel gives richText, with a field that no specification knows in every message.
func richModel(t testing.TB) *onnxpb.ModelProto {
	t.Helper()
	m := &onnxpb.ModelProto{}
	if err := prototext.Unmarshal([]byte(richText), m); err != nil {
		t.Fatal(err)
	}
	addUnknown(m.ProtoReflect())
	return m
}

func addUnknown(m protoreflect.Message) {
	n := uint64(len(m.Descriptor().Name()))
	b := protowire.AppendVarint(protowire.AppendTag(nil, 1000, protowire.VarintType), n)
	b = protowire.AppendBytes(protowire.AppendTag(b, 1001, protowire.BytesType), []byte{0xff})
	m.SetUnknown(b)
	m.Range(func(fd protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case fd.Kind() != protoreflect.MessageKind:
		case fd.IsList():
			for i := range v.List().Len() {
				addUnknown(v.List().Get(i).Message())
			}
		default:
			addUnknown(v.Message())
		}
		return true
	})
}

func richBytes(t testing.TB) []byte {
	t.Helper()
	return encodeProto(t, richModel(t))
}
