"""Writes NAME.txt: the type of every node output, as ONNX Runtime computes it.

usage: make.py MODEL.onnx 'batch=2 sequence=5' > NAME.txt

Needs onnxruntime-training-cpu==1.19.2 and onnx==1.17.0. The first line is the size
of each symbolic dim, each other line a value and its type.
"""
import sys

import numpy as np
import onnx
import onnxruntime as ort

ELEM = {"float32": "float", "float64": "double"}


def main(path, bindings):
    dims = {k: int(v) for k, v in (b.split("=") for b in bindings.split())}
    model = onnx.load(path)
    have = {o.name for o in model.graph.output}
    names = [o for n in model.graph.node for o in n.output if o]
    model.graph.output.extend(onnx.ValueInfoProto(name=o) for o in names if o not in have)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    types = {i.name: i.type for i in model.graph.input}
    feeds = {}
    for i in session.get_inputs():
        dtype = onnx.helper.tensor_dtype_to_np_dtype(types[i.name].tensor_type.elem_type)
        feeds[i.name] = np.zeros([dims.get(d, d) for d in i.shape], dtype)
    print(bindings)
    for name, value in zip(names, session.run(names, feeds)):
        elem = ELEM.get(str(value.dtype), str(value.dtype))
        print(f"{name}\t{elem}[{', '.join(map(str, value.shape))}]")


main(*sys.argv[1:])
