package onnxio

import "google.golang.org/protobuf/encoding/protowire"

// kind is a message type of the ONNX specification.
type kind uint8

const (
	kindOpaque kind = iota // not a message, or one that nothing is known of
	kindModel
	kindGraph
	kindNode
	kindAttr
	kindTensor
	kindSegment
	kindSparse
	kindValueInfo
	kindType
	kindTensorType
	kindElemType
	kindMapType
	kindOpaqueType
	kindShape
	kindDim
	kindOpset
	kindEntry
	kindAnnotation
	kindTraining
	kindFunction
	kindNodeDevice
	kindSharding
	kindShardedDim
	kindSimpleDim
	kindIntIntList
	kindDevice
)

// fieldSpec tells how a field is encoded.
type fieldSpec struct {
	name string // "" where the specification has no such field
	typ  protowire.Type
	sub  kind // of a message
	// single marks a message that must not stand twice, for protobuf would merge
	// the two; packable marks numbers that may stand in one packed field.
	single, packable bool
}

// maxField is the highest field number of the specification.
const maxField = 26

// message is the table of the fields of one kind.
type message struct {
	name   string
	fields [maxField + 1]fieldSpec
}

// The helpers below build the table; the field numbers are those of onnx.proto.

func varint(name string) fieldSpec { return fieldSpec{name: name, typ: protowire.VarintType} }
func varints(name string) fieldSpec {
	return fieldSpec{name: name, typ: protowire.VarintType, packable: true}
}
func fixed32(name string) fieldSpec { return fieldSpec{name: name, typ: protowire.Fixed32Type} }
func fixed32s(name string) fieldSpec {
	return fieldSpec{name: name, typ: protowire.Fixed32Type, packable: true}
}
func fixed64s(name string) fieldSpec {
	return fieldSpec{name: name, typ: protowire.Fixed64Type, packable: true}
}
func text(name string) fieldSpec { return fieldSpec{name: name, typ: protowire.BytesType} }
func one(name string, k kind) fieldSpec {
	return fieldSpec{name: name, typ: protowire.BytesType, sub: k, single: true}
}
func many(name string, k kind) fieldSpec {
	return fieldSpec{name: name, typ: protowire.BytesType, sub: k}
}

type fields = [maxField + 1]fieldSpec

// schema is the part of the specification that checking an encoding needs.
var schema = [...]message{
	kindModel: {"ModelProto", fields{1: varint("ir_version"), 2: text("producer_name"), 3: text("producer_version"),
		4: text("domain"), 5: varint("model_version"), 6: text("doc_string"), 7: one("graph", kindGraph),
		8: many("opset_import", kindOpset), 14: many("metadata_props", kindEntry), 20: many("training_info", kindTraining),
		25: many("functions", kindFunction), 26: many("configuration", kindDevice)}},
	kindGraph: {"GraphProto", fields{1: many("node", kindNode), 2: text("name"), 5: many("initializer", kindTensor),
		10: text("doc_string"), 11: many("input", kindValueInfo), 12: many("output", kindValueInfo),
		13: many("value_info", kindValueInfo), 14: many("quantization_annotation", kindAnnotation),
		15: many("sparse_initializer", kindSparse), 16: many("metadata_props", kindEntry)}},
	kindNode: {"NodeProto", fields{1: text("input"), 2: text("output"), 3: text("name"), 4: text("op_type"),
		5: many("attribute", kindAttr), 6: text("doc_string"), 7: text("domain"), 8: text("overload"),
		9: many("metadata_props", kindEntry), 10: many("device_configurations", kindNodeDevice)}},
	kindAttr: {"AttributeProto", fields{1: text("name"), 2: fixed32("f"), 3: varint("i"), 4: text("s"),
		5: one("t", kindTensor), 6: one("g", kindGraph), 7: fixed32s("floats"), 8: varints("ints"), 9: text("strings"),
		10: many("tensors", kindTensor), 11: many("graphs", kindGraph), 13: text("doc_string"), 14: one("tp", kindType),
		15: many("type_protos", kindType), 20: varint("type"), 21: text("ref_attr_name"),
		22: one("sparse_tensor", kindSparse), 23: many("sparse_tensors", kindSparse)}},
	kindTensor: {"TensorProto", fields{1: varints("dims"), 2: varint("data_type"), 3: one("segment", kindSegment),
		4: fixed32s("float_data"), 5: varints("int32_data"), 6: text("string_data"), 7: varints("int64_data"),
		8: text("name"), 9: text("raw_data"), 10: fixed64s("double_data"), 11: varints("uint64_data"),
		12: text("doc_string"), 13: many("external_data", kindEntry), 14: varint("data_location"),
		16: many("metadata_props", kindEntry)}},
	kindSegment: {"TensorProto.Segment", fields{1: varint("begin"), 2: varint("end")}},
	kindSparse: {"SparseTensorProto", fields{1: one("values", kindTensor), 2: one("indices", kindTensor),
		3: varints("dims")}},
	kindValueInfo: {"ValueInfoProto", fields{1: text("name"), 2: one("type", kindType), 3: text("doc_string"),
		4: many("metadata_props", kindEntry)}},
	kindType: {"TypeProto", fields{1: one("tensor_type", kindTensorType), 4: one("sequence_type", kindElemType),
		5: one("map_type", kindMapType), 6: text("denotation"), 7: one("opaque_type", kindOpaqueType),
		8: one("sparse_tensor_type", kindTensorType), 9: one("optional_type", kindElemType)}},
	kindTensorType: {"TypeProto.Tensor", fields{1: varint("elem_type"), 2: one("shape", kindShape)}},
	kindElemType:   {"TypeProto.Sequence", fields{1: one("elem_type", kindType)}},
	kindMapType:    {"TypeProto.Map", fields{1: varint("key_type"), 2: one("value_type", kindType)}},
	kindOpaqueType: {"TypeProto.Opaque", fields{1: text("domain"), 2: text("name")}},
	kindShape:      {"TensorShapeProto", fields{1: many("dim", kindDim)}},
	kindDim:        {"TensorShapeProto.Dimension", fields{1: varint("dim_value"), 2: text("dim_param"), 3: text("denotation")}},
	kindOpset:      {"OperatorSetIdProto", fields{1: text("domain"), 2: varint("version")}},
	kindEntry:      {"StringStringEntryProto", fields{1: text("key"), 2: text("value")}},
	kindAnnotation: {"TensorAnnotation", fields{1: text("tensor_name"), 2: many("quant_parameter_tensor_names", kindEntry)}},
	kindTraining: {"TrainingInfoProto", fields{1: one("initialization", kindGraph), 2: one("algorithm", kindGraph),
		3: many("initialization_binding", kindEntry), 4: many("update_binding", kindEntry)}},
	kindFunction: {"FunctionProto", fields{1: text("name"), 4: text("input"), 5: text("output"), 6: text("attribute"),
		7: many("node", kindNode), 8: text("doc_string"), 9: many("opset_import", kindOpset), 10: text("domain"),
		11: many("attribute_proto", kindAttr), 12: many("value_info", kindValueInfo), 13: text("overload"),
		14: many("metadata_props", kindEntry)}},
	kindNodeDevice: {"NodeDeviceConfigurationProto", fields{1: text("configuration_id"),
		2: many("sharding_spec", kindSharding), 3: varint("pipeline_stage")}},
	kindSharding: {"ShardingSpecProto", fields{1: text("tensor_name"), 2: varints("device"),
		3: many("index_to_device_group_map", kindIntIntList), 4: many("sharded_dim", kindShardedDim)}},
	kindShardedDim: {"ShardedDimProto", fields{1: varint("axis"), 2: many("simple_sharding", kindSimpleDim)}},
	kindSimpleDim:  {"SimpleShardedDimProto", fields{1: varint("dim_value"), 2: text("dim_param"), 3: varint("num_shards")}},
	kindIntIntList: {"IntIntListEntryProto", fields{1: varint("key"), 2: varints("value")}},
	kindDevice:     {"DeviceConfigurationProto", fields{1: text("name"), 2: varint("num_devices"), 3: text("device")}},
}
