"""Reads texts with onnx.parser and compares them with the models they came from.

usage: check_text.py TEXT MODEL [TEXT MODEL ...]

Both models are brought to what the official syntax can say: doc strings and
metadata of anything but the model, empty strings, unknown fields, training info,
quantization annotations and sparse initializers are dropped, raw_data becomes
typed data, and tensors of more than 256 elements lose their contents. Where MODEL
is `-` the text only has to be accepted. Needs onnx 1.23 or newer: 1.22 refuses
denormal floats, 1.21 quoted dims, 1.17 quoted names and names of nodes.
"""

import sys

import onnx
import onnx.numpy_helper
import onnx.parser
from google.protobuf.descriptor import FieldDescriptor

MAX_ELEMS = 256
DROPPED = {
    "NodeProto": ["doc_string", "metadata_props", "device_configurations"],
    "GraphProto": ["doc_string", "metadata_props", "quantization_annotation", "sparse_initializer"],
    "FunctionProto": ["metadata_props"],
    "ValueInfoProto": ["doc_string", "metadata_props"],
    "AttributeProto": ["doc_string"],
    "TensorProto": ["doc_string", "metadata_props"],
    "TypeProto": ["denotation"],
    "ModelProto": ["training_info", "configuration"],
}
DATA = ["raw_data", "float_data", "int32_data", "int64_data", "double_data", "uint64_data", "string_data"]


def reduce_tensor(tensor):
    """Makes the contents typed data, or removes them where there are many."""
    if tensor.data_location == onnx.TensorProto.EXTERNAL:
        return
    count = 1
    for dim in tensor.dims:
        count *= dim
    if tensor.HasField("raw_data") and count <= MAX_ELEMS:
        plain = onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE
        if tensor.data_type in plain or onnx.helper.tensor_dtype_to_field(tensor.data_type) in (
            "int64_data",
            "int32_data",
            "uint64_data",
        ):
            return make_typed(tensor)
    if count > MAX_ELEMS or tensor.HasField("raw_data"):
        for field in DATA:
            tensor.ClearField(field)


def make_typed(tensor):
    kinds = {1: "f", 2: "B", 3: "b", 4: "H", 5: "h", 6: "i", 7: "q", 9: "B", 10: "H", 11: "d", 12: "I", 13: "Q", 16: "H"}
    kinds.update({17: "B", 18: "B", 19: "B", 20: "B", 24: "B"})
    kind = kinds.get(tensor.data_type)
    raw = tensor.raw_data
    tensor.ClearField("raw_data")
    if kind is not None:
        values = memoryview(raw).cast(kind).tolist()
        getattr(tensor, onnx.helper.tensor_dtype_to_field(tensor.data_type)).extend(values)


def reduce(message):
    """Drops from message what the official syntax cannot say."""
    message.DiscardUnknownFields()
    kind = message.DESCRIPTOR.name
    for name in DROPPED.get(kind, ()):
        if name in message.DESCRIPTOR.fields_by_name:
            message.ClearField(name)
    if kind == "TensorProto":
        reduce_tensor(message)
    for field, value in message.ListFields():
        many = not hasattr(value, "DESCRIPTOR") and hasattr(value, "__len__") and not isinstance(value, (str, bytes))
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            for part in value if many else [value]:
                reduce(part)
        elif not many and value in ("", b"") and not (kind == "AttributeProto" and field.name == "s"):
            message.ClearField(field.name)


def check(text_path, model_path):
    """Returns the difference between a text and its model, or None."""
    with open(text_path, encoding="utf-8", newline="") as file:
        parsed = onnx.parser.parse_model(file.read())
    if model_path == "-":
        return None
    with open(model_path, "rb") as file:
        original = onnx.ModelProto.FromString(file.read())
    reduce(parsed)
    reduce(original)
    if parsed.SerializeToString(deterministic=True) == original.SerializeToString(deterministic=True):
        return None
    for got, want in zip(str(parsed).splitlines(), str(original).splitlines()):
        if got != want:
            return f"the text says {got.strip()!r}, the model {want.strip()!r}"
    return "one of the two goes on where the other ends"


def main(args):
    failed = 0
    for text_path, model_path in zip(args[::2], args[1::2]):
        try:
            difference = check(text_path, model_path)
        except Exception as error:
            difference = f"onnx.parser {onnx.__version__}: {error}"
        if difference is not None:
            failed += 1
            print(f"{text_path}: {difference}")
    print(f"{len(args) // 2 - failed} of {len(args) // 2} agree with onnx {onnx.__version__}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
